"""Examples of every rule: texts that fire and texts that must not, over one lawful vacancy. Data: `examples.csv`.

The tests run each of them, and the table of rules in the documentation shows two of each rule.
"""

import json
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from webapp.postings.lint.facts import MinimumWage, PayRange, PostingFacts
from webapp.postings.lint.findings import Severity
from webapp.postings.lint.tables import read_rows
from webapp.postings.rules import DraftPlace, VacancyDraft, WantedSkill

DAY = date(2026, 11, 25)
# A verified rate for Guangzhou and an unverified one for Sichuan; for the rest nothing is known. For examples only.
_WAGES = (
    MinimumWage("440100", 2500.0, 23.7, date(2025, 3, 1), verified_on=date(2026, 1, 5)),
    MinimumWage("510000", 2330.0, None, date(2025, 1, 1)),
)


@dataclass(frozen=True)
class Example:
    """One vacancy. `severity` is what the rule must find; None where nothing at all may be found."""

    rule: str
    code: str
    severity: Severity | None
    field: str
    text: str
    changes: dict[str, Any]

    @property
    def name(self) -> str:
        said = json.dumps(self.changes, ensure_ascii=False) if self.changes else ""
        return " ".join(part for part in (self.text, said) if part)


@cache
def examples() -> tuple[Example, ...]:
    return tuple(
        Example(
            row["rule"],
            row["code"],
            Severity(row["severity"]) if row["severity"] else None,
            row["field"],
            row["text"],
            json.loads(row["changes"]) if row["changes"] else {},
        )
        for row in read_rows("examples.csv")
    )


@cache
def _lawful() -> dict[str, str]:
    return {row["field"]: row["text"] for row in read_rows("lawful_vacancy.csv")}


def lawful_draft() -> VacancyDraft:
    """A complete vacancy in Guangzhou in which the rules find nothing."""
    said = _lawful()
    return VacancyDraft(
        title=said["title"],
        occupation_code="6-31-01-03",
        headcount=3,
        duties=said["duties"],
        places=(DraftPlace("440100", None, said["address"]),),
        pay_min_yuan=6000.0,
        pay_max_yuan=8000.0,
        pay_period="month",
        employment_form="full_time",
        contract_kind="fixed_term",
        term_months=24,
        hour_scheme="standard",
        hours_per_day=8.0,
        days_per_week=5.0,
        has_social_insurance=True,
        education_code="61",
        valid_through=date(2026, 12, 31),
    )


def input_of(example: Example) -> tuple[VacancyDraft, PostingFacts]:
    """The draft and the facts that the example is about."""
    draft, facts = lawful_draft(), PostingFacts(today=DAY, minimum_wages=_WAGES)
    for name, value in example.changes.items():
        if name.startswith("facts."):
            facts = replace(facts, **{name.removeprefix("facts."): _read(name.removeprefix("facts."), value)})
        else:
            draft = _changed(draft, name, value)
    return _with_text(draft, example.field, example.text), facts


def _read(name: str, value: Any) -> Any:
    if name == "pay_range":
        return PayRange(**value)
    return date.fromisoformat(value) if name in ("licence_valid_to", "verified_on") else value


def _changed(draft: VacancyDraft, name: str, value: Any) -> VacancyDraft:
    address = draft.places[0].address if draft.places else ""
    if name == "city":
        return replace(draft, places=(DraftPlace(value, None, address),))
    if name == "cities":
        return replace(draft, places=tuple(DraftPlace(code, None, address) for code in value))
    if name == "valid_through" and value:
        value = date.fromisoformat(value)
    changes: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value}
    return replace(draft, **changes)


def _with_text(draft: VacancyDraft, field: str, text: str) -> VacancyDraft:
    if not text:
        return draft
    if field == "address":
        return replace(draft, places=(replace(draft.places[0], address=text),))
    if field in ("must_skills", "nice_skills"):
        skills: dict[str, Any] = {field: (WantedSkill(text),)}
        return replace(draft, **skills)
    changes: dict[str, Any] = {field: f"{draft.duties}\n{text}" if field == "duties" else text}
    return replace(draft, **changes)
