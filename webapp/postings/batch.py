"""One change for many of an organisation's vacancies: each on its own, through the services of a single edit."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Session

from webapp.core.actor import Actor
from webapp.core.clock import Clock
from webapp.core.errors import RuleBroken
from webapp.postings import lasting_services, queries, services
from webapp.postings.drafts import draft_of_vacancy
from webapp.postings.lasting import Closing, Outcome
from webapp.postings.models import Vacancy
from webapp.postings.rules import MINOR_FIELDS, Action, State, VacancyDraft, changed_fields

MOST_AT_ONCE = 50


class BatchAction(StrEnum):
    CHANGE = "change"
    RENEW = "renew"
    PAUSE = "pause"
    RESUME = "resume"
    END = "end"


@dataclass(frozen=True, kw_only=True)
class BatchChange:
    """What is to be said anew; None keeps what each vacancy says. `is_sent` hands what needs a check to the bureau."""

    valid_through: date | None = None
    pay_min_yuan: float | None = None
    pay_max_yuan: float | None = None
    pay_period: str | None = None
    headcount: int | None = None
    contact_hours: str | None = None
    is_sent: bool = True

    def applied_to(self, draft: VacancyDraft) -> VacancyDraft:
        said = {name: getattr(self, name) for name in _FIELDS if getattr(self, name) is not None}
        if "pay_min_yuan" not in said and "pay_max_yuan" not in said:
            said.pop("pay_period", None)
        return replace(draft, **said)


_FIELDS = ("valid_through", "pay_min_yuan", "pay_max_yuan", "pay_period", "headcount", "contact_hours")


def check_change(change: BatchChange) -> None:
    """Raises RuleBroken where nothing is to be changed, or only half a pay is given."""
    if all(getattr(change, name) is None for name in _FIELDS if name != "pay_period"):
        raise RuleBroken("nothing_to_change", field="valid_through")
    if (change.pay_min_yuan is None) != (change.pay_max_yuan is None):
        raise RuleBroken("pay_missing", field="pay_min_yuan")


@dataclass(frozen=True)
class Done:
    """What became of one vacancy: a code with words at the edge."""

    vacancy: Vacancy
    code: str


def carry_out(
    session: Session,
    actor: Actor,
    vacancy_id: int,
    version: int,
    action: BatchAction,
    change: BatchChange,
    *,
    clock: Clock,
) -> Done:
    """One vacancy of the batch, in a transaction of its own. What may not be raises, as in a single edit."""
    vacancy = queries.vacancy_to_write(session, actor, vacancy_id)
    services.refuse_stale(vacancy.version, version)
    if action is BatchAction.RENEW:
        return Done(lasting_services.renew_vacancy(session, actor, vacancy_id, clock=clock), "renewed")
    if action is BatchAction.END:
        closing = Closing(Outcome.WITHDRAWN)
        return Done(lasting_services.close_vacancy(session, actor, vacancy_id, closing, clock=clock), "ended")
    if action is BatchAction.CHANGE:
        return _change(session, actor, vacancy, change, clock)
    step, code = (Action.PAUSE, "paused") if action is BatchAction.PAUSE else (Action.RESUME, "resumed")
    return Done(services.change_vacancy_state(session, actor, vacancy_id, step, clock=clock), code)


def _change(session: Session, actor: Actor, vacancy: Vacancy, change: BatchChange, clock: Clock) -> Done:
    before = draft_of_vacancy(vacancy)
    draft = change.applied_to(before)
    changed = changed_fields(before, draft)
    if not changed:
        return Done(vacancy, "as_it_was")
    was_waiting = vacancy.state in (State.PUBLISHED, State.PAUSED, State.SUBMITTED)
    saved = services.save_vacancy_draft(session, actor, draft, clock=clock, vacancy_id=vacancy.id)
    if saved.state != State.DRAFT or not was_waiting:
        return Done(saved, "changed")
    if not change.is_sent:
        return Done(saved, "changed_and_hidden" if not changed <= MINOR_FIELDS else "changed_now_draft")
    services.submit_vacancy(session, actor, vacancy.id, clock=clock)
    return Done(saved, "changed_and_sent")
