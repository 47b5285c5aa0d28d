"""How long a vacancy stands: renewal, reminders once each, open places, outcomes, honest dates."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories.people import VAULT, actor_for, make_account, make_employer, make_officer, make_organisation
from tests.factories.postings import make_profile, make_vacancy
from tests.postings.drafts import vacancy_draft
from webapp.core.clock import FixedClock, end_of_day
from webapp.core.errors import Conflict, NotFound, RuleBroken
from webapp.core.permissions import Role
from webapp.core.queue import Job
from webapp.placements import services as placements
from webapp.placements.rules import Step
from webapp.postings import grouping, lasting, lasting_services, queries, reminders, services
from webapp.postings.lasting import Closing, Outcome
from webapp.postings.models import Vacancy, VacancyOutcome
from webapp.postings.reposting import History, Publication, history_of
from webapp.postings.rules import Action

TODAY = date(2026, 11, 23)
SITE = "https://nine.example"


def letters(session: Session) -> list[dict[str, str]]:
    return [job.payload for job in session.scalars(select(Job).where(Job.name == "core.send_mail").order_by(Job.id))]


def remind(session: Session, clock: FixedClock) -> int:
    return reminders.remind(session, clock=clock, vault=VAULT, base_url=SITE)


def published(session: Session, clock: FixedClock, **facts: object) -> Vacancy:
    """A vacancy that went the whole way, with its revisions."""
    organisation = facts.pop("organisation", None) or make_organisation(session)
    employer, officer = make_employer(session, organisation), make_officer(session)  # type: ignore[arg-type]
    vacancy = services.save_vacancy_draft(session, employer, vacancy_draft(**facts), clock=clock)
    services.submit_vacancy(session, employer, vacancy.id, clock=clock)
    services.decide_vacancy(session, officer, vacancy.id, approve=True, reason=None, clock=clock)
    grouping.group_vacancy(session, vacancy.id, clock=clock)
    return vacancy


# -- rules --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("last_day", "expected"),
    [
        (date(2026, 11, 25), date(2026, 12, 25)),
        (date(2026, 11, 1), date(2026, 12, 23)),
        (date(2026, 10, 24), date(2026, 12, 23)),
        (date(2027, 2, 1), date(2027, 2, 21)),
    ],
)
def test_a_renewal_adds_thirty_days_within_ninety(last_day: date, expected: date) -> None:
    assert lasting.renewed_last_day(last_day, TODAY) == expected


@pytest.mark.parametrize(
    ("last_day", "code"), [(date(2026, 10, 23), "ended_too_long_ago"), (date(2027, 2, 21), "cannot_stand_longer")]
)
def test_some_cannot_be_renewed(last_day: date, code: str) -> None:
    with pytest.raises(Conflict, match=code):
        lasting.renewed_last_day(last_day, TODAY)
    assert not lasting.may_be_renewed("published", last_day, TODAY)


def test_the_reminder_of_a_day() -> None:
    due = [lasting.reminder_due(TODAY + timedelta(days=left), TODAY) for left in (8, 7, 3, 2, 0, -1)]
    assert due == [None, 7, 7, 2, 2, None]


def test_open_places_never_fall_below_none() -> None:
    assert [lasting.open_places(*facts) for facts in ((3, 0, 0), (3, 1, 1), (3, 3, 2), (None, 1, 1))] == [3, 1, 0, None]


@pytest.mark.parametrize(
    ("closing", "code"),
    [
        (Closing(Outcome.FILLED), "filled_by_nobody"),
        (Closing(Outcome.FILLED, 1, -1), "filled_out_of_bounds"),
        (Closing(Outcome.NOT_FILLED), "outcome_reason_missing"),
        (Closing(Outcome.NOT_FILLED, reason="because"), "outcome_reason_missing"),
        (Closing(Outcome.NOT_FILLED, 2, 1, "other"), "all_places_filled"),
    ],
)
def test_an_outcome_says_what_it_claims(closing: Closing, code: str) -> None:
    with pytest.raises(RuleBroken, match=code):
        lasting.check_closing(closing, 3)


def test_reposts_are_followed_back_until_a_long_pause() -> None:
    def day(number: int) -> datetime:
        return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=number)

    new = Publication(day(300), None)
    chain = [Publication(day(200), day(230)), Publication(day(240), day(290))]
    beside, long_ago = Publication(day(290), None), Publication(day(0), day(10))
    assert history_of(new, []) == History(day(300), 0)
    assert history_of(new, [*chain, beside, long_ago]) == History(day(200), 2)
    assert history_of(new, [Publication(day(280), day(301))]) == History(day(300), 0), "side by side is no re-post"


# -- renewal and reminders ----------------------------------------------------------------------------------------


def test_a_renewal_is_an_edit_like_any_other_and_needs_no_check(session: Session, clock: FixedClock) -> None:
    vacancy = published(session, clock, valid_through=date(2026, 11, 25))
    employer = actor_for_writer(session, vacancy)
    first_seen, changed, version = vacancy.first_seen_at, vacancy.last_changed_at, vacancy.version
    clock.advance(timedelta(days=1))
    lasting_services.renew_vacancy(session, employer, vacancy.id, clock=clock)
    assert (vacancy.state, vacancy.valid_through) == ("published", date(2026, 12, 25))
    assert vacancy.expires_at == end_of_day(date(2026, 12, 25))
    assert (vacancy.first_seen_at, vacancy.last_changed_at) == (first_seen, changed), "a new last day is no new text"
    assert vacancy.version == version + 1
    assert queries.revisions_of(session, "vacancy", vacancy.id)[0].action == "edited"
    with pytest.raises(NotFound):
        stranger = make_employer(session, make_organisation(session))
        lasting_services.renew_vacancy(session, stranger, vacancy.id, clock=clock)


def actor_for_writer(session: Session, vacancy: Vacancy):  # type: ignore[no-untyped-def]
    from webapp.accounts.models import Account

    return actor_for(session.get_one(Account, vacancy.created_by))


def test_a_draft_is_not_renewed(session: Session, clock: FixedClock) -> None:
    employer = make_employer(session, make_organisation(session))
    vacancy = services.save_vacancy_draft(session, employer, vacancy_draft(), clock=clock)
    with pytest.raises(Conflict, match="step_not_possible_now"):
        lasting_services.renew_vacancy(session, employer, vacancy.id, clock=clock)


def test_each_reminder_is_sent_once_and_again_for_a_new_last_day(session: Session, clock: FixedClock) -> None:
    organisation = make_organisation(session)
    writer = make_account(
        session, Role.EMPLOYER, organisation_id=organisation.id, email="writer@example.org", language="en"
    )
    facts = {"organisation_id": organisation.id, "created_by": writer.id}
    vacancy = make_vacancy(session, valid_through=TODAY + timedelta(days=7), title="Welder", **facts)
    make_vacancy(session, valid_through=TODAY + timedelta(days=5), title="Turner", **facts)
    make_vacancy(session, valid_through=TODAY + timedelta(days=8), title="Later", **facts)
    assert [remind(session, clock), remind(session, clock)] == [1, 0], "one letter with both, and once"
    (letter,) = letters(session)
    assert letter["to"] == "writer@example.org" and letter["subject"] == "2 vacancies end soon"
    assert "Welder" in letter["body"] and "Turner" in letter["body"] and "Later" not in letter["body"]
    assert f"{SITE}/my/vacancies?state=ending" in letter["body"]
    clock.advance(timedelta(days=5))
    assert [remind(session, clock), remind(session, clock)] == [1, 0]
    assert "Welder" in letters(session)[1]["body"], "two days before"
    lasting_services.renew_vacancy(session, actor_for(writer), vacancy.id, clock=clock)
    clock.advance(timedelta(days=25))
    assert remind(session, clock) == 1, "seven days before the new last day"


def test_a_chinese_letter_to_the_owner_where_the_writer_has_left(session: Session, clock: FixedClock) -> None:
    organisation = make_organisation(session)
    gone = make_account(session, Role.EMPLOYER, organisation_id=organisation.id, is_active=False)
    facts = {"organisation_id": organisation.id, "is_organisation_owner": True, "email": "owner@example.org"}
    make_account(session, Role.EMPLOYER, **facts)
    ending = TODAY + timedelta(days=1)
    make_vacancy(session, valid_through=ending, organisation_id=organisation.id, created_by=gone.id)
    assert remind(session, clock) == 1
    (letter,) = letters(session)
    assert letter["to"] == "owner@example.org" and "即将到期" in letter["subject"] and "维修电工" in letter["body"]


def test_nobody_is_written_to_at_night() -> None:
    hours = {hour: reminders.is_daytime(datetime(2026, 11, 23, hour, tzinfo=UTC)) for hour in (0, 11, 12, 23)}
    assert hours == {0: True, 11: True, 12: False, 23: False}


# -- places and outcomes ------------------------------------------------------------------------------------------


def test_a_hire_takes_a_place_and_a_correction_another(session: Session, clock: FixedClock) -> None:
    organisation = make_organisation(session)
    employer, account = make_employer(session, organisation), make_account(session)
    vacancy = make_vacancy(session, organisation_id=organisation.id, headcount=2)
    profile = make_profile(session, account_id=account.id)
    met = placements.apply(session, actor_for(account), vacancy, organisation, profile.id, clock=clock)
    assert vacancy.filled_here == 0
    placements.take_step(session, employer, met.id, Step.HIRE, reason=None, clock=clock)
    assert vacancy.filled_here == 1 and queries.full_vacancies(session, organisation.id) == []
    lasting_services.correct_filled_elsewhere(session, employer, vacancy.id, 1, clock=clock, version=vacancy.version)
    assert queries.full_vacancies(session, organisation.id) == [vacancy]
    with pytest.raises(Conflict, match="changed_meanwhile"):
        lasting_services.correct_filled_elsewhere(session, employer, vacancy.id, 0, clock=clock, version=1)
    with pytest.raises(RuleBroken, match="filled_out_of_bounds"):
        lasting_services.correct_filled_elsewhere(session, employer, vacancy.id, -1, clock=clock)


def test_an_outcome_is_kept(session: Session, clock: FixedClock) -> None:
    organisation = make_organisation(session)
    employer = make_employer(session, organisation)
    filled, unfilled, withdrawn = (make_vacancy(session, organisation_id=organisation.id) for _ in range(3))
    endings = (
        (filled, Closing(Outcome.FILLED, 2, 1)),
        (unfilled, Closing(Outcome.NOT_FILLED, 1, 0, "pay_not_agreed")),
        (withdrawn, Closing(Outcome.WITHDRAWN, 5, 5, "other")),
    )
    for vacancy, closing in endings:
        lasting_services.close_vacancy(session, employer, vacancy.id, closing, clock=clock)
    rows = session.scalars(select(VacancyOutcome).order_by(VacancyOutcome.id)).all()
    kept = [(row.outcome, row.headcount, row.filled_here, row.filled_elsewhere, row.reason) for row in rows]
    assert kept == [
        ("filled", 3, 2, 1, None),
        ("not_filled", 3, 1, 0, "pay_not_agreed"),
        ("withdrawn", 3, 0, 0, None),
    ]
    assert [one.state for one in (filled, unfilled, withdrawn)] == ["filled", "withdrawn", "withdrawn"]
    with pytest.raises(Conflict):
        lasting_services.close_vacancy(session, employer, filled.id, Closing(Outcome.WITHDRAWN), clock=clock)


# -- honest dates -------------------------------------------------------------------------------------------------


def test_a_check_of_the_same_words_makes_nothing_newer(session: Session, clock: FixedClock) -> None:
    vacancy = published(session, clock)
    employer, officer = actor_for_writer(session, vacancy), make_officer(session)
    first = clock.now()
    for days, pay in ((1, 9000.0), (1, 8000.0)):
        clock.advance(timedelta(days=days))
        draft = vacancy_draft(pay_max_yuan=pay)
        services.save_vacancy_draft(session, employer, draft, clock=clock, vacancy_id=vacancy.id)
        services.submit_vacancy(session, employer, vacancy.id, clock=clock)
        services.decide_vacancy(session, officer, vacancy.id, approve=True, reason=None, clock=clock)
    changed = clock.now()
    assert (vacancy.first_seen_at, vacancy.last_changed_at) == (first, changed)
    clock.advance(timedelta(days=1))
    services.save_vacancy_draft(
        session, employer, vacancy_draft(pay_max_yuan=9000.0), clock=clock, vacancy_id=vacancy.id
    )
    services.save_vacancy_draft(session, employer, vacancy_draft(), clock=clock, vacancy_id=vacancy.id)
    services.submit_vacancy(session, employer, vacancy.id, clock=clock)
    services.decide_vacancy(session, officer, vacancy.id, approve=True, reason=None, clock=clock)
    assert (vacancy.first_seen_at, vacancy.last_changed_at) == (first, changed), "there and back is no change"


def test_closed_and_posted_again_is_counted_and_keeps_the_first_day(session: Session, clock: FixedClock) -> None:
    organisation, first_seen = make_organisation(session), clock.now()
    for number in range(3):
        vacancy = published(session, clock, organisation=organisation, title="急聘维修电工" if number else "维修电工")
        assert (vacancy.reposts, vacancy.first_seen_at) == (number, first_seen)
        employer = actor_for_writer(session, vacancy)
        clock.advance(timedelta(days=3))
        services.change_vacancy_state(session, employer, vacancy.id, Action.WITHDRAW, clock=clock)
        clock.advance(timedelta(days=1))
    other_city = make_vacancy(session, cities=("520100",), organisation_id=organisation.id, published_at=clock.now())
    grouping.group_vacancy(session, other_city.id, clock=clock)
    assert other_city.reposts == 0, "another city is no re-post"


def test_an_expired_one_that_is_posted_again_is_a_repost_too(session: Session, clock: FixedClock) -> None:
    organisation = make_organisation(session)
    old = published(session, clock, organisation=organisation, valid_through=TODAY)
    clock.advance(timedelta(days=2))
    new = published(session, clock, organisation=organisation)
    assert (new.reposts, new.first_seen_at, new.group_key) == (1, old.first_seen_at, old.group_key)
    grouping.group_vacancy(session, new.id, clock=clock)
    assert new.reposts == 1, "doing it again counts nothing twice"
