"""Vacancies and profiles for tests: published and complete unless the test says otherwise."""

from datetime import date, timedelta
from itertools import count

from sqlalchemy.orm import Session

from tests.conftest import MONDAY
from tests.factories.people import VAULT, make_account, make_organisation
from webapp.core.clock import end_of_day
from webapp.postings.models import Profile, ProfileCity, ProfileSkill, Vacancy, VacancyPlace, VacancySkill

_numbers = count(1)
ELECTRICIAN = "6-31-01-03"


def make_vacancy(
    session: Session, *, skills: tuple[str, ...] = (), cities: tuple[str, ...] = ("440100",), **facts: object
) -> Vacancy:
    """A published labour vacancy for an electrician in Guangzhou at 6,000-8,000 yuan a month."""
    if "organisation_id" not in facts:
        facts["organisation_id"] = make_organisation(session, city_code=cities[0]).id
    valid_through = facts.pop("valid_through", date(2026, 12, 31))
    assert isinstance(valid_through, date)
    values: dict[str, object] = {
        "public_id": f"v{next(_numbers):07d}",
        "track": "labour",
        "state": "published",
        "title": "\u7ef4\u4fee\u7535\u5de5",
        "occupation_code": ELECTRICIAN,
        "headcount": 3,
        "duties": "\u8d1f\u8d23\u5382\u533a\u8bbe\u5907\u7684\u7535\u6c14\u7ef4\u4fee\u4e0e\u65e5\u5e38\u5de1\u68c0"
        * 2,
        "city_code": cities[0],
        "pay_min_yuan": 6000,
        "pay_max_yuan": 8000,
        "pay_period": "month",
        "pay_min_yuan_month": 6000,
        "pay_max_yuan_month": 8000,
        "education_code": "61",
        "employment_form": "full_time",
        "contract_kind": "fixed",
        "term_months": 36,
        "hour_scheme": "standard",
        "hours_per_day": 8,
        "days_per_week": 5,
        "has_social_insurance": True,
        "valid_through": valid_through,
        "expires_at": end_of_day(valid_through),
        "created_at": MONDAY - timedelta(days=3),
        "changed_at": MONDAY - timedelta(days=3),
        "published_at": MONDAY - timedelta(days=2),
    }
    vacancy = Vacancy(**{**values, **facts})
    vacancy.places = [
        VacancyPlace(position=place, city_code=code, address="1 Road") for place, code in enumerate(cities)
    ]
    vacancy.skills = [VacancySkill(position=place, text=text, is_must=True) for place, text in enumerate(skills)]
    session.add(vacancy)
    session.flush()
    return vacancy


def make_profile(
    session: Session, *, skills: tuple[str, ...] = (), cities: tuple[str, ...] = ("440100",), **facts: object
) -> Profile:
    """A published electrician living in Guiyang who would work in Guangzhou."""
    if "account_id" not in facts and "keeper_city_code" not in facts:
        facts["account_id"] = make_account(session).id
    valid_through = facts.pop("valid_through", date(2027, 2, 28))
    assert isinstance(valid_through, date)
    values: dict[str, object] = {
        "public_id": f"p{next(_numbers):07d}",
        "track": "labour",
        "state": "published",
        "wanted_titles": ["\u7535\u5de5"],
        "occupation_code": ELECTRICIAN,
        "occupation_codes": [ELECTRICIAN],
        "city_code": "520100",
        "pay_min_yuan": 6000,
        "pay_period": "month",
        "pay_min_yuan_month": 6000,
        "education_code": "61",
        "experience_min_months": 36,
        "employment_forms": ["full_time"],
        "real_name_sealed": VAULT.seal("\u9648\u5fd7\u660e"),
        "phone_sealed": VAULT.seal("13800000000"),
        "valid_through": valid_through,
        "expires_at": end_of_day(valid_through),
        "created_at": MONDAY - timedelta(days=3),
        "changed_at": MONDAY - timedelta(days=3),
        "published_at": MONDAY - timedelta(days=2),
    }
    profile = Profile(**{**values, **facts})
    profile.cities = [ProfileCity(position=place, city_code=code) for place, code in enumerate(cities)]
    profile.skills = [ProfileSkill(position=place, text=text) for place, text in enumerate(skills)]
    session.add(profile)
    session.flush()
    return profile
