"""The law of organisations: what an employer or agency must say of itself, and the steps of its verification."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from webapp.core.errors import Conflict, RuleBroken, RulesBroken
from webapp.core.identifiers import is_credit_code

NAME_LENGTH_MAX = 120
REASON_LENGTH_MAX = 500


class State(StrEnum):
    UNVERIFIED = "unverified"
    SUBMITTED = "submitted"
    VERIFIED = "verified"
    REFUSED = "refused"


class Step(StrEnum):
    SUBMIT = "submit"
    VERIFY = "verify"
    REFUSE = "refuse"


# A bureau may take a verification back, or correct a refusal; an organisation that was refused may try again.
_NEXT: dict[tuple[str, str], State] = {
    (State.UNVERIFIED, Step.SUBMIT): State.SUBMITTED,
    (State.REFUSED, Step.SUBMIT): State.SUBMITTED,
    (State.VERIFIED, Step.SUBMIT): State.SUBMITTED,
    (State.SUBMITTED, Step.SUBMIT): State.SUBMITTED,
    (State.SUBMITTED, Step.VERIFY): State.VERIFIED,
    (State.REFUSED, Step.VERIFY): State.VERIFIED,
    (State.SUBMITTED, Step.REFUSE): State.REFUSED,
    (State.VERIFIED, Step.REFUSE): State.REFUSED,
}

# What the bureau looked at when it verified; a change of any of these is looked at again.
VERIFIED_FACTS = ("name", "credit_code", "city_code", "licence_number", "licence_valid_to")


@dataclass(frozen=True)
class OrganisationDraft:
    """What an organisation says of itself. The contact person is for bureaus only."""

    name: str
    credit_code: str
    city_code: str
    district_code: str | None = None
    address: str = ""
    industry_code: str | None = None
    size_band: str | None = None
    introduction: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    licence_number: str | None = None
    licence_valid_to: date | None = None


def next_state(state: str, step: Step) -> State:
    """Where the step leads. Raises Conflict when it is not open from here."""
    found = _NEXT.get((state, step))
    if found is None:
        raise Conflict("organisation_step_not_open")
    return found


def is_step_open(state: str, step: Step) -> bool:
    return (state, step) in _NEXT


def normal_credit_code(text: str) -> str:
    """Upper case, half width, without blanks; whether it is right is another question."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


def normal_name(text: str) -> str:
    """One spelling of a firm's name: outer and doubled blanks gone; full-width brackets stay as registered."""
    return " ".join(text.split())


def check_organisation(draft: OrganisationDraft, kind: str, today: date) -> None:
    """Everything that can be said without looking anything up. Raises RulesBroken."""
    broken: list[RuleBroken] = []
    if not draft.name:
        broken.append(RuleBroken("organisation_name_missing", field="name"))
    if not is_credit_code(draft.credit_code):
        broken.append(RuleBroken("credit_code_wrong", field="credit_code"))
    if not draft.city_code:
        broken.append(RuleBroken("organisation_city_missing", field="city_code"))
    if draft.district_code and draft.district_code[:4] != draft.city_code[:4]:
        broken.append(RuleBroken("district_of_other_city", field="district_code"))
    for name in ("address", "contact_name", "contact_phone"):
        if not getattr(draft, name):
            broken.append(RuleBroken(f"{name}_missing", field=name))
    if kind == "agency":
        broken += _licence_broken(draft, today)
    if broken:
        raise RulesBroken(broken)


def _licence_broken(draft: OrganisationDraft, today: date) -> list[RuleBroken]:
    # Source: domain guide PF-02 and N-19; an agency without a valid licence may neither publish nor place.
    broken = []
    if not draft.licence_number:
        broken.append(RuleBroken("licence_number_missing", field="licence_number"))
    if draft.licence_valid_to is None:
        broken.append(RuleBroken("licence_valid_to_missing", field="licence_valid_to"))
    elif draft.licence_valid_to < today:
        broken.append(RuleBroken("licence_over", field="licence_valid_to"))
    return broken


def check_decision(approve: bool, reason: str) -> None:
    """A refusal says why, so that it can be mended."""
    if not approve and not reason.strip():
        raise RuleBroken("refusal_reason_missing", field="reason")
