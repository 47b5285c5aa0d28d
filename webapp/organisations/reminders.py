"""Telling people what falls due: once a deadline and stage, to members and bureau, however often the job runs."""

from sqlalchemy.orm import Session

from webapp.accounts import queries as account_queries
from webapp.accounts.models import Account
from webapp.core import events, mail
from webapp.core.clock import Clock
from webapp.core.crypto import Vault
from webapp.core.permissions import MemberRole
from webapp.organisations import letters, queries
from webapp.organisations.events import VerificationLapsed
from webapp.organisations.models import Organisation, OrganisationNotice
from webapp.organisations.standing import GRACE_OVER, VERIFICATION, Deadline, Terms, deadlines, stage_of


def remind(session: Session, organisation_ids: list[int], *, base_url: str, vault: Vault, clock: Clock) -> int:
    """Tell of every stage that was reached and not told yet; how many were new."""
    terms, told = queries.terms_on(session, clock.today()), 0
    for organisation_id in organisation_ids:
        organisation = session.get_one(Organisation, organisation_id)
        for deadline in deadlines(organisation):
            told += _tell(session, organisation, deadline, terms, base_url=base_url, vault=vault, clock=clock)
    return told


def _tell(
    session: Session,
    organisation: Organisation,
    deadline: Deadline,
    terms: Terms,
    *,
    base_url: str,
    vault: Vault,
    clock: Clock,
) -> bool:
    stage = stage_of(deadline, clock.today(), terms)
    if stage is None or queries.was_told(session, organisation.id, deadline.subject, deadline.due_on, stage):
        return False
    row = OrganisationNotice(
        organisation_id=organisation.id,
        subject=deadline.subject,
        due_on=deadline.due_on,
        stage=stage,
        told_at=clock.now(),
    )
    session.add(row)
    session.flush()  # the unique index decides if two workers tell in the same moment
    if stage == GRACE_OVER:
        events.record(session, VerificationLapsed(organisation.id))
    facts = (deadline.subject, stage, organisation.name, deadline.due_on)
    base = base_url.rstrip("/")
    for account in _members_to_tell(session, organisation, deadline):
        subject, body = letters.deadline_letter(account.language, *facts, f"{base}/organisation/verification")
        _mail(session, account, subject, body, vault)
    for account in _officers_to_tell(session, organisation, deadline, stage):
        here = f"{base}/organisations/{organisation.id}/verification"
        subject, body = letters.bureau_letter(account.language, *facts, here)
        _mail(session, account, subject, body, vault)
    return True


def _members_to_tell(session: Session, organisation: Organisation, deadline: Deadline) -> list[Account]:
    """The verification is the owners' task; a licence that ends stops everybody's work."""
    members = [one for one in account_queries.members_of(session, organisation.id) if one.is_active]
    if deadline.subject == VERIFICATION:
        return [one for one in members if one.member_role == MemberRole.OWNER]
    return members


def _officers_to_tell(session: Session, organisation: Organisation, deadline: Deadline, stage: str) -> list[Account]:
    if deadline.subject == VERIFICATION and stage != GRACE_OVER:
        return []
    return account_queries.officers_of(session, organisation.city_code)


def _mail(session: Session, account: Account, subject: str, body: str, vault: Vault) -> None:
    if account.email_sealed:
        mail.send(session, to=vault.open(account.email_sealed), subject=subject, body=body)
