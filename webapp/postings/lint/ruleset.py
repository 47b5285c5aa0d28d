"""One draft through all rules."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from webapp.postings.lint.ages import find_ages
from webapp.postings.lint.contacts import find_contacts
from webapp.postings.lint.contract import find_contract
from webapp.postings.lint.facts import PostingFacts
from webapp.postings.lint.fields import find_fields
from webapp.postings.lint.findings import Finding, Report
from webapp.postings.lint.hours import find_hours
from webapp.postings.lint.pay import find_pay
from webapp.postings.lint.signals import find_signals
from webapp.postings.lint.tables import rules_on, ruleset
from webapp.postings.lint.texts import texts_of
from webapp.postings.lint.words import find_words
from webapp.postings.rules import VacancyDraft


def lint(draft: VacancyDraft, facts: PostingFacts) -> Report:
    """Everything that the rules of the day find, in one order: gravest first, then by field and place."""
    known = rules_on(facts.today)
    found = [finding for finding in _found(draft, facts) if finding.rule in known]
    found.sort(key=lambda one: (one.severity.rank, one.field, one.item, one.start, one.rule, one.code))
    return Report(ruleset(), tuple(found))


def _found(draft: VacancyDraft, facts: PostingFacts) -> Iterator[Finding]:
    texts = texts_of(draft)
    yield from find_fields(draft, facts, texts)
    yield from find_words(texts, facts.today)
    yield from find_contacts(texts, facts.today)
    yield from find_hours(draft, facts, texts)
    yield from find_pay(draft, facts)
    yield from find_contract(draft, facts)
    yield from find_ages(draft, facts, texts)
    yield from find_signals(draft, facts)


def digest_of(snapshot: Mapping[str, Any], facts: PostingFacts) -> str:
    """What was looked at: the posting as kept and the facts, in one number; with the ruleset it decides all."""
    said = [snapshot, facts.as_json()]
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
