"""Reading the code lists."""

from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from webapp.cities.models import Division
from webapp.reference.catalogue import Catalogue, Named
from webapp.reference.models import Code, Occupation, Skill

# Keyed by engine, so that two sites in one process (tests, several cities) never share names.
_cache: "WeakKeyDictionary[Engine, Catalogue]" = WeakKeyDictionary()


def catalogue(session: Session) -> Catalogue:
    """Every name of every list; read from the database once and kept until `forget_catalogue`."""
    engine = session.get_bind()
    assert isinstance(engine, Engine)
    found = _cache.get(engine)
    if found is None:
        found = _read(session)
        if found.cities:
            _cache[engine] = found
    return found


def forget_catalogue(session: Session) -> None:
    engine = session.get_bind()
    if isinstance(engine, Engine):
        _cache.pop(engine, None)


def count_of_skills(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Skill)) or 0


def minimum_wages(session: Session) -> list[dict[str, Any]]:
    """Dated rates of cities and provinces, those past and to come as well. Few rows, never paged."""
    rows = session.scalars(select(Code).where(Code.list_name == "minimum_wages").order_by(Code.position))
    return [
        {
            "division_code": row.details["division_code"],
            "yuan_month": _number(row.details.get("yuan_month")),
            "yuan_hour": _number(row.details.get("yuan_hour")),
            "valid_from": row.valid_from,
            "valid_to": row.valid_to,
            "verified_on": row.verified_on,
        }
        for row in rows
        if row.valid_from is not None
    ]


def _number(value: Any) -> float | None:
    return float(value) if value not in (None, "") else None


def _read(session: Session) -> Catalogue:
    lists: dict[str, dict[str, Named]] = {}
    for row in session.scalars(select(Code).order_by(Code.list_name, Code.position)):
        named = Named(row.code, row.name_zh, row.name_en, row.parent, row.rank, row.details)
        lists.setdefault(row.list_name, {})[row.code] = named
    divisions = _divisions(session)
    cities = {code: row for code, row in divisions.items() if row.details["level"] == "city"}
    occupations = {
        row.code: Named(row.code, row.name_zh, row.name_en, row.parent, row.level)
        for row in session.scalars(select(Occupation).order_by(Occupation.code))
    }
    skills = {
        row.code: Named(row.code, row.name_zh, row.name_en)
        for row in session.scalars(select(Skill).order_by(Skill.code))
    }
    return Catalogue(lists, cities, divisions, occupations, skills, _city_words(cities))


def _divisions(session: Session) -> dict[str, Named]:
    rows = session.scalars(select(Division).order_by(Division.code))
    return {
        row.code: Named(
            row.code,
            row.name_zh,
            row.name_en,
            row.parent,
            details={
                "level": row.level,
                "ended": row.valid_to is not None,
                "pinyin": row.pinyin,
                "aliases": row.aliases,
                "latitude": row.latitude,
                "longitude": row.longitude,
            },
        )
        for row in rows
    }


def _city_words(cities: dict[str, Named]) -> dict[str, str]:
    words: dict[str, str] = {}
    for code, city in cities.items():
        names = [code, city.name_zh.removesuffix("\u5e02"), city.name_en, city.details["pinyin"]]
        names += [alias.lstrip("~") for alias in city.details["aliases"]]
        words.update({name.casefold().replace(" ", ""): code for name in names if name})
    return words
