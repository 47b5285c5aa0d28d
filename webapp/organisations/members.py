"""Use cases of the people of an organisation: invite by link, join, give another role, remove, leave."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from webapp.accounts import queries as account_queries
from webapp.accounts import services as account_services
from webapp.accounts.models import Account
from webapp.accounts.rules import read_address
from webapp.audit.services import note
from webapp.core.actor import Actor, ensure
from webapp.core.clock import Clock
from webapp.core.crypto import Vault, new_token, token_digest
from webapp.core.errors import NotFound, RuleBroken
from webapp.core.permissions import MemberRole, Role
from webapp.organisations import policy, queries
from webapp.organisations.models import MemberInvitation, Organisation

LINK_VALID = timedelta(days=7)
INVITATIONS_MOST = 50


@dataclass(frozen=True)
class MadeInvitation:
    """What the edge shows and mails once; the token exists nowhere else."""

    token: str
    email: str | None
    organisation_name: str
    language: str


def invite(
    session: Session, actor: Actor, *, member_role: str, address: str, vault: Vault, clock: Clock
) -> MadeInvitation:
    """A link that lets one person in, for seven days. An address is not needed; the link can be handed over."""
    organisation = queries.own_organisation(session, actor)
    ensure(policy.may_manage(actor, organisation))
    email = read_address(address).email if address else None
    if address and email is None:
        raise RuleBroken("email_needed", field="address")
    if member_role not in set(MemberRole):
        raise RuleBroken("member_role_missing", field="member_role")
    if len(queries.open_invitations(session, organisation.id, clock.now())) >= INVITATIONS_MOST:
        raise RuleBroken("invitations_too_many", facts={"most": INVITATIONS_MOST})
    token = new_token()
    row = MemberInvitation(
        organisation_id=organisation.id,
        member_role=member_role,
        digest=token_digest(token),
        address_sealed=vault.seal(email) if email else None,
        invited_by=actor.account_id,
        invited_at=clock.now(),
        expires_at=clock.now() + LINK_VALID,
    )
    session.add(row)
    session.flush()  # for its id
    _note(session, actor, "member.invited", organisation, row.id, "member_invitation", clock, member_role=member_role)
    language = session.get_one(Account, actor.account_id).language
    return MadeInvitation(token, email, organisation.name, language)


def _note(
    session: Session,
    actor: Actor,
    action: str,
    organisation: Organisation,
    subject_id: int,
    subject_kind: str,
    clock: Clock,
    **facts: object,
) -> None:
    where = {"city_code": organisation.city_code, "organisation_id": organisation.id}
    note(session, actor, action, subject_kind, subject_id, clock=clock, **where, **facts)  # type: ignore[arg-type]


def revoke(session: Session, actor: Actor, invitation_id: int, *, clock: Clock) -> None:
    """End a link that nobody has used; a second time changes nothing."""
    organisation = queries.own_organisation(session, actor)
    ensure(policy.may_manage(actor, organisation))
    row = session.get(MemberInvitation, invitation_id)
    if row is None or row.organisation_id != organisation.id:
        raise NotFound("not_found")
    if row.used_at is None and row.revoked_at is None:
        row.revoked_at = clock.now()
        _note(session, actor, "member.invitation_revoked", organisation, row.id, "member_invitation", clock)


def join(session: Session, actor: Actor, token: str, *, clock: Clock) -> Organisation:
    """Follow a link: the signed-in person becomes a member in the role that the link names."""
    found = queries.invitation_by_token(session, token, clock.now(), for_change=True)
    if found is None:
        raise NotFound("join_link_used_up")
    row, organisation = found
    ensure(policy.may_join(actor, row.member_role))
    account = session.get_one(Account, actor.account_id)
    # Nothing hangs on an account without an organisation, so a slip at the registration costs nobody a second one.
    account.role = Role.AGENCY if organisation.kind == "agency" else Role.EMPLOYER
    account.organisation_id, account.member_role = organisation.id, row.member_role
    row.used_at, row.used_by = clock.now(), account.id
    joined = account_queries.as_actor(account)
    _note(session, joined, "member.joined", organisation, account.id, "account", clock, member_role=row.member_role)
    return organisation


def change_role(session: Session, actor: Actor, account_id: int, member_role: str, *, clock: Clock) -> Account:
    """Give a member another role. The last owner stays owner."""
    organisation, member = _member(session, actor, account_id)
    ensure(policy.may_change_member(actor, organisation, member))
    if member_role not in set(MemberRole):
        raise RuleBroken("member_role_missing")
    if member.member_role != member_role:
        _keep_an_owner(session, organisation, member)
        before, member.member_role = member.member_role, member_role
        facts = {"member_role": member_role, "before": before}
        _note(session, actor, "member.role_changed", organisation, member.id, "account", clock, **facts)
    return member


def remove(session: Session, actor: Actor, account_id: int, *, clock: Clock) -> None:
    """Somebody no longer acts for the organisation. Their account stays theirs, with nothing of the organisation."""
    organisation, member = _member(session, actor, account_id)
    ensure(policy.may_remove_member(actor, organisation, member))
    _keep_an_owner(session, organisation, member)
    _note(session, actor, "account.member_removed", organisation, member.id, "account", clock)
    if account_services.is_invited(member):
        account_services.close_account(session, member, clock=clock)
    else:
        member.organisation_id = member.member_role = None


def leave(session: Session, actor: Actor, *, clock: Clock) -> None:
    """Go by oneself. The last owner cannot: somebody must be able to let people in."""
    organisation = queries.own_organisation(session, actor)
    ensure(policy.may_read(actor, organisation))
    member = session.get_one(Account, actor.account_id)
    _keep_an_owner(session, organisation, member)
    member.organisation_id = member.member_role = None
    _note(session, actor, "member.left", organisation, member.id, "account", clock)


def _member(session: Session, actor: Actor, account_id: int) -> tuple[Organisation, Account]:
    organisation = queries.own_organisation(session, actor)
    member = session.get(Account, account_id)
    if member is None or member.organisation_id != organisation.id:
        raise NotFound("not_found")
    return organisation, member


def _keep_an_owner(session: Session, organisation: Organisation, member: Account) -> None:
    if member.member_role != MemberRole.OWNER:
        return
    owners = account_queries.owners_of(session, organisation.id, for_change=True)
    # Somebody invited who has never signed in is no owner who could let people in.
    if [one.id for one in owners] in ([], [member.id]):
        raise RuleBroken("last_owner_stays")
