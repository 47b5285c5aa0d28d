"""One table for the small code lists, and one each for occupations and skills, which have more to say."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.database import Base

OCCUPATION_EDITION = "2022"


class Code(Base):
    """A row of a code list such as "education"; `position` keeps the list's own order."""

    __tablename__ = "code"

    list_name: Mapped[str] = mapped_column(String(40), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    name_zh: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(160))
    parent: Mapped[str | None] = mapped_column(String(40))
    position: Mapped[int]
    rank: Mapped[int | None]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    replaced_by: Mapped[str | None] = mapped_column(String(40))
    source: Mapped[str] = mapped_column(String(300), default="")
    verified_on: Mapped[date | None]
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class Occupation(Base):
    """The national classification of occupations; the code with its edition is the key."""

    __tablename__ = "occupation"
    __table_args__ = (CheckConstraint("level BETWEEN 1 AND 4", name="level_known"),)

    edition: Mapped[str] = mapped_column(String(4), primary_key=True)
    code: Mapped[str] = mapped_column(String(12), primary_key=True)
    level: Mapped[int]
    parent: Mapped[str | None] = mapped_column(String(12), index=True)
    name_zh: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(160), default="")
    definition: Mapped[str] = mapped_column(Text, default="")


class Skill(Base):
    """A skill of the vocabulary, with the other names under which it is written."""

    __tablename__ = "skill"

    code: Mapped[str] = mapped_column(String(12), primary_key=True)
    name_zh: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(120), default="")
    kind: Mapped[str] = mapped_column(String(20))
    synonyms: Mapped[list[str]] = mapped_column(JSON, default=list)


class SkillOccupation(Base):
    """Which occupations (or groups of them) a skill belongs to."""

    __tablename__ = "skill_occupation"

    skill_code: Mapped[str] = mapped_column(ForeignKey("skill.code", ondelete="CASCADE"), primary_key=True)
    occupation_code: Mapped[str] = mapped_column(String(12), primary_key=True, index=True)
