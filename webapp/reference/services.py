"""Bringing the reference tables in line with the files of the release. Running it again changes nothing."""

import csv
import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

import matching
from matching.occupations.classification import plain_name
from webapp.cities.models import Division
from webapp.reference.models import OCCUPATION_EDITION, Code, Occupation, Skill, SkillOccupation
from webapp.reference.queries import forget_catalogue

Row = dict[str, str]
_DATA = Path(__file__).parent / "data"
_MATCHING = Path(matching.__file__).parent
_VERSION_KEY = ("release", "files")
_SHARED_COLUMNS = {
    "code",
    "name_zh",
    "name_en",
    "parent",
    "rank",
    "valid_from",
    "valid_to",
    "replaced_by",
    "source",
    "verified_on",
}


def load_reference(session: Session) -> bool:
    """Load every file; True when anything was written. Old rows that a file no longer has are removed."""
    digest = _digest_of_files()
    held = session.get(Code, _VERSION_KEY)
    if held is not None and held.details.get("sha256") == digest:
        return False
    _load_divisions(session)
    _load_occupations(session)
    _load_skills(session)
    _load_codes(session, digest)
    forget_catalogue(session)
    return True


def _files() -> list[Path]:
    files = [_MATCHING / "vocabulary" / "cities.csv", _MATCHING / "vocabulary" / "skills.csv"]
    files += [_MATCHING / "occupations" / name for name in ("occupations_csco2022.csv", "occupation_names_en.csv")]
    return [*files, *_list_files()]


def _list_files() -> list[Path]:
    return sorted(_DATA.glob("*.csv"))


def _digest_of_files() -> str:
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for path in _files():
        digest.update(path.name.encode("utf-8"))
        digest.update(path.read_bytes() if path.exists() else b"")
    return digest.hexdigest()


def _rows(path: Path) -> Iterator[Row]:
    if not path.exists():
        return
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _parts(text: str | None) -> list[str]:
    return [part.strip() for part in (text or "").split("|") if part.strip()]


def _load_divisions(session: Session) -> None:
    """Divisions are referred to by postings, so rows are changed in place and never deleted."""
    held = {row.code: row for row in session.scalars(select(Division))}
    for row in _rows(_MATCHING / "vocabulary" / "cities.csv"):
        division = held.get(row["code"]) or Division(code=row["code"])
        division.level = row["level"]
        division.parent = row["parent"] or None
        division.name_zh, division.name_en = row["name_zh"], row["name_en"]
        division.pinyin = row.get("pinyin") or ""
        division.aliases = _parts(row.get("aliases"))
        division.latitude = float(row["latitude"]) if row.get("latitude") else None
        division.longitude = float(row["longitude"]) if row.get("longitude") else None
        division.valid_from, division.valid_to = _day(row.get("valid_from")), _day(row.get("valid_to"))
        division.replaced_by = row.get("replaced_by") or None
        division.source, division.verified_on = row.get("source") or "", _day(row.get("verified_on"))
        session.add(division)


def _load_occupations(session: Session) -> None:
    folder = _MATCHING / "occupations"
    english = {row["code"]: row["name_en"] for row in _rows(folder / "occupation_names_en.csv")}
    session.execute(delete(Occupation).where(Occupation.edition == OCCUPATION_EDITION))
    values = [
        {
            "edition": OCCUPATION_EDITION,
            "code": row["code"],
            "level": int(row["level"]),
            "parent": _parent_of(row["code"]),
            "name_zh": plain_name(row["name"])[0],
            "name_en": english.get(row["code"], ""),
            "definition": row["definition"],
        }
        for row in _rows(folder / "occupations_csco2022.csv")
    ]
    if values:
        session.execute(insert(Occupation), values)


def _parent_of(code: str) -> str | None:
    """The next group up: d-dd-dd-dd above d-dd-dd-00 above d-dd-00-00 above d-00-00-00."""
    parts = code.split("-")
    for place in (3, 2, 1):
        if parts[place] != "00":
            return "-".join([*parts[:place], *["00"] * (4 - place)])
    return None


def _load_skills(session: Session) -> None:
    session.execute(delete(SkillOccupation))
    session.execute(delete(Skill))
    skills: list[dict[str, Any]] = []
    links: list[dict[str, Any]] = []
    for row in _rows(_MATCHING / "vocabulary" / "skills.csv"):
        named = {key: row[key] for key in ("code", "name_zh", "name_en", "kind")}
        skills.append({**named, "synonyms": _parts(row["synonyms"])})
        codes = dict.fromkeys(_parts(row["occupations"]))
        links.extend({"skill_code": row["code"], "occupation_code": code} for code in codes)
    if skills:
        session.execute(insert(Skill), skills)
    if links:
        session.execute(insert(SkillOccupation), links)


def _load_codes(session: Session, digest: str) -> None:
    session.execute(delete(Code))
    values = [_code_values(path.stem, place, row) for path in _list_files() for place, row in enumerate(_rows(path))]
    release = {"list_name": _VERSION_KEY[0], "code": _VERSION_KEY[1], "details": {"sha256": digest}}
    values.append({**_code_values(_VERSION_KEY[0], 0, {"code": _VERSION_KEY[1]}), **release})
    session.execute(insert(Code), values)


def _code_values(list_name: str, position: int, row: Row) -> dict[str, Any]:
    rank = row.get("rank") or row.get("ordinal")
    return {
        "list_name": list_name,
        "code": row["code"],
        "name_zh": row.get("name_zh", ""),
        "name_en": row.get("name_en", ""),
        "parent": row.get("parent") or None,
        "position": position,
        "rank": int(rank) if rank else None,
        "valid_from": _day(row.get("valid_from")),
        "valid_to": _day(row.get("valid_to")),
        "replaced_by": row.get("replaced_by") or None,
        "source": row.get("source", ""),
        "verified_on": _day(row.get("verified_on")),
        "details": {key: value for key, value in row.items() if key not in _SHARED_COLUMNS and value},
    }
