"""Who may edit, verify and see an organisation and its people, with the reason."""

from typing import Protocol

from webapp.core.actor import Actor, Decision, allow, refuse
from webapp.core.permissions import Permission, Role


class OrganisationLike(Protocol):
    id: int
    city_code: str
    state: str


class MemberLike(Protocol):
    id: int
    organisation_id: int | None


def may_read(actor: Actor, organisation: OrganisationLike) -> Decision:
    """Its members, in whatever role."""
    if not actor.may(Permission.ORGANISATION_OWN):
        return refuse("role_may_not")
    return allow("member") if actor.organisation_id == organisation.id else refuse("other_organisation")


def may_manage(actor: Actor, organisation: OrganisationLike) -> Decision:
    """Its owners: the description, the evidence, the people, and the clients of an agency."""
    if not actor.may(Permission.ORGANISATION_OWN):
        return refuse("role_may_not")
    if actor.organisation_id != organisation.id:
        return refuse("other_organisation")
    return allow("owner") if actor.may(Permission.ORGANISATION_MANAGE) else refuse("not_owner")


def may_read_evidence(actor: Actor, organisation: OrganisationLike) -> Decision:
    """The organisation's owners and the bureau of the place; nobody else learns that it is there."""
    return may_verify(actor, organisation) or may_manage(actor, organisation)


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


def may_change_member(actor: Actor, organisation: OrganisationLike, member: MemberLike) -> Decision:
    """An owner gives another role to a member, themselves among them."""
    manages = may_manage(actor, organisation)
    if not manages:
        return manages
    return allow("owner") if member.organisation_id == organisation.id else refuse("other_organisation")


def may_remove_member(actor: Actor, organisation: OrganisationLike, member: MemberLike) -> Decision:
    """An owner, anybody but themselves: who goes by themselves leaves."""
    changes = may_change_member(actor, organisation, member)
    if not changes:
        return changes
    return refuse("not_own_account") if member.id == actor.account_id else allow("owner")


def may_join(actor: Actor, member_role: str) -> Decision:
    """Somebody with an employer's or agency's account who belongs to no organisation yet."""
    if actor.role not in (Role.EMPLOYER, Role.AGENCY):
        return refuse("join_needs_employer_account")
    return refuse("join_is_member_already") if actor.organisation_id is not None else allow(f"invited_as_{member_role}")


def sees_everything(actor: Actor) -> bool:
    """Staff who look into postings see organisations that the public does not see yet."""
    return actor.may(Permission.POSTING_INSPECT) or actor.role is Role.ADMINISTRATOR
