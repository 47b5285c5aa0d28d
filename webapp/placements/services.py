"""Use cases of introductions. The seeker's act alone opens name and number, and their withdrawal closes them."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from webapp.accounts.models import Account
from webapp.accounts.services import give_consent
from webapp.audit.services import note
from webapp.core import mail
from webapp.core.actor import Actor, ensure
from webapp.core.clock import Clock
from webapp.core.crypto import Vault
from webapp.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from webapp.organisations.models import Organisation
from webapp.placements import policy, queries
from webapp.placements.filling import recount_filled
from webapp.placements.models import Introduction
from webapp.placements.rules import CONTACT_OPEN, EMPLOYER_STEPS, SEEKER_STEPS, Step, next_state
from webapp.postings.models import Profile, Vacancy
from webapp.postings.rules import is_shown


def apply(
    session: Session, actor: Actor, vacancy: Vacancy, organisation: Organisation, profile_id: int, *, clock: Clock
) -> Introduction:
    """Apply with one of one's own profiles. Applying twice changes nothing; an invitation is thereby accepted."""
    profile = session.get(Profile, profile_id)
    if profile is None or profile.account_id != actor.account_id:
        raise NotFound("not_found")
    _refuse_closed(vacancy, profile, clock.now())
    held = queries.introduction_between(session, vacancy.id, profile.id)
    if held is not None:
        if held.state == "invited":
            return take_step(session, actor, held.id, Step.ACCEPT, reason=None, clock=clock)
        if held.state in CONTACT_OPEN:
            return held
        raise Conflict("already_ended")
    introduction = _start(session, vacancy, profile, "seeker", "applied", "", clock)
    _open_contact(session, introduction, organisation, profile, clock)
    note(session, actor, "introduction.applied", "introduction", introduction.id, clock=clock)
    return introduction


def invite(
    session: Session, actor: Actor, profile: Profile, vacancy_id: int, message: str, *, clock: Clock
) -> Introduction:
    """Invite an anonymous talent to one's own open vacancy; inviting twice changes nothing."""
    vacancy = session.get(Vacancy, vacancy_id)
    if vacancy is None or not queries.is_employer(actor, vacancy):
        raise NotFound("not_found")
    ensure(policy.may_answer_for(actor, vacancy))
    _refuse_closed(vacancy, profile, clock.now())
    held = queries.introduction_between(session, vacancy.id, profile.id)
    if held is not None:
        if held.state in ("invited", *CONTACT_OPEN):
            return held
        raise Conflict("already_ended")
    introduction = _start(session, vacancy, profile, "employer", "invited", message, clock)
    note(session, actor, "introduction.invited", "introduction", introduction.id, clock=clock)
    return introduction


def _refuse_closed(vacancy: Vacancy, profile: Profile, now: datetime) -> None:
    for posting, code in ((vacancy, "vacancy_not_open"), (profile, "profile_not_open")):
        if not is_shown(posting.state, posting.expires_at, now):
            raise RuleBroken(code)


def _start(
    session: Session, vacancy: Vacancy, profile: Profile, started_by: str, state: str, message: str, clock: Clock
) -> Introduction:
    introduction = Introduction(
        vacancy_id=vacancy.id,
        profile_id=profile.id,
        started_by=started_by,
        state=state,
        message=message,
        created_at=clock.now(),
        changed_at=clock.now(),
    )
    session.add(introduction)
    try:
        session.flush()  # for its id; the constraint decides when both sides start in the same moment
    except IntegrityError as error:
        raise Conflict("already_started") from error
    return introduction


def _open_contact(
    session: Session, introduction: Introduction, organisation: Organisation, profile: Profile, clock: Clock
) -> None:
    """The consent names the receiver (PIPL article 23), is kept with its text version and serves one vacancy."""
    introduction.contact_opened_at = clock.now()
    if profile.account_id is not None:
        receiver = organisation.name[:60]
        introduction.consent = give_consent(session, profile.account_id, "contact", receiver=receiver, clock=clock)


def take_step(
    session: Session, actor: Actor, introduction_id: int, step: Step, *, reason: str | None, clock: Clock
) -> Introduction:
    """Accept, decline, withdraw (the seeker) or reject, hire (the employer)."""
    introduction, vacancy, organisation, profile = queries.introduction_for(session, actor, introduction_id)
    is_seeker = queries.is_seeker(actor, profile)
    own_steps = SEEKER_STEPS if is_seeker else EMPLOYER_STEPS
    if step not in own_steps:
        raise NotAllowed("not_your_step")
    if not is_seeker:
        ensure(policy.may_answer_for(actor, vacancy))
    if step is Step.ACCEPT:
        _refuse_closed(vacancy, profile, clock.now())
    introduction.state = next_state(introduction.state, step)
    introduction.reason, introduction.changed_at = reason or None, clock.now()
    introduction.version += 1
    if step is Step.ACCEPT:
        _open_contact(session, introduction, organisation, profile, clock)
    if introduction.state not in CONTACT_OPEN:
        introduction.contact_opened_at = None
        if introduction.consent is not None:
            introduction.consent.withdrawn_at = introduction.consent.withdrawn_at or clock.now()
    note(session, actor, f"introduction.{introduction.state}", "introduction", introduction.id, clock=clock)
    recount_filled(session, vacancy)
    return introduction


def is_contact_open(introduction: Introduction) -> bool:
    """Whether the employer may see name and number now: a consent taken back counts from that moment."""
    is_withdrawn = introduction.consent is not None and introduction.consent.withdrawn_at is not None
    return introduction.contact_opened_at is not None and introduction.state in CONTACT_OPEN and not is_withdrawn


def contact_of(introduction: Introduction, profile: Profile, vault: Vault) -> list[str]:
    """Name and number while they are open to the employer; empty otherwise."""
    if not is_contact_open(introduction):
        return []
    return [vault.open(text) for text in (profile.real_name_sealed, profile.phone_sealed) if text]


def tell_seeker(session: Session, profile: Profile, subject: str, body: str, vault: Vault) -> None:
    """Mail to the person, if they have an account with e-mail."""
    account = session.get(Account, profile.account_id) if profile.account_id else None
    if account is not None and account.email_sealed:
        mail.send(session, to=vault.open(account.email_sealed), subject=subject, body=body)


def close_contacts_of(session: Session, account_id: int, *, consent_id: int | None, clock: Clock) -> int:
    """End what rested on a consent that was taken back, or everything of the account when `consent_id` is None."""
    statement = (
        select(Introduction)
        .join(Profile, Profile.id == Introduction.profile_id)
        .where(Profile.account_id == account_id, Introduction.state.in_((*CONTACT_OPEN, "invited")))
    )
    if consent_id is not None:
        statement = statement.where(Introduction.consent_id == consent_id)
    found = session.scalars(statement).all()
    for introduction in found:
        introduction.contact_opened_at, introduction.changed_at = None, clock.now()
        # A hire is a fact of the past and stays one; only the name and the number are closed.
        introduction.state = introduction.state if introduction.state == "hired" else "withdrawn"
        introduction.version += 1
    return len(found)
