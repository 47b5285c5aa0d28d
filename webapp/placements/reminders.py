"""Letters to employers about applications that wait: after 3 and 7 days (answer_terms.csv), once each."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.core.clock import Clock
from webapp.placements.answer_terms import term_on
from webapp.placements.letters import Post, tell_employer
from webapp.placements.models import Introduction
from webapp.postings.models import Vacancy


def remind_employers(session: Session, *, clock: Clock, post: Post, limit: int = 5000) -> int:
    """Write what is due and count it on the application, so that a second run on one day writes nothing.

    Who missed a run gets the newest letter only. Returns the number of applications that were reminded of.
    """
    term = term_on(clock.today())
    first = clock.now() - timedelta(days=term.remind_after_days[0])
    statement = (
        select(Introduction, Vacancy)
        .join(Vacancy, Vacancy.id == Introduction.vacancy_id)
        .where(
            Introduction.state == "applied",
            Introduction.answered_at.is_(None),
            Introduction.created_at <= first,
            Introduction.reminders_sent < len(term.remind_after_days),
        )
        .order_by(Introduction.id)
        .limit(limit)
    )
    reminded = 0
    for introduction, vacancy in session.execute(statement).all():
        waited = clock.now() - introduction.created_at
        due = sum(waited >= timedelta(days=days) for days in term.remind_after_days)
        if due <= introduction.reminders_sent:
            continue
        introduction.reminders_sent = due
        is_overdue = clock.now() >= term.due_at(introduction.created_at)
        tell_employer(session, post, vacancy, "overdue" if is_overdue else "reminder", introduction_id=introduction.id)
        reminded += 1
    return reminded
