"""Accounts and organisations for tests; each test states the facts it relies on."""

from datetime import date, timedelta
from itertools import count

from sqlalchemy.orm import Session

from tests.conftest import MONDAY
from webapp.accounts.models import Account
from webapp.accounts.queries import as_actor
from webapp.core.actor import Actor
from webapp.core.crypto import Vault, hash_password
from webapp.core.identifiers import credit_check_character
from webapp.core.permissions import Role
from webapp.organisations.models import Organisation

VAULT = Vault("a key for tests only")
PASSWORD = "nine cities by the river"
PASSWORD_HASH = hash_password(PASSWORD)
_numbers = count(1)


def make_organisation(session: Session, **facts: object) -> Organisation:
    """A verified employer in Guangzhou unless the test says otherwise."""
    number = next(_numbers)
    body = f"9144010{number:010d}"
    values: dict[str, object] = {
        "kind": "employer",
        "name": f"Sample Works {number}",
        "credit_code": body + credit_check_character(body),
        "city_code": "440100",
        "state": "verified",
        "verified_at": MONDAY - timedelta(days=30),
        "due_on": date(2027, 4, 24),
        "created_at": MONDAY - timedelta(days=30),
        "changed_at": MONDAY - timedelta(days=30),
    }
    if facts.get("kind") == "agency":
        values |= {"licence_number": f"L{number}", "licence_issuer": "Bureau", "licence_valid_to": date(2027, 12, 31)}
    if facts.get("state", "verified") != "verified":
        values |= {"verified_at": None, "due_on": None}
    if facts.get("state") == "submitted":
        values |= {"review": "waiting", "review_since": MONDAY - timedelta(days=1)}
    organisation = Organisation(**{**values, **facts})
    session.add(organisation)
    session.flush()
    return organisation


def make_account(session: Session, role: Role = Role.SEEKER, **facts: object) -> Account:
    """An active account with the password PASSWORD; e-mail person<N>@example.org unless told. A member of an
    organisation is its recruiter unless told.
    """
    number = next(_numbers)
    if facts.get("organisation_id") is not None:
        is_owner = facts.pop("is_organisation_owner", False)
        facts.setdefault("member_role", "owner" if is_owner else "recruiter")
    email = str(facts.pop("email", f"person{number}@example.org"))
    values: dict[str, object] = {
        "role": role,
        "display_name": f"Person {number}",
        "email_sealed": VAULT.seal(email),
        "email_index": VAULT.blind_index(email),
        "password_hash": PASSWORD_HASH,
        "stamp": f"stamp{number}",
        "created_at": MONDAY - timedelta(days=30),
    }
    account = Account(**{**values, **facts})
    session.add(account)
    session.flush()
    return account


def actor_for(account: Account) -> Actor:
    return as_actor(account)


def make_officer(session: Session, city_code: str = "440100") -> Actor:
    return actor_for(make_account(session, Role.OFFICER, city_code=city_code))


def make_employer(session: Session, organisation: Organisation) -> Actor:
    return actor_for(make_account(session, Role.EMPLOYER, organisation_id=organisation.id, member_role="owner"))
