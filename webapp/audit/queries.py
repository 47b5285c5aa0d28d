"""Reading the audit: staff see what happened in their own city, coordinator and administrator see all."""

from sqlalchemy import Select, false, select
from sqlalchemy.orm import Session

from webapp.audit.models import AuditEntry
from webapp.core.actor import Actor
from webapp.core.paging import Page, decode_cursor, encode_cursor
from webapp.core.permissions import Permission, Role


def _visible(actor: Actor) -> Select[AuditEntry]:
    statement = select(AuditEntry)
    if not actor.may(Permission.AUDIT_READ):
        return statement.where(false())
    if actor.role in (Role.OFFICER, Role.INSPECTOR):
        return statement.where(AuditEntry.city_code == actor.city_code)
    return statement


def entries(session: Session, actor: Actor, *, after: str | None = None, size: int = 50) -> Page[AuditEntry]:
    """Newest first."""
    statement = _visible(actor).order_by(AuditEntry.id.desc()).limit(size + 1)
    if after:
        (last_id,) = decode_cursor(after, 1)
        statement = statement.where(AuditEntry.id < last_id)
    rows = list(session.scalars(statement))
    cursor = encode_cursor(rows[size - 1].id) if len(rows) > size else None
    return Page(rows[:size], cursor)


def entries_about(session: Session, actor: Actor, subject_kind: str, subject_id: int) -> list[AuditEntry]:
    """The whole trail of one record, oldest first."""
    statement = _visible(actor).where(AuditEntry.subject_kind == subject_kind, AuditEntry.subject_id == subject_id)
    return list(session.scalars(statement.order_by(AuditEntry.id).limit(500)))
