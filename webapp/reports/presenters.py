"""Rows of reports to what the pages show."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from webapp.core.crypto import Vault
from webapp.http.wording import label
from webapp.postings.models import Vacancy
from webapp.postings.presenters import VacancyCard, vacancy_card
from webapp.reference.catalogue import Catalogue
from webapp.reports import queries
from webapp.reports.models import Report, ReportCase, ReportCaseStep
from webapp.reports.rules import CONTACT_KEPT

_TONES = {3: "bad", 2: "warn", 1: "neutral"}


@dataclass(frozen=True)
class CaseCard:
    """A case in a list; `categories` are words with how many reports say so."""

    id: int
    card: VacancyCard
    state: str
    state_label: str
    tone: str
    categories: list[tuple[str, int]]
    report_count: int
    last_report_at: datetime


@dataclass(frozen=True)
class ShownReport:
    """One report. `contact` is filled for the bureau only."""

    category_label: str
    rule_id: str
    text: str
    received_at: datetime
    contact: str
    contact_until: datetime | None


@dataclass(frozen=True)
class ShownStep:
    label: str
    text: str
    at: datetime


@dataclass(frozen=True)
class CasePage:
    card: CaseCard
    reports: list[ShownReport]
    steps: list[ShownStep]
    earlier: int
    version: int


def case_cards(
    session: Session, rows: list[queries.CaseRow], names: Catalogue, language: str, *, now: datetime
) -> list[CaseCard]:
    categories = queries.categories_of(session, [row[0].id for row in rows])
    return [_card(row, categories.get(row[0].id, []), names, language, now=now) for row in rows]


def _card(
    row: queries.CaseRow, categories: list[tuple[str, int]], names: Catalogue, language: str, *, now: datetime
) -> CaseCard:
    case, vacancy, organisation = row
    return CaseCard(
        id=case.id,
        card=vacancy_card(vacancy, organisation, names, language, now=now),
        state=case.state,
        state_label=label("report_state", case.state),
        tone=_TONES.get(case.gravity, "neutral"),
        categories=[(label("report_category", code), number) for code, number in categories],
        report_count=case.report_count,
        last_report_at=case.last_report_at,
    )


def case_page(
    session: Session, row: queries.CaseRow, names: Catalogue, language: str, *, now: datetime, vault: Vault | None
) -> CasePage:
    """`vault` opens contacts, and is handed in for the bureau only."""
    case = row[0]
    return CasePage(
        card=case_cards(session, [row], names, language, now=now)[0],
        reports=[_report(one, language, vault) for one in queries.reports_of(session, case.id)],
        steps=[_step(one) for one in queries.steps_of(session, case.id)],
        earlier=queries.earlier_cases(session, case),
        version=case.version,
    )


def _report(report: Report, language: str, vault: Vault | None) -> ShownReport:
    is_open = vault is not None and report.contact_sealed is not None
    return ShownReport(
        category_label=label("report_category", report.category),
        rule_id=report.rule_id or "",
        text=report.text_en if language == "en" and report.text_en else report.text,
        received_at=report.received_at,
        contact=vault.open(report.contact_sealed) if vault and report.contact_sealed else "",
        contact_until=report.received_at + CONTACT_KEPT if is_open else None,
    )


def _step(step: ReportCaseStep) -> ShownStep:
    return ShownStep(label("report_step_done", step.step), step.text, step.at)


@dataclass(frozen=True)
class ReportState:
    """What a reporter is told of their report."""

    title: str
    text: str
    reason: str
    category_label: str
    received_at: datetime
    changed_at: datetime


def report_state(report: Report, case: ReportCase, vacancy: Vacancy, steps: list[ReportCaseStep]) -> ReportState:
    """The reason is told once the bureau has decided; what the employer wrote is not."""
    decided = {"dismissed": ("dismiss", "restore"), "removed": ("remove", "uphold"), "ended": ("close",)}
    words = [one.text for one in steps if one.step in decided.get(case.state, ())]
    return ReportState(
        title=vacancy.title,
        text=label("report_state_told", case.state),
        reason=words[-1] if words else "",
        category_label=label("report_category", report.category),
        received_at=report.received_at,
        changed_at=max(case.changed_at, report.received_at),
    )


def answer_until(steps: list[ReportCaseStep], days: int) -> datetime | None:
    """Until when the bureau would like its last question answered."""
    asked = [one.at for one in steps if one.step == "ask"]
    return asked[-1] + timedelta(days=days) if asked else None
