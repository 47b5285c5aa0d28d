"""The first day of work: confirmed by both sides, or by one alone some days later, and then marked as such.

`places_filled` is what others ask: how many people have really started on a vacancy.
"""

from datetime import date, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from webapp.audit.services import note
from webapp.core.actor import ANYONE, Actor
from webapp.core.clock import Clock
from webapp.core.errors import Conflict, RuleBroken
from webapp.placements import queries
from webapp.placements.answer_terms import term_on
from webapp.placements.history import write_down
from webapp.placements.models import Introduction, WorkStart
from webapp.placements.rules import Step
from webapp.placements.services import move
from webapp.postings.models import Vacancy


def confirm_start(session: Session, actor: Actor, introduction_id: int, started_on: date, *, clock: Clock) -> WorkStart:
    """One side says that work began on this day. The first one names the day; the second agrees or says another.

    Raises RuleBroken for a day in the future, and Conflict where no start is awaited.
    """
    introduction, _, _, profile = queries.introduction_for(session, actor, introduction_id, is_locked=True)
    if introduction.state != "hired":
        raise Conflict("step_not_possible_now")
    if started_on > clock.today():
        raise RuleBroken("start_in_future", field="started_on")
    if started_on < introduction.created_at.date() - timedelta(days=1):
        raise RuleBroken("start_before_meeting", field="started_on")
    side = "seeker" if queries.is_seeker(actor, profile) else "employer"
    start = session.get(WorkStart, introduction.id) or WorkStart(introduction_id=introduction.id)
    session.add(start)
    if side == "seeker":
        start.seeker_confirmed_at = start.seeker_confirmed_at or clock.now()
    else:
        start.employer_confirmed_at = start.employer_confirmed_at or clock.now()
    start.started_on = started_on
    write_down(session, introduction, "start_confirmed", actor=actor, side=side, clock=clock)
    if start.seeker_confirmed_at and start.employer_confirmed_at:
        _record(session, introduction, start, "both", actor=actor, side=side, clock=clock)
    return start


def _record(
    session: Session,
    introduction: Introduction,
    start: WorkStart,
    confirmed_by: str,
    *,
    actor: Actor | None,
    side: str,
    clock: Clock,
) -> None:
    start.confirmed_by = confirmed_by
    move(session, introduction, Step.START, clock=clock)
    write_down(session, introduction, "started", actor=actor, side=side, clock=clock)
    note(session, actor or ANYONE, "introduction.started", "introduction", introduction.id, clock=clock)


def record_lonely_starts(session: Session, *, clock: Clock) -> list[int]:
    """Starts that one side confirmed and the other did not answer within the term; the ids of the introductions."""
    before = clock.now() - timedelta(days=term_on(clock.today()).start_alone_days)
    statement = (
        select(WorkStart, Introduction)
        .join(Introduction, Introduction.id == WorkStart.introduction_id)
        .where(
            Introduction.state == "hired",
            or_(WorkStart.seeker_confirmed_at <= before, WorkStart.employer_confirmed_at <= before),
        )
        .order_by(Introduction.id)
    )
    recorded = []
    for start, introduction in session.execute(statement).all():
        who = "seeker" if start.seeker_confirmed_at else "employer"
        _record(session, introduction, start, who, actor=None, side="site", clock=clock)
        recorded.append(introduction.id)
    return recorded


def places_filled(session: Session, vacancy: Vacancy) -> int:
    """People who have started on this vacancy through this service."""
    return places_filled_of(session, [vacancy.id]).get(vacancy.id, 0)


def places_promised(session: Session, vacancy: Vacancy) -> int:
    """People who have accepted an offer and are to start."""
    return _count(session, [vacancy.id], "hired").get(vacancy.id, 0)


def places_filled_of(session: Session, vacancy_ids: list[int]) -> dict[int, int]:
    """The same for many vacancies in one query; a vacancy without a start is left out."""
    return _count(session, vacancy_ids, "started")


def _count(session: Session, vacancy_ids: list[int], state: str) -> dict[int, int]:
    statement = (
        select(Introduction.vacancy_id, func.count())
        .where(Introduction.vacancy_id.in_(vacancy_ids), Introduction.state == state)
        .group_by(Introduction.vacancy_id)
    )
    return {row[0]: row[1] for row in session.execute(statement)}
