"""The law of organisations: what an employer or agency must say of itself, and the steps of its verification."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from webapp.core.errors import Conflict, RuleBroken, RulesBroken
from webapp.core.identifiers import credit_code_fault

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
    # The bureau confirms once more; the next due date counts from then.
    (State.VERIFIED, Step.VERIFY): State.VERIFIED,
    (State.SUBMITTED, Step.REFUSE): State.REFUSED,
    (State.VERIFIED, Step.REFUSE): State.REFUSED,
}

# What the bureau looked at when it verified; a change of any of these is looked at again.
LICENCE_FACTS = ("number", "issuer", "valid_from", "valid_to")
VERIFIED_FACTS = (
    "name",
    "credit_code",
    "city_code",
    *(f"licence_{name}" for name in LICENCE_FACTS),
    *(f"dispatch_licence_{name}" for name in LICENCE_FACTS),
)


class Review(StrEnum):
    """With whom an open verification lies."""

    WAITING = "waiting"
    MORE_ASKED = "more_asked"


class Decision(StrEnum):
    """What the bureau may answer."""

    VERIFY = "verify"
    MORE = "more"
    REFUSE = "refuse"


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
    licence_issuer: str | None = None
    licence_valid_from: date | None = None
    licence_valid_to: date | None = None
    dispatch_licence_number: str | None = None
    dispatch_licence_issuer: str | None = None
    dispatch_licence_valid_from: date | None = None
    dispatch_licence_valid_to: date | None = None


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
    broken += credit_code_broken(draft.credit_code)
    if not draft.city_code:
        broken.append(RuleBroken("organisation_city_missing", field="city_code"))
    if draft.district_code and draft.district_code[:4] != draft.city_code[:4]:
        broken.append(RuleBroken("district_of_other_city", field="district_code"))
    for name in ("address", "contact_name", "contact_phone"):
        if not getattr(draft, name):
            broken.append(RuleBroken(f"{name}_missing", field=name))
    broken += _licence_broken(draft, "licence", today, is_needed=kind == "agency")
    broken += _licence_broken(draft, "dispatch_licence", today, is_needed=False)
    if broken:
        raise RulesBroken(broken)


class SentFacts(Protocol):
    """What an organisation must have said before the bureau is asked; an `Organisation` has it."""

    kind: str
    credit_code: str | None
    address: str
    licence_number: str | None
    licence_valid_to: date | None


def check_sent_facts(one: SentFacts, today: date) -> None:
    """Nothing is sent to the bureau that it could only send back. Raises RuleBroken.

    An organisation from a file may lack its code, and a licence may have ended since it was described.
    """
    if not one.credit_code or not one.address:
        raise RuleBroken("organisation_incomplete")
    if one.kind == "agency" and (one.licence_valid_to is None or one.licence_valid_to < today):
        raise RuleBroken("licence_over")


def credit_code_broken(code: str) -> list[RuleBroken]:
    """Says which group of characters to look at, never the right ones."""
    fault = credit_code_fault(code)
    if fault is None:
        return []
    if not code:
        return [RuleBroken("credit_code_wrong", field="credit_code")]
    codes = {
        "length": RuleBroken("credit_code_length", field="credit_code", facts={"length": len(code)}),
        "authority": RuleBroken("credit_code_authority", field="credit_code"),
        "division": RuleBroken("credit_code_division", field="credit_code"),
        "body": RuleBroken("credit_code_body", field="credit_code"),
        "ends": RuleBroken("credit_code_ends", field="credit_code"),
        "somewhere": RuleBroken("credit_code_somewhere", field="credit_code"),
    }
    return [codes[fault]]


def _licence_broken(draft: OrganisationDraft, prefix: str, today: date, *, is_needed: bool) -> list[RuleBroken]:
    # Source: domain guide PF-02, PF-15 and N-19; an agency without a valid licence may neither publish nor place.
    number, issuer, first, last = (getattr(draft, f"{prefix}_{name}") for name in LICENCE_FACTS)
    if not is_needed and not any((number, issuer, first, last)):
        return []
    broken = []
    if not number:
        broken.append(RuleBroken("licence_number_missing", field=f"{prefix}_number"))
    if not issuer:
        broken.append(RuleBroken("licence_issuer_missing", field=f"{prefix}_issuer"))
    if first is None:
        broken.append(RuleBroken("licence_valid_from_missing", field=f"{prefix}_valid_from"))
    if last is None:
        broken.append(RuleBroken("licence_valid_to_missing", field=f"{prefix}_valid_to"))
    elif first is not None and first > last:
        broken.append(RuleBroken("licence_out_of_order", field=f"{prefix}_valid_to"))
    elif last < today:
        broken.append(RuleBroken("licence_over", field=f"{prefix}_valid_to"))
    return broken


def check_decision(decision: Decision, reason: str) -> None:
    """A refusal and a question say what is wrong, so that it can be mended."""
    if decision is Decision.REFUSE and not reason.strip():
        raise RuleBroken("refusal_reason_missing", field="reason")
    if decision is Decision.MORE and not reason.strip():
        raise RuleBroken("question_missing", field="reason")


# What must lie beside the facts before the bureau is asked, by kind of organisation and licence.
BUSINESS_LICENCE, SERVICE_LICENCE, DISPATCH_LICENCE = "business_licence", "service_licence", "dispatch_licence"
AUTHORISATION, OTHER_EVIDENCE = "authorisation", "other"
EVIDENCE_KINDS = (BUSINESS_LICENCE, SERVICE_LICENCE, DISPATCH_LICENCE, OTHER_EVIDENCE)


EVIDENCE_MISSING = {
    BUSINESS_LICENCE: RuleBroken("business_licence_file_missing"),
    SERVICE_LICENCE: RuleBroken("service_licence_file_missing"),
    DISPATCH_LICENCE: RuleBroken("dispatch_licence_file_missing"),
}


def missing_evidence(kind: str, *, has_dispatch_licence: bool, held: frozenset[str]) -> list[str]:
    """Kinds of evidence that are still needed, in the order of the list."""
    needed = [BUSINESS_LICENCE]
    if kind == "agency":
        needed.append(SERVICE_LICENCE)
    if has_dispatch_licence:
        needed.append(DISPATCH_LICENCE)
    return [one for one in needed if one not in held]
