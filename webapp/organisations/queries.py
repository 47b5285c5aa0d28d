"""Finding organisations: the own one, the public one, those that wait for their bureau."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import Session

from webapp.core.actor import Actor
from webapp.core.crypto import token_digest
from webapp.core.database import one_or_not_found
from webapp.core.errors import NotFound, RuleBroken
from webapp.core.paging import Page, decode_cursor, encode_cursor
from webapp.core.permissions import Permission
from webapp.organisations.models import (
    AgencyClient,
    Evidence,
    MemberInvitation,
    Organisation,
    OrganisationNotice,
    VerificationStep,
)
from webapp.organisations.policy import sees_everything
from webapp.organisations.rules import Review, State
from webapp.organisations.standing import Terms
from webapp.reference.models import Code

# The officer's lists, in the order of their tabs.
ORGANISATION_LISTS = ("waiting", "more_asked", "overdue", "verified", "refused", "unverified")


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


def _in_list(name: str, today: date) -> ColumnElement[bool]:
    """The officer's lists: what waits, what was asked back, what is overdue, and the rest by standing."""
    if name == "waiting":
        return Organisation.review == Review.WAITING
    if name == "more_asked":
        return Organisation.review == Review.MORE_ASKED
    if name == "overdue":
        is_late = or_(Organisation.due_on.is_(None), Organisation.due_on < today)
        return and_(Organisation.state == State.VERIFIED, is_late)
    return Organisation.state == name


def organisations_to_verify(
    session: Session,
    actor: Actor,
    *,
    today: date,
    listed: str = "waiting",
    after: str | None = None,
    size: int = 30,
) -> Page[Organisation]:
    """The longest waiting first, so that nobody is overtaken. `listed` is one of ORGANISATION_LISTS."""
    statement = _of_own_bureau(actor).where(_in_list(listed, today))
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
    waiting = _of_own_bureau(actor).where(Organisation.review == Review.WAITING)
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


def own_organisation(session: Session, actor: Actor) -> Organisation:
    """The same, where there must be one."""
    found = organisation_of(session, actor)
    if found is None:
        raise NotFound("not_found")
    return found


# -- verification --------------------------------------------------------------------------


def terms_on(session: Session, day: date) -> Terms:
    """The terms in force on a day, from the dated list of the release."""
    statement = select(Code).where(
        Code.list_name == "verification_terms",
        or_(Code.valid_from.is_(None), Code.valid_from <= day),
        or_(Code.valid_to.is_(None), Code.valid_to >= day),
    )
    amounts = {row.code: int(row.details["amount"]) for row in session.scalars(statement.order_by(Code.valid_from))}
    return Terms(
        months=amounts["reverification"],
        grace_days=amounts["grace"],
        reminder_days=(amounts["first_reminder"], amounts["second_reminder"]),
    )


def steps_of(session: Session, organisation_id: int) -> list[VerificationStep]:
    """Newest first."""
    statement = select(VerificationStep).where(VerificationStep.organisation_id == organisation_id)
    return list(session.scalars(statement.order_by(VerificationStep.id.desc()).limit(100)))


def last_step(session: Session, organisation_id: int, action: str) -> VerificationStep | None:
    statement = select(VerificationStep).where(
        VerificationStep.organisation_id == organisation_id, VerificationStep.action == action
    )
    return session.scalars(statement.order_by(VerificationStep.id.desc()).limit(1)).one_or_none()


def evidence_of(session: Session, organisation_id: int) -> list[Evidence]:
    """Newest first, the authorisations of clients among them."""
    statement = select(Evidence).where(Evidence.organisation_id == organisation_id)
    return list(session.scalars(statement.order_by(Evidence.id.desc()).limit(200)))


def evidence_with_owner(session: Session, evidence_id: int) -> tuple[Evidence, Organisation]:
    """A file and whose it is. For callers that ask the policy before they open it."""
    statement = (
        select(Evidence, Organisation)
        .join(Organisation, Organisation.id == Evidence.organisation_id)
        .where(Evidence.id == evidence_id)
    )
    row = session.execute(statement).one_or_none()
    if row is None:
        raise NotFound("not_found")
    return row[0], row[1]


def stored_names(session: Session) -> set[str]:
    return set(session.scalars(select(Evidence.stored_name)))


def verified_ids_after(session: Session, last_id: int, size: int = 200) -> list[int]:
    """The next verified organisations in the order of their ids, for going through all of them in steps."""
    statement = select(Organisation.id).where(Organisation.state == State.VERIFIED, Organisation.id > last_id)
    return list(session.scalars(statement.order_by(Organisation.id).limit(size)))


def was_told(session: Session, organisation_id: int, subject: str, due_on: date, stage: str) -> bool:
    statement = select(OrganisationNotice.id).where(
        OrganisationNotice.organisation_id == organisation_id,
        OrganisationNotice.subject == subject,
        OrganisationNotice.due_on == due_on,
        OrganisationNotice.stage == stage,
    )
    return session.scalar(statement) is not None


# -- members --------------------------------------------------------------------------------


def open_invitations(session: Session, organisation_id: int, now: datetime) -> list[MemberInvitation]:
    """Links that still work, newest first."""
    statement = select(MemberInvitation).where(MemberInvitation.organisation_id == organisation_id, *_is_open(now))
    return list(session.scalars(statement.order_by(MemberInvitation.id.desc()).limit(100)))


def invitation_by_token(
    session: Session, token: str, now: datetime, *, for_change: bool = False
) -> tuple[MemberInvitation, Organisation] | None:
    """The invitation behind a link while it works."""
    statement = (
        select(MemberInvitation, Organisation)
        .join(Organisation, Organisation.id == MemberInvitation.organisation_id)
        .where(MemberInvitation.digest == token_digest(token), *_is_open(now))
    )
    if for_change:
        # Two people with one link take turns; the second finds it used.
        statement = statement.with_for_update(of=MemberInvitation)
    row = session.execute(statement).one_or_none()
    return (row[0], row[1]) if row else None


def _is_open(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        MemberInvitation.used_at.is_(None),
        MemberInvitation.revoked_at.is_(None),
        MemberInvitation.expires_at > now,
    )


# -- clients of an agency ----------------------------------------------------------------------


def clients_of(session: Session, organisation_id: int) -> list[AgencyClient]:
    """By name, those that are over among them."""
    statement = select(AgencyClient).where(AgencyClient.organisation_id == organisation_id)
    return list(session.scalars(statement.order_by(AgencyClient.name, AgencyClient.id).limit(1000)))


def own_client(session: Session, actor: Actor, client_id: int) -> AgencyClient:
    statement = select(AgencyClient).where(
        AgencyClient.id == client_id, AgencyClient.organisation_id == (actor.organisation_id or -1)
    )
    return one_or_not_found(session, statement)


def client_by_code(session: Session, organisation_id: int, credit_code: str) -> AgencyClient | None:
    statement = select(AgencyClient).where(
        AgencyClient.organisation_id == organisation_id, AgencyClient.credit_code == credit_code
    )
    return session.scalars(statement).one_or_none()
