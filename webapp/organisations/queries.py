"""Finding organisations: the own one, the public one, those that wait for their bureau."""

from sqlalchemy import Select, false, func, or_, select
from sqlalchemy.orm import Session

from webapp.core.actor import Actor
from webapp.core.database import one_or_not_found
from webapp.core.errors import RuleBroken
from webapp.core.paging import Page, decode_cursor, encode_cursor
from webapp.core.permissions import Permission
from webapp.organisations.models import Organisation
from webapp.organisations.policy import sees_everything
from webapp.organisations.rules import State


def organisation_of(session: Session, actor: Actor) -> Organisation | None:
    """The organisation that the actor is a member of."""
    return session.get(Organisation, actor.organisation_id) if actor.organisation_id is not None else None


def visible_organisation(session: Session, actor: Actor, organisation_id: int) -> Organisation:
    """Verified ones are public; the others exist for their members and for staff."""
    statement = select(Organisation).where(Organisation.id == organisation_id)
    if not sees_everything(actor):
        own = Organisation.id == actor.organisation_id if actor.organisation_id is not None else false()
        statement = statement.where(or_(Organisation.state == State.VERIFIED, own))
    return one_or_not_found(session, statement)


def _of_own_bureau(actor: Actor) -> Select[Organisation]:
    statement = select(Organisation)
    if not actor.may(Permission.ORGANISATION_VERIFY):
        return statement.where(false())
    return statement.where(Organisation.city_code == actor.city_code)


def organisation_to_verify(session: Session, actor: Actor, organisation_id: int) -> Organisation:
    """One of the officer's own city, whatever its state."""
    return one_or_not_found(session, _of_own_bureau(actor).where(Organisation.id == organisation_id))


def organisations_to_verify(
    session: Session, actor: Actor, *, state: str = State.SUBMITTED, after: str | None = None, size: int = 30
) -> Page[Organisation]:
    """The longest waiting first, so that nobody is overtaken."""
    statement = _of_own_bureau(actor).where(Organisation.state == state)
    total = session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    if after:
        changed_at, last_id = _place_after(session, after)
        later = (Organisation.changed_at > changed_at) | (
            (Organisation.changed_at == changed_at) & (Organisation.id > last_id)
        )
        statement = statement.where(later)
    ordered = statement.order_by(Organisation.changed_at, Organisation.id).limit(size + 1)
    rows = list(session.scalars(ordered))
    return Page(rows[:size], encode_cursor(rows[size - 1].id) if len(rows) > size else None, total)


def _place_after(session: Session, cursor: str) -> tuple[object, int]:
    (last_id,) = decode_cursor(cursor, 1)
    row = session.get(Organisation, last_id) if isinstance(last_id, int) and 0 <= last_id < 2**31 else None
    if row is None:
        raise RuleBroken("cursor_unusable", field="after")
    return row.changed_at, row.id


def count_to_verify(session: Session, actor: Actor) -> int:
    waiting = _of_own_bureau(actor).where(Organisation.state == State.SUBMITTED)
    return session.scalar(select(func.count()).select_from(waiting.subquery())) or 0


def by_credit_code(session: Session, credit_code: str) -> Organisation | None:
    return session.scalars(select(Organisation).where(Organisation.credit_code == credit_code)).one_or_none()


def by_name_in_city(session: Session, name: str, city_code: str) -> Organisation | None:
    """The oldest of that name; two firms of one name in one city are told apart by their credit code."""
    statement = (
        select(Organisation)
        .where(Organisation.name == name, Organisation.city_code == city_code)
        .order_by(Organisation.id)
        .limit(1)
    )
    return session.scalars(statement).one_or_none()
