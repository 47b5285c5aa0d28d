"""Every SELECT on postings. Public lists show what is published and not expired at the given instant."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true
from sqlalchemy.orm import Session, selectinload

from webapp.core.actor import Actor
from webapp.core.database import one_or_not_found
from webapp.core.errors import NotFound, RuleBroken
from webapp.core.paging import Page, decode_cursor, encode_cursor
from webapp.core.permissions import Permission
from webapp.organisations.models import Organisation
from webapp.postings.models import LintTrace, Profile, Revision, Vacancy, VacancyPlace
from webapp.postings.policy import works_for_all_cities

LARGEST_ID = 2**31
# Enough to say what an occupation usually pays.
_PAYS_MOST = 500
VacancyRow = tuple[Vacancy, Organisation]
VACANCY_LOADED = (selectinload(Vacancy.places), selectinload(Vacancy.skills), selectinload(Vacancy.read_skills))
PROFILE_LOADED = (selectinload(Profile.cities), selectinload(Profile.skills), selectinload(Profile.read_skills))


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
    allowed: list[ColumnElement[bool]] = [is_public(now), has_gone(now)]
    if actor.organisation_id is not None and actor.may(Permission.VACANCY_OWN):
        allowed.append(Vacancy.organisation_id == actor.organisation_id)
    if actor.may(Permission.POSTING_INSPECT):
        if works_for_all_cities(actor):
            allowed.append(Vacancy.state != "draft")
        elif actor.city_code:
            allowed.append(and_(Vacancy.state != "draft", in_city((actor.city_code,))))
    return or_(*allowed)


def has_gone(now: datetime) -> ColumnElement[bool]:
    """Was public once and is over: its address still says so, to whoever kept it."""
    is_over = or_(
        Vacancy.state.in_(("filled", "withdrawn", "removed")), and_(Vacancy.state == "published", ~is_public(now))
    )
    return and_(Vacancy.published_at.is_not(None), is_over)


def vacancy_visible_to(session: Session, actor: Actor, public_id: str, now: datetime) -> VacancyRow:
    """Vacancy with organisation, places and skills; NotFound where the actor may not know of it."""
    statement = (
        select(Vacancy, Organisation)
        .join(Organisation, Organisation.id == Vacancy.organisation_id)
        .where(Vacancy.public_id == public_id, visible_vacancies(actor, now))
        .options(*VACANCY_LOADED)
    )
    row = session.execute(statement).one_or_none() if public_id.isalnum() else None
    if row is None:
        raise NotFound("not_found")
    return row[0], row[1]


def vacancy_to_write(session: Session, actor: Actor, vacancy_id: int) -> Vacancy:
    """A vacancy of the actor's organisation, or one of the officer's city."""
    mine = Vacancy.organisation_id == (actor.organisation_id or -1)
    here = Vacancy.city_code == actor.city_code if actor.may(Permission.POSTING_CHECK) else false()
    statement = select(Vacancy).where(Vacancy.id == vacancy_id, or_(mine, here)).options(*VACANCY_LOADED)
    return one_or_not_found(session, _locked(statement))


def _locked(statement: Select[Any]) -> Select[Any]:
    """Two writers of one posting take turns, and each sees what the other left (SQLite has one writer anyway)."""
    return statement.with_for_update().execution_options(populate_existing=True)


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
    if not public_id.isalnum():
        raise NotFound("not_found")
    statement = (
        select(Profile).where(Profile.public_id == public_id, visible_profiles(actor, now)).options(*PROFILE_LOADED)
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
    statement = select(Profile).where(Profile.id == profile_id, condition).options(*PROFILE_LOADED)
    return one_or_not_found(session, _locked(statement))


# -- lists --------------------------------------------------------------------------------------------------------


def vacancies_of_organisation(
    session: Session, organisation_id: int, *, state: str | None = None, after: str | None = None, size: int = 20
) -> Page[Vacancy]:
    """Newest change first, with places and skills."""
    statement = select(Vacancy).where(Vacancy.organisation_id == organisation_id).options(*VACANCY_LOADED)
    if state:
        statement = statement.where(Vacancy.state == state)
    return page_by_id(session, statement, Vacancy.id, after, size)


def profiles_of_account(session: Session, account_id: int) -> list[Profile]:
    statement = select(Profile).where(Profile.account_id == account_id).order_by(Profile.id).limit(20)
    return list(session.scalars(statement.options(*PROFILE_LOADED)))


def vacancies_to_check(session: Session, actor: Actor, *, after: str | None = None, size: int = 20) -> Page[Vacancy]:
    """Submitted vacancies of the officer's city, oldest first."""
    statement = select(Vacancy).where(Vacancy.state == "submitted", Vacancy.city_code == (actor.city_code or ""))
    return page_by_id(session, statement.options(*VACANCY_LOADED), Vacancy.id, after, size, ascending=True)


