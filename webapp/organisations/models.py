"""Organisations and the state of their verification."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.database import Base, Instant


class Organisation(Base):
    """A body that posts or checks postings. Contact persons are sealed; the name and the credit code are public."""

    __tablename__ = "organisation"
    __table_args__ = (
        CheckConstraint("kind IN ('employer','agency','bureau')", name="kind_known"),
        CheckConstraint("state IN ('unverified','submitted','verified','refused')", name="state_known"),
        UniqueConstraint("credit_code", name="uq_organisation_credit_code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), index=True)
    name: Mapped[str] = mapped_column(String(120), index=True)
    credit_code: Mapped[str | None] = mapped_column(String(18))
    city_code: Mapped[str] = mapped_column(ForeignKey("division.code"), index=True)
    district_code: Mapped[str | None] = mapped_column(String(6))
    address: Mapped[str] = mapped_column(String(200), default="")
    industry_code: Mapped[str | None] = mapped_column(String(10))
    size_band: Mapped[str | None] = mapped_column(String(20))
    introduction: Mapped[str] = mapped_column(Text, default="")
    contact_name_sealed: Mapped[str | None] = mapped_column(Text)
    contact_phone_sealed: Mapped[str | None] = mapped_column(Text)
    licence_number: Mapped[str | None] = mapped_column(String(60))
    licence_valid_to: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(12), default="unverified", index=True)
    refusal_reason: Mapped[str | None] = mapped_column(String(500))
    verified_at: Mapped[datetime | None] = mapped_column(Instant)
    verified_by: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant)
    version: Mapped[int] = mapped_column(default=1)
