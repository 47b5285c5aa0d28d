"""Group keys and re-post counts of vacancies: worked out after a publication, stored, read by search and pages."""

from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from webapp.core.clock import Clock
from webapp.postings.alike import Wording, choose_key
from webapp.postings.models import Revision, Vacancy, VacancyPlace
from webapp.postings.reposting import Publication, history_of

_MOST_AT_ONCE = 500


def group_vacancy(session: Session, vacancy_id: int, *, clock: Clock) -> None:
    """Give a published vacancy its key, and find out whether it was posted before. Doing it again changes nothing."""
    vacancy = session.scalar(select(Vacancy).where(Vacancy.id == vacancy_id).with_for_update())
    if vacancy is None or vacancy.published_at is None:
        return
    others = session.execute(
        select(Vacancy.id, Vacancy.title, Vacancy.duties, Vacancy.group_key)
        .where(Vacancy.organisation_id == vacancy.organisation_id, Vacancy.id != vacancy.id)
        .where(func.coalesce(Vacancy.client_name, "") == (vacancy.client_name or ""))
        .where(Vacancy.group_key.is_not(None))
    )
    owner = f"{vacancy.organisation_id}/{vacancy.client_name or ''}"
    new = Wording(vacancy.id, vacancy.title, vacancy.duties, vacancy.group_key)
    vacancy.group_key = choose_key(owner, new, [Wording(*row) for row in others])
    _count_reposts(session, vacancy, clock.now())


def _count_reposts(session: Session, vacancy: Vacancy, now: datetime) -> None:
    """Earlier ones of the same group in one of the same cities, and the vacancy's own ended publications."""
    assert vacancy.published_at is not None
    cities = select(VacancyPlace.city_code).where(VacancyPlace.vacancy_id == vacancy.id)
    here = select(VacancyPlace.vacancy_id).where(VacancyPlace.city_code.in_(cities))
    earlier = session.execute(
        select(Vacancy.published_at, Vacancy.closed_at, Vacancy.expires_at)
        .where(Vacancy.organisation_id == vacancy.organisation_id, Vacancy.group_key == vacancy.group_key)
        .where(Vacancy.id != vacancy.id, Vacancy.published_at.is_not(None), Vacancy.id.in_(here))
        .where(or_(Vacancy.closed_at.is_not(None), Vacancy.expires_at <= now))
    )
    publications = [
        Publication(published, min(end for end in (closed, expires) if end is not None))
        for published, closed, expires in earlier
        if published is not None
    ]
    own = _own_publications(session, vacancy)
    history = history_of(Publication(own[-1].began_at, None), [*own[:-1], *publications])
    vacancy.reposts = history.reposts
    vacancy.first_seen_at = min(history.first_seen_at, vacancy.first_seen_at or history.first_seen_at)


def _own_publications(session: Session, vacancy: Vacancy) -> list[Publication]:
    """Of the vacancy itself: it may have been closed and brought again by a file. The last one still stands."""
    rows = session.execute(
        select(Revision.action, Revision.at)
        .where(Revision.posting_kind == "vacancy", Revision.posting_id == vacancy.id)
        .where(Revision.action.in_(("published", "filled", "withdrawn")))
        .order_by(Revision.number)
    )
    began: datetime | None = None
    found: list[Publication] = []
    for action, at in rows:
        if action == "published":
            began = began or at
        elif began is not None:
            found.append(Publication(began, at))
            began = None
    assert vacancy.published_at is not None
    return [*found, Publication(began or vacancy.published_at, None)]


def ungrouped_ids(session: Session) -> list[int]:
    """Published ones without a key, oldest first: what came before there were keys, or by sample data."""
    statement = select(Vacancy.id).where(Vacancy.group_key.is_(None), Vacancy.published_at.is_not(None))
    return list(session.scalars(statement.order_by(Vacancy.published_at, Vacancy.id).limit(_MOST_AT_ONCE)))
