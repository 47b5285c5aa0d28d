"""How long a vacancy stands and how it ends: renewal, reminders, open places, outcomes. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from webapp.core.errors import Conflict, RuleBroken
from webapp.postings.rules import HEADCOUNT_MOST, RENEWAL_DAYS_MOST, VACANCY_DAYS_MOST, State

RENEWAL_DAYS = 30
# Days before the last one on which its employer is reminded.
REMINDER_DAYS = (7, 2)


class Outcome(StrEnum):
    FILLED = "filled"
    NOT_FILLED = "not_filled"
    WITHDRAWN = "withdrawn"


# Why a vacancy was not filled, as bureaus count it.
REASONS = (
    "too_few_applied",
    "skills_missing",
    "pay_not_agreed",
    "did_not_come",
    "need_ended",
    "budget_ended",
    "other",
)


@dataclass(frozen=True)
class Closing:
    """What an employer says at the end. The counts are people, over the whole life of the vacancy."""

    outcome: Outcome
    filled_here: int = 0
    filled_elsewhere: int = 0
    reason: str | None = None


def open_places(headcount: int | None, filled_here: int, filled_elsewhere: int) -> int | None:
    """Places still open; None where no headcount is stated, never below zero."""
    return None if headcount is None else max(0, headcount - filled_here - filled_elsewhere)


def renewed_last_day(valid_through: date | None, today: date) -> date:
    """30 days more, never further than 90 days from today.

    Raises Conflict where the posting ended too long ago to be shown again unchecked, or can be no longer than it is.
    """
    start = valid_through or today
    if start < today - timedelta(days=RENEWAL_DAYS_MOST):
        raise Conflict("ended_too_long_ago")
    renewed = min(max(start, today) + timedelta(days=RENEWAL_DAYS), today + timedelta(days=VACANCY_DAYS_MOST))
    if renewed <= start:
        raise Conflict("cannot_stand_longer")
    return renewed


def may_be_renewed(state: str, valid_through: date | None, today: date) -> bool:
    """Whether the button is shown: public or paused, and there is room for more days."""
    if state not in (State.PUBLISHED, State.PAUSED):
        return False
    try:
        renewed_last_day(valid_through, today)
    except Conflict:
        return False
    return True


def reminder_due(valid_through: date, today: date) -> int | None:
    """Which reminder the day calls for: 7 or 2 days before; None before that and after the last day.

    A worker that stood still on the very day reminds on the next; the later reminder takes the place of the earlier.
    """
    left = (valid_through - today).days
    if left < 0:
        return None
    due = [days for days in REMINDER_DAYS if left <= days]
    return min(due) if due else None


def check_closing(closing: Closing, headcount: int | None) -> None:
    """Raises RuleBroken with the field that does not fit."""
    for field, count in (("filled_here", closing.filled_here), ("filled_elsewhere", closing.filled_elsewhere)):
        if not 0 <= count <= HEADCOUNT_MOST:
            raise RuleBroken("filled_out_of_bounds", field=field)
    filled = closing.filled_here + closing.filled_elsewhere
    if closing.outcome is Outcome.FILLED and filled == 0:
        raise RuleBroken("filled_by_nobody", field="filled_here")
    if closing.outcome is Outcome.NOT_FILLED:
        if closing.reason not in REASONS:
            raise RuleBroken("outcome_reason_missing", field="reason")
        if headcount is not None and filled >= headcount:
            raise RuleBroken("all_places_filled", field="outcome")


def check_filled_elsewhere(count: int | None) -> int:
    if count is None or not 0 <= count <= HEADCOUNT_MOST:
        raise RuleBroken("filled_out_of_bounds", field="filled_elsewhere")
    return count


def close_reason_of(closing: Closing) -> str | None:
    """The word that lists of closed vacancies show."""
    if closing.outcome is Outcome.FILLED:
        return "platform" if closing.filled_here else "elsewhere"
    return "not_filled" if closing.outcome is Outcome.NOT_FILLED else None
