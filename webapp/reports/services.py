"""Use cases of reports: somebody reports, a check flags, the bureau decides, the employer answers or objects."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from webapp.audit.services import note
from webapp.core.actor import ANYONE, Actor, ensure
from webapp.core.clock import Clock
from webapp.core.crypto import Vault
from webapp.core.errors import Conflict, NotAllowed, RuleBroken
from webapp.postings import policy as posting_policy
from webapp.postings.models import Vacancy
from webapp.postings.removal import remove_vacancy, restore_vacancy
from webapp.reports import policy, queries
from webapp.reports.models import Report, ReportCase, ReportCaseStep
from webapp.reports.receipts import new_receipt
from webapp.reports.rules import (
    BUREAU_STEPS,
    CHECK_CATEGORY,
    CONTACT_KEPT,
    EMPLOYER_STEPS,
    UNDECIDED,
    ReportDraft,
    State,
    Step,
    check_report,
    gravity_of,
    next_state,
)

_SAYS_WHY = (Step.DISMISS, Step.ASK, Step.REMOVE, Step.RESTORE, Step.UPHOLD, Step.ANSWER, Step.OBJECT)


def report_vacancy(session: Session, vacancy: Vacancy, draft: ReportDraft, *, vault: Vault, clock: Clock) -> str:
    """Take a report and give its receipt. Nobody is recorded as its writer, also when somebody is signed in."""
    check_report(draft)
    receipt = new_receipt()
    case = _case_for(session, vacancy.id, clock)
    report = Report(
        case_id=case.id,
        category=draft.category,
        text=draft.text,
        receipt_index=vault.blind_index(receipt),
        contact_sealed=vault.seal(draft.contact) if draft.contact else None,
        received_at=clock.now(),
    )
    _add(session, case, report)
    note(
        session,
        ANYONE,
        "report.received",
        "report",
        case.id,
        clock=clock,
        city_code=vacancy.city_code,
        category=draft.category,
    )
    return receipt


def flag_vacancy(
    session: Session, vacancy_id: int, rule_id: str, detail_zh: str, detail_en: str, *, clock: Clock
) -> bool:
    """Open or join a review entry for what an automatic check found; False when it is there already.

    Called for the event `postings.events.VacancyFlagged`; a room above may also call it directly.
    """
    vacancy = session.get(Vacancy, vacancy_id)
    if vacancy is None or queries.open_check_report(session, vacancy_id, rule_id) is not None:
        return False
    case = _case_for(session, vacancy_id, clock)
    report = Report(
        case_id=case.id,
        source="check",
        category=CHECK_CATEGORY,
        text=detail_zh[:1000],
        text_en=detail_en[:500],
        rule_id=rule_id[:20],
        received_at=clock.now(),
    )
    _add(session, case, report)
    city_code = vacancy.city_code
    note(session, ANYONE, "report.flagged", "report", case.id, clock=clock, city_code=city_code, rule_id=rule_id)
    return True


def _case_for(session: Session, vacancy_id: int, clock: Clock) -> ReportCase:
    """The undecided case of the vacancy, or a new one; two who report in the same moment meet in one case."""
    held = queries.undecided_case(session, vacancy_id)
    if held is not None:
        return held
    now = clock.now()
    case = ReportCase(
        vacancy_id=vacancy_id,
        state=State.OPEN,
        gravity=0,
        report_count=0,
        opened_at=now,
        last_report_at=now,
        changed_at=now,
        version=1,
    )
    try:
        with session.begin_nested():
            session.add(case)
            session.flush()  # for its id, and to learn now of a case that was opened meanwhile
    except IntegrityError as error:
        other = queries.undecided_case(session, vacancy_id)
        if other is None:
            raise Conflict("report_step_not_open") from error
        return other
    return case


def _add(session: Session, case: ReportCase, report: Report) -> None:
    """What was answered or asked stands; but a new report after an answer is again for the bureau to see."""
    session.add(report)
    case.gravity = max(case.gravity, gravity_of(report.category))
    case.report_count += 1
    case.last_report_at = case.changed_at = report.received_at
    case.version += 1


def take_bureau_step(
    session: Session, actor: Actor, case_id: int, step: Step, text: str, *, clock: Clock, version: int | None
) -> queries.CaseRow:
    """Dismiss, ask, remove, close, take a removal back, uphold it, or open again."""
    case, vacancy, organisation = queries.case_to_review(session, actor, case_id)
    ensure(posting_policy.may_check_vacancy(actor, vacancy))
    if step not in BUREAU_STEPS:
        raise NotAllowed("role_may_not")
    _go_on(session, actor, case, vacancy, step, text, "bureau", clock=clock, version=version)
    if step is Step.REMOVE:
        remove_vacancy(session, actor, vacancy.id, reason=text, clock=clock)
    elif step is Step.RESTORE:
        restore_vacancy(session, actor, vacancy.id, clock=clock)
    return case, vacancy, organisation


def take_employer_step(
    session: Session, actor: Actor, case_id: int, step: Step, text: str, *, clock: Clock, version: int | None
) -> ReportCase:
    """Answer the bureau's question, or object to a removal."""
    case, vacancy, _ = queries.case_to_answer(session, actor, case_id)
    ensure(policy.may_answer(actor, vacancy.organisation_id))
    if step not in EMPLOYER_STEPS:
        raise NotAllowed("role_may_not")
    if step is Step.OBJECT and has_objected(queries.steps_of(session, case.id)):
        raise Conflict("report_step_not_open")
    _go_on(session, actor, case, vacancy, step, text, "employer", clock=clock, version=version)
    return case


def has_objected(steps: list[ReportCaseStep]) -> bool:
    return any(one.step == Step.OBJECT for one in steps)


def _go_on(
    session: Session,
    actor: Actor,
    case: ReportCase,
    vacancy: Vacancy,
    step: Step,
    text: str,
    side: str,
    *,
    clock: Clock,
    version: int | None,
) -> None:
    # Nobody decides on what they have not read: a report may have come in, or a colleague may have decided.
    if version is not None and version != case.version:
        raise Conflict("report_changed_meanwhile")
    if step is Step.REOPEN:
        _refuse_second_case(session, case)
    state = next_state(case.state, step)
    if step in _SAYS_WHY and not text:
        raise RuleBroken("report_words_missing", field="text")
    now = clock.now()
    case.state, case.changed_at = state, now
    case.closed_at = None if state in (*UNDECIDED, State.OBJECTED) else now
    case.version += 1
    session.add(
        ReportCaseStep(case_id=case.id, step=step, side=side, account_id=actor.account_id, text=text[:1000], at=now)
    )
    note(session, actor, f"report.{step}", "report", case.id, clock=clock, city_code=vacancy.city_code)


def _refuse_second_case(session: Session, case: ReportCase) -> None:
    if queries.undecided_case(session, case.vacancy_id) is not None:
        raise Conflict("report_other_case_open")


def forget_old_contacts(session: Session, now: datetime) -> int:
    """Erase the contacts that were given with reports long enough ago."""
    found = queries.reports_with_old_contact(session, now - CONTACT_KEPT)
    for report in found:
        report.contact_sealed = None
    return len(found)
