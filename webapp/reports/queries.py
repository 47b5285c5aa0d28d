"""Finding reports and cases: the bureau's queue, an employer's own, and the state behind a receipt."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, false, func, select
from sqlalchemy.orm import Session

from webapp.accounts.models import Account
from webapp.core.actor import Actor
from webapp.core.crypto import Vault
from webapp.core.errors import NotFound, RuleBroken
from webapp.core.paging import Page, decode_cursor, encode_cursor
from webapp.core.permissions import Permission
from webapp.organisations.models import Organisation
from webapp.placements.models import Introduction
from webapp.postings.models import Profile, Vacancy
from webapp.postings.queries import VACANCY_LOADED
from webapp.reports.models import Report, ReportCase, ReportCaseStep
from webapp.reports.rules import UNDECIDED, WAITING, State

LARGEST = 2**31
CaseRow = tuple[ReportCase, Vacancy, Organisation]


def _rows() -> Select[ReportCase, Vacancy, Organisation]:
    return (
        select(ReportCase, Vacancy, Organisation)
        .join(Vacancy, Vacancy.id == ReportCase.vacancy_id)
        .join(Organisation, Organisation.id == Vacancy.organisation_id)
        .options(*VACANCY_LOADED)
    )


def _of_bureau(actor: Actor) -> ColumnElement[bool]:
    """The bureau of the vacancy's first place of work, wherever that is now."""
    return Vacancy.city_code == (actor.city_code or "") if actor.may(Permission.POSTING_CHECK) else false()


def _of_employer(actor: Actor) -> ColumnElement[bool]:
    """Cases that the employer was asked about, or whose vacancy is down; a mere report is not its business yet."""
    if not actor.may(Permission.VACANCY_OWN) or actor.organisation_id is None:
        return false()
    was_asked = ReportCase.id.in_(select(ReportCaseStep.case_id).where(ReportCaseStep.step.in_(("ask", "remove"))))
    return (Vacancy.organisation_id == actor.organisation_id) & was_asked


def cases_of_bureau(
    session: Session, actor: Actor, states: tuple[str, ...], *, after: str | None = None, size: int = 20
) -> Page[CaseRow]:
    """The gravest first, and of equal ones the newest."""
    conditions = [_of_bureau(actor), ReportCase.state.in_(states)]
    statement = _rows().where(*conditions)
    if after:
        statement = statement.where(_behind(session, after))
    order = (ReportCase.gravity.desc(), ReportCase.last_report_at.desc(), ReportCase.id.desc())
    found = [(row[0], row[1], row[2]) for row in session.execute(statement.order_by(*order).limit(size + 1))]
    cursor = encode_cursor(found[size - 1][0].id) if len(found) > size else None
    return Page(found[:size], cursor)


def _behind(session: Session, after: str) -> ColumnElement[bool]:
    (last_id,) = decode_cursor(after, 1)
    last = session.get(ReportCase, last_id) if isinstance(last_id, int) and 0 <= last_id < LARGEST else None
    if last is None:
        raise RuleBroken("cursor_unusable", field="after")
    same = ReportCase.gravity == last.gravity
    older = ReportCase.last_report_at < last.last_report_at
    sooner = (ReportCase.last_report_at == last.last_report_at) & (ReportCase.id < last.id)
    return (ReportCase.gravity < last.gravity) | (same & older) | (same & sooner)


def counts_by_state(session: Session, actor: Actor) -> dict[str, int]:
    joined = select(ReportCase.state, func.count()).join(Vacancy, Vacancy.id == ReportCase.vacancy_id)
    statement = joined.where(_of_bureau(actor)).group_by(ReportCase.state)
    return {row[0]: row[1] for row in session.execute(statement)}


def count_waiting(session: Session, actor: Actor) -> int:
    """Cases that wait for this bureau."""
    joined = select(func.count()).select_from(ReportCase).join(Vacancy, Vacancy.id == ReportCase.vacancy_id)
    return session.scalar(joined.where(_of_bureau(actor), ReportCase.state.in_(WAITING))) or 0


def case_to_review(session: Session, actor: Actor, case_id: int) -> CaseRow:
    """One of the officer's city; NotFound otherwise."""
    return _one(session, _rows().where(ReportCase.id == case_id, _of_bureau(actor)))


def cases_of_employer(session: Session, actor: Actor, limit: int = 100) -> list[CaseRow]:
    """What waits for the employer first, then the newest change."""
    statement = _rows().where(_of_employer(actor))
    order = ((ReportCase.state == State.ASKED).desc(), ReportCase.changed_at.desc(), ReportCase.id.desc())
    return [(row[0], row[1], row[2]) for row in session.execute(statement.order_by(*order).limit(limit))]


