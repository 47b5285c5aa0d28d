"""Ladders on which "and above" has a meaning: education, skill levels, professional titles.

Education: GB/T 4658-2006; completed ranks above not completed. Skill levels and titles are ordinals, higher is better:
the old national qualification counted downwards (five is the lowest), which is why its numbers are never stored.
"""

from dataclasses import dataclass
from functools import cache

from matching.folding import squeeze
from matching.vocabulary.tables import read_rows, split_list


@dataclass(frozen=True, slots=True)
class Rung:
    rank: int
    name_zh: str
    name_en: str


@cache
def _education() -> dict[str, int]:
    return {row["code"]: int(row["rank"]) for row in read_rows("education.csv")}


def education_rank(code: str | None) -> int | None:
    """Rank of an education code; None when it is not stated or not on the ladder."""
    return _education().get(code or "")


@cache
def skill_levels() -> tuple[Rung, ...]:
    """From apprentice (1) to chief technician (8)."""
    return _rungs("skill_levels.csv")


@cache
def title_ranks() -> tuple[Rung, ...]:
    """From technician level (1) to full senior level (5)."""
    return _rungs("title_ranks.csv")


def find_skill_level(text: str) -> int | None:
    """The ordinal of a skill level by any of its names, new or old."""
    return _names("skill_levels.csv").get(squeeze(text))


def find_title_rank(text: str) -> int | None:
    """The ordinal of a professional title by any of its names."""
    return _names("title_ranks.csv").get(squeeze(text))


def _rungs(file: str) -> tuple[Rung, ...]:
    return tuple(Rung(int(row["rank"]), row["name_zh"], row["name_en"]) for row in read_rows(file))


@cache
def _names(file: str) -> dict[str, int]:
    return {
        squeeze(name): int(row["rank"])
        for row in read_rows(file)
        for name in (row["name_zh"], row["name_en"], *split_list(row["synonyms"]))
    }
