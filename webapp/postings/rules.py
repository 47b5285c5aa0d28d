"""The law book of postings: what a draft holds, which states follow which, what must be there to be published."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    PUBLISHED = "published"
    PAUSED = "paused"
    FILLED = "filled"
    WITHDRAWN = "withdrawn"


class Track(StrEnum):
    LABOUR = "labour"
    TALENT = "talent"


@dataclass(frozen=True)
class WantedSkill:
    """A skill as written, with its vocabulary code where it has one."""

    text: str
    code: str | None = None


@dataclass(frozen=True)
class DraftPlace:
    city_code: str
    district_code: str | None = None
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class VacancyDraft:
    """Everything an employer says about a vacancy. Any field may be missing while it is a draft."""

    track: str = Track.LABOUR
    title: str = ""
    client_name: str | None = None
    occupation_code: str | None = None
    headcount: int | None = None
    duties: str = ""
    places: tuple[DraftPlace, ...] = ()
    pay_min_yuan: float | None = None
    pay_max_yuan: float | None = None
    pay_period: str | None = None
    pay_months: float | None = None
    pay_day: int | None = None
    pay_includes_overtime: bool = False
    employment_form: str | None = None
    contract_kind: str | None = None
    term_months: int | None = None
    probation_months: int | None = None
    probation_pay_percent: int | None = None
    hour_scheme: str | None = None
    special_scheme_number: str | None = None
    hours_per_day: float | None = None
    days_per_week: float | None = None
    rest_days_per_month: float | None = None
    shift: str | None = None
    has_social_insurance: bool | None = None
    has_housing_fund: bool | None = None
    benefits: tuple[str, ...] = ()
    education_code: str | None = None
    skill_level: int | None = None
    title_rank: int | None = None
    experience_min_months: int | None = None
    experience_max_months: int | None = None
    certificates: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    must_skills: tuple[WantedSkill, ...] = ()
    nice_skills: tuple[WantedSkill, ...] = ()
    hazards: tuple[str, ...] = ()
    hazard_notice: str | None = None
    dispatch_user_employer: str | None = None
    dispatch_post_kind: str | None = None
    flexible_days_month: float | None = None
    remote_share_percent: int | None = None
    open_to_cities: tuple[str, ...] = ()
    starts_on: date | None = None
    valid_through: date | None = None


@dataclass(frozen=True, kw_only=True)
class ProfileDraft:
    """Everything a person says about themselves and their wish. `real_name` and `phone` are sealed when stored."""

    track: str = Track.LABOUR
    real_name: str | None = None
    phone: str | None = None
    wanted_titles: tuple[str, ...] = ()
    occupation_codes: tuple[str, ...] = ()
    city_code: str | None = None
    district_code: str | None = None
    wanted_cities: tuple[str, ...] = ()
    accepts_any_city: bool = False
    pay_min_yuan: float | None = None
    pay_max_yuan: float | None = None
    pay_period: str | None = None
    education_code: str | None = None
    skill_level: int | None = None
    title_rank: int | None = None
    experience_min_months: int | None = None
    certificates: tuple[str, ...] = ()
    skills: tuple[WantedSkill, ...] = field(default=())
    employment_forms: tuple[str, ...] = ()
    available_on: date | None = None
    summary: str = ""
    valid_through: date | None = None