def count_to_answer(session: Session, actor: Actor) -> int:
    """Cases that wait for this employer's answer."""
    statement = (
        select(func.count())
        .select_from(ReportCase)
        .join(Vacancy, Vacancy.id == ReportCase.vacancy_id)
        .where(_of_employer(actor), ReportCase.state == State.ASKED)
    )
    return session.scalar(statement) or 0


def case_to_answer(session: Session, actor: Actor, case_id: int) -> CaseRow:
    """One of the employer's own vacancies that it was asked about; NotFound otherwise."""
    return _one(session, _rows().where(ReportCase.id == case_id, _of_employer(actor)))


def _one(session: Session, statement: Select[ReportCase, Vacancy, Organisation]) -> CaseRow:
    """Locked, so that two who decide take turns (SQLite has one writer anyway)."""
    locked = statement.with_for_update(of=ReportCase).execution_options(populate_existing=True)
    row = session.execute(locked).one_or_none()
    if row is None:
        raise NotFound("not_found")
    return row[0], row[1], row[2]


def undecided_case(session: Session, vacancy_id: int) -> ReportCase | None:
    statement = select(ReportCase).where(ReportCase.vacancy_id == vacancy_id, ReportCase.state.in_(UNDECIDED))
    return session.scalar(statement.with_for_update())


def earlier_cases(session: Session, case: ReportCase) -> int:
    """How often this vacancy was reported and decided before."""
    others = select(func.count()).select_from(ReportCase).where(ReportCase.vacancy_id == case.vacancy_id)
    return session.scalar(others.where(ReportCase.id < case.id)) or 0


def reports_of(session: Session, case_id: int, limit: int = 200) -> list[Report]:
    """Newest first."""
    statement = select(Report).where(Report.case_id == case_id).order_by(Report.id.desc()).limit(limit)
    return list(session.scalars(statement))


def categories_of(session: Session, case_ids: list[int]) -> dict[int, list[tuple[str, int]]]:
    """Case to (category, how many reports), the most frequent first."""
    statement = (
        select(Report.case_id, Report.category, func.count())
        .where(Report.case_id.in_(case_ids))
        .group_by(Report.case_id, Report.category)
        .order_by(func.count().desc(), Report.category)
    )
    found: dict[int, list[tuple[str, int]]] = {}
    for case_id, category, number in session.execute(statement):
        found.setdefault(case_id, []).append((category, number))
    return found


def steps_of(session: Session, case_id: int) -> list[ReportCaseStep]:
    """In the order in which they were taken."""
    statement = select(ReportCaseStep).where(ReportCaseStep.case_id == case_id).order_by(ReportCaseStep.id)
    return list(session.scalars(statement))


def report_of_receipt(session: Session, receipt: str, vault: Vault) -> tuple[Report, ReportCase, Vacancy] | None:
    statement = (
        select(Report, ReportCase, Vacancy)
        .join(ReportCase, ReportCase.id == Report.case_id)
        .join(Vacancy, Vacancy.id == ReportCase.vacancy_id)
        .where(Report.receipt_index == vault.blind_index(receipt))
    )
    row = session.execute(statement).one_or_none()
    return (row[0], row[1], row[2]) if row else None


def open_check_report(session: Session, vacancy_id: int, rule_id: str) -> Report | None:
    """What a check said before and nobody has decided yet."""
    statement = (
        select(Report)
        .join(ReportCase, ReportCase.id == Report.case_id)
        .where(ReportCase.vacancy_id == vacancy_id, ReportCase.state.in_(UNDECIDED), Report.rule_id == rule_id)
    )
    return session.scalars(statement.limit(1)).one_or_none()


def reports_with_old_contact(session: Session, received_before: datetime, limit: int = 500) -> list[Report]:
    statement = select(Report).where(Report.contact_sealed.is_not(None), Report.received_at < received_before)
    return list(session.scalars(statement.order_by(Report.id).limit(limit)))


def accounts_that_applied(session: Session, vacancy_id: int) -> list[Account]:
    """People with an account who applied or accepted an invitation and have not withdrawn."""
    statement = (
        select(Account)
        .join(Profile, Profile.account_id == Account.id)
        .join(Introduction, Introduction.profile_id == Profile.id)
        .where(Introduction.vacancy_id == vacancy_id, Introduction.contact_opened_at.is_not(None), Account.is_active)
        .order_by(Account.id)
        .distinct()
    )
    return list(session.scalars(statement))
