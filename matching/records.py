"""What is compared. Sex, age, ethnicity, household registration, marriage and health are not fields here, and a test
keeps it so. Units stand in the names; None and () mean "not stated", which is never the same as zero.
"""

from dataclasses import dataclass
from datetime import date


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
