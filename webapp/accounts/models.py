"""Accounts. Addresses are sealed, with blind indexes to find them by; a dump names nobody."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.database import Base, Instant


class Account(Base):
    """A person who can sign in. `stamp` changes with the password and ends older sessions."""

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint(
            "role IN ('seeker','employer','agency','officer','inspector','coordinator','administrator')",
            name="role_known",
        ),
        CheckConstraint("member_role IN ('owner','recruiter','reader')", name="member_role_known"),
        CheckConstraint("email_index IS NOT NULL OR phone_index IS NOT NULL", name="can_be_reached"),
        UniqueConstraint("email_index", name="uq_account_email_index"),
        UniqueConstraint("phone_index", name="uq_account_phone_index"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(String(20), index=True)
    display_name: Mapped[str] = mapped_column(String(40))
    email_sealed: Mapped[str | None] = mapped_column(Text)
    email_index: Mapped[str | None] = mapped_column(String(64))
    phone_sealed: Mapped[str | None] = mapped_column(Text)
    phone_index: Mapped[str | None] = mapped_column(String(64))
    password_hash: Mapped[str] = mapped_column(String(200))
    stamp: Mapped[str] = mapped_column(String(32))
    city_code: Mapped[str | None] = mapped_column(ForeignKey("division.code"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    # What the person may do in the organisation; NULL for everybody outside one.
    member_role: Mapped[str | None] = mapped_column(String(10))
    language: Mapped[str] = mapped_column(String(2), default="zh")
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    last_sign_in_at: Mapped[datetime | None] = mapped_column(Instant)


class OneTimeToken(Base):
    """A link that works once: password reset, or an invitation of staff. Only its digest is stored."""

    __tablename__ = "one_time_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[str] = mapped_column(String(20))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)


class Consent(Base):
    """A consent of one person for one purpose (and one receiver where the law asks for it), with its text version."""

    __tablename__ = "consent"
    __table_args__ = (Index("ix_consent_account_purpose", "account_id", "purpose"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    purpose: Mapped[str] = mapped_column(String(40))
    receiver: Mapped[str | None] = mapped_column(String(60))
    text_version: Mapped[str] = mapped_column(String(20))
    given_at: Mapped[datetime] = mapped_column(Instant)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
