"""Introductions between a vacancy and a profile."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.accounts.models import Consent
from webapp.core.database import Base, Instant


class Introduction(Base):
    """One meeting of a vacancy and a profile; `started_by` says whether it was applied for or invited."""

    __tablename__ = "introduction"
    __table_args__ = (
        UniqueConstraint("vacancy_id", "profile_id"),
        CheckConstraint("started_by IN ('seeker','employer','bureau')", name="started_by_known"),
        CheckConstraint(
            "state IN ('applied','invited','accepted','declined','rejected','withdrawn','hired')", name="state_known"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    vacancy_id: Mapped[int] = mapped_column(ForeignKey("vacancy.id", ondelete="CASCADE"))
    profile_id: Mapped[int] = mapped_column(ForeignKey("profile.id", ondelete="CASCADE"), index=True)
    started_by: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10))
    message: Mapped[str] = mapped_column(String(500), default="")
    reason: Mapped[str | None] = mapped_column(String(200))
    contact_opened_at: Mapped[datetime | None] = mapped_column(Instant)
    # The agreement that opened name and number; NULL for people whom a bureau keeps, who agreed at the counter.
    consent_id: Mapped[int | None] = mapped_column(ForeignKey("consent.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant)
    version: Mapped[int] = mapped_column(default=1)
    consent: Mapped[Consent | None] = relationship(lazy="joined")
