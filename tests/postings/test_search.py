"""What a search finds, what it says when it finds nothing, and who may see what."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories.people import actor_for as actor
from tests.factories.people import make_account, make_employer, make_officer, make_organisation
from tests.factories.postings import make_profile, make_vacancy
from tests.postings.drafts import vacancy_draft
from webapp.core.actor import ANYONE, Actor
from webapp.core.clock import FixedClock
from webapp.core.errors import RuleBroken
from webapp.core.permissions import Role
from webapp.postings import policy, queries, search_queries, services
from webapp.postings.models import Profile, Vacancy
from webapp.postings.rules import DraftPlace
from webapp.postings.search_text import searchable_text
from webapp.postings.wishes import SearchWish, read_query


def titles(session: Session, clock: FixedClock, text: str, **wish: Any) -> list[str]:
    read = read_query(text)
    asked = SearchWish(
        words=read.words,
        occupations=read.occupations,
        cities=wish.pop("cities", read.cities),
        pay_from_yuan_month=read.pay_from_yuan_month,
        **wish,
    )
    return [row.title for row, _ in search_queries.search_vacancies(session, asked, now=clock.now()).items]


def test_a_trade_is_found_in_chinese_english_and_by_other_titles(session: Session, clock: FixedClock) -> None:
    make_vacancy(session, title="设备维护电工", cities=("510100",), search_text=searchable_text(["设备维护电工"]))
    make_vacancy(session, title="厨师", cities=("510100",), occupation_code="4-03-02-01", search_text="厨师")
    assert titles(session, clock, "成都 电工 8000以上") == ["设备维护电工"]
    assert titles(session, clock, "electrician chengdu 8k") == ["设备维护电工"]
    assert titles(session, clock, "成都 电工 8100以上") == []


def test_a_title_that_says_it_comes_first(session: Session, clock: FixedClock) -> None:
    newest = clock.now() - timedelta(hours=1)
    make_vacancy(session, title="水电维修", search_text="水电维修", published_at=newest)
    make_vacancy(session, title="电工", search_text="电工", published_at=newest - timedelta(days=5))
    assert titles(session, clock, "电工") == ["电工", "水电维修"]
    assert titles(session, clock, "电工", sort="newest") == ["水电维修", "电工"]


def test_an_employer_and_a_district_are_words_too(session: Session, clock: FixedClock) -> None:
    organisation = make_organisation(session, name="Pearl Harbour Foods")
    employer = make_employer(session, organisation)
    here = DraftPlace("440100", "440106", "1 Road")
    vacancy = services.save_vacancy_draft(session, employer, vacancy_draft(title="电工", places=(here,)), clock=clock)
    vacancy.state, vacancy.published_at = "published", clock.now()
    session.flush()
    assert titles(session, clock, "harbour 电工") == ["电工"]
    assert titles(session, clock, "天河区 电工") == ["电工"]
    assert titles(session, clock, "越秀区 电工人") == []


def test_education_is_read_upwards(session: Session, clock: FixedClock) -> None:
    make_vacancy(session, title="A", education_code="61")
    make_vacancy(session, title="B", education_code="21")
    assert titles(session, clock, "", education_code="61") == ["A"]
    assert sorted(titles(session, clock, "", education_code="21")) == ["A", "B"]


def test_an_empty_result_says_which_filter_to_drop(session: Session, clock: FixedClock) -> None:
    make_vacancy(session, title="A", cities=("510100",), search_text="a")
    one = search_queries.relaxations(session, SearchWish(cities=("440100",)), now=clock.now())
    assert [(item.filter_names, item.count) for item in one] == [(("cities",), 1)]
    two = search_queries.relaxations(
        session, SearchWish(cities=("440100",), pay_from_yuan_month=90_000), now=clock.now()
    )
    assert [(item.filter_names, item.count) for item in two] == [(("cities", "pay_from_yuan_month"), 1)]


def test_a_cursor_of_another_order_is_refused(session: Session, clock: FixedClock) -> None:
    for _ in range(3):
        make_vacancy(session)
    page = search_queries.search_vacancies(session, SearchWish(sort="newest"), now=clock.now(), size=2)
    assert page.next_cursor is not None
    with pytest.raises(RuleBroken, match="cursor_unusable"):
        search_queries.search_vacancies(session, SearchWish(sort="pay"), now=clock.now(), after=page.next_cursor)


def test_talents_are_searched_by_skill_level_and_wanted_city(session: Session, clock: FixedClock) -> None:
    wants = make_profile(session, skill_level=4, cities=("440100",))
    anywhere = make_profile(session, skill_level=2, cities=("510100",), accepts_any_city=True)
    make_profile(session, skill_level=4, cities=("510100",))

    def ids(**wish: Any) -> set[int]:
        found = search_queries.search_profiles(
            session, SearchWish(**wish), now=clock.now(), wanted_city="440100", after=None
        )
        return {row.id for row in found.items}

    assert ids() == {wants.id, anywhere.id}
    assert ids(skill_level=3) == {wants.id}


# -- the law in SQL and its twin in words -------------------------------------------------------------------------


def _people(session: Session, organisation_id: int) -> list[Actor]:
    roles: list[tuple[Role, dict[str, object]]] = [
        (Role.SEEKER, {}),
        (Role.EMPLOYER, {"organisation_id": organisation_id}),
        (Role.EMPLOYER, {}),
        (Role.OFFICER, {"city_code": "440100"}),
        (Role.OFFICER, {"city_code": "520100"}),
        (Role.INSPECTOR, {"city_code": "440100"}),
        (Role.COORDINATOR, {}),
        (Role.ADMINISTRATOR, {}),
    ]
    return [ANYONE, *(actor(make_account(session, role, **facts)) for role, facts in roles)]


def _may_know_vacancy(who: Actor, vacancy: Vacancy, now: Any) -> bool:
    was_public = vacancy.published_at is not None and vacancy.state in ("published", "filled", "withdrawn")
    oversees = who.role in (Role.OFFICER, Role.INSPECTOR, Role.COORDINATOR) and vacancy.state != "draft"
    here = who.role is Role.COORDINATOR or who.city_code in {place.city_code for place in vacancy.places}
    return was_public or bool(policy.may_write_vacancy(who, vacancy)) or (oversees and here)


def test_the_visible_vacancies_are_the_same_in_sql_and_in_words(session: Session, clock: FixedClock) -> None:
    organisation = make_organisation(session)
    for state in ("draft", "submitted", "returned", "published", "paused", "filled", "withdrawn"):
        for published_at in (None, clock.now()):
            make_vacancy(session, organisation_id=organisation.id, state=state, published_at=published_at)
    make_vacancy(session, valid_through=date(2026, 11, 1))
    make_vacancy(session, state="submitted", cities=("510100", "520100"))
    rows = list(session.scalars(select(Vacancy).options(*queries.VACANCY_LOADED)))
    for row in rows:
        if row.state == "published" and row.published_at is None:
            row.published_at = clock.now()
    session.flush()
    for who in _people(session, organisation.id):
        seen = set(session.scalars(select(Vacancy.id).where(queries.visible_vacancies(who, clock.now()))))
        assert seen == {row.id for row in rows if _may_know_vacancy(who, row, clock.now())}, who.role


def test_the_visible_profiles_are_the_same_in_sql_and_in_words(session: Session, clock: FixedClock) -> None:
    organisation = make_organisation(session)
    people = _people(session, organisation.id)
    owner = next(who for who in people if who.role is Role.SEEKER)
    for state in ("draft", "submitted", "published", "paused", "withdrawn"):
        make_profile(session, state=state, account_id=owner.account_id)
        make_profile(session, state=state)
        make_profile(session, state=state, account_id=None, keeper_city_code="440100")
    make_profile(session, valid_through=date(2026, 11, 1))
    rows = list(session.scalars(select(Profile)))

    def may_know(who: Actor, profile: Profile) -> bool:
        is_public = profile.state == "published" and profile.expires_at is not None and profile.expires_at > clock.now()
        if bool(policy.may_write_profile(who, profile)) or (is_public and policy.sees_talents(who)):
            return True
        here = who.city_code in (profile.city_code, profile.keeper_city_code)
        return who.role is Role.OFFICER and here and profile.state != "draft"

    for who in people:
        seen = set(session.scalars(select(Profile.id).where(queries.visible_profiles(who, clock.now()))))
        assert seen == {row.id for row in rows if may_know(who, row)}, who.role


def test_the_overseers_list_is_narrowed_by_city_state_and_word(session: Session, clock: FixedClock) -> None:
    here = make_vacancy(session, state="submitted", search_text="电工")
    make_vacancy(session, state="draft")
    expired = make_vacancy(session, valid_through=date(2026, 11, 1), search_text="厨师")
    there = make_vacancy(session, state="returned", cities=("520100",))
    coordinator = actor(make_account(session, Role.COORDINATOR))
    officer = make_officer(session)

    def ids(who: Actor, **narrow: Any) -> list[int]:
        page = queries.inspected_vacancies(session, who, now=clock.now(), **narrow)
        assert page.total == len(page.items)
        return [row.id for row in page.items]

    assert ids(coordinator) == [there.id, expired.id, here.id]
    assert ids(coordinator, city_code="520100") == [there.id]
    assert ids(officer, city_code="520100") == [expired.id, here.id]
    assert ids(officer, state="expired") == [expired.id]
    assert ids(officer, state="published") == []
    assert ids(officer, word="电工") == [here.id]
