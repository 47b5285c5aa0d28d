"""Finding introductions, from the seeker's and from the employer's side."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.orm import Session, selectinload

from webapp.core.actor import Actor
from webapp.core.errors import NotFound
from webapp.organisations.models import Organisation
from webapp.placements.models import Interview, Introduction, Offer
from webapp.placements.rules import STATES_OF, Stage
from webapp.postings.models import Profile, Vacancy
from webapp.postings.queries import is_public, is_public_profile

# An introduction with both postings and the employer, all that a list shows.
Row = tuple[Introduction, Vacancy, Organisation, Profile]
_LOADED = (
    selectinload(Vacancy.places),
    selectinload(Vacancy.skills),
    selectinload(Profile.cities),
    selectinload(Profile.skills),
)


def _rows() -> Select[Introduction, Vacancy, Organisation, Profile]:
    return (
        select(Introduction, Vacancy, Organisation, Profile)
        .join(Vacancy, Vacancy.id == Introduction.vacancy_id)
        .join(Organisation, Organisation.id == Vacancy.organisation_id)
        .join(Profile, Profile.id == Introduction.profile_id)
        .options(*_LOADED)
        .order_by(Introduction.changed_at.desc(), Introduction.id.desc())
    )


def introductions_of_account(session: Session, account_id: int, limit: int = 100) -> list[Row]:
    """The seeker's applications and invitations, last change first."""
    statement = _rows().where(Profile.account_id == account_id).limit(limit)
    return [(row[0], row[1], row[2], row[3]) for row in session.execute(statement)]


def is_overdue(due_before: datetime) -> ColumnElement[bool]:
    """Applications that were sent before this instant and have no answer."""
    return and_(
        Introduction.state == "applied", Introduction.answered_at.is_(None), Introduction.created_at < due_before
    )


def introductions_of_organisation(
    session: Session,
    organisation_id: int,
    *,
    due_before: datetime,
    public_id: str | None = None,
    stage: Stage | None = None,
    only_overdue: bool = False,
    offset: int = 0,
    limit: int = 50,
) -> list[Row]:
    """The employer's candidates, of one vacancy or of all: what is overdue first (oldest of all at the top), then the
    last changed.
    """
    late = is_overdue(due_before)
    # While the bureau keeps a vacancy down, its employer sees none of the people who applied for it.
    statement = _rows().where(Vacancy.organisation_id == organisation_id, Vacancy.state != "removed")
    statement = statement.order_by(None).order_by(
        case((late, 0), else_=1),
        # Among the late ones the longest wait comes first; the others, equal here, are in order of change.
        case((late, Introduction.created_at), else_=None),
        Introduction.changed_at.desc(),
        Introduction.id.desc(),
    )
    if public_id:
        statement = statement.where(Vacancy.public_id == public_id)
    if stage:
        statement = statement.where(Introduction.state.in_(STATES_OF[stage]))
    if only_overdue:
        statement = statement.where(late)
    return [(row[0], row[1], row[2], row[3]) for row in session.execute(statement.offset(offset).limit(limit))]


def stage_counts(session: Session, organisation_id: int, *, public_id: str | None = None) -> dict[Stage, int]:
    """How many candidates are in each column."""
    statement = (
        select(Introduction.state, func.count())
        .join(Vacancy, Vacancy.id == Introduction.vacancy_id)
        .where(Vacancy.organisation_id == organisation_id, Vacancy.state != "removed")
        .group_by(Introduction.state)
    )
    if public_id:
        statement = statement.where(Vacancy.public_id == public_id)
    by_state = {row[0]: row[1] for row in session.execute(statement)}
    return {stage: sum(by_state.get(state, 0) for state in states) for stage, states in STATES_OF.items()}


def count_overdue(session: Session, organisation_id: int, due_before: datetime, public_id: str | None = None) -> int:
    statement = (
        select(func.count())
        .select_from(Introduction)
        .join(Vacancy, Vacancy.id == Introduction.vacancy_id)
        .where(Vacancy.organisation_id == organisation_id, Vacancy.state != "removed", is_overdue(due_before))
    )
    if public_id:
        statement = statement.where(Vacancy.public_id == public_id)
    return session.scalar(statement) or 0


def newest_interviews(session: Session, introduction_ids: list[int]) -> dict[int, Interview]:
    """The newest interview of each introduction, cancelled ones too."""
    statement = select(Interview).where(Interview.introduction_id.in_(introduction_ids)).order_by(Interview.id)
    return {row.introduction_id: row for row in session.scalars(statement)}


def interviews_of(session: Session, introduction_id: int) -> list[Interview]:
    statement = select(Interview).where(Interview.introduction_id == introduction_id)
    return list(session.scalars(statement.order_by(Interview.id.desc())))


def newest_offers(session: Session, introduction_ids: list[int]) -> dict[int, Offer]:
    statement = select(Offer).where(Offer.introduction_id.in_(introduction_ids)).order_by(Offer.id)
    return {row.introduction_id: row for row in session.scalars(statement)}


def offers_of(session: Session, introduction_id: int) -> list[Offer]:
    statement = select(Offer).where(Offer.introduction_id == introduction_id)
    return list(session.scalars(statement.order_by(Offer.id.desc())))


def introduction_for(session: Session, actor: Actor, introduction_id: int, *, is_locked: bool = False) -> Row:
    """One that the actor is a side of; NotFound otherwise. `is_locked`: two who change it take turns.

    While the bureau keeps the vacancy down its employer is no side of it: names, numbers and steps stay closed.
    """
    if introduction_id >= 2**31:
        raise NotFound("not_found")
    if is_locked:
        session.execute(select(Introduction.id).where(Introduction.id == introduction_id).with_for_update())
    statement = _rows().where(Introduction.id == introduction_id).execution_options(populate_existing=is_locked)
    row = session.execute(statement).one_or_none()
    if row is None or not (is_seeker(actor, row[3]) or (is_employer(actor, row[1]) and row[1].state != "removed")):
        raise NotFound("not_found")
    return row[0], row[1], row[2], row[3]


def is_seeker(actor: Actor, profile: Profile) -> bool:
    return actor.account_id is not None and profile.account_id == actor.account_id


def is_employer(actor: Actor, vacancy: Vacancy) -> bool:
    return actor.organisation_id is not None and vacancy.organisation_id == actor.organisation_id


def introduction_between(session: Session, vacancy_id: int, profile_id: int) -> Introduction | None:
    statement = select(Introduction).where(Introduction.vacancy_id == vacancy_id, Introduction.profile_id == profile_id)
    return session.scalar(statement)


def open_profiles_of(session: Session, account_id: int, now: datetime) -> list[Profile]:
    """Profiles a person can apply with."""
    statement = select(Profile).where(Profile.account_id == account_id, is_public_profile(now))
    return list(session.scalars(statement.order_by(Profile.id)))


def open_vacancies_of(session: Session, organisation_id: int, now: datetime) -> list[Vacancy]:
    """Vacancies an employer can invite for."""
    statement = select(Vacancy).where(Vacancy.organisation_id == organisation_id, is_public(now))
    return list(session.scalars(statement.order_by(Vacancy.id.desc()).limit(200)))
