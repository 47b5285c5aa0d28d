"""Every SELECT on postings. Public lists show what is published and not expired at the given instant."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, false, func, or_, select, true
from sqlalchemy.orm import Session, selectinload

from webapp.core.actor import Actor
from webapp.core.database import one_or_not_found
from webapp.core.paging import Page, decode_cursor, encode_cursor
from webapp.core.permissions import Permission
from webapp.organisations.models import Organisation
from webapp.postings.models import Profile, ProfileCity, Revision, Vacancy, VacancyPlace
from webapp.postings.policy import works_for_all_cities
from webapp.postings.wishes import SearchWish

VacancyRow = tuple[Vacancy, Organisation]
_LOADED = (selectinload(Vacancy.places), selectinload(Vacancy.skills))
_PROFILE_LOADED = (selectinload(Profile.cities), selectinload(Profile.skills))


def is_public(now: datetime) -> ColumnElement[bool]:
    """Published, not past its minute: the one definition, used by lists, pages and runs."""
    return and_(Vacancy.state == "published", Vacancy.expires_at > now)


def is_public_profile(now: datetime) -> ColumnElement[bool]:
    return and_(Profile.state == "published", Profile.expires_at > now)


def in_city(codes: tuple[str, ...]) -> ColumnElement[bool]:
    """A vacancy with several places is found under each of them."""
    place = select(VacancyPlace.vacancy_id).where(VacancyPlace.city_code.in_(codes))
    return Vacancy.id.in_(place)


def in_group(column: Any, group: str) -> ColumnElement[bool]:
    """The occupation itself or anything below a group code (its trailing 00 parts)."""
    prefix = group
    while prefix.endswith("-00"):
        prefix = prefix[:-3]
    return true() if not prefix else column.like(f"{prefix}%")


# -- one posting --------------------------------------------------------------------------------------------------


def visible_vacancies(actor: Actor, now: datetime) -> ColumnElement[bool]:
    """Public ones for everybody; all states for the posting organisation, the bureaus of its places, and overseers."""
    allowed: list[ColumnElement[bool]] = [is_public(now), Vacancy.state == "filled", expired(now)]
    if actor.organisation_id is not None and actor.may(Permission.VACANCY_PUBLISH):
        allowed.append(Vacancy.organisation_id == actor.organisation_id)
    if actor.may(Permission.POSTING_INSPECT):
        if works_for_all_cities(actor):
            allowed.append(Vacancy.state != "draft")
        elif actor.city_code:
            allowed.append(and_(Vacancy.state != "draft", in_city((actor.city_code,))))
    return or_(*allowed)


def expired(now: datetime) -> ColumnElement[bool]:
    return and_(Vacancy.state == "published", Vacancy.expires_at <= now)


def vacancy_visible_to(session: Session, actor: Actor, public_id: str, now: datetime) -> VacancyRow:
    """Vacancy with organisation, places and skills; NotFound where the actor may not know of it."""
    statement = (
        select(Vacancy, Organisation)
        .join(Organisation, Organisation.id == Vacancy.organisation_id)
        .where(Vacancy.public_id == public_id, visible_vacancies(actor, now))
        .options(*_LOADED)
    )
    row = session.execute(statement).one_or_none()
    if row is None:
        one_or_not_found(session, select(Vacancy).where(false()))
        raise AssertionError
    return row[0], row[1]


def vacancy_to_write(session: Session, actor: Actor, vacancy_id: int) -> Vacancy:
    """A vacancy of the actor's organisation, or one of the officer's city."""
    mine = Vacancy.organisation_id == (actor.organisation_id or -1)
    here = Vacancy.city_code == actor.city_code if actor.may(Permission.POSTING_CHECK) else false()
    statement = select(Vacancy).where(Vacancy.id == vacancy_id, or_(mine, here)).options(*_LOADED)
    return one_or_not_found(session, statement)


def visible_profiles(actor: Actor, now: datetime) -> ColumnElement[bool]:
    """One's own; the bureau's of the city; published ones (anonymous) for those who may look for talents."""
    allowed: list[ColumnElement[bool]] = []
    if actor.account_id is not None and actor.may(Permission.PROFILE_OWN):
        allowed.append(Profile.account_id == actor.account_id)
    if actor.may(Permission.POSTING_CHECK) and actor.city_code:
        here = or_(Profile.city_code == actor.city_code, Profile.keeper_city_code == actor.city_code)
        allowed.append(and_(Profile.state != "draft", here))
        allowed.append(Profile.keeper_city_code == actor.city_code)
    if actor.may(Permission.TALENT_SEARCH) or actor.may(Permission.VACANCY_SEE_TALENTS):
        allowed.append(is_public_profile(now))
    return or_(*allowed) if allowed else false()


def profile_visible_to(session: Session, actor: Actor, public_id: str, now: datetime) -> Profile:
    """Profile with cities and skills; NotFound where the actor may not know of it."""
    statement = (
        select(Profile).where(Profile.public_id == public_id, visible_profiles(actor, now)).options(*_PROFILE_LOADED)
    )
    return one_or_not_found(session, statement)


def profile_to_write(session: Session, actor: Actor, profile_id: int) -> Profile:
    """A profile of the person, or of the officer's city."""
    allowed: list[ColumnElement[bool]] = []
    if actor.may(Permission.PROFILE_OWN):
        allowed.append(Profile.account_id == actor.account_id)
    if actor.may(Permission.POSTING_CHECK) and actor.city_code:
        allowed.append(or_(Profile.city_code == actor.city_code, Profile.keeper_city_code == actor.city_code))
    condition = or_(*allowed) if allowed else false()
    statement = select(Profile).where(Profile.id == profile_id, condition).options(*_PROFILE_LOADED)
    return one_or_not_found(session, statement)


