"""What falls due, what blocks publishing, and where a wrong credit code is wrong: rules without a database."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest

from webapp.core.actor import Actor
from webapp.core.identifiers import CREDIT_ALPHABET, credit_check_character, credit_code_fault, is_credit_code
from webapp.core.permissions import MemberRole, Permission, Role
from webapp.organisations import policy
from webapp.organisations.standing import (
    Deadline,
    Terms,
    add_months,
    deadlines,
    grace_ends_on,
    publishing_blocks,
    stage_of,
)
from webapp.postings import policy as posting_policy

TODAY = date(2026, 11, 23)
TERMS = Terms(months=6, grace_days=30, reminder_days=(30, 7))


@dataclass(frozen=True)
class Firm:
    id: int = 7
    organisation_id: int = 7
    kind: str = "employer"
    state: str = "verified"
    city_code: str = "440100"
    due_on: date | None = date(2027, 3, 1)
    licence_number: str | None = None
    licence_valid_from: date | None = None
    licence_valid_to: date | None = None
    dispatch_licence_number: str | None = None
    dispatch_licence_valid_from: date | None = None
    dispatch_licence_valid_to: date | None = None


def codes(firm: Firm, *, is_dispatch: bool = False) -> list[str]:
    return [one.code for one in publishing_blocks(firm, TODAY, is_dispatch=is_dispatch)]


def test_a_verified_employer_may_publish_until_the_last_day() -> None:
    assert codes(Firm(due_on=TODAY)) == []
    assert codes(Firm(due_on=TODAY - timedelta(days=1))) == ["verification_overdue"]
    assert codes(Firm(due_on=None)) == ["verification_overdue"]
    assert codes(Firm(state="submitted")) == ["organisation_not_verified"]


def test_an_agency_needs_its_licence_and_a_dispatcher_another_one() -> None:
    agency = Firm(kind="agency", licence_number="L", licence_valid_from=date(2024, 1, 1), licence_valid_to=TODAY)
    assert codes(agency) == []
    assert codes(replace(agency, licence_valid_to=TODAY - timedelta(days=1))) == ["licence_not_valid"]
    assert codes(replace(agency, licence_valid_from=TODAY + timedelta(days=1))) == ["licence_not_valid"]
    assert codes(replace(agency, licence_number=None)) == ["licence_not_valid"]
    assert codes(agency, is_dispatch=True) == ["dispatch_licence_not_valid"]
    both = replace(agency, dispatch_licence_number="D", dispatch_licence_valid_to=TODAY)
    assert codes(both, is_dispatch=True) == []


@pytest.mark.parametrize(
    ("left", "stage"),
    [(31, None), (30, "30"), (8, "30"), (7, "7"), (1, "7"), (0, "day"), (-1, "day"), (-30, "day"), (-31, "grace_over")],
)
def test_stages_of_a_verification(left: int, stage: str | None) -> None:
    deadline = Deadline("verification", TODAY + timedelta(days=left))
    assert stage_of(deadline, TODAY, TERMS) == stage


@pytest.mark.parametrize(("left", "stage"), [(31, None), (30, "30"), (3, "30"), (0, "day"), (-90, "day")])
def test_of_a_licence_one_is_told_before_and_on_the_day(left: int, stage: str | None) -> None:
    assert stage_of(Deadline("licence", TODAY + timedelta(days=left)), TODAY, TERMS) == stage


def test_only_what_counts_is_a_deadline() -> None:
    firm = Firm(dispatch_licence_number="D", dispatch_licence_valid_to=date(2027, 1, 1))
    assert [one.subject for one in deadlines(firm)] == ["dispatch_licence", "verification"]
    assert deadlines(replace(firm, state="submitted")) == []
    assert grace_ends_on(date(2026, 11, 1), TERMS) == date(2026, 12, 1)


def test_six_months_end_with_the_month() -> None:
    assert add_months(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert add_months(date(2026, 11, 23), 6) == date(2027, 5, 23)
    assert add_months(date(2027, 2, 28), -6) == date(2026, 8, 28)


# Characters 9 to 17 are the example of GB 11714 itself, whose check character is X.
BODY = "91440101" + "D2143569X"
CODE = BODY + credit_check_character(BODY)


def other(char: str) -> str:
    return next(one for one in CREDIT_ALPHABET if one != char)


def test_a_right_code_has_no_fault() -> None:
    assert is_credit_code(CODE)
    assert credit_code_fault(CODE) is None


@pytest.mark.parametrize("place", range(18))
def test_one_wrong_character_is_told_by_its_group(place: int) -> None:
    digit = "1" if CODE[place] != "1" else "2"
    fault = credit_code_fault(CODE[:place] + digit + CODE[place + 1 :])
    expected = "body" if 8 <= place < 17 else "somewhere" if place == 1 and digit == "2" else "ends"
    assert fault == expected


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("", "length"),
        (CODE[:-1], "length"),
        ("O" + CODE[1:], "authority"),
        (CODE[:3] + "O" + CODE[4:], "division"),
        (CODE[:10] + "I" + CODE[11:], "body"),
        (CODE[:17] + "I", "ends"),
        ("92" + CODE[2:], "somewhere"),
        ("一" * 18, "division"),
    ],
)
def test_what_cannot_stand_in_a_code(code: str, fault: str) -> None:
    assert credit_code_fault(code) == fault


def member(role: MemberRole | None, organisation_id: int = 7) -> Actor:
    return Actor(1, Role.EMPLOYER, organisation_id=organisation_id, member_role=role)


@pytest.mark.parametrize(
    ("role", "reads", "writes", "manages"),
    [
        (MemberRole.OWNER, True, True, True),
        (MemberRole.RECRUITER, True, True, False),
        (MemberRole.READER, True, False, False),
        # A member whose role is not known may read and no more.
        (None, True, False, False),
    ],
)
def test_what_a_member_may(role: MemberRole | None, reads: bool, writes: bool, manages: bool) -> None:
    actor, firm = member(role), Firm()
    assert bool(posting_policy.may_read_vacancy(actor, firm)) is reads
    assert bool(posting_policy.may_write_vacancy(actor, firm)) is writes
    assert bool(policy.may_read(actor, firm)) is reads
    assert bool(policy.may_manage(actor, firm)) is manages
    assert bool(policy.may_read_evidence(actor, firm)) is manages
    for permission in (Permission.CANDIDATE_ANSWER, Permission.INTAKE_RUN, Permission.VACANCY_PUBLISH):
        assert actor.may(permission) is writes


def test_an_owner_elsewhere_is_nobody_here() -> None:
    stranger = member(MemberRole.OWNER, organisation_id=8)
    for decide in (policy.may_read, policy.may_manage, policy.may_read_evidence):
        assert not decide(stranger, Firm())
    assert not posting_policy.may_read_vacancy(stranger, Firm())


def test_the_bureau_of_the_place_reads_evidence_and_no_other_bureau() -> None:
    for city_code, may in (("440100", True), ("520100", False)):
        officer = Actor(1, Role.OFFICER, city_code=city_code)
        assert bool(policy.may_read_evidence(officer, Firm())) is may
    for role in (Role.SEEKER, Role.INSPECTOR, Role.COORDINATOR, Role.ADMINISTRATOR):
        assert not policy.may_read_evidence(Actor(1, role, city_code="440100"), Firm())
