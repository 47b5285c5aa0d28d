"""The dated files of the lint: rules, laws, limits. Rows hold from `valid_from` until the day before `valid_to`."""

import csv
import hashlib
import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).parent / "data"
_FILES = ("laws.csv", "limits.csv", "patterns.toml", "rules.csv", "words.toml")
# Raised by hand whenever the code of a rule changes what it finds; the files count by themselves.
_CODE_VERSION = "2026-11-25"


@dataclass(frozen=True)
class Law:
    """A citation. `verified_on` is the day on which the wording was read at `source`; empty where it was not."""

    law: str
    name_zh: str
    name_en: str
    article: str
    source: str
    verified_on: date | None


@dataclass(frozen=True)
class Rule:
    rule: str
    laws: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class Limit:
    value: float
    unit: str
    laws: tuple[str, ...]
    is_verified: bool


def read_rows(name: str) -> list[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def read_words() -> dict[str, Any]:
    return tomllib.loads((_DATA / "words.toml").read_text(encoding="utf-8"))


@cache
def read_patterns() -> dict[str, Any]:
    return tomllib.loads((_DATA / "patterns.toml").read_text(encoding="utf-8"))


@cache
def pattern(name: str) -> re.Pattern[str]:
    """A pattern of `patterns.toml`, compiled once."""
    return re.compile(read_patterns()[name])


def is_in_force(row: dict[str, Any], today: date) -> bool:
    begins, ends = _day(row.get("valid_from")), _day(row.get("valid_to"))
    return (begins is None or begins <= today) and (ends is None or today < ends)


def _day(value: Any) -> date | None:
    if isinstance(value, date):
        return value
    return date.fromisoformat(value) if value else None


@cache
def laws() -> dict[str, Law]:
    """All citations, those no longer in force too: an old trace may name them."""
    return {
        row["law"]: Law(
            row["law"], row["name_zh"], row["name_en"], row["article"], row["source"], _day(row["verified_on"])
        )
        for row in read_rows("laws.csv")
    }


@lru_cache(maxsize=16)
def rules_on(today: date) -> dict[str, Rule]:
    return {
        row["rule"]: Rule(row["rule"], tuple(row["laws"].split("|")), row["source"])
        for row in read_rows("rules.csv")
        if is_in_force(row, today)
    }


@lru_cache(maxsize=16)
def limits_on(today: date) -> dict[str, Limit]:
    return {
        row["limit"]: Limit(float(row["value"]), row["unit"], tuple(row["laws"].split("|")), bool(row["verified_on"]))
        for row in read_rows("limits.csv")
        if is_in_force(row, today)
    }


def limit(name: str, today: date) -> float:
    """A threshold in force on the day. Raises KeyError for one that is not: a rule asks only for its own."""
    return limits_on(today)[name].value


@cache
def ruleset() -> str:
    """The version of the rules: of the code, and of every byte of their files."""
    digest = hashlib.sha256()
    for name in _FILES:
        digest.update((_DATA / name).read_bytes())
    return f"{_CODE_VERSION}-{digest.hexdigest()[:10]}"
