"""Who may appoint, close and see accounts, with the reason."""

from typing import Protocol

from webapp.accounts.rules import STAFF
from webapp.core.actor import Actor, Decision, allow, refuse
from webapp.core.permissions import Permission, Role


class AccountLike(Protocol):
    id: int
    role: str
    organisation_id: int | None


def may_appoint_staff(actor: Actor, role: Role) -> Decision:
    """Administrators appoint people of bureaus; nobody appoints a job seeker."""
    if not actor.may(Permission.ACCOUNT_MANAGE):
        return refuse("role_may_not")
    return allow("administrator") if role in STAFF else refuse("role_not_staff")


def may_close_or_reopen(actor: Actor, account: AccountLike) -> Decision:
    """An administrator, but never their own account: an installation must not lose its last one by a slip."""
    if not actor.may(Permission.ACCOUNT_MANAGE):
        return refuse("role_may_not")
    return refuse("own_account") if account.id == actor.account_id else allow("administrator")


def may_invite_again(actor: Actor, account: AccountLike) -> Decision:
    """A new letter to somebody appointed; people who registered themselves use the reset page."""
    if not actor.may(Permission.ACCOUNT_MANAGE):
        return refuse("role_may_not")
    is_appointed = account.role in STAFF or account.organisation_id is not None
    return allow("administrator") if is_appointed else refuse("role_not_staff")
