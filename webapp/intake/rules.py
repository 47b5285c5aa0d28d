"""What a file may hold: fields, header words, limits. Pure; the words themselves are data files."""

import csv
from functools import cache
from pathlib import Path

from matching.text import similarity, squeeze

_DATA = Path(__file__).parent / "data"
ROWS_MOST = 50_000
COLUMNS_MOST = 80
CELL_MOST = 5_000
ROWS_A_STEP = 100
REFUSED_KEPT_MOST = 20_000
# Alike enough to propose a field; the user confirms every proposal.
_ALIKE = 0.8

NEEDED = {
    "vacancy": ("title", "cities", "pay", "headcount"),
    "profile": ("titles", "city_now", "wanted_cities"),
}
PROTECTED = "protected"


def _rows(name: str) -> list[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def words(meaning: str) -> frozenset[str]:
    """Words of one meaning, squeezed."""
    found = next(row["words"] for row in _rows("words.csv") if row["meaning"] == meaning)
    return frozenset(squeeze(word) for word in found.split("|"))


def default_duties() -> str:
    """What is proposed for rows without a description; the uploader reads it and may change it."""
    return next(row["words"] for row in _rows("words.csv") if row["meaning"] == "default_duties")


@cache
def headers(kind: str) -> dict[str, str]:
    """Squeezed header -> field."""
    return {
        squeeze(header): row["field"]
        for row in _rows("headers.csv")
        if row["kind"] in (kind, PROTECTED)
        for header in row["headers"].split("|")
    }


@cache
def fields_of(kind: str) -> tuple[str, ...]:
    return tuple(row["field"] for row in _rows("headers.csv") if row["kind"] == kind)


def guess_mapping(kind: str, columns: list[str]) -> dict[str, str]:
    """Column -> field, each field once; columns that mean nothing here are left out."""
    known = headers(kind)
    mapping: dict[str, str] = {}
    taken: set[str] = set()
    for column in columns:
        field = known.get(squeeze(column)) or _alike(column, known)
        if field and (field == PROTECTED or field not in taken):
            mapping[column] = field
            taken.add(field)
    return mapping


def _alike(column: str, known: dict[str, str]) -> str | None:
    """A header with a note in brackets or other decoration: the most alike known one."""
    if len(column) > 60 or not squeeze(column):
        return None
    best = max(known, key=lambda header: (similarity(column, header), header))
    return known[best] if similarity(column, best) >= _ALIKE else None


def missing_fields(kind: str, mapping: dict[str, str], *, has_organisation: bool) -> list[str]:
    """Fields without which no row can be taken. Only a bureau's file must name the employer of each row."""
    needed = list(NEEDED[kind])
    if kind == "vacancy" and not has_organisation:
        needed.append("organisation")
    given = set(mapping.values())
    return [field for field in needed if field not in given]
