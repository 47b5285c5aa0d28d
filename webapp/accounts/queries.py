"""Finding accounts."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.accounts.models import Account, Consent, OneTimeToken
from webapp.accounts.rules import Address
from webapp.core.actor import Actor
from webapp.core.crypto import Vault, token_digest
from webapp.core.paging import Page, decode_cursor, encode_cursor
from webapp.core.permissions import Role


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
    )


def account_by_address(session: Session, address: Address, vault: Vault) -> Account | None:
    """By blind index: the address itself is not stored in the clear."""
    if address.email:
        return session.scalar(select(Account).where(Account.email_index == vault.blind_index(address.email)))
    return session.scalar(select(Account).where(Account.phone_index == vault.blind_index(address.phone or "")))


def usable_token(session: Session, token: str, purpose: str, now: datetime) -> OneTimeToken | None:
    statement = select(OneTimeToken).where(
        OneTimeToken.digest == token_digest(token),
        OneTimeToken.purpose == purpose,
        OneTimeToken.used_at.is_(None),
        OneTimeToken.expires_at > now,
    )
    return session.scalar(statement)


def consents_of(session: Session, account_id: int) -> list[Consent]:
    """Newest first, withdrawn ones among them."""
    statement = select(Consent).where(Consent.account_id == account_id).order_by(Consent.id.desc()).limit(200)
    return list(session.scalars(statement))


def accounts_page(session: Session, *, after: str | None = None, size: int = 30) -> Page[Account]:
    """For the administrator: newest first."""
    statement = select(Account).order_by(Account.id.desc()).limit(size + 1)
    if after:
        (last_id,) = decode_cursor(after, 1)
        statement = statement.where(Account.id < (last_id if isinstance(last_id, int) else 0))
    rows = list(session.scalars(statement))
    cursor = encode_cursor(rows[size - 1].id) if len(rows) > size else None
    return Page(rows[:size], cursor)


def members_of(session: Session, organisation_id: int) -> list[Account]:
    statement = select(Account).where(Account.organisation_id == organisation_id).order_by(Account.id).limit(100)
    return list(session.scalars(statement))
