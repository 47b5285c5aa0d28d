"""Use cases of organisations: describe, submit, verify or refuse, take in from a file, invite and remove people."""

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from webapp.accounts import queries as account_queries
from webapp.accounts import services as account_services
from webapp.accounts.models import Account
from webapp.accounts.services import Invitation
from webapp.audit.services import note
from webapp.core.actor import Actor, ensure
from webapp.core.clock import Clock
from webapp.core.crypto import Vault
from webapp.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from webapp.core.identifiers import is_credit_code
from webapp.core.permissions import Permission, Role
from webapp.organisations import policy, queries
from webapp.organisations.models import Organisation
from webapp.organisations.rules import (
    NAME_LENGTH_MAX,
    VERIFIED_FACTS,
    OrganisationDraft,
    State,
    Step,
    check_decision,
    check_organisation,
    next_state,
    normal_credit_code,
    normal_name,
)

_PLAIN_FACTS = (
    "name",
    "credit_code",
    "city_code",
    "district_code",
    "address",
    "industry_code",
    "size_band",
    "introduction",
    "licence_number",
    "licence_valid_to",
)


def save_organisation(
    session: Session,
    actor: Actor,
    draft: OrganisationDraft,
    *,
    vault: Vault,
    clock: Clock,
    version: int | None = None,
    submit: bool = True,
) -> Organisation:
    """Create or edit the actor's own organisation, and hand it to the bureau when that is wished or needed."""
    if not actor.may(Permission.ORGANISATION_OWN):
        raise NotAllowed("role_may_not")
    kind = "agency" if actor.role is Role.AGENCY else "employer"
    check_organisation(draft, kind, clock.today())
    organisation = queries.organisation_of(session, actor)
    taken = queries.by_credit_code(session, draft.credit_code)
    if taken is not None and (organisation is None or taken.id != organisation.id):
        raise RuleBroken("credit_code_taken", field="credit_code")
    is_new = organisation is None
    if organisation is None:
        now = clock.now()
        organisation = Organisation(kind=kind, state=State.UNVERIFIED, created_at=now, changed_at=now, version=0)
    elif version is not None and version != organisation.version:
        raise Conflict("organisation_changed_meanwhile")
    was_verified = organisation.state == State.VERIFIED
    changes_verified_facts = any(getattr(organisation, name) != getattr(draft, name) for name in VERIFIED_FACTS)
    _write(session, organisation, draft, vault=vault, clock=clock)
    if is_new:
        founder = session.get_one(Account, actor.account_id)
        founder.organisation_id, founder.is_organisation_owner = organisation.id, True
    city_code = organisation.city_code
    note(session, actor, "organisation.saved", "organisation", organisation.id, clock=clock, city_code=city_code)
    if (was_verified and changes_verified_facts) or (submit and not was_verified):
        _submit(session, actor, organisation, clock=clock)
    return organisation


def _write(
    session: Session, organisation: Organisation, draft: OrganisationDraft, *, vault: Vault, clock: Clock
) -> None:
    for name in _PLAIN_FACTS:
        setattr(organisation, name, getattr(draft, name))
    organisation.contact_name_sealed = vault.seal(draft.contact_name)
    organisation.contact_phone_sealed = vault.seal(draft.contact_phone)
    organisation.changed_at = clock.now()
    organisation.version += 1
    try:
        with session.begin_nested():
            session.add(organisation)
            session.flush()  # for its id, and to learn now of somebody who was faster with the same code
    except IntegrityError as error:
        raise RuleBroken("credit_code_taken", field="credit_code") from error


def _submit(session: Session, actor: Actor, organisation: Organisation, *, clock: Clock) -> None:
    organisation.state = next_state(organisation.state, Step.SUBMIT)
    organisation.refusal_reason = None
    city_code = organisation.city_code
    note(session, actor, "organisation.submitted", "organisation", organisation.id, clock=clock, city_code=city_code)


