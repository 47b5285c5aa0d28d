"""Organisations, their verification with its evidence, the people let in, and the clients of agencies."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.database import Base, Instant


class Organisation(Base):
    """A body that posts or checks postings. Contact persons are sealed; the name and the credit code are public.

    `state` is the standing that others see; `review` says whether a question lies with the bureau now ("waiting") or
    with the organisation ("more_asked"). A verified organisation that confirms its facts again keeps its standing.
    """

    __tablename__ = "organisation"
    __table_args__ = (
        CheckConstraint("kind IN ('employer','agency','bureau')", name="kind_known"),
        CheckConstraint("state IN ('unverified','submitted','verified','refused')", name="state_known"),
        CheckConstraint("review IN ('waiting','more_asked')", name="review_known"),
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
    licence_issuer: Mapped[str | None] = mapped_column(String(120))
    licence_valid_from: Mapped[date | None]
    licence_valid_to: Mapped[date | None]
    dispatch_licence_number: Mapped[str | None] = mapped_column(String(60))
    dispatch_licence_issuer: Mapped[str | None] = mapped_column(String(120))
    dispatch_licence_valid_from: Mapped[date | None]
    dispatch_licence_valid_to: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(12), default="unverified", index=True)
    refusal_reason: Mapped[str | None] = mapped_column(String(500))
    verified_at: Mapped[datetime | None] = mapped_column(Instant)
    verified_by: Mapped[int | None]
    # The day by which the bureau must have confirmed everything again.
    due_on: Mapped[date | None] = mapped_column(index=True)
    review: Mapped[str | None] = mapped_column(String(10), index=True)
    review_since: Mapped[datetime | None] = mapped_column(Instant)
    created_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant)
    version: Mapped[int] = mapped_column(default=1)


class VerificationStep(Base):
    """One step of a verification, by the organisation or by its bureau. Rows are added, never changed."""

    __tablename__ = "verification_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(Instant)
    account_id: Mapped[int | None]
    action: Mapped[str] = mapped_column(String(12))
    words: Mapped[str] = mapped_column(String(500), default="")
    # What was sent or decided on, as it stood then.
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class Evidence(Base):
    """A file that proves something. It lies encrypted in the data folder under a random name; its own name is not
    kept, because people write names of persons into it.
    """

    __tablename__ = "evidence"
    __table_args__ = (UniqueConstraint("stored_name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    stored_name: Mapped[str] = mapped_column(String(32))
    media_type: Mapped[str] = mapped_column(String(20))
    size_bytes: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    uploaded_by: Mapped[int | None]
    uploaded_at: Mapped[datetime] = mapped_column(Instant)
    # From then on it belongs to a step of the verification and stays.
    sent_at: Mapped[datetime | None] = mapped_column(Instant)


class AgencyClient(Base):
    """An employer that an agency may act for, from and to the days of its authorisation."""

    __tablename__ = "agency_client"
    __table_args__ = (
        UniqueConstraint("organisation_id", "credit_code"),
        CheckConstraint("authorised_from <= authorised_to", name="authorised_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(120))
    credit_code: Mapped[str] = mapped_column(String(18))
    authorised_from: Mapped[date]
    authorised_to: Mapped[date]
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("evidence.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant)
    version: Mapped[int] = mapped_column(default=1)


class MemberInvitation(Base):
    """A link that lets one person into an organisation, once. Only its digest is stored."""

    __tablename__ = "member_invitation"
    __table_args__ = (
        CheckConstraint("member_role IN ('owner','recruiter','reader')", name="member_role_known"),
        UniqueConstraint("digest"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    member_role: Mapped[str] = mapped_column(String(10))
    digest: Mapped[str] = mapped_column(String(64))
    address_sealed: Mapped[str | None] = mapped_column(Text)
    invited_by: Mapped[int | None]
    invited_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)
    used_by: Mapped[int | None]
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)


class OrganisationNotice(Base):
    """What was told to whom it concerns, so that it is told once: one row a deadline and stage."""

    __tablename__ = "organisation_notice"
    __table_args__ = (
        Index("uq_organisation_notice_once", "organisation_id", "subject", "due_on", "stage", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"))
    subject: Mapped[str] = mapped_column(String(20))
    due_on: Mapped[date]
    stage: Mapped[str] = mapped_column(String(12))
    told_at: Mapped[datetime] = mapped_column(Instant)
