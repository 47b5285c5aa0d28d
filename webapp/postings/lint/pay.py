"""Pay against the minimum wage of the place and day (N-12), and what an hour is worth with the overtime (N-04)."""

from collections.abc import Iterator

from webapp.postings.lint.facts import MinimumWage, PostingFacts
from webapp.postings.lint.fields import made
from webapp.postings.lint.findings import Finding, Severity, Values
from webapp.postings.lint.hours import overtime_a_month
from webapp.postings.lint.tables import limit
from webapp.postings.rules import VacancyDraft, monthly_pay

_LABOUR = frozenset({"full_time", "part_time", "dispatch", None})


def rate_of(facts: PostingFacts, city_code: str) -> MinimumWage | None:
    """The newest rate in force for the city, else for its province."""
    for code in (city_code, city_code[:2] + "0000"):
        rows = [
            row
            for row in facts.minimum_wages
            if row.division_code == code
            and row.valid_from <= facts.today
            and (row.valid_to is None or facts.today < row.valid_to)
        ]
        if rows:
            return max(rows, key=lambda row: row.valid_from)
    return None


def find_pay(draft: VacancyDraft, facts: PostingFacts) -> Iterator[Finding]:
    if draft.pay_includes_overtime:
        yield made("N-04", "overtime_in_base", Severity.WARN, "pay_includes_overtime", facts.today, {"words": ""})
    low = draft.pay_min_yuan
    if not low or low <= 0 or draft.employment_form not in _LABOUR:
        return
    told: set[str] = set()
    for place in draft.places:
        for finding in _at_place(draft, facts, place.city_code, low):
            if finding.code not in told:
                told.add(finding.code)
                yield finding


def _at_place(draft: VacancyDraft, facts: PostingFacts, city_code: str, low: float) -> Iterator[Finding]:
    rate = rate_of(facts, city_code)
    is_hourly = draft.pay_period == "hour"
    least = None if rate is None else rate.yuan_hour if is_hourly else rate.yuan_month
    if rate is None or least is None:
        kind = "hour" if is_hourly else "month"
        yield made(
            "N-12", "no_rate_known", Severity.NOTE, "pay_min_yuan", facts.today, _place(city_code, {"per": kind})
        )
        return
    amount = low if is_hourly else monthly_pay(low, draft.pay_period)
    values = _place(
        city_code, {"pay": round(amount, 2), "least": least, "since": rate.valid_from.isoformat(), "per": "hour"}
    )
    values["per"] = "hour" if is_hourly else "month"
    is_certain = rate.verified_on is not None
    if amount < least:
        # A rate that nobody has checked may ask, but not forbid.
        code = "pay_below_minimum" if is_certain else "pay_below_unverified_minimum"
        yield made("N-12", code, _certain(is_certain), "pay_min_yuan", facts.today, values)
        return
    if is_certain and _age_months(rate, facts) > limit("wage_age_months", facts.today):
        yield made("N-12", "rate_old", Severity.NOTE, "pay_min_yuan", facts.today, values)
    if not is_hourly:
        yield from _by_hour(draft, facts, rate, amount, city_code)


def _certain(is_certain: bool) -> Severity:
    return Severity.BLOCK if is_certain else Severity.WARN


def _place(city_code: str, values: Values) -> Values:
    return {"city_code": city_code, **values}


def _age_months(rate: MinimumWage, facts: PostingFacts) -> int:
    checked = rate.verified_on or rate.valid_from
    return (facts.today.year - checked.year) * 12 + facts.today.month - checked.month


def _by_hour(
    draft: VacancyDraft, facts: PostingFacts, rate: MinimumWage, amount: float, city_code: str
) -> Iterator[Finding]:
    """Pay divided by paid hours and overtime at one and a half, against the month's rate by the hour.

    The rate of part-time work holds insurance that a full-time hour does not, so the month's rate is divided instead.
    """
    hours, days = draft.hours_per_day, draft.days_per_week
    if not hours or not days or rate.yuan_month is None or draft.employment_form == "part_time":
        return
    week = limit("hours_a_week", facts.today)
    overtime, _ = overtime_a_month(hours, days, draft.rest_days_per_month, week)
    if overtime <= 0.5:
        return
    paid, factor = limit("paid_hours_a_month", facts.today), limit("overtime_pay_factor", facts.today)
    worth, least = amount / (paid + factor * overtime), rate.yuan_month / paid
    if worth >= least:
        return
    is_certain = rate.verified_on is not None
    values = _place(
        city_code,
        {
            "pay": round(amount, 2),
            "paid": paid,
            "factor": factor,
            "overtime": round(overtime),
            "worth": round(worth, 2),
            "least": round(least, 2),
            "fit": float(-(-least * (paid + factor * overtime) // 10) * 10),
        },
    )
    yield made("N-04", "hour_below_minimum", _certain(is_certain), "pay_min_yuan", facts.today, values)
