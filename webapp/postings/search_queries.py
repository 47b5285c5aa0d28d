"""Search over public postings: conditions, order, cursor, counts and what a dropped filter would give."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, false, func, or_, select, true
from sqlalchemy.orm import Session

from webapp.core.errors import RuleBroken
from webapp.core.paging import Page, decode_cursor, encode_cursor
from webapp.organisations.models import Organisation
from webapp.postings.models import Profile, ProfileCity, Vacancy, VacancyPlace
from webapp.postings.queries import (
    LARGEST_ID,
    PROFILE_LOADED,
    VACANCY_LOADED,
    VacancyRow,
    in_city,
    in_group,
    is_public,
    is_public_profile,
    page_by_id,
)
from webapp.postings.wishes import SearchWish

# What is shown as one: the group key, or the vacancy itself until it has one.
GROUP = func.coalesce(Vacancy.group_key, Vacancy.public_id)
_LARGEST_VALUE = 1e12
_MOST_ADVICE = 5


def _text_condition(model: Any, wish: SearchWish) -> ColumnElement[bool]:
    """All words in the text (or the employer's name), or an occupation that the words mean."""
    if not wish.words:
        return true()
    words = and_(*(_word_condition(model, word) for word in wish.words))
    return or_(words, model.occupation_code.in_(wish.occupations)) if wish.occupations else words


def _word_condition(model: Any, word: str) -> ColumnElement[bool]:
    in_text: ColumnElement[bool] = model.search_text.contains(word, autoescape=True)
    if model is not Vacancy:
        return in_text
    firms = select(Organisation.id).where(func.lower(Organisation.name).contains(word, autoescape=True))
    return or_(in_text, Vacancy.organisation_id.in_(firms))


def vacancy_conditions(wish: SearchWish, now: datetime) -> list[ColumnElement[bool]]:
    conditions = [is_public(now), _text_condition(Vacancy, wish)]
    if wish.cities:
        conditions.append(in_city(wish.cities))
    if wish.pay_from_yuan_month is not None:
        conditions.append(
            func.coalesce(Vacancy.pay_max_yuan_month, Vacancy.pay_min_yuan_month) >= wish.pay_from_yuan_month
        )
    if wish.occupation_group:
        conditions.append(in_group(Vacancy.occupation_code, wish.occupation_group))
    if wish.posted_within_days:
        conditions.append(Vacancy.first_seen_at >= now - timedelta(days=wish.posted_within_days))
    for column, value in (
        (Vacancy.track, wish.track),
        (Vacancy.employment_form, wish.employment_form),
        (Vacancy.organisation_id, wish.organisation_id),
    ):
        if value:
            conditions.append(column == value)
    if wish.education_code:
        conditions.append(Vacancy.education_code.in_(_education_up_to(wish.education_code)))
    return conditions


# Education from the lowest up; a person sees posts that ask for theirs or less.
EDUCATION_LADDER = ("90", "81", "80", "71", "61", "47", "44", "41", "31", "21", "14", "11")


def _education_up_to(code: str) -> tuple[str, ...]:
    if code not in EDUCATION_LADDER:
        return EDUCATION_LADDER
    return EDUCATION_LADDER[: EDUCATION_LADDER.index(code) + 1]


def _order(wish: SearchWish) -> tuple[str, Any]:
    """The name of the order and its sort value, highest first; the newest first where nothing else was asked."""
    if wish.sort == "pay":
        return "pay", func.coalesce(Vacancy.pay_max_yuan_month, Vacancy.pay_min_yuan_month, 0)
    if wish.sort == "relevance" and wish.words:
        in_title = and_(*(func.lower(Vacancy.title).contains(word, autoescape=True) for word in wish.words))
        meant = Vacancy.occupation_code.in_(wish.occupations) if wish.occupations else false()
        return "relevance", case((and_(in_title, meant), 3), (in_title, 2), (meant, 1), else_=0)
    return "newest", Vacancy.first_seen_at


def search_vacancies(
    session: Session, wish: SearchWish, *, now: datetime, after: str | None = None, size: int = 20
) -> Page[VacancyRow]:
    """Public vacancies for a wish, with a total; cursor paging by (sort value, id), without a ceiling.

    Of vacancies that say nearly the same, one is shown: the first in order among those that fulfil every condition.
    It is chosen before paging, so that pages are full, and after all filters, so that a city shows its own.
    """
    order, value = _order(wish)
    rank = func.row_number().over(partition_by=GROUP, order_by=(value.desc(), Vacancy.id.desc()))
    found = (
        select(Vacancy.id.label("id"), value.label("sort_value"), rank.label("place_in_group"))
        .where(*vacancy_conditions(wish, now))
        .subquery()
    )
    statement = (
        select(Vacancy, Organisation, found.c.sort_value)
        .join(found, found.c.id == Vacancy.id)
        .join(Organisation, Organisation.id == Vacancy.organisation_id)
        .where(found.c.place_in_group == 1)
        .options(*VACANCY_LOADED)
    )
    if after:
        statement = statement.where(_behind(order, found.c.sort_value, after))
    statement = statement.order_by(found.c.sort_value.desc(), Vacancy.id.desc()).limit(size + 1)
    rows = list(session.execute(statement))
    cursor = _cursor_of(order, rows[size - 1]) if len(rows) > size else None
    return Page([(row[0], row[1]) for row in rows[:size]], cursor, count_vacancies(session, wish, now=now))


def _behind(order: str, value: Any, after: str) -> ColumnElement[bool]:
    """What follows the cursor. One of another order, or a made-up one, is refused rather than guessed at."""
    cursor_order, last_value, last_id = decode_cursor(after, 3)
    typed = _instant(last_value) if order == "newest" else last_value
    is_number = isinstance(typed, int | float) and 0 <= typed < _LARGEST_VALUE
    is_id = isinstance(last_id, int) and 0 <= last_id < LARGEST_ID
    if cursor_order != order or not is_id or not (is_number or isinstance(typed, datetime)):
        raise RuleBroken("cursor_unusable", field="after")
    return or_(value < typed, and_(value == typed, Vacancy.id < last_id))


def _instant(text: Any) -> datetime | None:
    try:
        instant = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return instant if instant.tzinfo is not None else None


def _cursor_of(order: str, row: Any) -> str:
    value = row.sort_value
    return encode_cursor(order, value.isoformat() if order == "newest" else float(value), row[0].id)


def count_vacancies(session: Session, wish: SearchWish, *, now: datetime) -> int:
    """How many cards the wish gives: vacancies that say nearly the same count once."""
    return session.scalar(select(func.count(GROUP.distinct())).where(*vacancy_conditions(wish, now))) or 0


def counts_by_city(session: Session, wish: SearchWish, *, now: datetime) -> dict[str, int]:
    """Open vacancies a city for the wish without its own city filter: what each city would give."""
    conditions = vacancy_conditions(replace(wish, cities=()), now)
    statement = (
        select(VacancyPlace.city_code, func.count(GROUP.distinct()))
        .join(Vacancy, Vacancy.id == VacancyPlace.vacancy_id)
        .where(*conditions)
        .group_by(VacancyPlace.city_code)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


@dataclass(frozen=True)
class Relaxation:
    """Filters whose dropping would give `count` vacancies."""

    filter_names: tuple[str, ...]
    count: int


def relaxations(session: Session, wish: SearchWish, *, now: datetime) -> list[Relaxation]:
    """For a search without results: what it gives without each filter, or without two where one is not enough."""
    empty: dict[str, Any] = {
        "cities": (),
        "pay_from_yuan_month": None,
        "occupation_group": None,
        "track": None,
        "education_code": None,
        "employment_form": None,
        "posted_within_days": None,
        "words": (),
    }
    set_filters = [name for name, nothing in empty.items() if getattr(wish, name) != nothing]
    for how_many in (1, 2):
        found = []
        for names in combinations(set_filters, how_many):
            wider = replace(wish, **{name: empty[name] for name in names})
            found.append(Relaxation(names, count_vacancies(session, wider, now=now)))
        if any(item.count for item in found):
            return sorted((item for item in found if item.count), key=lambda item: -item.count)[:_MOST_ADVICE]
    return []


def search_profiles(
    session: Session, wish: SearchWish, *, now: datetime, wanted_city: str | None, after: str | None, size: int = 20
) -> Page[Profile]:
    """Published profiles for those who may look for talents; shown without names by the presenter."""
    conditions = [is_public_profile(now), _text_condition(Profile, wish)]
    if wish.cities:
        conditions.append(Profile.city_code.in_(wish.cities))
    if wanted_city:
        wants = exists().where(ProfileCity.profile_id == Profile.id, ProfileCity.city_code == wanted_city)
        conditions.append(or_(wants, Profile.accepts_any_city))
    if wish.occupation_group:
        conditions.append(in_group(Profile.occupation_code, wish.occupation_group))
    if wish.track:
        conditions.append(Profile.track == wish.track)
    if wish.skill_level:
        conditions.append(Profile.skill_level >= wish.skill_level)
    page = page_by_id(session, select(Profile).where(*conditions).options(*PROFILE_LOADED), Profile.id, after, size)
    total = session.scalar(select(func.count()).select_from(Profile).where(*conditions))
    return Page(page.items, page.next_cursor, total)
