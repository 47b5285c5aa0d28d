"""Ladders on which "and above" has a meaning. Education: GB/T 4658-2006; completed ranks above not completed."""

from functools import cache

from matching.vocabulary.tables import read_rows


@cache
def _education() -> dict[str, int]:
    return {row["code"]: int(row["rank"]) for row in read_rows("education.csv")}


def education_rank(code: str | None) -> int | None:
    """Rank of an education code; None when it is not stated or not on the ladder."""
    return _education().get(code or "")
