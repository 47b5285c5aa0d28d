"""Finding batches and their refused rows; everybody sees their own organisation's or city's."""

from sqlalchemy import ColumnElement, false, select
from sqlalchemy.orm import Session

from webapp.core.actor import Actor
from webapp.core.database import one_or_not_found
from webapp.core.paging import Page, decode_cursor, encode_cursor
from webapp.core.permissions import Permission
from webapp.intake.models import Batch, RefusedRow, WarnedRow
from webapp.postings.models import Vacancy


def visible_batches(actor: Actor) -> ColumnElement[bool]:
    if not actor.may(Permission.INTAKE_RUN):
        return false()
    if actor.organisation_id is not None:
        return Batch.organisation_id == actor.organisation_id
    if actor.city_code is not None:
        return (Batch.city_code == actor.city_code) & Batch.organisation_id.is_(None)
    return Batch.account_id == actor.account_id


def batches(session: Session, actor: Actor, limit: int = 50) -> list[Batch]:
    statement = select(Batch).where(visible_batches(actor)).order_by(Batch.id.desc()).limit(limit)
    return list(session.scalars(statement))


def batch_visible_to(session: Session, actor: Actor, batch_id: int) -> Batch:
    return one_or_not_found(session, select(Batch).where(Batch.id == batch_id, visible_batches(actor)))


def refused_rows(session: Session, batch_id: int, *, after: str | None = None, size: int = 25) -> Page[RefusedRow]:
    """In the order of the file."""
    statement = select(RefusedRow).where(RefusedRow.batch_id == batch_id).order_by(RefusedRow.row_number)
    if after:
        (last,) = decode_cursor(after, 1)
        statement = statement.where(RefusedRow.row_number > (last if isinstance(last, int) else 0))
    rows = list(session.scalars(statement.limit(size + 1)))
    cursor = encode_cursor(rows[size - 1].row_number) if len(rows) > size else None
    return Page(rows[:size], cursor)


def all_refused_rows(session: Session, batch_id: int) -> list[RefusedRow]:
    statement = select(RefusedRow).where(RefusedRow.batch_id == batch_id).order_by(RefusedRow.row_number)
    return list(session.scalars(statement))


def warned_rows(session: Session, batch_id: int, *, size: int = 200) -> list[tuple[WarnedRow, str, str]]:
    """The first rows that were taken in with something to look at, each with title and address of its vacancy."""
    statement = (
        select(WarnedRow, Vacancy.title, Vacancy.public_id)
        .join(Vacancy, Vacancy.id == WarnedRow.vacancy_id)
        .where(WarnedRow.batch_id == batch_id)
        .order_by(WarnedRow.row_number)
        .limit(size)
    )
    return [(row, title, public_id) for row, title, public_id in session.execute(statement)]
