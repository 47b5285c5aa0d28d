"""Vacancies that say nearly the same are one card, and no city is hidden by it (C5, C6)."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from tests.conftest import MONDAY
from tests.factories.people import make_organisation
from tests.factories.postings import make_vacancy
from webapp.core.clock import FixedClock
from webapp.core.errors import NotFound
from webapp.postings import grouping, queries, search_queries
from webapp.postings.models import Vacancy
from webapp.postings.wishes import SearchWish

CITIES = ("440100", "520100", "450100")


def three_cities(session: Session, clock: FixedClock, **facts: object) -> list[Vacancy]:
    """One employer, one post, three vacancies in three cities."""
    organisation = make_organisation(session)
    rows = [make_vacancy(session, cities=(city,), organisation_id=organisation.id, **facts) for city in CITIES]
    for row in rows:
        grouping.group_vacancy(session, row.id, clock=clock)
    return rows


def ids(session: Session, clock: FixedClock, **wish: object) -> list[int]:
    page = search_queries.search_vacancies(session, SearchWish(**wish), now=clock.now())  # type: ignore[arg-type]
    assert page.total == len(page.items)
    return [vacancy.id for vacancy, _ in page.items]


def test_one_card_for_three_cities_and_each_city_shows_its_own(session: Session, clock: FixedClock) -> None:
    rows = three_cities(session, clock)
    assert len({row.group_key for row in rows}) == 1
    assert len(ids(session, clock)) == 1
    for row, city in zip(rows, CITIES, strict=True):
        assert ids(session, clock, cities=(city,)) == [row.id]
    counts = search_queries.counts_by_city(session, SearchWish(), now=clock.now())
    assert counts == dict.fromkeys(CITIES, 1), "the searchable places of a group are all of its open members'"


def test_a_filter_that_one_fails_shows_the_others(session: Session, clock: FixedClock) -> None:
    """The one card is chosen among those that fulfil everything, whatever the order would prefer."""
    rows = three_cities(session, clock)
    rows[1].pay_max_yuan_month = 12000
    session.flush()
    assert ids(session, clock, pay_from_yuan_month=11000) == [rows[1].id]
    for row in rows[1:]:
        row.state = "filled"
    session.flush()
    assert ids(session, clock) == [rows[0].id], "what has ended does not stand for the rest"


def test_two_employers_are_never_one(session: Session, clock: FixedClock) -> None:
    three_cities(session, clock)
    three_cities(session, clock)
    assert len(ids(session, clock)) == 2


@pytest.mark.parametrize("sort", ["newest", "pay", "relevance"])
def test_pages_are_full_and_nothing_is_shown_twice(session: Session, clock: FixedClock, sort: str) -> None:
    for number in range(5):
        at = MONDAY - timedelta(days=number)
        facts = {"published_at": at, "pay_max_yuan_month": 8000 + number, "search_text": "电工"}
        three_cities(session, clock, title=f"电工{number}号", **facts)
    wish, seen, after = SearchWish(words=("电工",), sort=sort), [], None
    for size in (2, 2, 1):
        page = search_queries.search_vacancies(session, wish, now=clock.now(), after=after, size=2)
        assert (len(page.items), page.total) == (size, 5)
        seen += [vacancy.group_key for vacancy, _ in page.items]
        after = page.next_cursor
    assert after is None and len(set(seen)) == 5


def test_an_edit_leaves_the_group_and_the_others_stay(session: Session, clock: FixedClock) -> None:
    rows = three_cities(session, clock)
    key = rows[0].group_key
    rows[0].duties = "驾驶货车把生鲜从配送中心送到门店，核对温度单。"
    session.flush()
    grouping.group_vacancy(session, rows[0].id, clock=clock)
    assert rows[0].group_key != key
    assert [row.group_key for row in rows[1:]] == [key, key]
    assert [row.id for row, _ in queries.open_group(session, str(key), clock.now()).items] == [
        row.id for row in rows[1:]
    ]


def test_a_group_without_an_open_member_is_no_page(session: Session, clock: FixedClock) -> None:
    rows = three_cities(session, clock, state="withdrawn")
    for key in (rows[0].group_key, "nothing", "a/b"):
        with pytest.raises(NotFound):
            queries.open_group(session, str(key), clock.now())


def test_what_was_there_before_keys_gets_one_in_the_background(session: Session, clock: FixedClock) -> None:
    vacancy = make_vacancy(session)
    make_vacancy(session, state="draft", published_at=None)
    assert grouping.ungrouped_ids(session) == [vacancy.id]
    grouping.group_vacancy(session, vacancy.id, clock=clock)
    assert grouping.ungrouped_ids(session) == []
