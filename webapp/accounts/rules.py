"""Addresses, passwords and tokens: what counts as usable. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta

from email_validator import EmailNotValidError, validate_email

from webapp.core.errors import RuleBroken
from webapp.core.permissions import Role

PASSWORD_LEAST = 10
PASSWORD_MOST = 200
RESET_VALID = timedelta(hours=1)
INVITATION_VALID = timedelta(days=7)
TERMS_VERSION = "2026-11"
TERMS_PURPOSE = "terms"
RESET_PURPOSE = "reset"
INVITATION_PURPOSE = "invitation"
LANGUAGES = ("zh", "en")
SELF_REGISTERED = (Role.SEEKER, Role.EMPLOYER, Role.AGENCY)
STAFF = (Role.OFFICER, Role.INSPECTOR, Role.COORDINATOR, Role.ADMINISTRATOR)
CITY_ROLES = (Role.OFFICER, Role.INSPECTOR)

_PHONE = re.compile(r"1[3-9][0-9]{9}")
# The few that guessers try first; longer lists belong to a service that this site does not call.
_COMMON = (
    "password",
    "1234567890",
    "0123456789",
    "qwertyuiop",
    "1qaz2wsx3edc",
    "iloveyou",
    "woaini1314",
    "administrator",
)


@dataclass(frozen=True)
class Address:
    """Where a person is reached and signs in: one of the two is set."""

    email: str | None = None
    phone: str | None = None


def read_address(text: str) -> Address:
    """An e-mail address or a mainland mobile number in any usual spelling. Raises RuleBroken otherwise."""
    # Full-width digits and signs are what a Chinese keyboard gives by default.
    text = unicodedata.normalize("NFKC", text)
    if "@" in text:
        try:
            found = validate_email(text.strip(), check_deliverability=False, test_environment=True)
        except EmailNotValidError as error:
            raise RuleBroken("address_unusable", field="address") from error
        return Address(email=found.normalized.lower())
    digits = re.sub(r"[\s\-()]", "", text).removeprefix("+86").removeprefix("0086")
    if len(digits) == 13:
        digits = digits.removeprefix("86")
    if not _PHONE.fullmatch(digits):
        raise RuleBroken("address_unusable", field="address")
    return Address(phone=digits)


def check_password(password: str, address: Address) -> None:
    """Length, and none that is guessed first. Raises RuleBroken."""
    if not PASSWORD_LEAST <= len(password) <= PASSWORD_MOST:
        raise RuleBroken("password_length", field="password", facts={"least": PASSWORD_LEAST})
    folded = password.casefold()
    own = (address.email or "").split("@")[0] or address.phone or ""
    if len(set(folded)) < 4 or any(folded.startswith(word) for word in _COMMON) or (own and own in folded):
        raise RuleBroken("password_guessable", field="password")


def masked(address: Address) -> str:
    """Enough to recognise one's own address by, too little to write to somebody else's."""
    if address.phone:
        return address.phone[:3] + "****" + address.phone[-4:]
    name, _, domain = (address.email or "").partition("@")
    return name[:1] + "***@" + domain


def check_staff_role(role: Role, city_code: str | None) -> None:
    """Officers and inspectors work for one city, the others for none."""
    if role not in STAFF:
        raise RuleBroken("role_not_staff", field="role")
    if role in CITY_ROLES and not city_code:
        raise RuleBroken("staff_needs_city", field="city_code")
