"""What is compared. Sex, age, ethnicity, household registration, marriage and health are not fields here, and a test
keeps it so. Units stand in the names; None and () mean "not stated", which is never the same as zero.

A record goes to JSON and comes back as it was, so that what was compared can be kept beside its result.
"""

from dataclasses import MISSING, Field, dataclass, fields
from datetime import date
from typing import Any, TypeVar


@dataclass(frozen=True, slots=True)
class Place:
    """A place of work: GB/T 2260 code of the city, and of the district where it is stated."""

    city_code: str
    district_code: str | None = None


@dataclass(frozen=True, slots=True)
class JobRecord:
    """A vacancy. Skills are vocabulary codes where known, else the text as written."""

    id: str
    title: str
    track: str
    occupation_code: str | None = None
    skills_must: tuple[str, ...] = ()
    skills_nice: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    pay_min_yuan_month: float | None = None
    pay_max_yuan_month: float | None = None
    experience_min_months: int | None = None
    education_min_code: str | None = None
    skill_level_min: int | None = None
    title_rank_min: int | None = None
    certificates_must: tuple[str, ...] = ()
    starts_on: date | None = None
    employment_form: str | None = None
    open_to_cities: tuple[str, ...] = ()
    headcount: int = 1
    description: str = ""
    # Read from the description, not listed by the employer: wanted, but less surely.
    skills_inferred: tuple[str, ...] = ()
    hours_per_week: float | None = None
    has_nights: bool | None = None


@dataclass(frozen=True, slots=True)
class TalentRecord:
    """A person's offer and wish. `occupation_codes` and `wanted_cities` are in order of preference; `city_code` is
    where the person is now.
    """

    id: str
    wanted_titles: tuple[str, ...]
    track: str
    occupation_codes: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    city_code: str | None = None
    wanted_cities: tuple[str, ...] = ()
    accepts_any_city: bool = False
    pay_min_yuan_month: float | None = None
    experience_months: int | None = None
    education_code: str | None = None
    skill_level: int | None = None
    title_rank: int | None = None
    certificates: tuple[str, ...] = ()
    available_on: date | None = None
    employment_forms: tuple[str, ...] = ()
    hours_per_week_max: float | None = None
    accepts_nights: bool | None = None
    # Read from the person's own words, not listed: likely held, like what the trade implies.
    skills_inferred: tuple[str, ...] = ()


Record = TypeVar("Record", JobRecord, TalentRecord)


def to_json(record: JobRecord | TalentRecord) -> dict[str, Any]:
    """Plain JSON values of what is stated; what is left at its default is left out."""
    values = {field.name: getattr(record, field.name) for field in fields(record)}
    stated = {field.name for field in fields(record) if values[field.name] != field.default}
    return {name: _plain(value) for name, value in values.items() if name in stated}


def from_json(kind: type[Record], data: dict[str, Any]) -> Record:
    """What `to_json` wrote, in this version or an earlier one: fields that were not there yet are not stated, and those
    that are no longer here are passed over. Raises ValueError for anything else.
    """
    try:
        return kind(**{field.name: _restored(field, data) for field in fields(kind)})
    except (KeyError, TypeError) as error:
        raise ValueError("not a record") from error


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Place):
        return [value.city_code, value.district_code]
    return value.isoformat() if isinstance(value, date) else value


def _restored(field: "Field[Any]", data: dict[str, Any]) -> Any:
    """A value as the field holds it. Its name tells what JSON has no word for: dates end in `_on`."""
    if field.name not in data:
        if field.default is MISSING:
            raise KeyError(field.name)
        return field.default
    value = data[field.name]
    if field.name == "places":
        return tuple(Place(*one) for one in value)
    if field.name.endswith("_on") and value is not None:
        return date.fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value
