"""Reminds employers 7 and 2 days before a vacancy's last day: once each, by mail, in one letter a person."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.accounts.models import Account
from webapp.core import mail
from webapp.core.clock import CHINA, Clock
from webapp.core.crypto import Vault
from webapp.core.permissions import MemberRole
from webapp.postings.lasting import REMINDER_DAYS, reminder_due
from webapp.postings.letters import EndingVacancy, expiry_letter
from webapp.postings.models import ExpiryReminder, Vacancy
from webapp.postings.queries import is_public

# Nobody is written to at night.
_FIRST_HOUR, _LAST_HOUR = 8, 20


@dataclass(frozen=True)
class DueReminder:
    vacancy: Vacancy
    days_before: int


def is_daytime(now: datetime) -> bool:
    return _FIRST_HOUR <= now.astimezone(CHINA).hour < _LAST_HOUR


def remind(session: Session, *, clock: Clock, vault: Vault, base_url: str) -> int:
    """Write the letters that are due and note each reminder in the same transaction; returns how many letters."""
    letters: dict[int, list[EndingVacancy]] = {}
    for due in due_reminders(session, clock):
        row = due.vacancy
        assert row.valid_through is not None
        session.add(
            ExpiryReminder(
                vacancy_id=row.id,
                valid_through=row.valid_through,
                days_before=due.days_before,
                sent_at=clock.now(),
            )
        )
        for account_id in receivers(session, row):
            letters.setdefault(account_id, []).append(EndingVacancy(row.title, row.valid_through))
    for account_id, endings in letters.items():
        account = session.get_one(Account, account_id)
        assert account.email_sealed is not None
        subject, body = expiry_letter(account.language, endings, base_url)
        mail.send(session, to=vault.open(account.email_sealed), subject=subject, body=body)
    return len(letters)


def due_reminders(session: Session, clock: Clock) -> list[DueReminder]:
    """Public vacancies whose next reminder was not sent yet; a renewed one is due again before its new last day."""
    today = clock.today()
    soon = Vacancy.valid_through <= today + timedelta(days=max(REMINDER_DAYS))
    rows = session.scalars(select(Vacancy).where(is_public(clock.now()), soon).order_by(Vacancy.id))
    found = []
    for row in rows:
        days = reminder_due(row.valid_through, today) if row.valid_through else None
        if days is not None and session.get(ExpiryReminder, (row.id, row.valid_through, days)) is None:
            found.append(DueReminder(row, days))
    return found


def receivers(session: Session, vacancy: Vacancy) -> list[int]:
    """Who wrote the vacancy, if they are still of the organisation; else its owners. Only who has e-mail."""
    here = (
        Account.organisation_id == vacancy.organisation_id,
        Account.is_active.is_(True),
        Account.email_sealed.is_not(None),
    )
    writer = session.scalar(select(Account.id).where(Account.id == vacancy.created_by, *here))
    if writer is not None:
        return [writer]
    return list(session.scalars(select(Account.id).where(Account.member_role == MemberRole.OWNER, *here)))
