"""Renewing a vacancy, correcting its open places, and closing it with an outcome. Same law and revisions as an edit."""

from dataclasses import replace

from sqlalchemy.orm import Session

from webapp.audit.services import note
from webapp.core import events
from webapp.core.actor import Actor, ensure
from webapp.core.clock import Clock
from webapp.core.errors import Conflict
from webapp.postings import lasting, policy, queries, services
from webapp.postings.drafts import draft_of_vacancy
from webapp.postings.events import VacancyChanged
from webapp.postings.lasting import Closing, Outcome
from webapp.postings.models import Vacancy, VacancyOutcome
from webapp.postings.rules import Action, State


def renew_vacancy(
    session: Session, actor: Actor, vacancy_id: int, *, clock: Clock, version: int | None = None
) -> Vacancy:
    """Let a public or paused vacancy stand 30 days longer; what it says stays, and so it needs no new check."""
    vacancy = queries.vacancy_to_write(session, actor, vacancy_id)
    ensure(policy.may_write_vacancy(actor, vacancy))
    if vacancy.state not in (State.PUBLISHED, State.PAUSED):
        raise Conflict("step_not_possible_now")
    last_day = lasting.renewed_last_day(vacancy.valid_through, clock.today())
    draft = replace(draft_of_vacancy(vacancy), valid_through=last_day)
    return services.save_vacancy_draft(session, actor, draft, clock=clock, vacancy_id=vacancy.id, version=version)


def correct_filled_elsewhere(
    session: Session, actor: Actor, vacancy_id: int, count: int | None, *, clock: Clock, version: int | None = None
) -> Vacancy:
    """Say how many places were taken by people who came in another way; the open places follow."""
    vacancy = queries.vacancy_to_write(session, actor, vacancy_id)
    ensure(policy.may_write_vacancy(actor, vacancy))
    services.refuse_stale(vacancy.version, version)
    if vacancy.state not in (State.PUBLISHED, State.PAUSED):
        raise Conflict("step_not_possible_now")
    vacancy.filled_elsewhere = lasting.check_filled_elsewhere(count)
    vacancy.changed_at = clock.now()
    vacancy.version += 1
    note(session, actor, "vacancy.places_corrected", "vacancy", vacancy.id, clock=clock, city_code=vacancy.city_code)
    events.record(session, VacancyChanged(vacancy.id))
    return vacancy


def close_vacancy(
    session: Session, actor: Actor, vacancy_id: int, closing: Closing, *, clock: Clock, version: int | None = None
) -> Vacancy:
    """End a vacancy and keep how it ended, for the employer and for statistics."""
    vacancy = queries.vacancy_to_write(session, actor, vacancy_id)
    ensure(policy.may_write_vacancy(actor, vacancy))
    services.refuse_stale(vacancy.version, version)
    lasting.check_closing(closing, vacancy.headcount)
    action = Action.FILL if closing.outcome is Outcome.FILLED else Action.WITHDRAW
    reason = lasting.close_reason_of(closing)
    services.change_vacancy_state(session, actor, vacancy.id, action, clock=clock, close_reason=reason)
    is_counted = closing.outcome is not Outcome.WITHDRAWN
    vacancy.filled_elsewhere = closing.filled_elsewhere if is_counted else vacancy.filled_elsewhere
    session.add(
        VacancyOutcome(
            vacancy_id=vacancy.id,
            outcome=closing.outcome,
            headcount=vacancy.headcount,
            filled_here=closing.filled_here if is_counted else vacancy.filled_here,
            filled_elsewhere=vacancy.filled_elsewhere,
            reason=closing.reason if closing.outcome is Outcome.NOT_FILLED else None,
            at=clock.now(),
            account_id=actor.account_id,
        )
    )
    return vacancy
