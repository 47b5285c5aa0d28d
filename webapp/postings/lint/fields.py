"""Fields that a posting must carry (domain guide 4.1, PF-01 to PF-15)."""

import re
from collections.abc import Iterator
from datetime import date

from webapp.core.identifiers import is_credit_code
from webapp.postings.lint.facts import PostingFacts
from webapp.postings.lint.findings import Finding, Severity, Values
from webapp.postings.lint.tables import limit, pattern, rules_on
from webapp.postings.lint.texts import DraftText
from webapp.postings.rules import VacancyDraft, vacancy_faults

# The mandatory fields of rules.py, by the codes that it gives.
RULE_OF_FAULT = {
    "title_missing": "PF-05",
    "headcount_missing": "PF-03",
    "duties_too_short": "PF-05",
    "place_missing": "PF-06",
    "address_missing": "PF-06",
    "pay_missing": "PF-07",
    "pay_out_of_bounds": "PF-07",
    "pay_out_of_order": "PF-07",
    "employment_form_missing": "PF-09",
    "contract_kind_missing": "PF-09",
    "term_missing": "PF-09",
    "hours_missing": "PF-10",
    "social_insurance_missing": "PF-11",
    "dispatch_details_missing": "PF-15",
    "requirements_missing": "PF-04",
    "validity_missing": "PF-08",
    "validity_out_of_bounds": "PF-08",
}


def made(
    rule: str, code: str, severity: Severity, field: str, today: date, values: Values | None = None, **more: object
) -> Finding:
    """A finding with the citations of its rule."""
    laws = rules_on(today)[rule].laws
    return Finding(rule, code, severity, field, values=values or {}, laws=laws, **more)  # type: ignore[arg-type]


def find_fields(draft: VacancyDraft, facts: PostingFacts, texts: tuple[DraftText, ...]) -> Iterator[Finding]:
    for fault in vacancy_faults(draft, facts.today):
        values: Values = {name: value for name, value in fault.facts.items() if isinstance(value, int | float | str)}
        yield made(RULE_OF_FAULT[fault.code], fault.code, Severity.BLOCK, fault.field or "", facts.today, values)
    yield from _organisation(draft, facts)
    yield from _place_and_pay(draft, facts, texts)
    yield from _safety(draft, facts, texts)
    yield from _source(facts)


def _organisation(draft: VacancyDraft, facts: PostingFacts) -> Iterator[Finding]:
    """PF-01 and PF-02. An organisation of which nothing is known is not judged."""
    if facts.organisation_kind is None:
        return
    if not facts.has_name:
        yield made("PF-01", "employer_name_missing", Severity.BLOCK, "organisation", facts.today)
    if facts.credit_code is not None and not is_credit_code(facts.credit_code):
        yield made("PF-01", "credit_code_wrong", Severity.BLOCK, "organisation", facts.today)
    if facts.organisation_kind == "agency":
        ends = facts.licence_valid_to
        if not facts.licence_number or ends is None or ends < facts.today:
            yield made("PF-02", "licence_not_valid", Severity.BLOCK, "organisation", facts.today)
        if not draft.client_name and not draft.dispatch_user_employer:
            yield made("PF-02", "client_unnamed", Severity.WARN, "client_name", facts.today)
    most = int(limit("verified_months_most", facts.today))
    if facts.verified_on is not None and _months_between(facts.verified_on, facts.today) >= most:
        values: Values = {"verified_on": facts.verified_on.isoformat(), "most": most}
        yield made("PF-02", "verification_old", Severity.FLAG, "organisation", facts.today, values)


def _months_between(begin: date, end: date) -> int:
    """Full months from one day to another."""
    return (end.year - begin.year) * 12 + end.month - begin.month - (end.day < begin.day)


def _place_and_pay(draft: VacancyDraft, facts: PostingFacts, texts: tuple[DraftText, ...]) -> Iterator[Finding]:
    for text in texts:
        if text.field == "address" and pattern("no_place").match(text.normal.plain):
            values: Values = {"words": text.normal.original}
            span = {"text": text.normal.original, "end": len(text.normal.original), "item": text.item}
            yield made("PF-06", "address_no_place", Severity.BLOCK, "address", facts.today, values, **span)
        elif found := pattern("negotiable").search(text.normal.plain):
            yield spanned("PF-07", "pay_negotiable_in_text", Severity.WARN, text, found, facts.today)
    low, high = draft.pay_min_yuan, draft.pay_max_yuan
    most = limit("pay_range_factor", facts.today)
    if low and high and high > low * most:
        values = {"low": low, "high": high, "times": round(high / low, 1), "most": most, "fit": low * most}
        yield made("PF-07", "pay_range_wide", Severity.WARN, "pay_max_yuan", facts.today, values)


def spanned(
    rule: str,
    code: str,
    severity: Severity,
    text: DraftText,
    found: re.Match[str],
    today: date,
    values: Values | None = None,
) -> Finding:
    """A finding about words; the words are among its values."""
    start, end = text.normal.span(*found.span())
    words = text.normal.original[start:end]
    more = {"text": words, "start": start, "end": end, "item": text.item}
    return made(rule, code, severity, text.field, today, {"words": words, **(values or {})}, **more)


def _safety(draft: VacancyDraft, facts: PostingFacts, texts: tuple[DraftText, ...]) -> Iterator[Finding]:
    if draft.hazards and not draft.hazard_notice:
        values: Values = {"count": len(draft.hazards)}
        yield made("PF-12", "hazard_notice_missing", Severity.BLOCK, "hazard_notice", facts.today, values)
    if draft.hazards:
        return
    for text in texts:
        if text.field in ("duties", "title") and (found := pattern("hazard_words").search(text.normal.plain)):
            yield spanned("PF-12", "hazard_not_declared", Severity.FLAG, text, found, facts.today)
            return


def _source(facts: PostingFacts) -> Iterator[Finding]:
    """PF-13: a copy of somebody else's posting says where it is from; a file is known by its name."""
    if (facts.source_kind == "copy" and not (facts.source_name and facts.source_url)) or (
        facts.source_kind == "import" and not facts.source_name
    ):
        yield made("PF-13", "source_missing", Severity.BLOCK, "source", facts.today)