# -- lists --------------------------------------------------------------------------------------------------------


def vacancies_of_organisation(
    session: Session, organisation_id: int, *, state: str | None = None, after: str | None = None, size: int = 20
) -> Page[Vacancy]:
    """Newest change first, with places and skills."""
    statement = select(Vacancy).where(Vacancy.organisation_id == organisation_id).options(*_LOADED)
    if state:
        statement = statement.where(Vacancy.state == state)
    return _by_id(session, statement, Vacancy.id, after, size)


def profiles_of_account(session: Session, account_id: int) -> list[Profile]:
    statement = select(Profile).where(Profile.account_id == account_id).order_by(Profile.id).limit(20)
    return list(session.scalars(statement.options(*_PROFILE_LOADED)))


def vacancies_to_check(session: Session, actor: Actor, *, after: str | None = None, size: int = 20) -> Page[Vacancy]:
    """Submitted vacancies of the officer's city, oldest first."""
    statement = select(Vacancy).where(Vacancy.state == "submitted", Vacancy.city_code == (actor.city_code or ""))
    return _by_id(session, statement.options(*_LOADED), Vacancy.id, after, size, ascending=True)


def profiles_to_check(session: Session, actor: Actor, *, after: str | None = None, size: int = 20) -> Page[Profile]:
    statement = select(Profile).where(Profile.state == "submitted", Profile.city_code == (actor.city_code or ""))
    return _by_id(session, statement.options(*_PROFILE_LOADED), Profile.id, after, size, ascending=True)


def count_to_check(session: Session, actor: Actor) -> int:
    city = actor.city_code or ""
    waiting = [
        select(func.count()).select_from(model).where(model.state == "submitted", model.city_code == city)
        for model in (Vacancy, Profile)
    ]
    return sum(session.scalar(statement) or 0 for statement in waiting)


def revisions_of(session: Session, posting_kind: str, posting_id: int) -> list[Revision]:
    """Newest first."""
    statement = select(Revision).where(Revision.posting_kind == posting_kind, Revision.posting_id == posting_id)
    return list(session.scalars(statement.order_by(Revision.number.desc()).limit(50)))


def organisations_by_id(session: Session, ids: set[int]) -> dict[int, Organisation]:
    rows = session.scalars(select(Organisation).where(Organisation.id.in_(ids)))
    return {row.id: row for row in rows}


def _by_id(
    session: Session, statement: Select[Any], column: Any, after: str | None, size: int, *, ascending: bool = False
) -> Page[Any]:
    if after:
        (last,) = decode_cursor(after, 1)
        if not isinstance(last, int):
            last = 0
        statement = statement.where(column > last if ascending else column < last)
    rows = list(session.scalars(statement.order_by(column if ascending else column.desc()).limit(size + 1)))
    cursor = encode_cursor(rows[size - 1].id) if len(rows) > size else None
    return Page(rows[:size], cursor)


