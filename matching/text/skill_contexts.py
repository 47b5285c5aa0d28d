"""Names of skills that are also ordinary words: what must or must not stand beside them (`skill_contexts.csv`)."""

import csv
import re
from functools import cache
from itertools import groupby
from pathlib import Path

from matching.folding import fold

# How many characters are looked at on each side of a name, and of an English word.
_NEAR, _FAR = 8, 12


@cache
def _contexts() -> dict[str, dict[str, tuple[str, ...]]]:
    """By name: the words it must not follow or precede, or that must stand near it."""
    with (Path(__file__).parent / "skill_contexts.csv").open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["name"])
    return {
        name: {row["rule"]: tuple(row["words"].split("|")) for row in found}
        for name, found in groupby(rows, key=lambda row: row["name"])
    }


def fits_context(text: str, plain: str, start: int, end: int) -> bool:
    """Whether the name at `text[start:end]` is one here; `plain` is the folded text of the same length."""
    rules = _contexts().get(fold(text[start:end]))
    if not rules:
        return True
    before, after = plain[max(0, start - _NEAR) : start], plain[end : end + _NEAR]
    if before.endswith(rules.get("not_behind", ())) or after.startswith(rules.get("not_before", ())):
        return False
    if "near" in rules and not any(word in before or word in after for word in rules["near"]):
        return False
    return "english_word" not in rules or not _is_ordinary_english(text, plain, start, end)


_WORD_BEFORE = re.compile(r"[a-z]{2,} $")
_WORD_AFTER = re.compile(r"^ [a-z]{2,}")


def _is_ordinary_english(text: str, plain: str, start: int, end: int) -> bool:
    """ "You will excel in a team": small letters among English words."""
    if not text[start].islower():
        return False
    return bool(_WORD_BEFORE.search(plain[max(0, start - _FAR) : start]) or _WORD_AFTER.search(plain[end : end + _FAR]))
