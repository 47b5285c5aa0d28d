"""A vacancy was closed by its employer: whoever still waits is told that they were not chosen."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.core.clock import Clock
from webapp.organisations.models import Organisation
from webapp.placements.history import write_down
from webapp.placements.letters import Post, tell_seeker
from webapp.placements.models import Introduction
from webapp.placements.rules import Step, possible_steps
from webapp.placements.services import move
from webapp.postings.models import Profile, Vacancy

_CLOSED = ("filled", "withdrawn")


def close_remaining(session: Session, vacancy_id: int, *, clock: Clock, post: Post) -> int:
    """End what is unanswered; offers and starts go on. Done twice it changes nothing. Returns how many were told.

    This is no answer of the employer's: it does not count as one on the employer's card.
    """
    vacancy = session.get(Vacancy, vacancy_id)
    if vacancy is None or vacancy.state not in _CLOSED:
        return 0
    organisation = session.get_one(Organisation, vacancy.organisation_id)
    statement = (
        select(Introduction, Profile)
        .join(Profile, Profile.id == Introduction.profile_id)
        .where(Introduction.vacancy_id == vacancy_id)
        .order_by(Introduction.id)
    )
    told = 0
    for introduction, profile in session.execute(statement).all():
        if not possible_steps(introduction.state, (Step.CLOSE,)):
            continue
        move(session, introduction, Step.CLOSE, clock=clock)
        write_down(session, introduction, "not_chosen", actor=None, side="site", clock=clock)
        tell_seeker(session, post, profile, vacancy, organisation, "not_chosen", introduction_id=introduction.id)
        told += 1
    return told
