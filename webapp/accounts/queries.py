"""Finding accounts."""

from datetime import datetime

from sqlalchemy import case, false, or_, select
from sqlalchemy.orm import Session

from webapp.accounts.models import Account, Consent, OneTimeToken
from webapp.accounts.rules import INVITATION_PURPOSE, TERMS_PURPOSE, Address
from webapp.core.actor import Actor
from webapp.core.crypto import Vault, token_digest
from webapp.core.database import one_or_not_found
from webapp.core.errors import RuleBroken
from webapp.core.paging import Page, decode_cursor, encode_cursor
from webapp.core.permissions import MemberRole, Permission, Role


def actor_of(session: Session, account_id: int, stamp: str) -> Actor | None:
    """The asker behind a session cookie; None when the account is closed or its password changed since."""
    account = session.get(Account, account_id)
    if account is None or not account.is_active or account.stamp != stamp:
        return None
    return as_actor(account)


def as_actor(account: Account) -> Actor:
    return Actor(
        account_id=account.id,
        role=Role(account.role),
        display_name=account.display_name,
        city_code=account.city_code,
        organisation_id=account.organisation_id,
        member_role=MemberRole(account.member_role) if account.member_role else None,
    )


def account_by_address(session: Session, address: Address, vault: Vault) -> Account | None:
    """By blind index: the address itself is not stored in the clear."""
    if address.email:
        return session.scalar(select(Account).where(Account.email_index == vault.blind_index(address.email)))
    return session.scalar(select(Account).where(Account.phone_index == vault.blind_index(address.phone or "")))


def usable_token(session: Session, token: str, now: datetime) -> tuple[OneTimeToken, Account] | None:
    """The link and its account while it works. A closed account is opened by an invitation only."""
    statement = (
        select(OneTimeToken, Account)
        .join(Account, Account.id == OneTimeToken.account_id)
        .where(
            OneTimeToken.digest == token_digest(token),
            OneTimeToken.used_at.is_(None),
            OneTimeToken.expires_at > now,
            or_(Account.is_active, OneTimeToken.purpose == INVITATION_PURPOSE),
        )
    )
    row = session.execute(statement).one_or_none()
    return (row[0], row[1]) if row else None


def unused_tokens(session: Session, account_id: int) -> list[OneTimeToken]:
    """Links that could still be followed."""
    statement = select(OneTimeToken).where(OneTimeToken.account_id == account_id, OneTimeToken.used_at.is_(None))
    return list(session.scalars(statement))


def consents_of(session: Session, account_id: int) -> list[Consent]:
    """Newest first, withdrawn ones among them."""
    statement = select(Consent).where(Consent.account_id == account_id).order_by(Consent.id.desc()).limit(200)
    return list(session.scalars(statement))


def own_consent(session: Session, actor: Actor, consent_id: int) -> Consent:
    statement = select(Consent).where(Consent.id == consent_id, Consent.account_id == actor.account_id)
    return one_or_not_found(session, statement)


def standing_consents(session: Session, account_id: int) -> list[Consent]:
    statement = select(Consent).where(Consent.account_id == account_id, Consent.withdrawn_at.is_(None))
    return list(session.scalars(statement))


def has_accepted_terms(session: Session, account_id: int) -> bool:
    return any(consent.purpose == TERMS_PURPOSE for consent in standing_consents(session, account_id))


def accounts_page(session: Session, actor: Actor, *, after: str | None = None, size: int = 30) -> Page[Account]:
    """For the administrator: newest first."""
    statement = select(Account).order_by(Account.id.desc()).limit(size + 1)
    if not actor.may(Permission.ACCOUNT_MANAGE):
        statement = statement.where(false())
    if after:
        statement = statement.where(Account.id < last_seen_id(after))
    rows = list(session.scalars(statement))
    cursor = encode_cursor(rows[size - 1].id) if len(rows) > size else None
    return Page(rows[:size], cursor)


def last_seen_id(cursor: str) -> int:
    """The row id in a cursor; whatever else somebody wrote there is refused before the database sees it."""
    (value,) = decode_cursor(cursor, 1)
    if not isinstance(value, int) or not 0 <= value < 2**31:
        raise RuleBroken("cursor_unusable", field="after")
    return value


def members_of(session: Session, organisation_id: int) -> list[Account]:
    """People of one organisation who can sign in or are invited to; its owners first."""
    statement = (
        select(Account)
        .where(
            Account.organisation_id == organisation_id,
            or_(Account.is_active, Account.last_sign_in_at.is_(None)),
        )
        .order_by(case((Account.member_role == MemberRole.OWNER, 0), else_=1), Account.id)
        .limit(500)
    )
    return list(session.scalars(statement))


def owners_of(session: Session, organisation_id: int, *, for_change: bool = False) -> list[Account]:
    """Owners who can sign in. `for_change` lets two owners who take each other's role away take turns."""
    statement = (
        select(Account)
        .where(
            Account.organisation_id == organisation_id,
            Account.member_role == MemberRole.OWNER,
            Account.is_active,
        )
        .order_by(Account.id)
    )
    if for_change:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return list(session.scalars(statement))


def officers_of(session: Session, city_code: str) -> list[Account]:
    """Bureau officers of a city who can sign in."""
    statement = select(Account).where(Account.role == Role.OFFICER, Account.city_code == city_code, Account.is_active)
    return list(session.scalars(statement.order_by(Account.id).limit(50)))
