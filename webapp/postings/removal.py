"""The bureau takes a vacancy down and brings it back. Why, and who is told, is the matter of the room of reports."""

from sqlalchemy.orm import Session

from webapp.audit.services import note
from webapp.core import events
from webapp.core.actor import Actor, ensure
from webapp.core.clock import Clock
from webapp.core.errors import RuleBroken
from webapp.postings import policy, queries
from webapp.postings.drafts import revise
from webapp.postings.events import VacancyChanged
from webapp.postings.models import Vacancy
from webapp.postings.rules import Action, State, next_state


def remove_vacancy(session: Session, actor: Actor, vacancy_id: int, *, reason: str, clock: Clock) -> Vacancy:
    """Out of every list at once. The reason is read by its employer and by those who applied."""
    vacancy = queries.vacancy_to_write(session, actor, vacancy_id)
    ensure(policy.may_check_vacancy(actor, vacancy))
    if not reason:
        raise RuleBroken("reason_missing", field="reason")
    before = vacancy.state
    vacancy.state = next_state(before, Action.REMOVE)
    vacancy.state_before_removal, vacancy.removal_reason, vacancy.closed_at = before, reason, clock.now()
    _keep(session, actor, vacancy, Action.REMOVE, clock)
    return vacancy


def restore_vacancy(session: Session, actor: Actor, vacancy_id: int, *, clock: Clock) -> Vacancy:
    """Undo a removal: the vacancy is again what it was before, public or paused."""
    vacancy = queries.vacancy_to_write(session, actor, vacancy_id)
    ensure(policy.may_check_vacancy(actor, vacancy))
    state = next_state(vacancy.state, Action.RESTORE)
    if vacancy.state_before_removal == State.PAUSED:
        state = next_state(state, Action.PAUSE)
    vacancy.state = state
    vacancy.state_before_removal = vacancy.removal_reason = vacancy.closed_at = None
    _keep(session, actor, vacancy, Action.RESTORE, clock)
    return vacancy


def _keep(session: Session, actor: Actor, vacancy: Vacancy, action: Action, clock: Clock) -> None:
    vacancy.changed_at = clock.now()
    vacancy.version += 1
    revise(session, vacancy, action, actor, clock)
    note(session, actor, f"vacancy.{action}", "vacancy", vacancy.id, clock=clock, city_code=vacancy.city_code)
    events.record(session, VacancyChanged(vacancy.id))