# -- search -------------------------------------------------------------------------------------------------------


def _text_condition(model: Any, wish: SearchWish) -> ColumnElement[bool]:
    """All words in the text, or an occupation that the words mean."""
    if not wish.words:
        return true()
    words = and_(*(model.search_text.contains(word, autoescape=True) for word in wish.words))
    return or_(words, model.occupation_code.in_(wish.occupations)) if wish.occupations else words


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
        conditions.append(Vacancy.published_at >= now - timedelta(days=wish.posted_within_days))
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


def _order(wish: SearchWish) -> tuple[Any, bool]:
    """(sort value, descending)."""
    if wish.sort == "pay":
        return func.coalesce(Vacancy.pay_max_yuan_month, Vacancy.pay_min_yuan_month, 0), True
    stamp = Vacancy.published_at
    if wish.sort == "relevance" and wish.words:
        in_title = and_(*(func.lower(Vacancy.title).contains(word, autoescape=True) for word in wish.words))
        meant = Vacancy.occupation_code.in_(wish.occupations) if wish.occupations else false()
        return case((and_(in_title, meant), 3), (in_title, 2), (meant, 1), else_=0), True
    return stamp, True


def search_vacancies(
    session: Session, wish: SearchWish, *, now: datetime, after: str | None = None, size: int = 20
) -> Page[VacancyRow]:
    """Public vacancies for a wish, with a total; cursor paging by (sort value, id), without a ceiling."""
    conditions = vacancy_conditions(wish, now)
    value, _ = _order(wish)
    statement = (
        select(Vacancy, Organisation, value.label("sort_value"))
        .join(Organisation, Organisation.id == Vacancy.organisation_id)
        .where(*conditions)
        .options(*_LOADED)
    )
    if after:
        statement = statement.where(_behind(value, after))
    statement = statement.order_by(value.desc(), Vacancy.id.desc()).limit(size + 1)
    rows = list(session.execute(statement))
    cursor = _cursor_of(rows[size - 1]) if len(rows) > size else None
    return Page([(row[0], row[1]) for row in rows[:size]], cursor, count_vacancies(session, wish, now=now))


def _behind(value: Any, after: str) -> ColumnElement[bool]:
    last_value, last_id = decode_cursor(after, 2)
    if not isinstance(last_id, int):
        last_id = 0
    typed: Any = last_value
    if isinstance(last_value, str):
        typed = _instant(last_value)
    return or_(value < typed, and_(value == typed, Vacancy.id < last_id))


def _instant(text: str) -> datetime:
    from webapp.core.errors import RuleBroken

    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise RuleBroken("cursor_unusable", field="after") from error


def _cursor_of(row: Any) -> str:
    value = row.sort_value
    return encode_cursor(value.isoformat() if isinstance(value, datetime) else float(value), row[0].id)


def count_vacancies(session: Session, wish: SearchWish, *, now: datetime) -> int:
    return session.scalar(select(func.count()).select_from(Vacancy).where(*vacancy_conditions(wish, now))) or 0


def counts_by_city(session: Session, wish: SearchWish, *, now: datetime) -> dict[str, int]:
    """Open vacancies a city for the wish without its own city filter: what each city would give."""
    conditions = vacancy_conditions(replace(wish, cities=()), now)
    statement = (
        select(VacancyPlace.city_code, func.count())
        .join(Vacancy, Vacancy.id == VacancyPlace.vacancy_id)
        .where(*conditions)
        .group_by(VacancyPlace.city_code)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


@dataclass(frozen=True)
class Relaxation:
    """A filter whose dropping would give `count` vacancies."""

    filter_name: str
    count: int


def relaxations(session: Session, wish: SearchWish, *, now: datetime) -> list[Relaxation]:
    """For a search without results: each filter by itself, and what the search gives without it."""
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
    found = [
        Relaxation(name, count_vacancies(session, replace(wish, **{name: empty[name]}), now=now))
        for name in set_filters
    ]
    return [item for item in found if item.count]


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
    page = _by_id(session, select(Profile).where(*conditions).options(*_PROFILE_LOADED), Profile.id, after, size)
    total = session.scalar(select(func.count()).select_from(Profile).where(*conditions))
    return Page(page.items, page.next_cursor, total)
