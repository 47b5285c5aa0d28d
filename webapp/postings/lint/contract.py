"""Contract, probation, part-time work, dispatch and insurance (PF-11, N-05, N-06, N-08 to N-10)."""

from collections.abc import Iterator

from webapp.postings.lint.facts import PostingFacts
from webapp.postings.lint.fields import made
from webapp.postings.lint.findings import Finding, Severity, Values
from webapp.postings.lint.pay import rate_of
from webapp.postings.lint.tables import limit
from webapp.postings.rules import VacancyDraft, monthly_pay

_INSURED = frozenset({"full_time", "dispatch"})


def find_contract(draft: VacancyDraft, facts: PostingFacts) -> Iterator[Finding]:
    if draft.has_social_insurance is False and draft.employment_form in _INSURED:
        yield made("PF-11", "insurance_not_paid", Severity.BLOCK, "has_social_insurance", facts.today)
    if draft.employment_form == "part_time":
        yield from _part_time(draft, facts)
    elif draft.employment_form in (None, "full_time", "dispatch"):
        yield from _probation(draft, facts)
    if draft.employment_form == "dispatch":
        yield from _dispatch(draft, facts)


def probation_most(draft: VacancyDraft, facts: PostingFacts) -> float | None:
    """Months of probation that the contract allows; None where its term is not known yet."""
    today = facts.today
    if draft.contract_kind == "task":
        return 0.0
    if draft.contract_kind == "open_ended":
        return limit("probation_most", today)
    term = draft.term_months
    if draft.contract_kind != "fixed_term" or not term:
        return None
    if term < limit("probation_term_least", today):
        return 0.0
    if term < 12:
        return limit("probation_under_a_year", today)
    return limit("probation_under_three_years", today) if term < 36 else limit("probation_most", today)


def _probation(draft: VacancyDraft, facts: PostingFacts) -> Iterator[Finding]:
    months = draft.probation_months
    if not months:
        return
    most = probation_most(draft, facts)
    if most is not None and months > most:
        values: Values = {"months": months, "most": most, "term": draft.term_months or 0}
        by_kind = {"task": "probation_on_task", "open_ended": "probation_long_open"}
        code = by_kind.get(draft.contract_kind or "", "probation_long" if most else "probation_on_short_term")
        yield made("N-05", code, Severity.BLOCK, "probation_months", facts.today, values)
    percent = draft.probation_pay_percent
    least = limit("probation_pay_percent_least", facts.today)
    if percent is None:
        return
    if percent < least:
        yield made(
            "N-05",
            "probation_pay_low",
            Severity.BLOCK,
            "probation_pay_percent",
            facts.today,
            {"percent": percent, "least": least},
        )
        return
    yield from _probation_wage(draft, facts, percent)


def _probation_wage(draft: VacancyDraft, facts: PostingFacts, percent: int) -> Iterator[Finding]:
    low = draft.pay_min_yuan
    rate = rate_of(facts, draft.places[0].city_code) if draft.places else None
    if not low or rate is None or rate.yuan_month is None or draft.pay_period == "hour":
        return
    full = monthly_pay(low, draft.pay_period)
    pay = full * percent / 100
    if pay < rate.yuan_month <= full:
        severity = Severity.WARN if rate.verified_on is None else Severity.BLOCK
        values: Values = {"pay": full, "percent": percent, "part": round(pay, 2), "least": rate.yuan_month}
        values |= {"fit": min(100, int(-(-100 * rate.yuan_month // full)))}
        yield made("N-05", "probation_pay_below_minimum", severity, "probation_pay_percent", facts.today, values)


def _part_time(draft: VacancyDraft, facts: PostingFacts) -> Iterator[Finding]:
    today, hours, days = facts.today, draft.hours_per_day, draft.days_per_week
    day, week = limit("part_time_hours_a_day", today), limit("part_time_hours_a_week", today)
    if hours is not None and hours > day:
        values: Values = {"hours": hours, "most": day}
        yield made("N-06", "part_time_day_long", Severity.BLOCK, "hours_per_day", today, values)
    elif hours and days and hours * days > week:
        values = {"hours": hours, "days": days, "week": round(hours * days, 1), "most": week}
        yield made("N-06", "part_time_week_long", Severity.BLOCK, "days_per_week", today, values)
    if draft.probation_months:
        values = {"months": draft.probation_months}
        yield made("N-06", "part_time_probation", Severity.BLOCK, "probation_months", today, values)
    if draft.pay_period in ("month", "year", "piece") or draft.pay_day is not None:
        values = {"most": limit("part_time_pay_days", today)}
        yield made("N-06", "part_time_paid_late", Severity.WARN, "pay_period", today, values)


def _dispatch(draft: VacancyDraft, facts: PostingFacts) -> Iterator[Finding]:
    today, term = facts.today, draft.term_months
    least = limit("dispatch_term_least", today)
    if draft.contract_kind in ("task", "service"):
        yield made("N-09", "dispatch_not_fixed", Severity.BLOCK, "contract_kind", today, {"least": least})
    elif draft.contract_kind == "fixed_term" and term and term < least:
        values: Values = {"term": term, "least": least}
        yield made("N-09", "dispatch_term_short", Severity.BLOCK, "term_months", today, values)
    if draft.pay_period in ("hour", "day"):
        yield made("N-09", "dispatch_pay_monthly", Severity.WARN, "pay_period", today)
    if draft.dispatch_post_kind in ("temporary", "auxiliary", "substitute"):
        values = {"most": limit("dispatch_temporary_most", today)}
        code = f"dispatch_{draft.dispatch_post_kind}"
        yield made("N-08", code, Severity.FLAG, "dispatch_post_kind", today, values)
    city = draft.places[0].city_code if draft.places else None
    if city and facts.organisation_city and facts.organisation_city != city:
        values = {"city_code": city, "agency_city_code": facts.organisation_city}
        yield made("N-10", "dispatch_insured_elsewhere", Severity.WARN, "has_social_insurance", today, values)
    if facts.organisation_kind == "employer":
        yield made("PF-15", "dispatch_by_employer", Severity.FLAG, "employment_form", today)
