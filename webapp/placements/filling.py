"""How many places of a vacancy were taken through the service; the vacancy keeps the number for lists and search.

A place is taken from the hire on, so that nobody is asked to apply for it; whether the work began is another question
(see starts.py). Both are counted here, from the states of the introductions.
"""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.placements.models import Introduction
from webapp.placements.rules import FACTS
from webapp.postings.models import Vacancy


def count_by_vacancy(session: Session, vacancy_ids: Sequence[int], states: Sequence[str]) -> dict[int, int]:
    """Introductions in these states; a vacancy without one is left out."""
    statement = (
        select(Introduction.vacancy_id, func.count())
        .where(Introduction.vacancy_id.in_(vacancy_ids), Introduction.state.in_(states))
        .group_by(Introduction.vacancy_id)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def recount_filled(session: Session, vacancy: Vacancy) -> None:
    """Count anew rather than add one: a step taken twice, or taken back, leaves the right number."""
    session.flush()  # so that the step just taken is counted
    vacancy.filled_here = count_by_vacancy(session, [vacancy.id], FACTS).get(vacancy.id, 0)
