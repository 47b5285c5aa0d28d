"""The life of a posting, from the first word to the last minute."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from tests.factories.people import VAULT, actor_for, make_account, make_employer, make_officer, make_organisation
from tests.factories.postings import make_vacancy
from tests.postings.drafts import profile_draft, vacancy_draft
from webapp.core.clock import FixedClock
from webapp.core.errors import Conflict, NotFound, RuleBroken, RulesBroken
from webapp.core.permissions import Role
from webapp.postings import drafts, queries, search_queries, services
from webapp.postings.rules import Action, DraftPlace
from webapp.postings.wishes import SearchWish, read_query


def found(session: Session, clock: FixedClock, **wish: object) -> list[int]:
    page = search_queries.search_vacancies(session, SearchWish(**wish), now=clock.now())  # type: ignore[arg-type]
    assert page.total == len(page.items)
    return [vacancy.id for vacancy, _ in page.items]


def test_saved_sent_checked_and_found(session: Session, clock: FixedClock) -> None:
    employer = make_employer(session, make_organisation(session))
    officer = make_officer(session)
    vacancy = services.save_vacancy_draft(session, employer, vacancy_draft(), clock=clock)
    assert (vacancy.state, found(session, clock)) == ("draft", [])
    services.submit_vacancy(session, employer, vacancy.id, clock=clock)
    assert (vacancy.state, found(session, clock)) == ("submitted", [])
    assert [one.id for one in queries.vacancies_to_check(session, officer).items] == [vacancy.id]
    services.decide_vacancy(
        session, officer, vacancy.id, approve=True, reason=None, clock=clock, version=vacancy.version
    )
    read = read_query("广州 维修电工 7000")
    assert found(
        session, clock, words=read.words, cities=read.cities, pay_from_yuan_month=read.pay_from_yuan_month
    ) == [vacancy.id]
    assert found(session, clock, pay_from_yuan_month=8001) == []
    assert [one.action for one in queries.revisions_of(session, "vacancy", vacancy.id)] == ["published", "submitted"]


def test_an_incomplete_vacancy_is_not_sent(session: Session, clock: FixedClock) -> None:
    employer = make_employer(session, make_organisation(session))
    vacancy = services.save_vacancy_draft(session, employer, vacancy_draft(title="", headcount=None), clock=clock)
    with pytest.raises(RulesBroken):
        services.submit_vacancy(session, employer, vacancy.id, clock=clock)
    assert vacancy.state == "draft"


def test_an_unverified_organisation_sends_nothing(session: Session, clock: FixedClock) -> None:
    employer = make_employer(session, make_organisation(session, state="submitted"))
    vacancy = services.save_vacancy_draft(session, employer, vacancy_draft(), clock=clock)
    with pytest.raises(RuleBroken, match="organisation_not_verified"):
        services.submit_vacancy(session, employer, vacancy.id, clock=clock)


def test_an_agency_needs_a_valid_licence(session: Session, clock: FixedClock) -> None:
    agency = make_organisation(session, kind="agency", licence_number="HR-0001", licence_valid_to=date(2026, 11, 22))
    sender = actor_for(make_account(session, Role.AGENCY, organisation_id=agency.id))
    vacancy = services.save_vacancy_draft(session, sender, vacancy_draft(client_name="A Client Works"), clock=clock)
    with pytest.raises(RuleBroken, match="licence_not_valid"):
        services.submit_vacancy(session, sender, vacancy.id, clock=clock)
    agency.licence_valid_to = date(2026, 11, 23)
    assert services.submit_vacancy(session, sender, vacancy.id, clock=clock).state == "submitted"


def test_a_return_needs_a_reason_that_is_kept(session: Session, clock: FixedClock) -> None:
    employer = make_employer(session, make_organisation(session))
    officer = make_officer(session)
    vacancy = services.save_vacancy_draft(session, employer, vacancy_draft(), clock=clock)
    services.submit_vacancy(session, employer, vacancy.id, clock=clock)
    with pytest.raises(RuleBroken, match="reason_missing"):
        services.decide_vacancy(session, officer, vacancy.id, approve=False, reason="", clock=clock)
    assert vacancy.state == "submitted"
    services.decide_vacancy(session, officer, vacancy.id, approve=False, reason="Which address?", clock=clock)
    assert (vacancy.state, vacancy.return_reason) == ("returned", "Which address?")


def test_others_can_neither_write_nor_decide(session: Session, clock: FixedClock) -> None:
    employer = make_employer(session, make_organisation(session))
    stranger = make_employer(session, make_organisation(session))
    vacancy = services.save_vacancy_draft(session, employer, vacancy_draft(), clock=clock)
    services.submit_vacancy(session, employer, vacancy.id, clock=clock)
    with pytest.raises(NotFound):
        services.save_vacancy_draft(session, stranger, vacancy_draft(), clock=clock, vacancy_id=vacancy.id)
    with pytest.raises(NotFound):
        services.decide_vacancy(
            session, make_officer(session, "520100"), vacancy.id, approve=True, reason=None, clock=clock
        )


def test_an_edit_hides_until_it_is_checked_again(session: Session, clock: FixedClock) -> None:
    organisation = make_organisation(session)
    employer, officer = make_employer(session, organisation), make_officer(session)
    vacancy = services.save_vacancy_draft(session, employer, vacancy_draft(), clock=clock)
    services.submit_vacancy(session, employer, vacancy.id, clock=clock)
    services.decide_vacancy(session, officer, vacancy.id, approve=True, reason=None, clock=clock)
    services.save_vacancy_draft(
        session, employer, vacancy_draft(pay_max_yuan=9000.0), clock=clock, vacancy_id=vacancy.id
    )
    assert (vacancy.state, found(session, clock)) == ("draft", [])
    services.submit_vacancy(session, employer, vacancy.id, clock=clock)
    assert found(session, clock) == []
    services.decide_vacancy(session, officer, vacancy.id, approve=True, reason=None, clock=clock)
    assert found(session, clock, pay_from_yuan_month=9000) == [vacancy.id]


def test_a_new_headcount_or_last_day_hides_nothing(session: Session, clock: FixedClock) -> None:
    employer, officer = make_employer(session, make_organisation(session)), make_officer(session)
    vacancy = services.save_vacancy_draft(session, employer, vacancy_draft(), clock=clock)
    services.submit_vacancy(session, employer, vacancy.id, clock=clock)
    services.decide_vacancy(session, officer, vacancy.id, approve=True, reason=None, clock=clock)
    changed = vacancy_draft(headcount=8, valid_through=date(2027, 1, 31))
    services.save_vacancy_draft(session, employer, changed, clock=clock, vacancy_id=vacancy.id)
    assert (vacancy.state, vacancy.headcount, found(session, clock)) == ("published", 8, [vacancy.id])
    with pytest.raises(RulesBroken):
        services.save_vacancy_draft(session, employer, vacancy_draft(headcount=0), clock=clock, vacancy_id=vacancy.id)


def test_a_stale_version_is_refused(session: Session, clock: FixedClock) -> None:
    employer = make_employer(session, make_organisation(session))
    vacancy = services.save_vacancy_draft(session, employer, vacancy_draft(), clock=clock)
    seen = vacancy.version
    services.save_vacancy_draft(
        session, employer, vacancy_draft(headcount=4), clock=clock, vacancy_id=vacancy.id, version=seen
    )
    with pytest.raises(Conflict, match="changed_meanwhile"):
        services.save_vacancy_draft(
            session, employer, vacancy_draft(headcount=5), clock=clock, vacancy_id=vacancy.id, version=seen
        )
    assert vacancy.headcount == 4


def test_nobody_approves_what_they_have_not_read(session: Session, clock: FixedClock) -> None:
    employer, officer = make_employer(session, make_organisation(session)), make_officer(session)
    vacancy = services.save_vacancy_draft(session, employer, vacancy_draft(), clock=clock)
    services.submit_vacancy(session, employer, vacancy.id, clock=clock)
    seen = vacancy.version
    services.save_vacancy_draft(session, employer, vacancy_draft(headcount=9), clock=clock, vacancy_id=vacancy.id)
    services.submit_vacancy(session, employer, vacancy.id, clock=clock)
    with pytest.raises(Conflict, match="changed_meanwhile"):
        services.decide_vacancy(session, officer, vacancy.id, approve=True, reason=None, clock=clock, version=seen)


def test_an_expired_vacancy_leaves_search_at_its_minute(session: Session, clock: FixedClock) -> None:
    vacancy = make_vacancy(session, valid_through=date(2026, 11, 30))
    midnight_in_china = datetime(2026, 11, 30, 16, 0, tzinfo=UTC)
    clock.advance(midnight_in_china - clock.now() - timedelta(minutes=1))
    assert found(session, clock) == [vacancy.id]
    clock.advance(timedelta(minutes=1))
    assert found(session, clock) == []
    assert search_queries.counts_by_city(session, SearchWish(), now=clock.now()) == {}


def test_pausing_hides_and_resuming_shows(session: Session, clock: FixedClock) -> None:
    organisation = make_organisation(session)
    employer = make_employer(session, organisation)
    vacancy = make_vacancy(session, organisation_id=organisation.id)
    services.change_vacancy_state(session, employer, vacancy.id, Action.PAUSE, clock=clock)
    assert found(session, clock) == []
    services.change_vacancy_state(session, employer, vacancy.id, Action.RESUME, clock=clock)
    assert found(session, clock) == [vacancy.id]
    services.change_vacancy_state(session, employer, vacancy.id, Action.FILL, clock=clock, close_reason="filled")
    assert (found(session, clock), vacancy.closed_at) == ([], clock.now())
    with pytest.raises(Conflict):
        services.change_vacancy_state(session, employer, vacancy.id, Action.WITHDRAW, clock=clock)


def test_a_vacancy_with_several_cities_is_found_under_each(session: Session, clock: FixedClock) -> None:
    vacancy = make_vacancy(session, cities=("440100", "510100", "520100"))
    for city in ("440100", "510100", "520100"):
        assert found(session, clock, cities=(city,)) == [vacancy.id]
    assert found(session, clock, cities=("530100",)) == []
    assert found(session, clock, cities=("440100", "510100")) == [vacancy.id]
    counted = search_queries.counts_by_city(session, SearchWish(cities=("530100",)), now=clock.now())
    assert counted == {"440100": 1, "510100": 1, "520100": 1}


@pytest.mark.parametrize("sort", ["newest", "pay", "relevance"])
def test_paging_gives_every_row_once(session: Session, clock: FixedClock, sort: str) -> None:
    organisation = make_organisation(session)
    ids = {
        make_vacancy(
            session,
            organisation_id=organisation.id,
            search_text="维修电工",
            pay_max_yuan_month=7000.5 + number % 3,
            published_at=clock.now() - timedelta(microseconds=number // 2),
        ).id
        for number in range(23)
    }
    wish = SearchWish(sort=sort, words=("电工",))
    seen: list[int] = []
    after: str | None = None
    for _ in range(10):
        page = search_queries.search_vacancies(session, wish, now=clock.now(), after=after, size=5)
        assert page.total == 23
        seen += [vacancy.id for vacancy, _ in page.items]
        after = page.next_cursor
        if after is None:
            break
    assert len(seen) == 23
    assert set(seen) == ids


def test_words_are_searched_as_they_are(session: Session, clock: FixedClock) -> None:
    percent = make_vacancy(session, search_text="100% 电工")
    make_vacancy(session, search_text="电工")
    assert found(session, clock, words=("%",)) == [percent.id]
    assert found(session, clock, words=("_",)) == []
    assert found(session, clock, words=("' or 1=1 --",)) == []


def test_a_profile_is_sealed_sent_and_published(session: Session, clock: FixedClock) -> None:
    person = actor_for(make_account(session))
    profile = services.save_profile_draft(session, person, profile_draft(), clock=clock, vault=VAULT)
    assert profile.phone_sealed is not None
    assert "13800000000" not in profile.phone_sealed
    assert drafts.draft_of_profile(profile, VAULT) == profile_draft()
    services.submit_profile(session, person, profile.id, clock=clock, vault=VAULT)
    officer = make_officer(session, "520100")
    services.decide_profile(session, officer, profile.id, approve=True, reason=None, clock=clock)
    page = search_queries.search_profiles(session, SearchWish(), now=clock.now(), wanted_city="440100", after=None)
    assert [one.id for one in page.items] == [profile.id]
    for revision in queries.revisions_of(session, "profile", profile.id):
        assert "13800000000" not in str(revision.snapshot)
        assert "陈志明" not in str(revision.snapshot)


def test_a_new_number_needs_no_new_check_but_a_new_wish_does(session: Session, clock: FixedClock) -> None:
    person = actor_for(make_account(session))
    profile = services.save_profile_draft(session, person, profile_draft(), clock=clock, vault=VAULT)
    services.submit_profile(session, person, profile.id, clock=clock, vault=VAULT)
    officer = make_officer(session, "520100")
    services.decide_profile(session, officer, profile.id, approve=True, reason=None, clock=clock)
    services.save_profile_draft(
        session, person, profile_draft(phone="13900000000"), clock=clock, vault=VAULT, profile_id=profile.id
    )
    assert profile.state == "published"
    services.save_profile_draft(
        session, person, profile_draft(wanted_titles=("焊工",)), clock=clock, vault=VAULT, profile_id=profile.id
    )
    assert profile.state == "draft"


def test_a_draft_comes_back_as_it_was_saved(session: Session, clock: FixedClock) -> None:
    employer = make_employer(session, make_organisation(session))
    draft = vacancy_draft(
        places=(DraftPlace("440100", "440112", "1 Road"), DraftPlace("510100")),
        benefits=("meals",),
        languages=("粤语",),
    )
    vacancy = services.save_vacancy_draft(session, employer, draft, clock=clock)
    session.flush()
    session.expire_all()
    assert drafts.draft_of_vacancy(queries.vacancy_to_write(session, employer, vacancy.id)) == draft
