"""Rows of a bureau's or an employer's file: published, waiting or repeated, with few queries each."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from tests.factories.people import VAULT, make_employer, make_officer, make_organisation
from tests.postings.drafts import profile_draft, vacancy_draft
from webapp.core.actor import Actor
from webapp.core.clock import FixedClock
from webapp.core.errors import RulesBroken
from webapp.organisations.models import Organisation
from webapp.postings import services
from webapp.postings.linting import Linter
from webapp.postings.models import Profile, Revision, Vacancy
from webapp.postings.rules import Action, DraftPlace, VacancyDraft


def take_with(session: Session, who: Actor, firm: Organisation, clock: FixedClock, linter: Linter, key: str) -> None:
    """A row of a larger file: rates and usual pay are read once for all of them."""
    services.import_vacancy(
        session,
        who,
        vacancy_draft(),
        organisation=firm,
        source_key=key,
        source_name="f.csv",
        clock=clock,
        linter=linter,
    )


def take(
    session: Session, who: Actor, draft: VacancyDraft, firm: Organisation, clock: FixedClock, key: str = "row-1"
) -> tuple[Vacancy, str]:
    return services.import_vacancy(
        session, who, draft, organisation=firm, source_key=key, source_name="file.csv", clock=clock
    )


def test_the_bureaus_own_row_is_public_at_once_and_only_once(session: Session, clock: FixedClock) -> None:
    officer, firm = make_officer(session), make_organisation(session)
    vacancy, outcome = take(session, officer, vacancy_draft(), firm, clock)
    assert (outcome, vacancy.state, vacancy.published_at) == ("added", "published", clock.now())
    assert take(session, officer, vacancy_draft(), firm, clock)[1] == "repeated"
    again, outcome = take(session, officer, vacancy_draft(headcount=9), firm, clock)
    assert (again.id, outcome, again.headcount) == (vacancy.id, "changed", 9)
    assert session.scalar(select(func.count()).select_from(Vacancy)) == 1
    numbers = session.scalars(select(Revision.number).where(Revision.posting_id == vacancy.id))
    assert sorted(numbers) == [1, 2]


def test_a_row_for_another_city_or_from_an_employer_waits(session: Session, clock: FixedClock) -> None:
    firm = make_organisation(session)
    elsewhere = vacancy_draft(places=(DraftPlace("520100", None, "1 Road"),))
    assert take(session, make_officer(session), elsewhere, firm, clock)[0].state == "submitted"
    employer = make_employer(session, firm)
    assert take(session, employer, vacancy_draft(), firm, clock, key="row-2")[0].state == "submitted"


def test_an_incomplete_row_stays_out(session: Session, clock: FixedClock) -> None:
    officer, firm = make_officer(session), make_organisation(session)
    with pytest.raises(RulesBroken) as caught:
        take(session, officer, vacancy_draft(headcount=None, pay_min_yuan=None), firm, clock)
    assert {one.code for one in caught.value.broken} == {"headcount_missing", "pay_missing"}
    assert session.scalar(select(func.count()).select_from(Vacancy)) == 0


def test_a_withdrawn_vacancy_is_not_reopened_by_the_same_file(session: Session, clock: FixedClock) -> None:
    officer, firm = make_officer(session), make_organisation(session)
    vacancy, _ = take(session, officer, vacancy_draft(), firm, clock)
    services.change_vacancy_state(session, make_employer(session, firm), vacancy.id, Action.WITHDRAW, clock=clock)
    assert take(session, officer, vacancy_draft(), firm, clock)[0].state == "withdrawn"


def test_a_kept_profile_is_sealed_and_repeats(session: Session, clock: FixedClock) -> None:
    officer = make_officer(session, "520100")

    def row(**facts: Any) -> tuple[Profile, str]:
        return services.import_profile(
            session,
            officer,
            replace(profile_draft(), **facts),
            source_key="person-1",
            source_name="file.csv",
            clock=clock,
            vault=VAULT,
        )

    profile, outcome = row()
    assert (outcome, profile.state, profile.keeper_city_code) == ("added", "published", "520100")
    assert profile.phone_sealed is not None
    assert "13800000000" not in profile.phone_sealed
    assert row()[1] == "repeated"
    assert row(phone="13900000000")[1] == "changed"
    assert "139" not in str(session.scalars(select(Revision.snapshot)).all())


def test_a_row_costs_few_statements(session: Session, clock: FixedClock) -> None:
    officer, firm = make_officer(session), make_organisation(session)
    linter = Linter(session, clock.today())
    take_with(session, officer, firm, clock, linter, "warm")
    session.flush()
    statements: list[str] = []

    def count(connection: Any, cursor: Any, statement: str, *more: Any) -> None:
        statements.append(statement)

    engine = session.connection().engine
    event.listen(engine, "before_cursor_execute", count)
    take_with(session, officer, firm, clock, linter, "cold")
    session.flush()
    event.remove(engine, "before_cursor_execute", count)
    selects = [text for text in statements if text.lstrip().upper().startswith("SELECT")]
    assert len(selects) == 1
    assert len(statements) <= 6
