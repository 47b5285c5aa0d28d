"""Use cases of introductions. The seeker's act alone opens name and number, and their withdrawal closes them."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from webapp.accounts.services import give_consent
from webapp.audit.services import note
from webapp.core.actor import Actor, ensure
from webapp.core.clock import Clock
from webapp.core.crypto import Vault
from webapp.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from webapp.organisations.models import Organisation
from webapp.placements import policy, queries
from webapp.placements.contact_words import refuse_contact
from webapp.placements.endings import end_what_is_open
from webapp.placements.history import refuse_stale, write_down
from webapp.placements.models import Introduction, WorkStart
from webapp.placements.rules import (
    ANSWERING,
    CONTACT_OPEN,
    DECLINE_REASONS,
    EMPLOYER_STEPS,
    FACTS,
    SEEKER_STEPS,
    Step,
    next_state,
)
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
    write_down(session, introduction, "applied", actor=actor, side="seeker", clock=clock)
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
    refuse_contact(message, field="message")
    held = queries.introduction_between(session, vacancy.id, profile.id)
    if held is not None:
        if held.state in ("invited", *CONTACT_OPEN):
            return held
        raise Conflict("already_ended")
    introduction = _start(session, vacancy, profile, "employer", "invited", message, clock)
    write_down(session, introduction, "invited", actor=actor, side="employer", clock=clock)
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
        version=0,
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
    session: Session,
    actor: Actor,
    introduction_id: int,
    step: Step,
    *,
    reason: str | None,
    decline_reason: str | None = None,
    version: int | None = None,
    event: str | None = None,
    clock: Clock,
) -> Introduction:
    """One step of one side, for one candidate. `version` is what the employer's page was made from.

    Raises Conflict when somebody moved the candidate meanwhile, and RuleBroken when turning down names no reason.
    """
    introduction, vacancy, organisation, profile = queries.introduction_for(
        session, actor, introduction_id, is_locked=True
    )
    side = "seeker" if queries.is_seeker(actor, profile) else "employer"
    if step not in (SEEKER_STEPS if side == "seeker" else EMPLOYER_STEPS):
        raise NotAllowed("not_your_step")
    if side == "employer":
        ensure(policy.may_answer_for(actor, vacancy))
    refuse_stale(session, introduction, version)
    if step is Step.ACCEPT:
        _refuse_closed(vacancy, profile, clock.now())
    if step is Step.REJECT and decline_reason not in DECLINE_REASONS:
        raise RuleBroken("decline_reason_missing", field="decline_reason")
    if reason and not is_contact_open(introduction):
        refuse_contact(reason, field="reason")
    move(session, introduction, step, clock=clock)
    introduction.reason, introduction.decline_reason = reason or None, decline_reason
    if step is Step.ACCEPT:
        _open_contact(session, introduction, organisation, profile, clock)
    write_down(session, introduction, event or _event_of(step, introduction), actor=actor, side=side, clock=clock)
    note(session, actor, f"introduction.{introduction.state}", "introduction", introduction.id, clock=clock)
    return introduction


def move(session: Session, introduction: Introduction, step: Step, *, clock: Clock) -> None:
    """The change of state with all that hangs on it: the answer clock, interviews, offers, the start, the contact."""
    is_application = introduction.started_by == "seeker"
    introduction.state = next_state(introduction.state, step, is_application=is_application)
    if step in ANSWERING and is_application and introduction.answered_at is None:
        introduction.answered_at = clock.now()
    if introduction.state == "hired" and session.get(WorkStart, introduction.id) is None:
        session.add(WorkStart(introduction_id=introduction.id))
    end_what_is_open(session, introduction, clock=clock)


def _event_of(step: Step, introduction: Introduction) -> str:
    return "moved_back" if step is Step.BACK else introduction.state


def is_contact_open(introduction: Introduction) -> bool:
    """Whether the employer may see name and number now: a consent taken back counts from that moment."""
    is_withdrawn = introduction.consent is not None and introduction.consent.withdrawn_at is not None
    return introduction.contact_opened_at is not None and introduction.state in CONTACT_OPEN and not is_withdrawn


def contact_of(introduction: Introduction, profile: Profile, vault: Vault) -> list[str]:
    """Name and number while they are open to the employer; empty otherwise."""
    if not is_contact_open(introduction):
        return []
    return [vault.open(text) for text in (profile.real_name_sealed, profile.phone_sealed) if text]


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
        introduction.contact_opened_at = None
        # A hire is a fact of the past and stays one; only the name and the number are closed.
        if introduction.state not in FACTS:
            introduction.state = "withdrawn"
            end_what_is_open(session, introduction, clock=clock)
        write_down(session, introduction, "contact_closed", actor=None, side="seeker", clock=clock)
    return len(found)
