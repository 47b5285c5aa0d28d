"""Who may edit, verify and see an organisation and its people, with the reason."""

from typing import Protocol

from webapp.core.actor import Actor, Decision, allow, refuse
from webapp.core.permissions import Permission, Role


class OrganisationLike(Protocol):
    id: int
    city_code: str
    state: str


def may_edit(actor: Actor, organisation: OrganisationLike) -> Decision:
    """Its members."""
    if not actor.may(Permission.ORGANISATION_OWN):
        return refuse("role_may_not")
    return allow("member") if actor.organisation_id == organisation.id else refuse("other_organisation")


def may_verify(actor: Actor, organisation: OrganisationLike) -> Decision:
    """The bureau of the city that the organisation is registered in."""
    if not actor.may(Permission.ORGANISATION_VERIFY):
        return refuse("role_may_not")
    return allow("bureau_of_place") if actor.city_code == organisation.city_code else refuse("other_city")


def may_invite_first_member(actor: Actor, organisation: OrganisationLike, member_count: int) -> Decision:
    """The bureau, when an organisation came from a file and has nobody who could sign in for it."""
    verifies = may_verify(actor, organisation)
    if not verifies:
        return verifies
    return refuse("has_members") if member_count else allow("bureau_of_place")


def may_remove_member(actor: Actor, organisation_id: int, *, is_owner: bool, member_id: int) -> Decision:
    """The owner, anybody but themselves."""
    if actor.organisation_id != organisation_id or not is_owner:
        return refuse("not_owner")
    return refuse("not_own_account") if member_id == actor.account_id else allow("owner")


def sees_everything(actor: Actor) -> bool:
    """Staff who look into postings see organisations that the public does not see yet."""
    return actor.may(Permission.POSTING_INSPECT) or actor.role is Role.ADMINISTRATOR
