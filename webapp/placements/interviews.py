"""Interviews: the employer offers times, the seeker picks one or says that none fits; a change tells the other side.

Times are instants; people write and read them as Beijing time.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from webapp.core.actor import Actor
from webapp.core.clock import Clock
from webapp.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from webapp.placements import queries
from webapp.placements.endings import LIVE_INTERVIEW
from webapp.placements.history import refuse_stale, write_down
from webapp.placements.models import Interview, InterviewSlot, Introduction
from webapp.placements.queries import Row
from webapp.placements.rules import Step
from webapp.placements.services import take_step
from webapp.postings.models import Profile, Vacancy

SLOTS_MOST = 5
DAYS_AHEAD_MOST = 90
NOTICE = timedelta(hours=1)
INTERVIEW_STATES = ("applied", "accepted", "shortlisted", "interview", "offered", "hired")


@dataclass(frozen=True)
class InterviewDraft:
    """What an employer offers. `slots` are instants; `minutes` is how long the interview takes."""

    mode: str
    place: str
    link: str
    minutes: int
    note: str
    slots: tuple[datetime, ...]


@dataclass(frozen=True)
class Clash:
    """Another interview of the same person or organisation that overlaps."""

    starts_at: datetime
    vacancy_title: str


def check_interview(draft: InterviewDraft, now: datetime) -> None:
    """Where, how long and when; raises RuleBroken beside the field."""
    if draft.mode == "place" and not draft.place:
        raise RuleBroken("interview_place_missing", field="place")
    if draft.mode == "online" and urlsplit(draft.link).scheme != "https":
        raise RuleBroken("interview_link_missing", field="link")
    if not draft.slots:
        raise RuleBroken("slots_missing", field="day_0")
    if len(set(draft.slots)) != len(draft.slots):
        raise RuleBroken("slots_twice", field="day_0")
    if min(draft.slots) < now + NOTICE:
        raise RuleBroken("slot_too_soon", field="day_0")
    if max(draft.slots) > now + timedelta(days=DAYS_AHEAD_MOST):
        raise RuleBroken("slot_too_late", field="day_0", facts={"days": DAYS_AHEAD_MOST})


def offer_times(
    session: Session,
    actor: Actor,
    introduction_id: int,
    draft: InterviewDraft,
    *,
    version: int | None = None,
    accepts_clash: bool = False,
    clock: Clock,
) -> Interview:
    """Times for an interview; the candidate moves to that stage. A second one may follow when the first is over."""
    introduction, vacancy, _, _ = _employers_row(session, actor, introduction_id)
    refuse_stale(session, introduction, version)
    check_interview(draft, clock.now())
    if introduction.state not in INTERVIEW_STATES:
        raise Conflict("step_not_possible_now")
    running = live_interview(session, introduction.id)
    if running is not None and not is_over(running, clock.now()):
        raise Conflict("interview_already_offered")
    _warn_of_clash(session, actor, vacancy, draft, None, accepts_clash)
    if introduction.state in ("applied", "accepted", "shortlisted"):
        take_step(session, actor, introduction_id, Step.INTERVIEW, reason=None, event="interview_offered", clock=clock)
    else:
        write_down(session, introduction, "interview_offered", actor=actor, side="employer", clock=clock)
    interview = Interview(
        introduction_id=introduction.id,
        uid=f"interview-{secrets.token_hex(12)}@nine-cities",
        created_by=actor.account_id,
        created_at=clock.now(),
        changed_at=clock.now(),
        **_facts(draft),
    )
    interview.slots = [InterviewSlot(starts_at=at) for at in sorted(draft.slots)]
    session.add(interview)
    session.flush()  # for its id
    return interview


def change_times(
    session: Session,
    actor: Actor,
    interview_id: int,
    draft: InterviewDraft,
    *,
    version: int | None,
    accepts_clash: bool = False,
    clock: Clock,
) -> Interview:
    """Other times or another place. A time that was agreed stays agreed if it is still among the offered ones."""
    interview, (introduction, vacancy, _, _) = interview_for(session, actor, interview_id)
    _employers_row(session, actor, introduction.id)
    _refuse_stale_interview(interview, version)
    _refuse_over(interview, clock.now())
    check_interview(draft, clock.now())
    _warn_of_clash(session, actor, vacancy, draft, interview.id, accepts_clash)
    keeps = interview.state == "chosen" and interview.starts_at in draft.slots
    for name, value in _facts(draft).items():
        setattr(interview, name, value)
    held = {slot.starts_at: slot for slot in interview.slots}
    interview.slots = [held.get(at) or InterviewSlot(starts_at=at) for at in sorted(draft.slots)]
    interview.state, interview.wish = "chosen" if keeps else "offered", ""
    _changed(interview, clock)
    write_down(session, introduction, "interview_changed", actor=actor, side="employer", clock=clock)
    session.flush()  # for the ids of new times
    return interview


def choose_time(
    session: Session,
    actor: Actor,
    interview_id: int,
    slot_id: int,
    *,
    version: int | None,
    accepts_clash: bool = False,
    clock: Clock,
) -> Interview:
    """The seeker picks one of the offered times; raises RuleBroken("time_clashes") once for an overlap of their own."""
    interview, (introduction, _, _, profile) = interview_for(session, actor, interview_id)
    if not queries.is_seeker(actor, profile):
        raise NotAllowed("not_your_step")
    _refuse_stale_interview(interview, version)
    slot = next((slot for slot in interview.slots if slot.id == slot_id), None)
    if slot is None:
        raise RuleBroken("slot_missing", field="slot")
    if interview.state == "cancelled" or introduction.state not in INTERVIEW_STATES:
        raise Conflict("step_not_possible_now")
    if slot.starts_at <= clock.now():
        raise RuleBroken("slot_past", field="slot")
    if not accepts_clash and clashes_of_seeker(session, profile, slot.starts_at, interview.minutes, interview.id):
        raise RuleBroken("time_clashes", field="slot")
    interview.state, interview.starts_at, interview.wish = "chosen", slot.starts_at, ""
    _changed(interview, clock)
    write_down(session, introduction, "time_chosen", actor=actor, side="seeker", clock=clock)
    return interview


def refuse_times(
    session: Session, actor: Actor, interview_id: int, wish: str, *, version: int | None, clock: Clock
) -> Interview:
    """The seeker says that none of the times fits (or no longer), with a wish; the employer offers others."""
    interview, (introduction, _, _, profile) = interview_for(session, actor, interview_id)
    if not queries.is_seeker(actor, profile):
        raise NotAllowed("not_your_step")
    _refuse_stale_interview(interview, version)
    _refuse_over(interview, clock.now())
    if not wish:
        raise RuleBroken("wish_missing", field="wish")
    interview.state, interview.wish = "none_fits", wish
    _changed(interview, clock)
    write_down(session, introduction, "no_time_fits", actor=actor, side="seeker", clock=clock)
    return interview


def cancel_interview(
    session: Session, actor: Actor, interview_id: int, *, version: int | None, clock: Clock
) -> Interview:
    """The employer calls the interview off; the candidate stays where they are."""
    interview, (introduction, _, _, _) = interview_for(session, actor, interview_id)
    _employers_row(session, actor, introduction.id)
    _refuse_stale_interview(interview, version)
    _refuse_over(interview, clock.now())
    interview.state = "cancelled"
    _changed(interview, clock)
    write_down(session, introduction, "interview_cancelled", actor=actor, side="employer", clock=clock)
    return interview


def _facts(draft: InterviewDraft) -> dict[str, object]:
    """Only what belongs to the kind of interview is kept: a link left over from another kind would mislead."""
    return {
        "mode": draft.mode,
        "place": draft.place if draft.mode == "place" else "",
        "link": draft.link if draft.mode == "online" else "",
        "minutes": draft.minutes,
        "note": draft.note,
    }


def _changed(interview: Interview, clock: Clock) -> None:
    """The calendar file of an agreed interview is newer than the one that was downloaded before."""
    interview.sequence += 1
    interview.version += 1
    interview.changed_at = clock.now()


def _employers_row(session: Session, actor: Actor, introduction_id: int) -> Row:
    row = queries.introduction_for(session, actor, introduction_id, is_locked=True)
    if not queries.is_employer(actor, row[1]):
        raise NotAllowed("not_your_step")
    return row


def interview_for(session: Session, actor: Actor, interview_id: int) -> tuple[Interview, Row]:
    """An interview that the actor is a side of, with its introduction, locked; NotFound otherwise."""
    interview = session.get(Interview, interview_id) if interview_id < 2**31 else None
    if interview is None:
        raise NotFound("not_found")
    row = queries.introduction_for(session, actor, interview.introduction_id, is_locked=True)
    session.refresh(interview)
    return interview, row


def live_interview(session: Session, introduction_id: int) -> Interview | None:
    """The newest interview that is not cancelled."""
    statement = select(Interview).where(
        Interview.introduction_id == introduction_id, Interview.state.in_(LIVE_INTERVIEW)
    )
    return session.scalars(statement.order_by(Interview.id.desc()).limit(1)).first()


def is_over(interview: Interview, now: datetime) -> bool:
    """Whether the agreed interview has taken place, as far as the clock can tell."""
    ends_at = interview.starts_at + timedelta(minutes=interview.minutes) if interview.starts_at else None
    return interview.state == "chosen" and ends_at is not None and ends_at <= now


def _refuse_over(interview: Interview, now: datetime) -> None:
    if interview.state == "cancelled" or is_over(interview, now):
        raise Conflict("interview_over")


def _refuse_stale_interview(interview: Interview, seen: int | None) -> None:
    if seen is not None and seen != interview.version:
        raise Conflict("interview_changed_meanwhile")


# -- clashes ------------------------------------------------------------------------------------------------------


def _overlapping(rows: list[tuple[datetime | None, int, str]], starts_at: datetime, minutes: int) -> list[Clash]:
    ends_at = starts_at + timedelta(minutes=minutes)
    return [
        Clash(at, title)
        for at, length, title in rows
        if at is not None and at < ends_at and starts_at < at + timedelta(minutes=length)
    ]


def clashes_of_seeker(
    session: Session, profile: Profile, starts_at: datetime, minutes: int, but_id: int | None
) -> list[Clash]:
    """Agreed interviews of the same person, with any employer, that overlap."""
    whose = Profile.account_id == profile.account_id if profile.account_id else Profile.id == profile.id
    statement = (
        select(Interview.starts_at, Interview.minutes, Vacancy.title)
        .join(Introduction, Introduction.id == Interview.introduction_id)
        .join(Vacancy, Vacancy.id == Introduction.vacancy_id)
        .join(Profile, Profile.id == Introduction.profile_id)
        .where(whose, Interview.state == "chosen", Interview.id != (but_id or 0), _near(starts_at))
    )
    return _overlapping([(row[0], row[1], row[2]) for row in session.execute(statement)], starts_at, minutes)


def _near(starts_at: datetime) -> ColumnElement[bool]:
    day = timedelta(days=1)
    return Interview.starts_at.between(starts_at - day, starts_at + day)


def clashes_of_employer(
    session: Session, actor: Actor, vacancy: Vacancy, starts_at: datetime, minutes: int, but_id: int | None
) -> list[Clash]:
    """Agreed interviews that the same member arranged, or that are about the same vacancy, and overlap."""
    statement = (
        select(Interview.starts_at, Interview.minutes, Vacancy.title)
        .join(Introduction, Introduction.id == Interview.introduction_id)
        .join(Vacancy, Vacancy.id == Introduction.vacancy_id)
        .where(
            Vacancy.organisation_id == vacancy.organisation_id,
            (Interview.created_by == actor.account_id) | (Vacancy.id == vacancy.id),
            Interview.state == "chosen",
            Interview.id != (but_id or 0),
            _near(starts_at),
        )
    )
    return _overlapping([(row[0], row[1], row[2]) for row in session.execute(statement)], starts_at, minutes)


def _warn_of_clash(
    session: Session, actor: Actor, vacancy: Vacancy, draft: InterviewDraft, but_id: int | None, accepts: bool
) -> None:
    if accepts:
        return
    for at in draft.slots:
        if clashes_of_employer(session, actor, vacancy, at, draft.minutes, but_id):
            raise RuleBroken("interviews_clash", field="accepts_clash")
