"""Administrative divisions (GB/T 2260), with the names and aliases by which people find them."""

from datetime import date

from sqlalchemy import JSON, CheckConstraint, Float, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.database import Base


class Division(Base):
    """A province, city or district. `replaced_by` names the successor of one that ended."""

    __tablename__ = "division"
    __table_args__ = (CheckConstraint("level IN ('province','city','district')", name="level_known"),)

    code: Mapped[str] = mapped_column(String(6), primary_key=True)
    level: Mapped[str] = mapped_column(String(10), index=True)
    parent: Mapped[str | None] = mapped_column(String(6), index=True)
    name_zh: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str] = mapped_column(String(80))
    pinyin: Mapped[str] = mapped_column(String(80), default="")
    aliases: Mapped[list[str]] = mapped_column(JSON, default=list)
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    replaced_by: Mapped[str | None] = mapped_column(String(6))
    source: Mapped[str] = mapped_column(String(200), default="")
    verified_on: Mapped[date | None]
