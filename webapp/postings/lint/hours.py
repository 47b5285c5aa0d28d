"""Hours of work and overtime (N-01 to N-03): from the fields, and from what the text says of shifts.

The arithmetic: hours a day times days a week, less 40, is overtime a week; 52/12 weeks are a month. Where
fewer rest days a month are stated than the week leaves, the month is reckoned from them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from webapp.postings.lint.contexts import is_denied
from webapp.postings.lint.facts import PostingFacts
from webapp.postings.lint.fields import made, spanned
from webapp.postings.lint.findings import Finding, Severity, Values
from webapp.postings.lint.tables import limit, pattern, read_patterns
from webapp.postings.lint.texts import DraftText
from webapp.postings.rules import VacancyDraft

WEEKS_A_MONTH = 52 / 12
DAYS_A_MONTH = 365 / 12
# Forms of work to which the hours of the Labour Law apply; elsewhere such hours are a question for the bureau.
LABOUR_FORMS = frozenset({"full_time", "part_time", "dispatch", None})
_SCHEME_HOURS = {"996": (12.0, 6.0), "997": (12.0, 7.0), "007": (24.0, 7.0), "886": (12.0, 6.0)}


@dataclass(frozen=True)
class Working:
    """Hours a day, days a week and rest days a month as stated; `text` and `match` where the text says them."""

    hours_per_day: float | None
    days_per_week: float | None
    rest_days_per_month: float | None
    text: DraftText | None = None
    match: re.Match[str] | None = None


def find_hours(draft: VacancyDraft, facts: PostingFacts, texts: tuple[DraftText, ...]) -> Iterator[Finding]:
    # A week of no hours at all is no statement of hours.
    if draft.employment_form == "part_time":
        return
    stated = Working(draft.hours_per_day, draft.days_per_week, draft.rest_days_per_month)
    has_number = bool(draft.special_scheme_number) or any(
        pattern("special_scheme").search(text.normal.plain) for text in texts
    )
    severity = _over_cap(draft, has_number)
    field = list(_judged(stated, facts, severity))
    yield from field
    said = read_working(stated, texts)
    if said is not None and _differs(said, stated):
        written = list(_judged(said, facts, severity))
        held = {one.code for one in field}
        yield from (one for one in written if one.code not in held)
        if not written and said.text is not None and said.match is not None:
            yield _contradiction(said, stated, facts)


def _over_cap(draft: VacancyDraft, has_number: bool) -> Severity:
    """Hours over the cap stop a posting, unless an approved working-time system or a form outside labour law is stated:
    then the bureau looks at it.
    """
    is_labour = draft.employment_form in LABOUR_FORMS
    return Severity.BLOCK if is_labour and not has_number else Severity.FLAG


def read_working(stated: Working, texts: tuple[DraftText, ...]) -> Working | None:
    """What the texts say of hours, filled up with what the fields say; None where they say nothing."""
    hours, days, rest = stated.hours_per_day, stated.days_per_week, stated.rest_days_per_month
    where: tuple[DraftText, re.Match[str]] | None = None
    for text in texts:
        if text.field not in ("duties", "shift", "title"):
            continue
        plain = text.normal.plain
        if (found := pattern("hour_schemes").search(plain)) and not is_denied("N-01", plain, *found.span()):
            (hours, days), rest, where = _SCHEME_HOURS[found["a"]], None, (text, found)
            continue
        if (found := pattern("hours").search(plain)) and (number := _number(found["a"] or found["b"])):
            hours, where = number, (text, found)
        if found := pattern("no_rest").search(plain):
            rest, days, where = 0.0, None, (text, found)
        elif found := pattern("month_rest").search(plain):
            rest, where = _number(found["a"]), where or (text, found)
            days = None
        elif found := pattern("week").search(plain):
            days = _days(found)
            rest, where = None, where or (text, found)
    return None if where is None else Working(hours, days, rest, *where)


def _days(found: re.Match[str]) -> float | None:
    if found["six"]:
        return 6.0
    if found["half"]:
        return 5.5
    return 5.0 if found["five"] else _number(found["a"])


def _number(text: str | None) -> float | None:
    if not text:
        return None
    words = read_patterns()["numbers"]
    return float(words[text]) if text in words else float(text)


def _differs(said: Working, stated: Working) -> bool:
    return (said.hours_per_day, _round(_days_of(said))) != (stated.hours_per_day, _round(_days_of(stated)))


def _days_of(work: Working) -> float | None:
    """Days a week, where need be from the rest days a month."""
    if work.days_per_week is not None or work.rest_days_per_month is None:
        return work.days_per_week
    return 7 - work.rest_days_per_month / WEEKS_A_MONTH


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def overtime_a_month(hours: float, days: float | None, rest: float | None, week_hours: float) -> tuple[float, bool]:
    """Hours of overtime a month, and whether they were reckoned from rest days rather than from the week."""
    by_week = 0.0 if days is None else (hours * days - week_hours) * WEEKS_A_MONTH
    by_month = 0.0 if rest is None else hours * (DAYS_A_MONTH - rest) - week_hours * WEEKS_A_MONTH
    # A rest day more or less is the calendar's, not the employer's.
    is_by_month = days is None or by_month > by_week + hours
    return max(by_month if is_by_month else by_week, 0.0), is_by_month


def _judged(work: Working, facts: PostingFacts, over_cap: Severity) -> Iterator[Finding]:
    hours, days, rest = work.hours_per_day, work.days_per_week, work.rest_days_per_month
    if hours and (days or rest is not None):
        yield from _by_month(work, hours, facts, over_cap)
        yield from _by_day(work, hours, facts, over_cap)
    yield from _rest(work, facts, over_cap)


def _by_month(work: Working, hours: float, facts: PostingFacts, over_cap: Severity) -> Iterator[Finding]:
    today, days, rest = facts.today, work.days_per_week, work.rest_days_per_month
    week_hours, cap = limit("hours_a_week", today), limit("overtime_a_month_most", today)
    overtime, is_by_month = overtime_a_month(hours, days, rest, week_hours)
    values: Values = {"hours": hours, "usual": week_hours, "overtime": round(overtime), "most": cap}
    if days is not None:
        values |= {"days": days, "week": round(hours * days, 1), "fit": _fitting_hours(days, week_hours, cap)}
    if is_by_month and rest is not None:
        worked = DAYS_A_MONTH - rest
        values |= {"rest": rest, "worked": round(worked, 1), "month": round(hours * worked)}
        if overtime > cap + 0.5:
            yield _at(work, "N-02", "overtime_over_cap_by_rest", over_cap, "rest_days_per_month", facts, values)
        elif overtime > 0.5:
            yield _at(work, "N-01", "overtime_by_rest", Severity.WARN, "rest_days_per_month", facts, values)
    elif overtime > cap + 0.5:
        yield _at(work, "N-02", "overtime_over_cap", over_cap, "hours_per_day", facts, values)
    elif overtime > 0.5:
        yield _at(work, "N-01", "overtime_usual", Severity.WARN, "hours_per_day", facts, values)


def _fitting_hours(days: float, week_hours: float, cap: float) -> float:
    """The most hours a day, to the half hour, with which the month stays under the cap."""
    return int((week_hours + cap / WEEKS_A_MONTH) / days * 2) / 2 if days else 0.0


def _by_day(work: Working, hours: float, facts: PostingFacts, over_cap: Severity) -> Iterator[Finding]:
    usual, most = limit("overtime_a_day_usual", facts.today), limit("overtime_a_day_most", facts.today)
    day = limit("hours_a_day", facts.today)
    values: Values = {"hours": hours, "usual": day, "overtime": round(hours - day, 1), "most": most, "fit": day + most}
    if hours - day > most:
        yield _at(work, "N-02", "overtime_day_over_cap", over_cap, "hours_per_day", facts, values)
    elif hours - day > usual:
        values |= {"most": usual, "special": most}
        yield _at(work, "N-02", "overtime_day_unusual", Severity.WARN, "hours_per_day", facts, values)


def _rest(work: Working, facts: PostingFacts, over_cap: Severity) -> Iterator[Finding]:
    least, days, rest = limit("rest_days_a_month_least", facts.today), work.days_per_week, work.rest_days_per_month
    if rest is not None and rest < least:
        yield _at(work, "N-03", "rest_days_few", over_cap, "rest_days_per_month", facts, {"rest": rest, "least": least})
    elif rest is None and days is not None and 7 - days < limit("rest_days_a_week_least", facts.today):
        values: Values = {"days": round(days, 1), "rest": round(7 - days, 1), "fit": 6}
        yield _at(work, "N-03", "no_rest_day", over_cap, "days_per_week", facts, values)


def _at(
    work: Working, rule: str, code: str, severity: Severity, field: str, facts: PostingFacts, values: Values
) -> Finding:
    """Beside the words where the text said it, else beside the field."""
    if work.text is not None and work.match is not None:
        return spanned(rule, code, severity, work.text, work.match, facts.today, values)
    return made(rule, code, severity, field, facts.today, values)


def _contradiction(said: Working, stated: Working, facts: PostingFacts) -> Finding:
    assert said.text is not None and said.match is not None
    values: Values = {
        "hours": stated.hours_per_day or 0,
        "days": stated.days_per_week or 0,
        "said_hours": said.hours_per_day or 0,
        "said_days": round(_days_of(said) or 0, 1),
    }
    return spanned("PF-10", "hours_differ", Severity.WARN, said.text, said.match, facts.today, values)
