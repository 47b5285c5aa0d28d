"""Signs of fraud that only numbers show: pay far above the occupation's usual, one post in many cities."""

from collections.abc import Iterator

from webapp.postings.lint.facts import PostingFacts
from webapp.postings.lint.fields import made
from webapp.postings.lint.findings import Finding, Severity, Values
from webapp.postings.lint.tables import limit
from webapp.postings.rules import VacancyDraft, monthly_pay


def find_signals(draft: VacancyDraft, facts: PostingFacts) -> Iterator[Finding]:
    usual, low = facts.pay_range, draft.pay_min_yuan
    if usual is not None and low and usual.vacancies >= limit("pay_range_vacancies_least", facts.today):
        pay, factor = monthly_pay(low, draft.pay_period), limit("pay_far_above_factor", facts.today)
        if pay > usual.ninth_tenth * factor:
            values: Values = {
                "pay": round(pay),
                "vacancies": usual.vacancies,
                "median": round(usual.median),
                "high": round(usual.ninth_tenth),
                "times": round(pay / usual.ninth_tenth, 1),
            }
            yield made("F-PAY", "pay_far_above", Severity.FLAG, "pay_min_yuan", facts.today, values)
    cities = len({place.city_code for place in draft.places})
    many = limit("many_cities", facts.today)
    if cities >= many:
        values = {"cities": cities, "many": many, "headcount": draft.headcount or 0}
        yield made("F-CITIES", "many_cities", Severity.FLAG, "more_cities", facts.today, values)
