"""What the two sides write to each other. It is kept on the introduction; the other side is told by mail."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.core.actor import Actor
from webapp.core.clock import CHINA, Clock
from webapp.core.errors import Conflict
from webapp.organisations.models import Organisation
from webapp.placements import queries
from webapp.placements.contact_words import refuse_contact
from webapp.placements.history import write_down
from webapp.placements.interviews import live_interview
from webapp.placements.models import Introduction, IntroductionMessage
from webapp.placements.rules import ENDED
from webapp.placements.services import is_contact_open
from webapp.postings.models import Vacancy


def fill_facts(
    session: Session, introduction: Introduction, vacancy: Vacancy, organisation: Organisation
) -> dict[str, str]:
    """What the places of a template stand for. Time and place are those of the agreed interview."""
    interview = live_interview(session, introduction.id)
    is_agreed = interview is not None and interview.state == "chosen" and interview.starts_at is not None
    facts = {"vacancy": vacancy.title, "organisation": vacancy.client_name or organisation.name}
    if interview is not None:
        facts["place"] = interview.place or interview.link
        if is_agreed and interview.starts_at is not None:
            facts["time"] = interview.starts_at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
    return facts


def write_message(
    session: Session, actor: Actor, introduction_id: int, body: str, *, clock: Clock
) -> IntroductionMessage:
    """One message. While the contact is closed it may not carry a number or an address; one that has ended is silent.

    The first one that an employer writes to an applicant answers the application.
    """
    introduction, _, _, profile = queries.introduction_for(session, actor, introduction_id, is_locked=True)
    if introduction.state in ENDED:
        raise Conflict("introduction_ended")
    if not is_contact_open(introduction):
        refuse_contact(body, field="body")
    side = "seeker" if queries.is_seeker(actor, profile) else "employer"
    message = IntroductionMessage(
        introduction_id=introduction.id, at=clock.now(), side=side, account_id=actor.account_id, body=body
    )
    session.add(message)
    if side == "employer" and introduction.started_by == "seeker" and introduction.answered_at is None:
        introduction.answered_at = clock.now()
    write_down(session, introduction, "message", actor=actor, side=side, clock=clock)
    return message


def messages_of(session: Session, introduction_id: int) -> list[IntroductionMessage]:
    """Oldest first."""
    statement = select(IntroductionMessage).where(IntroductionMessage.introduction_id == introduction_id)
    return list(session.scalars(statement.order_by(IntroductionMessage.at, IntroductionMessage.id)))
