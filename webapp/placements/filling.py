"""How many places of a vacancy were taken through the service; the vacancy keeps the number for lists and search."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.placements.models import Introduction
from webapp.postings.models import Vacancy

# Who is counted as having taken a place.
TAKEN = ("hired",)


def recount_filled(session: Session, vacancy: Vacancy) -> None:
    """Count anew rather than add one: a step taken twice, or taken back, leaves the right number."""
    session.flush()  # so that the step just taken is counted
    statement = (
        select(func.count())
        .select_from(Introduction)
        .where(Introduction.vacancy_id == vacancy.id, Introduction.state.in_(TAKEN))
    )
    vacancy.filled_here = session.scalar(statement) or 0
