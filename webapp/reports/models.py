"""Reports, the case that gathers those of one vacancy, and what was done in it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.database import Base, Instant

_UNDECIDED = text("state IN ('open','asked','answered')")


class ReportCase(Base):
    """All reports of one vacancy until they are decided; the next report after that opens another case."""

    __tablename__ = "report_case"
    __table_args__ = (
        CheckConstraint(
            "state IN ('open','asked','answered','dismissed','removed','objected','ended')", name="state_known"
        ),
        Index("ix_report_case_queue", "state", "gravity", "last_report_at"),
        Index(
            "uq_report_case_one_open",
            "vacancy_id",
            unique=True,
            sqlite_where=_UNDECIDED,
            postgresql_where=_UNDECIDED,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    vacancy_id: Mapped[int] = mapped_column(ForeignKey("vacancy.id", ondelete="CASCADE"), index=True)
    state: Mapped[str] = mapped_column(String(10))
    gravity: Mapped[int]
    report_count: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime] = mapped_column(Instant)
    last_report_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    version: Mapped[int] = mapped_column(default=1)


class Report(Base):
    """What one person, or one automatic check, says. Who the person is, is not kept; a contact only if it was given."""

    __tablename__ = "report"
    __table_args__ = (
        CheckConstraint("source IN ('person','check')", name="source_known"),
        CheckConstraint("source = 'check' OR receipt_index IS NOT NULL", name="has_receipt"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("report_case.id", ondelete="CASCADE"), index=True)
    source: Mapped[str] = mapped_column(String(10), default="person")
    category: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(String(1000), default="")
    rule_id: Mapped[str | None] = mapped_column(String(20))
    # A check says its sentence in both languages; a person writes one.
    text_en: Mapped[str | None] = mapped_column(String(500))
    # A keyed digest: whoever reads the table cannot ask after a report.
    receipt_index: Mapped[str | None] = mapped_column(String(64), unique=True)
    contact_sealed: Mapped[str | None] = mapped_column(Text)
    received_at: Mapped[datetime] = mapped_column(Instant)


class ReportCaseStep(Base):
    """One step of a case with its words; added, never changed."""

    __tablename__ = "report_case_step"
    __table_args__ = (CheckConstraint("side IN ('bureau','employer')", name="side_known"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("report_case.id", ondelete="CASCADE"), index=True)
    step: Mapped[str] = mapped_column(String(10))
    side: Mapped[str] = mapped_column(String(10))
    account_id: Mapped[int | None]
    text: Mapped[str] = mapped_column(String(1000), default="")
    at: Mapped[datetime] = mapped_column(Instant)
