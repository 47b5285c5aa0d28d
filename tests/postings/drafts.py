"""A complete vacancy and a complete profile as somebody would write them; each test changes what it is about."""

from datetime import date
from typing import Any

from webapp.postings.rules import DraftPlace, ProfileDraft, VacancyDraft


def vacancy_draft(**facts: Any) -> VacancyDraft:
    values: dict[str, Any] = {
        "title": "维修电工",
        "occupation_code": "6-31-01-03",
        "headcount": 3,
        "duties": "负责厂区设备的电气维修与日常巡检，按规程填写记录。",
        "places": (DraftPlace("440100", None, "1 River Road"),),
        "pay_min_yuan": 6000.0,
        "pay_max_yuan": 8000.0,
        "pay_period": "month",
        "employment_form": "full_time",
        "contract_kind": "fixed_term",
        "term_months": 24,
        "hours_per_day": 8.0,
        "days_per_week": 5.0,
        "has_social_insurance": True,
        "education_code": "61",
        "valid_through": date(2026, 12, 31),
    }
    return VacancyDraft(**{**values, **facts})


def profile_draft(**facts: Any) -> ProfileDraft:
    values: dict[str, Any] = {
        "real_name": "陈志明",
        "phone": "13800000000",
        "wanted_titles": ("电工",),
        "occupation_codes": ("6-31-01-03",),
        "city_code": "520100",
        "wanted_cities": ("440100",),
        "valid_through": date(2027, 2, 28),
    }
    return ProfileDraft(**{**values, **facts})
