"""Use cases of organisations: describe, send to the bureau, decide, take in from a file. People: see members."""

from datetime import date

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
from webapp.core.errors import Conflict, NotAllowed, RuleBroken, RulesBroken
from webapp.core.identifiers import is_credit_code
from webapp.core.permissions import MemberRole, Permission, Role
from webapp.organisations import policy, queries
from webapp.organisations.models import Organisation, VerificationStep
from webapp.organisations.rules import (
    EVIDENCE_MISSING,
    LICENCE_FACTS,
    NAME_LENGTH_MAX,
    REASON_LENGTH_MAX,
    VERIFIED_FACTS,
    Decision,
    OrganisationDraft,
    Review,
    State,
    Step,
    check_decision,
    check_organisation,
    check_sent_facts,
    missing_evidence,
    next_state,
    normal_credit_code,
    normal_name,
)
from webapp.organisations.standing import add_months

_PLAIN_FACTS = (
    "name",
    "credit_code",
    "city_code",
    "district_code",
    "address",
    "industry_code",
    "size_band",
    "introduction",
    *(f"licence_{name}" for name in LICENCE_FACTS),
    *(f"dispatch_licence_{name}" for name in LICENCE_FACTS),
)


def save_organisation(
    session: Session,
    actor: Actor,
    draft: OrganisationDraft,
    *,
    vault: Vault,
    clock: Clock,
    version: int | None = None,
) -> Organisation:
    """Create or edit the actor's own organisation. A change of what was verified goes to the bureau by itself."""
    organisation = queries.organisation_of(session, actor)
    if organisation is not None:
        ensure(policy.may_manage(actor, organisation))
    elif not actor.may(Permission.ORGANISATION_MANAGE):
        raise NotAllowed("role_may_not")
    kind = organisation.kind if organisation else "agency" if actor.role is Role.AGENCY else "employer"
    check_organisation(draft, kind, clock.today())
    taken = queries.by_credit_code(session, draft.credit_code)
    if taken is not None and (organisation is None or taken.id != organisation.id):
        raise RuleBroken("credit_code_taken", field="credit_code")
    is_new = organisation is None
    if organisation is None:
        now = clock.now()
        organisation = Organisation(kind=kind, state=State.UNVERIFIED, created_at=now, changed_at=now, version=0)
    elif version is not None and version != organisation.version:
        raise Conflict("organisation_changed_meanwhile")
    changes_verified_facts = any(getattr(organisation, name) != getattr(draft, name) for name in VERIFIED_FACTS)
    _write(session, organisation, draft, vault=vault, clock=clock)
    if is_new:
        founder = session.get_one(Account, actor.account_id)
        founder.organisation_id, founder.member_role = organisation.id, MemberRole.OWNER
    _note(session, actor, "saved", organisation, clock=clock)
    if organisation.state == State.VERIFIED and changes_verified_facts:
        organisation.state = next_state(organisation.state, Step.SUBMIT)
        _hand_over(session, actor, organisation, "changed", "", clock=clock)
    return organisation


def _note(session: Session, actor: Actor, action: str, organisation: Organisation, *, clock: Clock) -> None:
    city_code = organisation.city_code
    note(session, actor, f"organisation.{action}", "organisation", organisation.id, clock=clock, city_code=city_code)


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


def send_to_bureau(session: Session, actor: Actor, *, words: str, version: int | None, clock: Clock) -> Organisation:
    """Ask for verification, answer a question of the bureau, or confirm once more that all is still right."""
    organisation = queries.own_organisation(session, actor)
    ensure(policy.may_manage(actor, organisation))
    if version is not None and version != organisation.version:
        raise Conflict("organisation_changed_meanwhile")
    check_sent_facts(organisation, clock.today())
    held = frozenset(one.kind for one in queries.evidence_of(session, organisation.id))
    has_dispatch = organisation.dispatch_licence_number is not None
    missing = missing_evidence(organisation.kind, has_dispatch_licence=has_dispatch, held=held)
    if missing:
        raise RulesBroken([EVIDENCE_MISSING[kind] for kind in missing])
    was_asked = organisation.review == Review.MORE_ASKED
    if organisation.state != State.VERIFIED:
        organisation.state = next_state(organisation.state, Step.SUBMIT)
    _hand_over(session, actor, organisation, "answered" if was_asked else "sent", words, clock=clock)
    organisation.changed_at = clock.now()
    organisation.version += 1
    return organisation


def _hand_over(
    session: Session, actor: Actor, organisation: Organisation, action: str, words: str, *, clock: Clock
) -> None:
    organisation.review, organisation.review_since = Review.WAITING, clock.now()
    for one in queries.evidence_of(session, organisation.id):
        one.sent_at = one.sent_at or clock.now()
    add_step(session, actor, organisation, action, words, clock=clock)
    _note(session, actor, "submitted", organisation, clock=clock)


def add_step(
    session: Session, actor: Actor, organisation: Organisation, action: str, words: str, *, clock: Clock
) -> None:
    """One line of the history, with the facts as they stand now."""
    values = {name: getattr(organisation, name) for name in VERIFIED_FACTS}
    facts = {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()}
    step = VerificationStep(
        organisation_id=organisation.id,
        at=clock.now(),
        account_id=actor.account_id,
        action=action,
        words=words.strip()[:REASON_LENGTH_MAX],
        facts=facts,
    )
    session.add(step)
    session.flush()  # so that the history is in the order of its steps


def decide_organisation(
    session: Session,
    actor: Actor,
    organisation_id: int,
    *,
    decision: Decision,
    reason: str,
    version: int | None,
    clock: Clock,
) -> Organisation:
    """Verify, ask for more, or refuse, by the bureau of the place. What was decided on must be what is stored now."""
    organisation = queries.organisation_to_verify(session, actor, organisation_id)
    ensure(policy.may_verify(actor, organisation))
    check_decision(decision, reason)
    if version is not None and version != organisation.version:
        raise Conflict("organisation_changed_meanwhile")
    if decision is Decision.MORE:
        if organisation.review is None:
            raise Conflict("organisation_step_not_open")
        organisation.review, organisation.review_since = Review.MORE_ASKED, clock.now()
    else:
        _decide(session, actor, organisation, decision is Decision.VERIFY, reason, clock=clock)
    organisation.changed_at = clock.now()
    organisation.version += 1
    action = {Decision.VERIFY: "verified", Decision.MORE: "more_asked", Decision.REFUSE: "refused"}[decision]
    add_step(session, actor, organisation, action, reason, clock=clock)
    _note(session, actor, action, organisation, clock=clock)
    return organisation


def _decide(
    session: Session, actor: Actor, organisation: Organisation, approve: bool, reason: str, *, clock: Clock
) -> None:
    organisation.state = next_state(organisation.state, Step.VERIFY if approve else Step.REFUSE)
    organisation.review = organisation.review_since = None
    organisation.refusal_reason = None if approve else reason.strip()
    organisation.verified_at = clock.now() if approve else None
    organisation.verified_by = actor.account_id if approve else None
    organisation.due_on = _next_due(session, clock) if approve else None


def _next_due(session: Session, clock: Clock) -> date:
    return add_months(clock.today(), queries.terms_on(session, clock.today()).months)


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
        organisation.verified_by, organisation.due_on = actor.account_id, _next_due(session, clock)
    else:
        organisation.review, organisation.review_since = Review.WAITING, now
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