def profiles_to_check(session: Session, actor: Actor, *, after: str | None = None, size: int = 20) -> Page[Profile]:
    statement = select(Profile).where(Profile.state == "submitted", Profile.city_code == (actor.city_code or ""))
    return page_by_id(session, statement.options(*PROFILE_LOADED), Profile.id, after, size, ascending=True)


def count_to_check(session: Session, actor: Actor) -> int:
    city = actor.city_code or ""
    waiting = [
        select(func.count()).select_from(model).where(model.state == "submitted", model.city_code == city)
        for model in (Vacancy, Profile)
    ]
    return sum(session.scalar(statement) or 0 for statement in waiting)


def published_pays(session: Session, occupation_code: str) -> list[float]:
    """Least pay, yuan a month, of the newest published vacancies of the occupation, in ascending order."""
    statement = (
        select(Vacancy.pay_min_yuan_month)
        .where(Vacancy.occupation_code == occupation_code, Vacancy.state == "published")
        .where(Vacancy.pay_min_yuan_month.is_not(None))
        .order_by(Vacancy.id.desc())
        .limit(_PAYS_MOST)
    )
    return sorted(float(pay) for pay in session.scalars(statement) if pay is not None)


def newest_trace(session: Session, vacancy_id: int) -> LintTrace | None:
    """What the lint found when the vacancy was sent last."""
    statement = select(LintTrace).where(LintTrace.vacancy_id == vacancy_id)
    return session.scalar(statement.order_by(LintTrace.revision_id.desc()).limit(1))


def newest_traces(session: Session, vacancy_ids: set[int]) -> dict[int, LintTrace]:
    """The same for a page of vacancies."""
    newest = select(func.max(LintTrace.revision_id)).where(LintTrace.vacancy_id.in_(vacancy_ids))
    rows = session.scalars(select(LintTrace).where(LintTrace.revision_id.in_(newest.group_by(LintTrace.vacancy_id))))
    return {row.vacancy_id: row for row in rows}


def revisions_of(session: Session, posting_kind: str, posting_id: int) -> list[Revision]:
    """Newest first."""
    statement = select(Revision).where(Revision.posting_kind == posting_kind, Revision.posting_id == posting_id)
    return list(session.scalars(statement.order_by(Revision.number.desc()).limit(50)))


def last_public_snapshot(session: Session, posting_kind: str, posting_id: int) -> dict[str, Any] | None:
    """What the public read last; None before the first publication."""
    statement = (
        select(Revision.snapshot)
        .where(Revision.posting_kind == posting_kind, Revision.posting_id == posting_id)
        .where(Revision.action.in_(("published", "edited")))
        .order_by(Revision.number.desc())
        .limit(1)
    )
    return session.scalar(statement)


def inspected_vacancies(
    session: Session,
    actor: Actor,
    *,
    now: datetime,
    state: str | None = None,
    city_code: str | None = None,
    word: str = "",
    after: str | None = None,
    size: int = 20,
) -> Page[Vacancy]:
    """Vacancies in all states but drafts, for those who oversee: of the own city, or of all for the coordinator."""
    conditions: list[ColumnElement[bool]] = [Vacancy.state != "draft"]
    if not works_for_all_cities(actor):
        conditions.append(in_city((actor.city_code or "",)))
    elif city_code:
        conditions.append(in_city((city_code,)))
    if state == "expired":
        conditions += [Vacancy.state == "published", ~is_public(now)]
    elif state:
        conditions.append(is_public(now) if state == "published" else Vacancy.state == state)
    if word:
        conditions.append(Vacancy.search_text.contains(word, autoescape=True))
    statement = select(Vacancy).where(*conditions).options(*VACANCY_LOADED)
    page = page_by_id(session, statement, Vacancy.id, after, size)
    total = session.scalar(select(func.count()).select_from(Vacancy).where(*conditions))
    return Page(page.items, page.next_cursor, total)


def organisations_by_id(session: Session, ids: set[int]) -> dict[int, Organisation]:
    rows = session.scalars(select(Organisation).where(Organisation.id.in_(ids)))
    return {row.id: row for row in rows}


def page_by_id(
    session: Session, statement: Select[Any], column: Any, after: str | None, size: int, *, ascending: bool = False
) -> Page[Any]:
    if after:
        (last,) = decode_cursor(after, 1)
        if not isinstance(last, int) or not 0 <= last < LARGEST_ID:
            raise RuleBroken("cursor_unusable", field="after")
        statement = statement.where(column > last if ascending else column < last)
    rows = list(session.scalars(statement.order_by(column if ascending else column.desc()).limit(size + 1)))
    cursor = encode_cursor(rows[size - 1].id) if len(rows) > size else None
    return Page(rows[:size], cursor)
