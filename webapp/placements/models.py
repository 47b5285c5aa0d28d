"""Introductions between a vacancy and a profile, and all that happens in one: history, messages, interviews, offers."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.accounts.models import Consent
from webapp.core.database import Base, Instant

STATES = (
    "('applied','invited','accepted','shortlisted','interview','offered','hired','started',"
    "'declined','rejected','withdrawn','not_chosen')"
)
SIDES = "('seeker','employer','site')"


class Introduction(Base):
    """One meeting of a vacancy and a profile; `started_by` says whether it was applied for or invited.

    `answered_at` is the employer's first answer to an application. `reminders_sent` counts the letters about a
    missing one. `decline_reason` is the employer's reason from the list, `reason` the words beside it (of either side).
    """

    __tablename__ = "introduction"
    __table_args__ = (
        UniqueConstraint("vacancy_id", "profile_id"),
        CheckConstraint("started_by IN ('seeker','employer','bureau')", name="started_by_known"),
        CheckConstraint(f"state IN {STATES}", name="state_known"),
        Index("ix_introduction_state_created_at", "state", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    vacancy_id: Mapped[int] = mapped_column(ForeignKey("vacancy.id", ondelete="CASCADE"))
    profile_id: Mapped[int] = mapped_column(ForeignKey("profile.id", ondelete="CASCADE"), index=True)
    started_by: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(12))
    message: Mapped[str] = mapped_column(String(500), default="")
    decline_reason: Mapped[str | None] = mapped_column(String(30))
    reason: Mapped[str | None] = mapped_column(String(500))
    contact_opened_at: Mapped[datetime | None] = mapped_column(Instant)
    # The agreement that opened name and number; NULL for people whom a bureau keeps, who agreed at the counter.
    consent_id: Mapped[int | None] = mapped_column(ForeignKey("consent.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant)
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    reminders_sent: Mapped[int] = mapped_column(default=0, server_default="0")
    version: Mapped[int] = mapped_column(default=1)
    consent: Mapped[Consent | None] = relationship(lazy="joined")


class HistoryEntry(Base):
    """One thing that happened in an introduction: what, when, by which side and whose account. Never changed."""

    __tablename__ = "introduction_history"
    __table_args__ = (CheckConstraint(f"side IN {SIDES}", name="side_known"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    introduction_id: Mapped[int] = mapped_column(ForeignKey("introduction.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(Instant)
    side: Mapped[str] = mapped_column(String(10))
    account_id: Mapped[int | None]
    event: Mapped[str] = mapped_column(String(30))


class IntroductionMessage(Base):
    """What one side wrote to the other; both can read it for as long as the introduction is kept."""

    __tablename__ = "introduction_message"
    __table_args__ = (CheckConstraint(f"side IN {SIDES}", name="side_known"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    introduction_id: Mapped[int] = mapped_column(ForeignKey("introduction.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(Instant)
    side: Mapped[str] = mapped_column(String(10))
    account_id: Mapped[int | None]
    body: Mapped[str] = mapped_column(Text)


class MessageTemplate(Base):
    """A text of an organisation with places to fill in; the built-in ones are a data file of the release."""

    __tablename__ = "message_template"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    purpose: Mapped[str] = mapped_column(String(12))
    language: Mapped[str] = mapped_column(String(2))
    body: Mapped[str] = mapped_column(Text)
    changed_by: Mapped[int | None]
    changed_at: Mapped[datetime] = mapped_column(Instant)
    version: Mapped[int] = mapped_column(default=1)


class Interview(Base):
    """Times that an employer offers for one interview, and what came of them.

    `starts_at` is the time agreed last; it stays when the interview is cancelled or moved, so that calendars are told.
    `sequence` grows with each change of what was agreed (RFC 5545).
    """

    __tablename__ = "interview"
    __table_args__ = (
        CheckConstraint("state IN ('offered','chosen','none_fits','cancelled')", name="state_known"),
        CheckConstraint("mode IN ('place','online','phone')", name="mode_known"),
        UniqueConstraint("uid"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    introduction_id: Mapped[int] = mapped_column(ForeignKey("introduction.id", ondelete="CASCADE"), index=True)
    uid: Mapped[str] = mapped_column(String(80))
    sequence: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(10), default="offered")
    mode: Mapped[str] = mapped_column(String(10))
    place: Mapped[str] = mapped_column(String(200), default="")
    link: Mapped[str] = mapped_column(String(300), default="")
    minutes: Mapped[int]
    note: Mapped[str] = mapped_column(String(500), default="")
    wish: Mapped[str] = mapped_column(String(300), default="")
    starts_at: Mapped[datetime | None] = mapped_column(Instant, index=True)
    created_by: Mapped[int | None] = mapped_column(index=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant)
    version: Mapped[int] = mapped_column(default=1)
    slots: Mapped[list["InterviewSlot"]] = relationship(
        order_by="InterviewSlot.starts_at", cascade="all, delete-orphan", lazy="selectin"
    )


class InterviewSlot(Base):
    """One time that the employer offers."""

    __tablename__ = "interview_slot"
    __table_args__ = (UniqueConstraint("interview_id", "starts_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    interview_id: Mapped[int] = mapped_column(ForeignKey("interview.id", ondelete="CASCADE"))
    starts_at: Mapped[datetime] = mapped_column(Instant)


class Offer(Base):
    """What the employer offers. Past `valid_until` it has lapsed; that is computed, never stored."""

    __tablename__ = "offer"
    __table_args__ = (
        CheckConstraint("state IN ('open','accepted','declined','withdrawn')", name="state_known"),
        CheckConstraint("pay_yuan > 0", name="pay_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    introduction_id: Mapped[int] = mapped_column(ForeignKey("introduction.id", ondelete="CASCADE"), index=True)
    state: Mapped[str] = mapped_column(String(10), default="open")
    pay_yuan: Mapped[float]
    pay_period: Mapped[str] = mapped_column(String(6))
    starts_on: Mapped[date]
    place: Mapped[str] = mapped_column(String(200))
    valid_until: Mapped[date]
    words: Mapped[str] = mapped_column(String(1000), default="")
    answer: Mapped[str] = mapped_column(String(500), default="")
    created_by: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant)


class WorkStart(Base):
    """The first day of work: what was agreed, and who has confirmed that it came."""

    __tablename__ = "work_start"
    __table_args__ = (CheckConstraint("confirmed_by IN ('both','seeker','employer')", name="confirmed_by_known"),)

    introduction_id: Mapped[int] = mapped_column(ForeignKey("introduction.id", ondelete="CASCADE"), primary_key=True)
    agreed_on: Mapped[date | None]
    started_on: Mapped[date | None]
    seeker_confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    employer_confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    confirmed_by: Mapped[str | None] = mapped_column(String(10))
