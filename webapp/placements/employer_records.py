"""What the rows say of an employer: how many applications were answered, and how soon. Shown to seekers."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.organisations.models import Organisation
from webapp.placements.models import Introduction
from webapp.postings.models import Vacancy

FEW = 5
MATURE = timedelta(days=14)
LOOK_BACK = timedelta(days=365)
_DAY_SECONDS = 24 * 3600


@dataclass(frozen=True)
class EmployerRecord:
    """`counted` applications of the last year that are older than 14 days; rate and median are None below five.

    `median_days` is over the answered ones, in days with one decimal.
    """

    counted: int
    answered: int
    answer_rate_percent: int | None
    median_days: float | None
    verified_at: datetime | None

    @property
    def is_too_few(self) -> bool:
        return self.counted < FEW


def employer_record(session: Session, organisation_id: int, now: datetime) -> EmployerRecord:
    """From real rows. An application that the person withdrew before any answer counts for nobody; one that was only
    ended by the closing of the vacancy counts as unanswered.
    """
    verified_at = session.scalar(select(Organisation.verified_at).where(Organisation.id == organisation_id))
    statement = (
        select(Introduction.created_at, Introduction.answered_at)
        .join(Vacancy, Vacancy.id == Introduction.vacancy_id)
        .where(
            Vacancy.organisation_id == organisation_id,
            Introduction.started_by == "seeker",
            Introduction.created_at <= now - MATURE,
            Introduction.created_at > now - LOOK_BACK,
            (Introduction.state != "withdrawn") | Introduction.answered_at.is_not(None),
        )
    )
    rows = session.execute(statement).all()
    seconds = [(answered_at - applied_at).total_seconds() for applied_at, answered_at in rows if answered_at]
    if len(rows) < FEW:
        return EmployerRecord(len(rows), len(seconds), None, None, verified_at)
    rate = round(100 * len(seconds) / len(rows))
    days = round(median(seconds) / _DAY_SECONDS, 1) if seconds else None
    return EmployerRecord(len(rows), len(seconds), rate, days, verified_at)
