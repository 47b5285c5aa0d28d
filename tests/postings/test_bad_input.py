"""Whatever is sent to the steps of a vacancy or a profile, the site answers and never breaks."""

from typing import Any

import pytest

from tests.factories.people import PASSWORD, make_account, make_organisation
from webapp.core.permissions import Role
from webapp.http.site import Site

BAD = (
    "",
    " ",
    "x" * 100_000,
    "电" * 100_000,
    "a\x00b",
    "\x00",
    "😀",
    "<script>alert(1)</script>",
    "'; DROP TABLE vacancy; --",
    "{{ 7 * 7 }}",
    "-1",
    "0",
    "99999999999999999999999999",
    "1e308",
    "nan",
    "inf",
    "2026-02-30",
    "0000-00-00",
    "9999-12-31",
    "0001-01-01",
    "23/11/2026",
    "²",
    "\ud7ff\u202e",
    "../../etc/passwd",
)
VACANCY: dict[str, dict[str, str]] = {
    "post": {
        "track": "labour",
        "title": "维修电工",
        "occupation_code": "",
        "headcount": "3",
        "client_name": "",
    },
    "place": {
        "city_code": "440100",
        "district_code": "",
        "address": "1 Road",
        "more_cities": "510100",
        "pay_min_yuan": "",
        "pay_max_yuan": "8000",
        "pay_period": "month",
        "pay_months": "12",
        "pay_day": "15",
    },
    "contract": {
        "employment_form": "full_time",
        "contract_kind": "fixed_term",
        "term_months": "12",
        "probation_months": "1",
        "probation_pay_percent": "80",
        "hour_scheme": "standard",
        "hours_per_day": "8",
        "days_per_week": "5",
        "rest_days_per_month": "8",
        "shift": "",
        "has_social_insurance": "yes",
        "has_housing_fund": "y",
        "dispatch_user_employer": "",
        "dispatch_post_kind": "",
        "starts_on": "2026-12-01",
    },
    "requirements": {
        "must_skills": "PLC",
        "nice_skills": "",
        "education_code": "61",
        "experience_years": "3",
        "skill_level": "",
        "title_rank": "",
        "certificates": "",
        "languages": "",
    },
    "duties": {"duties": "负责厂区设备的电气维修与日常巡检", "benefits": "", "valid_through": "2026-12-31"},
}
PROFILE: dict[str, dict[str, str]] = {
    "wish": {"track": "labour", "wanted_titles": "电工", "occupation_code": "", "employment_forms": "full_time"},
    "where": {
        "city_code": "520100",
        "choice_1": "440100",
        "choice_2": "",
        "choice_3": "",
        "choice_4": "",
        "accepts_any_city": "",
        "pay_min_yuan": "6000",
        "pay_period": "month",
        "available_on": "2026-12-01",
    },
    "background": {
        "skills": "PLC",
        "education_code": "61",
        "experience_years": "3",
        "skill_level": "",
        "title_rank": "",
        "certificates": "",
    },
    "contact": {"real_name": "陈志明", "phone": "13800000000", "summary": "", "valid_through": "2026-12-31"},
}


def sign_in(client: Any, site: Site, role: Role) -> None:
    with site.database.transaction() as session:
        organisation_id = make_organisation(session).id if role is Role.EMPLOYER else None
        make_account(session, role, email="writer@example.org", organisation_id=organisation_id)
    assert client.post("/sign-in", data={"address": "writer@example.org", "password": PASSWORD}).status_code == 303


def failures(client: Any, url: str, answers: dict[str, str]) -> list[tuple[str, str]]:
    """Each field in turn with each bad value beside good ones, and all fields with the same bad value."""
    broken = []
    for bad in BAD:
        for name in answers:
            if client.post(url, data={**answers, name: bad}).status_code >= 500:
                broken.append((name, bad[:20]))
        if client.post(url, data=dict.fromkeys([*answers, "unknown"], bad)).status_code >= 500:
            broken.append(("all", bad[:20]))
    return broken


def held(client: Any, start: str, answers: dict[str, str]) -> str:
    answer = client.post(start, data=answers)
    assert answer.status_code == 303
    return str(answer.location).rsplit("/", 1)[0]


@pytest.mark.parametrize("step", list(VACANCY))
def test_no_step_of_a_vacancy_breaks(client: Any, site: Site, step: str) -> None:
    sign_in(client, site, Role.EMPLOYER)
    address = held(client, "/vacancies/new", VACANCY["post"])
    assert client.post(f"{address}/{step}", data=VACANCY[step]).status_code == 303
    assert failures(client, f"{address}/{step}", VACANCY[step]) == []
    assert client.get(f"{address}/{step}").status_code == 200
    assert client.get(f"{address}/review").status_code == 200
    assert client.post(f"{address}/review").status_code in (303, 422)


@pytest.mark.parametrize("step", list(PROFILE))
def test_no_step_of_a_profile_breaks(client: Any, site: Site, step: str) -> None:
    sign_in(client, site, Role.SEEKER)
    address = held(client, "/profiles/new", PROFILE["wish"])
    assert client.post(f"{address}/{step}", data=PROFILE[step]).status_code == 303
    assert failures(client, f"{address}/{step}", PROFILE[step]) == []
    assert client.get(f"{address}/{step}").status_code == 200
    assert client.get(f"{address}/review").status_code == 200
    assert client.post(f"{address}/review").status_code in (303, 422)


@pytest.mark.parametrize(
    ("role", "start", "answers"),
    [
        (Role.EMPLOYER, "/vacancies/new", VACANCY["post"]),
        (Role.SEEKER, "/profiles/new", PROFILE["wish"]),
    ],
)
def test_no_first_step_breaks(client: Any, site: Site, role: Role, start: str, answers: dict[str, str]) -> None:
    sign_in(client, site, role)
    assert failures(client, start, answers) == []


def test_pay_in_the_wrong_order_is_answered(client: Any, site: Site) -> None:
    sign_in(client, site, Role.EMPLOYER)
    address = held(client, "/vacancies/new", VACANCY["post"])
    answers = {**VACANCY["place"], "pay_min_yuan": "9000", "pay_max_yuan": "6000"}
    assert client.post(f"{address}/place", data=answers).status_code < 500


@pytest.mark.parametrize("version", ["²", "-1", "x", "9" * 50, "\x00"])
def test_a_strange_version_is_answered(client: Any, site: Site, version: str) -> None:
    sign_in(client, site, Role.EMPLOYER)
    address = held(client, "/vacancies/new", VACANCY["post"])
    assert client.post(f"{address}/post", data={**VACANCY["post"], "version": version}).status_code < 500


def test_html_is_shown_as_text(client: Any, site: Site) -> None:
    sign_in(client, site, Role.EMPLOYER)
    address = held(client, "/vacancies/new", {**VACANCY["post"], "title": "<script>alert(1)</script>"})
    assert "<script>alert(1)" not in client.get(f"{address}/review").text
    assert "<script>alert(1)" not in client.get("/my/vacancies").text


@pytest.mark.parametrize("name", ["q", "city", "pay", "after", "sort", "education", "occupation", "days", "track"])
def test_no_search_breaks(client: Any, name: str) -> None:
    for bad in BAD:
        if len(bad) < 1000:
            assert client.get("/vacancies", query_string={name: bad}).status_code < 500, bad
