"""Plans that were written on the site, and previews of drafts. A plan that pairs were made with never changes."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.database import Base, Instant

_ADOPTED = text("state = 'adopted'")


class StoredPlan(Base):
    """One plan by its version. `revision` counts the changes of a draft; whoever saves names the one they saw."""

    __tablename__ = "match_plan"
    __table_args__ = (
        UniqueConstraint("version"),
        CheckConstraint("state IN ('draft','adopted','retired','discarded')", name="state_known"),
        CheckConstraint("state NOT IN ('adopted','retired') OR note <> ''", name="adopted_with_note"),
        # At most one plan is in force, whatever the code does.
        Index("uq_match_plan_one_adopted", "state", unique=True, sqlite_where=_ADOPTED, postgresql_where=_ADOPTED),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(String(40))
    plan: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(10), default="draft")
    based_on: Mapped[str] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(String(500), default="")
    revision: Mapped[int] = mapped_column(default=1)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime] = mapped_column(Instant)
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    changed_at: Mapped[datetime] = mapped_column(Instant)
    adopted_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    adopted_at: Mapped[datetime | None] = mapped_column(Instant)
    # The built-in plan of the release on which this one was adopted: a later release may bring another.
    built_in_version: Mapped[str | None] = mapped_column(String(40))
    retired_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    retired_at: Mapped[datetime | None] = mapped_column(Instant)
    retired_note: Mapped[str] = mapped_column(String(500), default="")


class PlanPreview(Base):
    """What a draft would change on a sample. Both plans are kept as they were when it was asked for."""

    __tablename__ = "plan_preview"
    __table_args__ = (
        CheckConstraint("state IN ('waiting','running','done','failed')", name="state_known"),
        Index("ix_plan_preview_plan_order", "plan_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("match_plan.id", ondelete="CASCADE"))
    plan: Mapped[dict[str, Any]] = mapped_column(JSON)
    against: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    percent_done: Mapped[int] = mapped_column(default=0)
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    failure_code: Mapped[str | None] = mapped_column(String(60))
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime] = mapped_column(Instant)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
