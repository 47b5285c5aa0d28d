"""Whether an organisation may publish today, and what falls due: pure, from its dates and the terms in force."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from webapp.core.errors import RuleBroken, RulesBroken

VERIFICATION, LICENCE, DISPATCH_LICENCE = "verification", "licence", "dispatch_licence"
ON_THE_DAY, GRACE_OVER = "day", "grace_over"


@dataclass(frozen=True)
class Terms:
    """How often organisations are verified again, how long before that they are reminded, and how long published
    vacancies stay after a missed day. Comes from the dated list "verification_terms".
    """

    months: int
    grace_days: int
    reminder_days: tuple[int, ...]


class Standing(Protocol):
    """What is looked at; an `Organisation` has it."""

    kind: str
    state: str
    due_on: date | None
    licence_number: str | None
    licence_valid_from: date | None
    licence_valid_to: date | None
    dispatch_licence_number: str | None
    dispatch_licence_valid_from: date | None
    dispatch_licence_valid_to: date | None


@dataclass(frozen=True)
class Deadline:
    """A day after which something ends: the verification, or a licence."""

    subject: str
    due_on: date

    def days_left(self, today: date) -> int:
        """0 on the last good day, negative afterwards."""
        return (self.due_on - today).days


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or its last day where the month is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def deadlines(one: Standing) -> list[Deadline]:
    """Every day that matters for an organisation, the earliest first; none for one that was never verified."""
    if one.state != "verified":
        return []
    found = [
        (VERIFICATION, one.due_on),
        (LICENCE, one.licence_valid_to if one.licence_number else None),
        (DISPATCH_LICENCE, one.dispatch_licence_valid_to if one.dispatch_licence_number else None),
    ]
    return sorted((Deadline(name, day) for name, day in found if day is not None), key=lambda line: line.due_on)


def stage_of(deadline: Deadline, today: date, terms: Terms) -> str | None:
    """What is to be told now: "30" or "7" days before, on the day or after it, or after the grace; None before all."""
    left = deadline.days_left(today)
    if deadline.subject == VERIFICATION and is_grace_over(deadline.due_on, today, terms):
        return GRACE_OVER
    # A licence is good until the end of its last day; the note of that day says so.
    if left <= 0:
        return ON_THE_DAY
    # Of a licence people are told once before and on the day; of the verification at every step.
    days = terms.reminder_days if deadline.subject == VERIFICATION else (max(terms.reminder_days),)
    reached = [one for one in days if left <= one]
    return str(min(reached)) if reached else None


def grace_ends_on(due_on: date, terms: Terms) -> date:
    """The last day on which published vacancies stay visible without a new confirmation."""
    return due_on + timedelta(days=terms.grace_days)


def is_grace_over(due_on: date | None, today: date, terms: Terms) -> bool:
    return due_on is not None and today > grace_ends_on(due_on, terms)


def publishing_blocks(one: Standing, today: date, *, is_dispatch: bool = False) -> list[RuleBroken]:
    """Every reason why nothing new may be published today; empty where nothing is in the way.

    Source: domain guide PF-02 (licence, verification again every six months, then a block), PF-15 (dispatch) and N-19.
    """
    if one.state != "verified":
        return [RuleBroken("organisation_not_verified")]
    broken = []
    if one.due_on is None or one.due_on < today:
        facts = {"day": one.due_on.isoformat() if one.due_on else "-"}
        broken.append(RuleBroken("verification_overdue", facts=facts))
    if one.kind == "agency":
        broken += _licence_block(
            "licence_not_valid", one.licence_number, one.licence_valid_from, one.licence_valid_to, today
        )
    if is_dispatch:
        broken += _licence_block(
            "dispatch_licence_not_valid",
            one.dispatch_licence_number,
            one.dispatch_licence_valid_from,
            one.dispatch_licence_valid_to,
            today,
        )
    return broken


def _licence_block(
    code: str, number: str | None, first: date | None, last: date | None, today: date
) -> list[RuleBroken]:
    is_valid = number and last is not None and last >= today and (first is None or first <= today)
    return [] if is_valid else [RuleBroken(code)]


def check_may_publish(one: Standing, today: date, *, is_dispatch: bool = False) -> None:
    """Raises RulesBroken with every reason against a publication."""
    broken = publishing_blocks(one, today, is_dispatch=is_dispatch)
    if len(broken) == 1:
        raise broken[0]
    if broken:
        raise RulesBroken(broken)
