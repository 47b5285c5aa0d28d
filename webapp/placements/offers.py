"""Offers: pay, first day, place and how long it stands; the seeker's answer; taking it back."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.core.actor import Actor
from webapp.core.clock import Clock
from webapp.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from webapp.placements import queries
from webapp.placements.models import Offer, WorkStart
from webapp.placements.queries import Row
from webapp.placements.rules import Step
from webapp.placements.services import take_step
from webapp.postings.rules import PAY_MOST_YUAN_MONTH, monthly_pay

DAYS_OPEN_MOST = 60
DAYS_TO_START_MOST = 180


@dataclass(frozen=True)
class OfferDraft:
    """Pay in yuan before tax for each period; `valid_until` is the last day to answer."""

    pay_yuan: float
    pay_period: str
    starts_on: date
    place: str
    valid_until: date
    words: str


def check_offer(draft: OfferDraft, today: date) -> None:
    """Raises RuleBroken beside the field."""
    if not draft.pay_yuan > 0 or monthly_pay(draft.pay_yuan, draft.pay_period) > PAY_MOST_YUAN_MONTH:
        raise RuleBroken("offer_pay_unlikely", field="pay_yuan")
    if not today <= draft.starts_on <= today + timedelta(days=DAYS_TO_START_MOST):
        raise RuleBroken("offer_start_unlikely", field="starts_on", facts={"days": DAYS_TO_START_MOST})
    if not today <= draft.valid_until <= today + timedelta(days=DAYS_OPEN_MOST):
        raise RuleBroken("offer_validity_unlikely", field="valid_until", facts={"days": DAYS_OPEN_MOST})
    if draft.valid_until > draft.starts_on:
        raise RuleBroken("offer_valid_after_start", field="valid_until")


def make_offer(
    session: Session, actor: Actor, introduction_id: int, draft: OfferDraft, *, version: int | None, clock: Clock
) -> Offer:
    """One offer stands at a time; it moves the candidate to the offer stage."""
    check_offer(draft, clock.today())
    introduction = take_step(session, actor, introduction_id, Step.OFFER, reason=None, version=version, clock=clock)
    offer = Offer(
        introduction_id=introduction.id,
        pay_yuan=draft.pay_yuan,
        pay_period=draft.pay_period,
        starts_on=draft.starts_on,
        place=draft.place,
        valid_until=draft.valid_until,
        words=draft.words,
        created_by=actor.account_id,
        created_at=clock.now(),
        changed_at=clock.now(),
    )
    session.add(offer)
    session.flush()  # for its id
    return offer


def accept_offer(session: Session, actor: Actor, offer_id: int, *, clock: Clock) -> Offer:
    """The seeker says yes within the time; the first day is awaited from then on."""
    offer = _seekers_offer(session, actor, offer_id)
    if has_lapsed(offer, clock.today()):
        raise RuleBroken("offer_lapsed")
    offer.state, offer.changed_at = "accepted", clock.now()
    take_step(session, actor, offer.introduction_id, Step.TAKE_OFFER, reason=None, event="offer_accepted", clock=clock)
    start = session.get_one(WorkStart, offer.introduction_id)
    start.agreed_on = offer.starts_on
    return offer


def decline_offer(session: Session, actor: Actor, offer_id: int, answer: str, *, clock: Clock) -> Offer:
    """The seeker says no, with words if they like; that ends the introduction."""
    offer = _seekers_offer(session, actor, offer_id)
    offer.state, offer.answer, offer.changed_at = "declined", answer, clock.now()
    take_step(
        session,
        actor,
        offer.introduction_id,
        Step.DECLINE,
        reason=answer or None,
        event="offer_declined",
        clock=clock,
    )
    return offer


def withdraw_offer(session: Session, actor: Actor, offer_id: int, *, clock: Clock) -> Offer:
    """The employer takes an unanswered offer back; the candidate is on the shortlist again."""
    offer, (_, vacancy, _, _) = _open_offer(session, actor, offer_id)
    if not queries.is_employer(actor, vacancy):
        raise NotAllowed("not_your_step")
    offer.state, offer.changed_at = "withdrawn", clock.now()
    take_step(session, actor, offer.introduction_id, Step.BACK, reason=None, event="offer_withdrawn", clock=clock)
    return offer


def _seekers_offer(session: Session, actor: Actor, offer_id: int) -> Offer:
    offer, (_, _, _, profile) = _open_offer(session, actor, offer_id)
    if not queries.is_seeker(actor, profile):
        raise NotAllowed("not_your_step")
    return offer


def _open_offer(session: Session, actor: Actor, offer_id: int) -> tuple[Offer, Row]:
    offer = session.get(Offer, offer_id) if offer_id < 2**31 else None
    if offer is None:
        raise NotFound("not_found")
    row = queries.introduction_for(session, actor, offer.introduction_id, is_locked=True)
    session.refresh(offer)
    if offer.state != "open":
        raise Conflict("offer_not_open")
    return offer, row


def has_lapsed(offer: Offer, today: date) -> bool:
    """Unanswered past its last day."""
    return offer.state == "open" and offer.valid_until < today


def newest_offer(session: Session, introduction_id: int) -> Offer | None:
    statement = select(Offer).where(Offer.introduction_id == introduction_id)
    return session.scalars(statement.order_by(Offer.id.desc()).limit(1)).first()
