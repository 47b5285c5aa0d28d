"""What ends together with an introduction: an interview that was agreed, an offer that is open, the contact."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.core.clock import Clock
from webapp.placements.models import Interview, Introduction, Offer
from webapp.placements.rules import CONTACT_OPEN

LIVE_INTERVIEW = ("offered", "chosen", "none_fits")


def end_what_is_open(session: Session, introduction: Introduction, *, clock: Clock) -> None:
    """Cancel the interview, close the offer, and close the contact where the state no longer opens it."""
    if introduction.state not in ("interview", "offered"):
        cancel_interviews(session, introduction.id, clock=clock)
    if introduction.state != "offered":
        open_offers = select(Offer).where(Offer.introduction_id == introduction.id, Offer.state == "open")
        for offer in session.scalars(open_offers):
            offer.state = "declined" if introduction.state == "declined" else "withdrawn"
            offer.changed_at = clock.now()
    if introduction.state not in CONTACT_OPEN:
        introduction.contact_opened_at = None
        if introduction.consent is not None:
            introduction.consent.withdrawn_at = introduction.consent.withdrawn_at or clock.now()


def cancel_interviews(session: Session, introduction_id: int, *, clock: Clock) -> None:
    """An interview that is over stays as it was; one still to come is cancelled, and its calendar file says so."""
    statement = select(Interview).where(
        Interview.introduction_id == introduction_id, Interview.state.in_(LIVE_INTERVIEW)
    )
    for interview in session.scalars(statement):
        if interview.state == "chosen" and interview.starts_at is not None and interview.starts_at <= clock.now():
            continue
        interview.state, interview.changed_at = "cancelled", clock.now()
        interview.sequence += 1
        interview.version += 1
