"""What a title is narrower than its code about: one code holds the front end and the back end, the mathematics and the
music teacher, the month nurse and the housekeeper.

`specialities.csv` lists words by family. Two sides that each state a speciality of one family, and none in common, do
other work than their common code says: at most as alike as `speciality_families.csv` has it, judged by whether one
could take over from the other. Who states none has said nothing.
"""

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from matching.folding import fold
from matching.occupations.classification import read_rows
from matching.occupations.titles import full_title

# Family to the specialities of it.
Specialities = dict[str, frozenset[str]]


@cache
def families() -> dict[str, float]:
    """How alike two specialities of a family are, 0.0-1.0."""
    return {row["family"]: float(row["likeness"]) for row in read_rows("speciality_families.csv")}


@cache
def specialities_of() -> dict[str, tuple[str, ...]]:
    """The specialities of each family, in the order of the file."""
    found: dict[str, list[str]] = {}
    for row in read_rows("specialities.csv"):
        if row["speciality"] not in found.setdefault(row["family"], []):
            found[row["family"]].append(row["speciality"])
    return {family: tuple(names) for family, names in found.items()}


@cache
def _words() -> tuple[re.Pattern[str], dict[str, list[tuple[str, str]]]]:
    """One pattern of all words, longest first, and what each word says."""
    said: dict[str, list[tuple[str, str]]] = {}
    for row in read_rows("specialities.csv"):
        for word in row["words"].split("|"):
            said.setdefault(fold(word), []).append((row["family"], row["speciality"]))
    # A Latin word must stand alone: "java" is not in "javascript".
    latin = r"(?<![a-z0-9]){}(?![a-z0-9+#])"
    parts = [latin.format(re.escape(word)) if word.isascii() else re.escape(word) for word in said]
    return re.compile("|".join(sorted(parts, key=len, reverse=True))), said


@lru_cache(maxsize=200_000)
def of_title(title: str) -> Specialities:
    pattern, said = _words()
    found: dict[str, set[str]] = {}
    for word in pattern.findall(full_title(title)):
        for family, name in said[word]:
            found.setdefault(family, set()).add(name)
    return {family: frozenset(names) for family, names in found.items()}


def of_titles(titles: Iterable[str]) -> Specialities:
    """What several titles of one side say together."""
    found: dict[str, frozenset[str]] = {}
    for title in titles:
        for family, names in of_title(title).items():
            found[family] = found.get(family, frozenset()) | names
    return found


def conflict(left: Specialities, right: Specialities) -> str | None:
    """The family of which both sides state something and nothing in common; of several the one that tells more."""
    found = [family for family, names in left.items() if family in right and not names & right[family]]
    return min(found, key=lambda family: (families()[family], family), default=None)
