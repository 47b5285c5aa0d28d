"""The tree of occupations: code d-dd-dd-dd, groups above it end in 00."""

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent
# The classification marks green (L) and digital (S) occupations behind the name.
_MARKS = re.compile(r"(?:L/S|L|S)$")


@dataclass(frozen=True, slots=True)
class Occupation:
    code: str
    level: int
    name: str
    marks: str


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
    rows = read_rows("occupations_csco2022.csv")
    return {row["code"]: Occupation(row["code"], int(row["level"]), *plain_name(row["name"])) for row in rows}


def find(code: str) -> Occupation | None:
    return all_occupations().get(code)


@cache
def ancestors(code: str) -> tuple[str, ...]:
    """Codes of the groups above, nearest first; groups that the classification leaves out are skipped."""
    parts = code.split("-")
    above = ["-".join([*parts[:place], *["00"] * (4 - place)]) for place in (3, 2, 1)]
    return tuple(group for group in dict.fromkeys(above) if group != code and group in all_occupations())


@cache
def relation(left: str, right: str) -> str:
    """same, same_small_group, same_middle_group, same_major_group or different.

    A group code counts as the same small group as everything below it.
    """
    if left == right:
        return "same"
    first, second = left.split("-"), right.split("-")
    if first[0] != second[0]:
        return "different"
    if first[1] != second[1]:
        return "same_major_group"
    if first[2] != second[2] and "00" not in (first[2], second[2]):
        return "same_middle_group"
    return "same_small_group" if first[2] == second[2] else "same_middle_group"
