"""The tree of occupations: code d-dd-dd-dd, groups above it end in 00."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_FOLDER = Path(__file__).parent
# The classification marks green (L) and digital (S) occupations behind the name.
_MARKS = re.compile(r"(?:L/S|L|S)$")


@dataclass(frozen=True, slots=True)
class Occupation:
    code: str
    level: int
    name: str
    marks: str
    # Titles that the edition lists under the occupation, the name itself left out.
    listed: tuple[str, ...] = ()


def read_rows(name: str) -> list[dict[str, str]]:
    path = _FOLDER / name
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def plain_name(name: str) -> tuple[str, str]:
    """(name without marks, marks)."""
    found = _MARKS.search(name)
    return (name[: found.start()], found.group()) if found else (name, "")


@cache
def all_occupations() -> dict[str, Occupation]:
    return {row["code"]: _occupation(row) for row in read_rows("occupations_csco2022.csv")}


def _occupation(row: dict[str, str]) -> Occupation:
    name, marks = plain_name(row["name"])
    listed = (part.strip() for part in re.split("[,，]", row["alias"] or ""))
    others = tuple(dict.fromkeys(part for part in listed if part and part not in (name, row["name"])))
    return Occupation(row["code"], int(row["level"]), name, marks, others)


@cache
def everyday_names() -> tuple[tuple[str, str, float], ...]:
    """(name, code, weight 0.0-1.0) of the alias table; rows whose code the edition does not have say nothing."""
    rows = ((row["alias"].strip(), row["code"], _weight(row.get("weight"))) for row in read_rows("aliases.csv"))
    return tuple(row for row in rows if row[0] and row[1] in all_occupations())


def _weight(text: str | None) -> float:
    return min(1.0, max(0.0, float(text))) if text else 1.0


def find(code: str) -> Occupation | None:
    return all_occupations().get(code)


@cache
def ancestors(code: str) -> tuple[str, ...]:
    """Codes of the groups above, nearest first; groups that the classification leaves out are skipped."""
    parts = _parts(code)
    above = ["-".join([*parts[:place], *["00"] * (4 - place)]) for place in (3, 2, 1)]
    return tuple(group for group in dict.fromkeys(above) if group != code and group in all_occupations())


def _parts(code: str) -> list[str]:
    """The four parts of a code; a text that is none has parts that equal nobody's."""
    parts = code.split("-")
    return parts if len(parts) == 4 else [code, code, code, code]


@cache
def relation(left: str, right: str) -> str:
    """same, same_small_group, same_middle_group, same_major_group or different.

    A small group and what is below it count as the same small group; a wider group says less, and counts as the same
    middle group.
    """
    if left == right:
        return "same"
    first, second = _parts(left), _parts(right)
    if first[0] != second[0]:
        return "different"
    if first[1] != second[1]:
        return "same_major_group"
    if first[2] != second[2] or first[2] == "00":
        return "same_middle_group"
    return "same_small_group"


def is_group_of(group: str, code: str) -> bool:
    """Is one the small group that the other stands in? Then the two may well mean the same work."""
    return group != code and group.endswith("-00") and not group.endswith("-00-00") and code.startswith(group[:-2])


_STEPS = {
    "same": 0,
    "group_contains": 1,
    "same_small_group": 1,
    "same_middle_group": 2,
    "same_major_group": 3,
    "different": 4,
}


def relation_steps(codes: Sequence[str]) -> NDArray[np.uint8]:
    """`distance` of all pairs of the given codes."""
    parts = np.array([_parts(code) for code in codes], dtype=object).reshape(len(codes), 4)
    same = [np.equal.outer(parts[:, place], parts[:, place]) for place in range(4)]
    small = np.array([part[2] != "00" for part in parts], dtype=np.bool_)
    major = same[0]
    middle = major & same[1]
    within = middle & same[2] & small[:, None]
    steps = 4 - major.astype(np.uint8) - middle.astype(np.uint8) - within.astype(np.uint8)
    steps[np.equal.outer(np.array(codes, dtype=object), np.array(codes, dtype=object))] = 0
    return np.asarray(steps, dtype=np.uint8)


def distance(left: str, right: str) -> int:
    """Steps up the tree until both meet: 0 for the same code, 4 for different major groups."""
    return _STEPS[relation(left, right)]
