"""SELECTs of publicity: what is open now, in the shapes that sitemaps, feeds and papers need."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import Session

from matching.occupations.likeness import related
from webapp.organisations.models import Organisation
from webapp.postings.models import Vacancy
from webapp.postings.queries import VACANCY_LOADED, VacancyRow, in_city, is_public
from webapp.publicity.rules import FEED_MOST, POSTER_MOST, SIMILAR_MOST, SITEMAP_MOST

# Occupations that are this much alike are offered beside the same one.
_LIKE_ENOUGH = 0.4
_MOST_RELATED = 12
MOST_BLOCKS = 2**31 // SITEMAP_MOST


@dataclass(frozen=True)
class Block:
    """The open vacancies of one sitemap: how many, and when one of them changed last."""

    number: int
    count: int
    changed_at: datetime | None


_number = (Vacancy.id - 1) // SITEMAP_MOST + 1


def sitemap_blocks(session: Session, now: datetime) -> list[Block]:
    statement = (
        select(_number, func.count(), func.max(Vacancy.changed_at))
        .where(is_public(now))
        .group_by(_number)
        .order_by(_number)
    )
    return [Block(number, count, changed_at) for number, count, changed_at in session.execute(statement)]


def sitemap_block(session: Session, number: int, now: datetime) -> Block:
    statement = select(func.count(), func.max(Vacancy.changed_at)).where(is_public(now), _in_block(number))
    count, changed_at = session.execute(statement).one()
    return Block(number, count, changed_at)


def addresses_of_block(session: Session, number: int, now: datetime) -> list[tuple[str, datetime]]:
    """(public id, last change) of the open vacancies of one sitemap, in the order of their ids."""
    statement = select(Vacancy.public_id, Vacancy.changed_at).where(is_public(now), _in_block(number))
    return [(public_id, changed_at) for public_id, changed_at in session.execute(statement.order_by(Vacancy.id))]


def _in_block(number: int) -> ColumnElement[bool]:
    return Vacancy.id.between((number - 1) * SITEMAP_MOST + 1, number * SITEMAP_MOST)


def newest_in(session: Session, city_code: str | None, now: datetime) -> list[VacancyRow]:
    """The newest open vacancies of a city, or of all, with all that a feed says."""
    return _open_rows(session, now, _place(city_code), limit=FEED_MOST)


def feed_facts(session: Session, city_code: str | None, now: datetime) -> tuple[int, datetime | None]:
    """How many are open and when one changed last: cheaper than the feed, and different when the feed is."""
    statement = select(func.count(), func.max(Vacancy.changed_at)).where(is_public(now), _place(city_code))
    count, changed_at = session.execute(statement).one()
    return count, changed_at


def _place(city_code: str | None) -> ColumnElement[bool]:
    return in_city((city_code,)) if city_code else Vacancy.id > 0


def open_of_organisation(session: Session, organisation_id: int, now: datetime) -> list[VacancyRow]:
    """For a poster: the newest open vacancies of one employer."""
    return _open_rows(session, now, Vacancy.organisation_id == organisation_id, limit=POSTER_MOST)


def _open_rows(session: Session, now: datetime, condition: ColumnElement[bool], *, limit: int) -> list[VacancyRow]:
    statement = (
        select(Vacancy, Organisation)
        .join(Organisation, Organisation.id == Vacancy.organisation_id)
        .where(is_public(now), condition)
        .order_by(Vacancy.published_at.desc(), Vacancy.id.desc())
        .limit(limit)
        .options(*VACANCY_LOADED)
    )
    return [(row[0], row[1]) for row in session.execute(statement)]


def similar_open(session: Session, vacancy: Vacancy, now: datetime) -> list[VacancyRow]:
    """Open vacancies of the same or related work, those of the same city first; one indexed query."""
    code = vacancy.occupation_code
    if code is None:
        return []
    alike = related_occupations(code)
    same_group = Vacancy.occupation_code.like(f"{code[:7]}%")
    is_here = in_city((vacancy.city_code or "",))
    nearness = case((Vacancy.occupation_code == code, 2), (same_group, 1), else_=0) + case((is_here, 2), else_=0)
    statement = (
        select(Vacancy, Organisation)
        .join(Organisation, Organisation.id == Vacancy.organisation_id)
        .where(is_public(now), Vacancy.id != vacancy.id, or_(Vacancy.occupation_code.in_(alike), same_group))
        .order_by(nearness.desc(), Vacancy.published_at.desc(), Vacancy.id.desc())
        .limit(SIMILAR_MOST)
        .options(*VACANCY_LOADED)
    )
    return [(row[0], row[1]) for row in session.execute(statement)]


def related_occupations(code: str) -> list[str]:
    """The code itself and those most like it."""
    pairs = [
        (likeness, other if left == code else left)
        for left, other, likeness in related()
        if code in (left, other) and likeness >= _LIKE_ENOUGH
    ]
    return [code, *(other for _, other in sorted(pairs, reverse=True)[:_MOST_RELATED])]
