"""Runs, their pairs, and standing matches.

A run may keep hundreds of thousands of pairs. Each is stored as numbers: rank, score and the scores of its parts, from
which the plan of the run computes the score again. What was compared is kept once a posting, so that a pair can be
explained when somebody asks. A pair that somebody decided keeps its whole explanation.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.database import Base, Instant


class MatchRun(Base):
    """One cross-city run: what was asked, with which plan, how far it is, and what it found."""

    __tablename__ = "match_run"
    __table_args__ = (
        CheckConstraint("state IN ('waiting','running','done','cancelled','failed')", name="state_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    city_code: Mapped[str | None] = mapped_column(ForeignKey("division.code"), index=True)
    from_cities: Mapped[list[str]] = mapped_column(JSON)
    to_cities: Mapped[list[str]] = mapped_column(JSON)
    occupation_group: Mapped[str | None] = mapped_column(String(12))
    track: Mapped[str | None] = mapped_column(String(6))
    per_vacancy: Mapped[int]
    plan: Mapped[dict[str, Any]] = mapped_column(JSON)
    plan_version: Mapped[str] = mapped_column(String(40))
    # What spreading did, where the run was asked to spread (`matching.Spread`).
    spread: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    # Which comparisons the parts of its pairs are of, in their order.
    part_names: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    # How long "load", "score" and "store" took.
    seconds: Mapped[dict[str, float] | None] = mapped_column(JSON(none_as_null=True))
    # Counts the workers that have begun; only the newest may write.
    attempt: Mapped[int] = mapped_column(default=0, server_default="0")
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    wants_cancel: Mapped[bool] = mapped_column(default=False)
    steps_done: Mapped[int] = mapped_column(default=0)
    steps_total: Mapped[int] = mapped_column(default=0)
    vacancies_seen: Mapped[int] = mapped_column(default=0)
    profiles_seen: Mapped[int] = mapped_column(default=0)
    pairs_found: Mapped[int] = mapped_column(default=0)
    failure_code: Mapped[str | None] = mapped_column(String(60))
    created_at: Mapped[datetime] = mapped_column(Instant)
    started_at: Mapped[datetime | None] = mapped_column(Instant)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)


_DECIDED, _FIRST = text("decision IS NOT NULL"), text("rank = 1")


class RunPair(Base):
    """A ranked pair of a run, with what the officer decided about it. Seen only once its run is done."""

    __tablename__ = "run_pair"
    __table_args__ = (
        UniqueConstraint("run_id", "vacancy_id", "profile_id"),
        Index("ix_run_pair_run_order", "run_id", "score", "id"),
        Index(
            "ix_run_pair_decided",
            "run_id",
            "decision",
            "score",
            "id",
            sqlite_where=_DECIDED,
            postgresql_where=_DECIDED,
        ),
        Index("ix_run_pair_first", "run_id", "score", "id", sqlite_where=_FIRST, postgresql_where=_FIRST),
        CheckConstraint("decision IS NULL OR decision IN ('recommended','dismissed')", name="decision_known"),
        CheckConstraint("explanation IS NOT NULL OR parts IS NOT NULL", name="has_reasons"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("match_run.id", ondelete="CASCADE"))
    vacancy_id: Mapped[int] = mapped_column(ForeignKey("vacancy.id", ondelete="CASCADE"), index=True)
    profile_id: Mapped[int] = mapped_column(ForeignKey("profile.id", ondelete="CASCADE"), index=True)
    rank: Mapped[int]
    score: Mapped[float]
    # Scores of the run's `part_names` as little-endian doubles, NaN for unknown: exact, so that the score computed from
    # them again is the stored one to the last digit.
    parts: Mapped[bytes | None] = mapped_column(LargeBinary)
    # [factor, exposure, fair] where the run spread its recommendations.
    market: Mapped[list[float] | None] = mapped_column(JSON(none_as_null=True))
    # Written when the pair is decided or leaves the house; pairs of earlier releases have it from the start.
    explanation: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    decision: Mapped[str | None] = mapped_column(String(12))
    decision_reason: Mapped[str | None] = mapped_column(String(200))
    decided_by: Mapped[int | None]
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    version: Mapped[int] = mapped_column(default=1)


class RunVacancyRecord(Base):
    """A vacancy exactly as a run compared it: no more than the matcher sees, and gone with the vacancy or the run."""

    __tablename__ = "run_vacancy_record"

    run_id: Mapped[int] = mapped_column(ForeignKey("match_run.id", ondelete="CASCADE"), primary_key=True)
    vacancy_id: Mapped[int] = mapped_column(ForeignKey("vacancy.id", ondelete="CASCADE"), primary_key=True, index=True)
    record: Mapped[dict[str, Any]] = mapped_column(JSON)


class RunProfileRecord(Base):
    """A profile exactly as a run compared it, without name or number; gone with the profile or the run."""

    __tablename__ = "run_profile_record"

    run_id: Mapped[int] = mapped_column(ForeignKey("match_run.id", ondelete="CASCADE"), primary_key=True)
    profile_id: Mapped[int] = mapped_column(ForeignKey("profile.id", ondelete="CASCADE"), primary_key=True, index=True)
    record: Mapped[dict[str, Any]] = mapped_column(JSON)


class StandingMatch(Base):
    """A current match, refreshed after each change of either posting. Read from both sides."""

    __tablename__ = "standing_match"
    __table_args__ = (
        UniqueConstraint("vacancy_id", "profile_id"),
        Index("ix_standing_match_vacancy_score", "vacancy_id", "score"),
        Index("ix_standing_match_profile_score", "profile_id", "score"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    vacancy_id: Mapped[int] = mapped_column(ForeignKey("vacancy.id", ondelete="CASCADE"))
    profile_id: Mapped[int] = mapped_column(ForeignKey("profile.id", ondelete="CASCADE"))
    score: Mapped[float]
    explanation: Mapped[dict[str, Any]] = mapped_column(JSON)
    plan_version: Mapped[str] = mapped_column(String(40))
    made_at: Mapped[datetime] = mapped_column(Instant)
