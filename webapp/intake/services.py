"""Use cases of intake: keep the upload, confirm the mapping, take the rows in, in steps that survive a crash."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from webapp.accounts.models import Account
from webapp.accounts.queries import as_actor
from webapp.audit.services import note
from webapp.core import queue
from webapp.core.actor import Actor
from webapp.core.clock import Clock
from webapp.core.crypto import Vault
from webapp.core.database import Database
from webapp.core.errors import Conflict, NotAllowed, RuleBroken, RulesBroken, SiteError
from webapp.core.permissions import Permission
from webapp.intake import queries
from webapp.intake.interpreting import Defaults, RowProblems, read_profile, read_vacancy
from webapp.intake.models import Batch, RefusedRow, WarnedRow
from webapp.intake.reading import columns_of, count_rows, rows_of
from webapp.intake.rules import PROTECTED, ROWS_A_STEP, default_duties, fields_of, guess_mapping, missing_fields
from webapp.organisations.models import Organisation
from webapp.organisations.services import organisation_for_import
from webapp.postings.lint import Finding, Severity
from webapp.postings.linting import Linter
from webapp.postings.services import import_profile, import_vacancy
from webapp.reference.catalogue import Catalogue
from webapp.reference.queries import catalogue

TAKE_IN_JOB = "intake.take_in"


@dataclass(frozen=True)
class PreviewRow:
    """One of the first rows as it would be taken in, or what keeps it out."""

    number: int
    read: Any | None
    problems: list[RuleBroken]
    found: tuple[Finding, ...] = ()


def keep_upload(
    session: Session, actor: Actor, kind: str, file_name: str, data: bytes, folder: Path, *, clock: Clock
) -> Batch:
    """Store the file and guess what its columns mean. Raises RuleBroken for a file that cannot be read."""
    if not actor.may(Permission.INTAKE_RUN) or actor.account_id is None:
        raise NotAllowed("role_may_not")
    if kind == "profile" and actor.organisation_id is not None:
        raise RuleBroken("profiles_by_bureaus_only", field="kind")
    if not data:
        raise RuleBroken("file_empty", field="file")
    stored_name = secrets.token_hex(16)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / stored_name
    path.write_bytes(data)
    try:
        columns, rows_total = columns_of(path), count_rows(path)
    except RuleBroken:
        path.unlink()
        raise
    batch = Batch(
        kind=kind,
        account_id=actor.account_id,
        organisation_id=actor.organisation_id,
        city_code=actor.city_code,
        file_name=file_name[:200],
        stored_name=stored_name,
        sha256=hashlib.sha256(data).hexdigest(),
        columns=columns,
        mapping=guess_mapping(kind, columns),
        options=asdict(Defaults(duties=default_duties())),
        rows_total=rows_total,
        created_at=clock.now(),
    )
    session.add(batch)
    session.flush()  # for its id
    return batch


def confirm_mapping(
    session: Session, actor: Actor, batch_id: int, mapping: dict[str, str], options: dict[str, Any]
) -> Batch:
    """What each column means and what holds for all rows, as the user confirmed it."""
    batch = queries.batch_visible_to(session, actor, batch_id)
    if batch.state != "uploaded":
        raise Conflict("batch_already_started")
    known = {*fields_of(batch.kind), PROTECTED}
    clean = {column: field for column, field in mapping.items() if column in batch.columns and field in known}
    chosen = [field for field in clean.values() if field != PROTECTED]
    if len(chosen) != len(set(chosen)):
        raise RuleBroken("field_chosen_twice")
    batch.mapping, batch.options = clean, asdict(Defaults(**options))
    return batch


def start(session: Session, actor: Actor, batch_id: int, *, clock: Clock) -> Batch:
    """Promise the work to the worker. Starting twice is refused, so that a double click does no harm."""
    batch = queries.batch_visible_to(session, actor, batch_id)
    if batch.state != "uploaded":
        raise Conflict("batch_already_started")
    if missing_fields(batch.kind, batch.mapping, has_organisation=batch.organisation_id is not None):
        raise RuleBroken("needed_columns_missing")
    batch.state = "queued"
    note(session, actor, "batch.started", "batch", batch.id, clock=clock)
    queue.enqueue(session, TAKE_IN_JOB, batch_id=batch.id)
    return batch


def cancel(session: Session, actor: Actor, batch_id: int, *, clock: Clock) -> Batch:
    """Stop after the current step; what was taken in stays."""
    batch = queries.batch_visible_to(session, actor, batch_id)
    if batch.state not in ("uploaded", "queued", "running"):
        raise Conflict("batch_already_ended")
    batch.wants_cancel = True
    if batch.state != "running":
        batch.state, batch.finished_at = "cancelled", clock.now()
    note(session, actor, "batch.cancelled", "batch", batch.id, clock=clock)
    return batch


def preview(session: Session, batch: Batch, folder: Path, *, clock: Clock, size: int = 20) -> list[PreviewRow]:
    """The first rows as they would be understood."""
    reader = _RowReader(session, batch, clock)
    rows = []
    for number, row in islice(rows_of(folder / batch.stored_name), size):
        try:
            read = reader.read(row)
            rows.append(PreviewRow(number, read, *reader.lint(read)))
        except RowProblems as error:
            rows.append(PreviewRow(number, None, error.problems))
    return rows


class _RowReader:
    """Reads rows of one batch with its mapping, its defaults and the names of the moment."""

    def __init__(self, session: Session, batch: Batch, clock: Clock) -> None:
        self.names: Catalogue = catalogue(session)
        self.batch, self.today = batch, clock.today()
        self.defaults = Defaults(**batch.options)
        self.linter = Linter(session, self.today)
        self.organisation = session.get(Organisation, batch.organisation_id) if batch.organisation_id else None

    def lint(self, read: Any) -> tuple[list[RuleBroken], tuple[Finding, ...]]:
        """What the lint finds in a read vacancy: what would keep it out, and what is to be looked at."""
        if self.batch.kind == "profile":
            return [], ()
        report = self.linter.report(read.draft, self.organisation)
        stops = [RuleBroken(one.code, field=one.field, facts=one.values) for one in report.of(Severity.BLOCK)]
        return stops, report.of(Severity.WARN, Severity.FLAG)

    def read(self, row: dict[str, str]) -> Any:
        mapping = {column: field for column, field in self.batch.mapping.items() if field != PROTECTED}
        if self.batch.kind == "profile":
            return read_profile(row, mapping, self.names, self.today)
        own_name = self.organisation.name if self.organisation else None
        return read_vacancy(row, mapping, self.names, self.defaults, self.today, own_name=own_name)


def take_in(
    database: Database, batch_id: int, folder: Path, *, clock: Clock, vault: Vault, still_at_it: Callable[[], None]
) -> None:
    """Take the rows in, a hundred a transaction. After a crash it goes on behind the last finished step."""
    with database.transaction() as session:
        batch = session.get(Batch, batch_id)
        if batch is None or batch.state not in ("queued", "running"):
            return
        if batch.state == "queued":
            session.execute(delete(RefusedRow).where(RefusedRow.batch_id == batch_id))
            session.execute(delete(WarnedRow).where(WarnedRow.batch_id == batch_id))
            batch.state, batch.started_at = "running", clock.now()
        done = batch.rows_done
    rows = islice(rows_of(folder / batch.stored_name), done, None)
    while step := list(islice(rows, ROWS_A_STEP)):
        with database.transaction() as session:
            if not _take_step(session, batch_id, step, clock, vault):
                return
        still_at_it()
    with database.transaction() as session:
        values = {"state": "done", "finished_at": clock.now()}
        session.execute(update(Batch).where(Batch.id == batch_id).values(values))


def _take_step(
    session: Session, batch_id: int, rows: list[tuple[int, dict[str, str]]], clock: Clock, vault: Vault
) -> bool:
    """One step; False when the user has cancelled meanwhile."""
    batch = session.get_one(Batch, batch_id)
    if batch.wants_cancel:
        batch.state, batch.finished_at = "cancelled", clock.now()
        return False
    actor = as_actor(session.get_one(Account, batch.account_id))
    reader = _RowReader(session, batch, clock)
    counts = {"added": 0, "changed": 0, "repeated": 0}
    refused: list[dict[str, Any]] = []
    warned: list[dict[str, Any]] = []
    for number, row in rows:
        try:
            outcome, vacancy_id, found = _take_row(session, actor, batch, reader, row, clock, vault)
            counts[outcome] += 1
            if found and vacancy_id is not None and outcome != "repeated":
                findings = [one.as_json() for one in found]
                warned.append(
                    {"batch_id": batch_id, "row_number": number, "vacancy_id": vacancy_id, "findings": findings}
                )
        except (RowProblems, SiteError) as error:
            refused.append(
                {"batch_id": batch_id, "row_number": number, "raw": _kept(batch, row), "errors": _as_json(error)}
            )
    if refused:
        session.execute(insert(RefusedRow), refused)
    if warned:
        session.execute(insert(WarnedRow), warned)
    batch.rows_warned += len(warned)
    batch.rows_done += len(rows)
    batch.rows_added += counts["added"]
    batch.rows_changed += counts["changed"]
    batch.rows_repeated += counts["repeated"]
    batch.rows_refused += len(refused)
    return True


def _kept(batch: Batch, row: dict[str, str]) -> dict[str, str]:
    """The refused row without the columns that this service must not keep."""
    return {column: text for column, text in row.items() if batch.mapping.get(column) != PROTECTED}


def _take_row(
    session: Session,
    actor: Actor,
    batch: Batch,
    reader: _RowReader,
    row: dict[str, str],
    clock: Clock,
    vault: Vault,
) -> tuple[str, int | None, tuple[Finding, ...]]:
    """What became of the row, the vacancy that it became, and what its readers should look at."""
    read = reader.read(row)
    if batch.kind == "profile":
        _, outcome = import_profile(
            session, actor, read.draft, source_key=read.key, source_name=batch.file_name, clock=clock, vault=vault
        )
        return outcome, None, ()
    organisation = reader.organisation or organisation_for_import(
        session,
        actor,
        name=read.organisation_name,
        city_code=read.draft.places[0].city_code,
        credit_code=read.credit_code,
        clock=clock,
    )
    vacancy, outcome = import_vacancy(
        session,
        actor,
        read.draft,
        organisation=organisation,
        source_key=read.key,
        source_name=batch.file_name,
        clock=clock,
        linter=reader.linter,
    )
    _, found = reader.lint(read)
    return outcome, vacancy.id, found


def _as_json(error: RowProblems | SiteError) -> list[dict[str, Any]]:
    """Codes and facts: the words are chosen when somebody reads them, in their language."""
    if isinstance(error, RowProblems):
        problems: list[SiteError] = list(error.problems)
    elif isinstance(error, RulesBroken):
        problems = list(error.broken)
    else:
        problems = [error]
    return [{"code": one.code, "field": one.field, "facts": one.facts} for one in problems]
