"""Finding accounts."""

from sqlalchemy.orm import Session

from webapp.accounts.models import Account
from webapp.core.actor import Actor
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