def decide_organisation(
    session: Session,
    actor: Actor,
    organisation_id: int,
    *,
    approve: bool,
    reason: str,
    version: int | None,
    clock: Clock,
) -> Organisation:
    """Verify or refuse, by the bureau of the place. What was decided on must be what is stored now."""
    organisation = queries.organisation_to_verify(session, actor, organisation_id)
    ensure(policy.may_verify(actor, organisation))
    check_decision(approve, reason)
    if version is not None and version != organisation.version:
        raise Conflict("organisation_changed_meanwhile")
    organisation.state = next_state(organisation.state, Step.VERIFY if approve else Step.REFUSE)
    organisation.refusal_reason = None if approve else reason.strip()
    organisation.verified_at = clock.now() if approve else None
    organisation.verified_by = actor.account_id if approve else None
    organisation.changed_at = clock.now()
    organisation.version += 1
    action = "organisation.verified" if approve else "organisation.refused"
    note(session, actor, action, "organisation", organisation.id, clock=clock, city_code=organisation.city_code)
    return organisation


def organisation_for_import(
    session: Session, actor: Actor, *, name: str, city_code: str, credit_code: str | None = None, clock: Clock
) -> Organisation:
    """The organisation that a row of a file names: by credit code, else by name and city, else made.

    A bureau that takes in a file of its own city vouches for the firms in it. A firm of another city, or one named by
    somebody who is no bureau, waits for the bureau of its city.
    """
    if not actor.may(Permission.INTAKE_RUN):
        raise NotAllowed("role_may_not")
    name, code = normal_name(name), normal_credit_code(credit_code or "") or None
    if not name or len(name) > NAME_LENGTH_MAX:
        raise RuleBroken("organisation_name_missing" if not name else "organisation_name_too_long", field="name")
    if code and not is_credit_code(code):
        raise RuleBroken("credit_code_wrong", field="credit_code")
    found = queries.by_credit_code(session, code) if code else None
    if found is None:
        same_name = queries.by_name_in_city(session, name, city_code)
        # Two different codes are two different firms, however alike their names.
        if same_name is not None and (code is None or same_name.credit_code in (None, code)):
            found = same_name
    if found is not None:
        return found
    return _take_in(session, actor, name, city_code, code, clock=clock)


def _take_in(
    session: Session, actor: Actor, name: str, city_code: str, credit_code: str | None, *, clock: Clock
) -> Organisation:
    now = clock.now()
    organisation = Organisation(
        kind="employer",
        name=name,
        credit_code=credit_code,
        city_code=city_code,
        state=State.SUBMITTED,
        created_at=now,
        changed_at=now,
    )
    if policy.may_verify(actor, organisation):
        organisation.state, organisation.verified_at = State.VERIFIED, now
        organisation.verified_by = actor.account_id
    try:
        with session.begin_nested():
            session.add(organisation)
            session.flush()  # for its id, which the row's vacancy needs
    except IntegrityError as error:
        # Another import made the same firm in the same moment.
        other = queries.by_credit_code(session, credit_code) if credit_code else None
        if other is None:
            raise Conflict("organisation_changed_meanwhile") from error
        return other
    note(session, actor, "organisation.imported", "organisation", organisation.id, clock=clock, city_code=city_code)
    return organisation


# -- people --------------------------------------------------------------------------------


def invite_first_member(
    session: Session,
    actor: Actor,
    organisation_id: int,
    *,
    address: str,
    display_name: str,
    vault: Vault,
    clock: Clock,
) -> Invitation:
    """The first person of an organisation that came from a file, to be written to."""
    organisation = queries.organisation_to_verify(session, actor, organisation_id)
    members = account_queries.members_of(session, organisation.id)
    ensure(policy.may_invite_first_member(actor, organisation, len(members)))
    role = Role.AGENCY if organisation.kind == "agency" else Role.EMPLOYER
    return account_services.invite_owner(
        session,
        actor,
        role=role,
        organisation_id=organisation.id,
        address=address,
        display_name=display_name,
        vault=vault,
        clock=clock,
    )


def remove_member(session: Session, actor: Actor, account_id: int, *, clock: Clock) -> None:
    """Close the account of somebody who left the organisation."""
    own = session.get_one(Account, actor.account_id)
    member = session.get(Account, account_id)
    if member is None or actor.organisation_id is None or member.organisation_id != actor.organisation_id:
        raise NotFound("not_found")
    is_owner = own.is_organisation_owner
    ensure(policy.may_remove_member(actor, actor.organisation_id, is_owner=is_owner, member_id=member.id))
    account_services.close_account(session, member, clock=clock)
    note(session, actor, "account.member_removed", "account", member.id, clock=clock)
