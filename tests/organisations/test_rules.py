"""What an organisation must say, and which steps are open."""

from datetime import date

import pytest

from webapp.core.errors import Conflict, RuleBroken, RulesBroken
from webapp.core.identifiers import credit_check_character
from webapp.organisations.rules import (
    Decision,
    OrganisationDraft,
    State,
    Step,
    check_decision,
    check_organisation,
    is_step_open,
    missing_evidence,
    next_state,
    normal_credit_code,
)

TODAY = date(2026, 11, 23)
BODY = "91440101MA5CX0000"
CODE = BODY + credit_check_character(BODY)


def draft(**facts: object) -> OrganisationDraft:
    values: dict[str, object] = {
        "name": "Sample Works",
        "credit_code": CODE,
        "city_code": "440100",
        "address": "1 River Road",
        "contact_name": "Ms Li",
        "contact_phone": "020 1234567",
    }
    return OrganisationDraft(**{**values, **facts})  # type: ignore[arg-type]


def broken_fields(one: OrganisationDraft, kind: str = "employer") -> set[str | None]:
    with pytest.raises(RulesBroken) as caught:
        check_organisation(one, kind, TODAY)
    return {error.field for error in caught.value.broken}


def test_a_complete_employer_passes() -> None:
    assert check_organisation(draft(), "employer", TODAY) is None


def test_everything_missing_is_said_at_once() -> None:
    empty = OrganisationDraft(name="", credit_code="", city_code="")
    wanted = {"name", "credit_code", "city_code", "address", "contact_name", "contact_phone"}
    assert broken_fields(empty) == wanted
    licence = {"licence_number", "licence_issuer", "licence_valid_from", "licence_valid_to"}
    assert broken_fields(empty, "agency") == wanted | licence


def test_one_wrong_character_of_the_credit_code_is_found() -> None:
    other = "0" if CODE[-1] != "0" else "1"
    assert broken_fields(draft(credit_code=CODE[:-1] + other)) == {"credit_code"}
    assert normal_credit_code(f" {CODE.lower()[:8]} {CODE[8:]}") == CODE


def test_a_district_belongs_to_its_city() -> None:
    assert broken_fields(draft(district_code="450103")) == {"district_code"}
    assert check_organisation(draft(district_code="440106"), "employer", TODAY) is None


def test_an_agency_needs_a_licence_that_is_valid_today() -> None:
    licence = {"licence_number": "L1", "licence_issuer": "Bureau", "licence_valid_from": date(2024, 1, 1)}
    assert broken_fields(draft(**licence, licence_valid_to=date(2026, 11, 22)), "agency") == {"licence_valid_to"}
    assert broken_fields(draft(**licence, licence_valid_to=date(2023, 1, 1)), "agency") == {"licence_valid_to"}
    assert check_organisation(draft(**licence, licence_valid_to=TODAY), "agency", TODAY) is None


def test_a_dispatch_licence_is_whole_or_not_there() -> None:
    missing = {"dispatch_licence_issuer", "dispatch_licence_valid_from", "dispatch_licence_valid_to"}
    assert broken_fields(draft(dispatch_licence_number="D1")) == missing


def test_only_named_steps_are_open() -> None:
    open_steps = {(state, step) for state in State for step in Step if is_step_open(state, step)}
    assert (State.UNVERIFIED, Step.VERIFY) not in open_steps
    assert next_state(State.SUBMITTED, Step.VERIFY) is State.VERIFIED
    assert next_state(State.VERIFIED, Step.REFUSE) is State.REFUSED
    with pytest.raises(Conflict):
        next_state(State.UNVERIFIED, Step.VERIFY)


def test_a_refusal_and_a_question_say_why() -> None:
    for decision in (Decision.REFUSE, Decision.MORE):
        with pytest.raises(RuleBroken):
            check_decision(decision, "  ")
    assert check_decision(Decision.VERIFY, "") is None


def test_who_needs_which_files() -> None:
    assert missing_evidence("employer", has_dispatch_licence=False, held=frozenset()) == ["business_licence"]
    assert missing_evidence("agency", has_dispatch_licence=True, held=frozenset({"business_licence"})) == [
        "service_licence",
        "dispatch_licence",
    ]
