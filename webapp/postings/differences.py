"""What changed between two versions of a posting, in a reader's words: for the bureau's check and after a conflict."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import format_date, format_decimal, gettext
from flask_babel import lazy_gettext as _l

from webapp.http.wording import label
from webapp.reference.catalogue import Catalogue

Snapshot = Mapping[str, Any]


@dataclass(frozen=True)
class Difference:
    """One field with what it said and what it says."""

    name: str
    before: str
    after: str


_NAMES: dict[str, Any] = {
    "track": _l("Kind of post"),
    "title": _l("Job title"),
    "client_name": _l("For whom you post (agencies)"),
    "occupation_code": _l("Occupation"),
    "headcount": _l("How many people"),
    "duties": _l("What the work is"),
    "places": _l("Place of work"),
    "pay_min_yuan": _l("Pay from"),
    "pay_max_yuan": _l("Pay to"),
    "pay_period": _l("Period of pay"),
    "pay_months": _l("Months paid a year"),
    "pay_day": _l("Pay day of the month"),
    "pay_includes_overtime": _l("Overtime pay is inside this pay"),
    "employment_form": _l("Form of employment"),
    "contract_kind": _l("Kind of contract"),
    "term_months": _l("Term in months"),
    "probation_months": _l("Probation in months"),
    "probation_pay_percent": _l("Pay during probation, percent"),
    "hour_scheme": _l("Working-time system"),
    "special_scheme_number": _l("Approval number of another working-time system"),
    "hours_per_day": _l("Hours a day"),
    "days_per_week": _l("Days a week"),
    "rest_days_per_month": _l("Rest days a month"),
    "shift": _l("Shift"),
    "has_social_insurance": _l("Social insurance"),
    "has_housing_fund": _l("Housing fund"),
    "benefits": _l("Benefits"),
    "education_code": _l("Education"),
    "skill_level": _l("Skill level"),
    "title_rank": _l("Professional title"),
    "experience_min_months": _l("Experience in months"),
    "certificates": _l("Certificates"),
    "languages": _l("Languages"),
    "must_skills": _l("Skills that are a must"),
    "nice_skills": _l("Skills that are welcome"),
    "hazards": _l("Hazards at the workplace"),
    "hazard_notice": _l("Notice of hazards and protection"),
    "dispatch_user_employer": _l("User employer (dispatch)"),
    "dispatch_post_kind": _l("Kind of dispatch post"),
    "starts_on": _l("Work starts on"),
    "valid_through": _l("Valid until"),
    "wanted_titles": _l("Work you look for"),
    "occupation_codes": _l("Occupation"),
    "city_code": _l("City where you are now"),
    "wanted_cities": _l("Wants to work in"),
    "accepts_any_city": _l("Any of the nine cities is fine"),
    "skills": _l("Skills"),
    "employment_forms": _l("Forms of employment you accept"),
    "available_on": _l("You can start on"),
    "summary": _l("In a few words"),
}
_LISTS = {
    "education_code": "education",
    "skill_level": "skill_levels",
    "title_rank": "professional_titles",
    "employment_form": "employment_forms",
    "employment_forms": "employment_forms",
    "contract_kind": "contract_kinds",
    "hour_scheme": "hour_schemes",
    "dispatch_post_kind": "dispatch_post_kinds",
    "pay_period": "pay_periods",
    "benefits": "benefits",
    "hazards": "hazards",
}
_DATES = {"starts_on", "valid_through", "available_on"}


def field_name(field: str) -> str:
    """How the forms call a field; empty for what is no field of a posting."""
    return str(_NAMES.get(_SHOWN_AS.get(field, field), ""))


_SHOWN_AS = {"address": "places", "city_code": "places", "more_cities": "places"}


def differences(before: Snapshot, after: Snapshot, names: Catalogue, language: str) -> list[Difference]:
    """Fields whose words differ, in the order in which a form asks for them."""
    rows = []
    for field, name in _NAMES.items():
        if before.get(field) == after.get(field):
            continue
        old, new = (_words(field, side.get(field), names, language) for side in (before, after))
        if old != new:
            rows.append(Difference(str(name), old, new))
    return rows


def _words(field: str, value: Any, names: Catalogue, language: str) -> str:
    if value is None or value == "" or value == []:
        return gettext("Not stated")
    if isinstance(value, list):
        return ", ".join(_one(field, one, names, language) for one in value)
    return _one(field, value, names, language)


def _one(field: str, value: Any, names: Catalogue, language: str) -> str:
    if isinstance(value, dict):
        return _row(value, names, language)
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if field in _LISTS:
        return names.label(_LISTS[field], value, language) or str(value)
    if field in _DATES:
        return format_date(date.fromisoformat(value), "medium")
    if field == "track":
        return label("track", value)
    if field in ("occupation_code", "occupation_codes"):
        return names.occupation_label(value, language) or str(value)
    if field in ("city_code", "wanted_cities"):
        return names.city_label(value, language)
    return format_decimal(value) if isinstance(value, int | float) else str(value)


def _row(value: Snapshot, names: Catalogue, language: str) -> str:
    """A place or a skill."""
    if "city_code" not in value:
        return str(value.get("text", ""))
    places = (names.city_label(value.get(key), language) for key in ("city_code", "district_code"))
    return " ".join(part for part in (*places, str(value.get("address") or "")) if part)
