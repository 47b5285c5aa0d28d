"""The lint where vacancies are written: facts from the database, and the trace kept with each submitted revision."""

from collections.abc import Collection
from datetime import date
from statistics import median
from typing import Any

from sqlalchemy.orm import Session

from webapp.audit.services import note
from webapp.core.actor import Actor
from webapp.core.clock import CHINA, Clock
from webapp.core.errors import RuleBroken, RulesBroken
from webapp.organisations.models import Organisation
from webapp.postings import queries
from webapp.postings.drafts import vacancy_of_snapshot
from webapp.postings.lint import Finding, MinimumWage, PostingFacts, Report, Severity, lint
from webapp.postings.lint.facts import PayRange
from webapp.postings.lint.ruleset import digest_of
from webapp.postings.models import LintTrace, Revision, Vacancy
from webapp.postings.rules import VacancyDraft
from webapp.reference.queries import minimum_wages


class LintRefused(RulesBroken):
    """What stops a vacancy, finding by finding."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__([RuleBroken(one.code, field=one.field, facts=one.values) for one in findings])
        self.findings = findings


class Linter:
    """Lints many drafts on one day; rates and usual pay are read once and kept while it lives."""

    def __init__(self, session: Session, today: date) -> None:
        self.session, self.today = session, today
        self._ranges: dict[str, PayRange | None] = {}
        self._wages: tuple[MinimumWage, ...] | None = None

    def facts(
        self,
        draft: VacancyDraft,
        organisation: Organisation | None,
        *,
        source_kind: str = "site",
        source_name: str | None = None,
        source_url: str | None = None,
    ) -> PostingFacts:
        values: dict[str, Any] = {}
        if organisation is not None:
            values = {
                "organisation_kind": organisation.kind,
                "has_name": bool(organisation.name),
                "credit_code": organisation.credit_code,
                "licence_number": organisation.licence_number,
                "licence_valid_to": organisation.licence_valid_to,
                "verified_on": organisation.verified_at and organisation.verified_at.astimezone(CHINA).date(),
                "organisation_city": organisation.city_code,
            }
        return PostingFacts(
            today=self.today,
            source_kind=source_kind,
            source_name=source_name,
            source_url=source_url,
            minimum_wages=self._wages_at(draft),
            pay_range=self._usual_pay(draft.occupation_code),
            **values,
        )

    def report(self, draft: VacancyDraft, organisation: Organisation | None) -> Report:
        return lint(draft, self.facts(draft, organisation))

    def _wages_at(self, draft: VacancyDraft) -> tuple[MinimumWage, ...]:
        if self._wages is None:
            self._wages = tuple(MinimumWage(**values) for values in minimum_wages(self.session))
        codes = {code for place in draft.places for code in (place.city_code, place.city_code[:2] + "0000")}
        return tuple(wage for wage in self._wages if wage.division_code in codes)

    def _usual_pay(self, occupation_code: str | None) -> PayRange | None:
        if not occupation_code:
            return None
        if occupation_code not in self._ranges:
            pays = queries.published_pays(self.session, occupation_code)
            # Nine of ten stay at or below this one.
            high = pays[min(len(pays) - 1, int(len(pays) * 0.9))] if pays else 0.0
            self._ranges[occupation_code] = PayRange(len(pays), median(pays), high) if pays else None
        return self._ranges[occupation_code]


def refuse_blocked(report: Report, *, is_about_organisation: bool = False) -> None:
    """Raises LintRefused with every finding that stops the vacancy, of the vacancy itself or of its organisation."""
    blocked = tuple(one for one in report.of(Severity.BLOCK) if (one.field == "organisation") is is_about_organisation)
    if blocked:
        raise LintRefused(blocked)


def refuse_unconfirmed(report: Report, confirmed: Collection[str]) -> None:
    """Raises RulesBroken while a warning is not confirmed."""
    waiting = report.unconfirmed(confirmed)
    if waiting:
        raise RulesBroken([RuleBroken("confirmation_missing", field="confirm", facts={"count": len(waiting)})])


def keep_trace(
    session: Session,
    vacancy: Vacancy,
    revision: Revision,
    report: Report,
    facts: PostingFacts,
    actor: Actor,
    clock: Clock,
    *,
    confirmed: Collection[str] = (),
) -> LintTrace:
    """The trace of this revision. Each confirmation goes to the audit as well: rule and key, never the words."""
    kept = [one for one in report.of(Severity.WARN) if one.key in confirmed]
    session.flush()  # for the revision's id
    trace = LintTrace(
        revision_id=revision.id,
        vacancy_id=vacancy.id,
        ruleset=report.ruleset,
        digest=digest_of(revision.snapshot, facts),
        at=clock.now(),
        facts=facts.as_json(),
        findings=[one.as_json() for one in report.findings],
        confirmations=[
            {"key": one.key, "rule": one.rule, "account_id": actor.account_id, "at": clock.now().isoformat()}
            for one in kept
        ],
    )
    session.add(trace)
    for one in kept:
        note(
            session,
            actor,
            "vacancy.finding_confirmed",
            "vacancy",
            vacancy.id,
            clock=clock,
            city_code=vacancy.city_code,
            rule=one.rule,
            finding=one.key,
        )
    return trace


def replay(session: Session, trace: LintTrace) -> Report:
    """The findings made again from what was kept: of the revision, and of the facts of that day."""
    revision = session.get_one(Revision, trace.revision_id)
    return lint(vacancy_of_snapshot(revision.snapshot), PostingFacts.from_json(trace.facts))


def findings_of(trace: LintTrace) -> tuple[Finding, ...]:
    return tuple(Finding.from_json(one) for one in trace.findings)
