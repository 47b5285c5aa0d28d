"""What the lint found as pages show it: beside fields, on the review, on the bureau's check."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from flask import url_for
from flask_babel import gettext

from webapp.core.clock import CHINA
from webapp.http.layout import moment
from webapp.http.wording import label
from webapp.postings.differences import field_name
from webapp.postings.lint import Finding, Report, Severity
from webapp.postings.lint.fields import RULE_OF_FAULT
from webapp.postings.lint_messages import fault_text, law_texts, mend_text
from webapp.postings.models import LintTrace
from webapp.postings.vacancy_forms import VACANCY_STEPS
from webapp.reference.catalogue import Catalogue

# Where the form's field is called otherwise than the draft's.
_FORM_FIELDS = {"experience_min_months": "experience_years"}


@dataclass(frozen=True)
class LintNote:
    """One finding in the reader's language. `url` leads to the step that mends it, where there is one."""

    key: str
    rule: str
    severity: str
    severity_label: str
    field: str
    field_label: str
    text: str
    mend: str
    laws: list[str]
    url: str | None = None
    is_confirmed: bool = False
    confirmed_label: str = ""


def note_of(finding: Finding, names: Catalogue, language: str, **more: Any) -> LintNote:
    return LintNote(
        key=finding.key,
        rule=finding.rule,
        severity=finding.severity.value,
        severity_label=label("lint_severity", finding.severity),
        field=_FORM_FIELDS.get(finding.field, finding.field),
        field_label=field_name(finding.field),
        text=_quoted(finding, fault_text(finding.code, finding.values, names, language)),
        mend=mend_text(finding, names, language),
        laws=law_texts(finding, language),
        **more,
    )


def _quoted(finding: Finding, text: str) -> str:
    """Where the text says it, its words stand before the arithmetic."""
    words = finding.text[:40]
    return f"“{words}”{gettext(': ')}{text}" if words and words not in text else text


def step_of(field: str) -> str | None:
    """The step of the vacancy form on which the field stands."""
    name = _FORM_FIELDS.get(field, field)
    return next((step for step, form in VACANCY_STEPS.items() if hasattr(form, name)), None)


def findings_of_step(report: Report, step: str, *, with_missing: bool) -> list[Finding]:
    """What concerns the fields of one step. What is only missing yet is told on the review, not while writing."""
    return [
        one for one in report.findings if step_of(one.field) == step and (with_missing or one.code not in RULE_OF_FAULT)
    ]


def digest_of_findings(findings: Iterable[Finding]) -> str:
    """Which findings a page has shown, so that saving again with the same ones goes on."""
    keys = sorted(one.key for one in findings if one.severity in (Severity.BLOCK, Severity.WARN))
    return sha256("|".join(keys).encode("ascii")).hexdigest()[:16] if keys else ""


@dataclass(frozen=True)
class ReviewNotes:
    """The review page: what stops, what is to be confirmed, what the bureau will see, what could not be checked."""

    blocks: list[LintNote]
    warnings: list[LintNote]
    flags: list[LintNote]
    notes: list[LintNote]


def review_notes(
    report: Report, public_id: str, names: Catalogue, language: str, *, confirmed: Collection[str] = ()
) -> ReviewNotes:
    def made(severity: Severity) -> list[LintNote]:
        return [
            note_of(one, names, language, url=_mending_url(one.field, public_id), is_confirmed=one.key in confirmed)
            for one in report.of(severity)
        ]

    return ReviewNotes(*(made(one) for one in (Severity.BLOCK, Severity.WARN, Severity.FLAG, Severity.NOTE)))


def _mending_url(field: str, public_id: str) -> str | None:
    step = step_of(field)
    if step is not None:
        name = _FORM_FIELDS.get(field, field)
        return url_for("postings.write_vacancy", public_id=public_id, step=step, all=1, _anchor=name)
    return url_for("organisations.edit_organisation") if field == "organisation" else None


def trace_notes(trace: LintTrace, findings: Iterable[Finding], names: Catalogue, language: str) -> list[LintNote]:
    """What was found when the vacancy was sent, with what the employer confirmed and when."""
    held = {one["key"]: one for one in trace.confirmations}
    return [
        note_of(
            one,
            names,
            language,
            is_confirmed=one.key in held,
            confirmed_label=_confirmed_label(held[one.key]["at"]) if one.key in held else "",
        )
        for one in findings
    ]


def _confirmed_label(at: str) -> str:
    instant = datetime.fromisoformat(at).astimezone(CHINA)
    return gettext("confirmed by the employer, %(at)s", at=moment(instant))
