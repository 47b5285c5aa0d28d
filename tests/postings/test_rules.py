"""The law book of postings: which state follows which, what must be said, and what pay is a month."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.postings.drafts import profile_draft, vacancy_draft
from webapp.core.errors import Conflict, RulesBroken
from webapp.postings.rules import (
    Action,
    DraftPlace,
    State,
    WantedSkill,
    changed_fields,
    check_profile,
    check_vacancy,
    is_minor_change,
    monthly_pay,
    next_state,
    possible_actions,
)

TODAY = date(2026, 11, 23)
TABLE = {
    "draft": {"submit": "submitted", "edit": "draft", "withdraw": "withdrawn"},
    "submitted": {"approve": "published", "return": "returned", "edit": "draft", "withdraw": "withdrawn"},
    "returned": {"submit": "submitted", "edit": "returned", "withdraw": "withdrawn"},
    "published": {
        "pause": "paused",
        "fill": "filled",
        "edit": "draft",
        "withdraw": "withdrawn",
        "remove": "removed",
    },
    "paused": {
        "resume": "published",
        "fill": "filled",
        "edit": "draft",
        "withdraw": "withdrawn",
        "remove": "removed",
    },
    "filled": {},
    "withdrawn": {},
    "removed": {"restore": "published"},
}


@pytest.mark.parametrize("action", list(Action))
@pytest.mark.parametrize("state", list(State))
def test_every_state_answers_every_action(state: State, action: Action) -> None:
    expected = TABLE[state].get(action)
    if expected is None:
        with pytest.raises(Conflict, match="step_not_possible_now"):
            next_state(state, action)
    else:
        assert next_state(state, action) == expected
    assert (action in possible_actions(state)) == (expected is not None)


def codes_of(error: RulesBroken) -> set[tuple[str, str | None]]:
    return {(one.code, one.field) for one in error.broken}


def test_complete_postings_pass() -> None:
    check_vacancy(vacancy_draft(), TODAY)
    check_profile(profile_draft(), TODAY, needs_contact=True)


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({"title": ""}, "title_missing", "title"),
        ({"headcount": None}, "headcount_missing", "headcount"),
        ({"headcount": 0}, "headcount_missing", "headcount"),
        ({"headcount": 100_001}, "headcount_missing", "headcount"),
        ({"duties": "x" * 19}, "duties_too_short", "duties"),
        ({"places": ()}, "place_missing", "city_code"),
        ({"places": (DraftPlace("440100"),)}, "address_missing", "address"),
        ({"pay_min_yuan": None}, "pay_missing", "pay_min_yuan"),
        ({"pay_max_yuan": None}, "pay_missing", "pay_min_yuan"),
        ({"pay_period": None}, "pay_missing", "pay_min_yuan"),
        ({"pay_min_yuan": 0.0}, "pay_out_of_bounds", "pay_min_yuan"),
        ({"pay_min_yuan": -1.0}, "pay_out_of_bounds", "pay_min_yuan"),
        ({"pay_max_yuan": 1_000_001.0}, "pay_out_of_bounds", "pay_min_yuan"),
        ({"pay_max_yuan": 6000.0, "pay_period": "hour"}, "pay_out_of_bounds", "pay_min_yuan"),
        ({"pay_min_yuan": 9000.0}, "pay_out_of_order", "pay_max_yuan"),
        ({"employment_form": None}, "employment_form_missing", "employment_form"),
        ({"contract_kind": None}, "contract_kind_missing", "contract_kind"),
        ({"term_months": None}, "term_missing", "term_months"),
        ({"hours_per_day": None}, "hours_missing", "hours_per_day"),
        ({"days_per_week": None}, "hours_missing", "hours_per_day"),
        ({"has_social_insurance": None}, "social_insurance_missing", "has_social_insurance"),
        ({"employment_form": "dispatch"}, "dispatch_details_missing", "dispatch_user_employer"),
        ({"education_code": None}, "requirements_missing", "education_code"),
        ({"valid_through": None}, "validity_missing", "valid_through"),
        ({"valid_through": TODAY - timedelta(days=1)}, "validity_out_of_bounds", "valid_through"),
        ({"valid_through": TODAY + timedelta(days=91)}, "validity_out_of_bounds", "valid_through"),
    ],
)
def test_what_is_missing_of_a_vacancy_is_named_alone(facts: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(RulesBroken) as caught:
        check_vacancy(vacancy_draft(**facts), TODAY)
    assert codes_of(caught.value) == {(code, field)}


@pytest.mark.parametrize(
    "facts",
    [
        {"headcount": 1},
        {"headcount": 100_000},
        {"duties": "x" * 20},
        {"pay_min_yuan": 8000.0},
        {"pay_max_yuan": 1_000_000.0},
        {"contract_kind": "open_ended", "term_months": None},
        {"has_social_insurance": False},
        {"employment_form": "dispatch", "dispatch_user_employer": "A Works", "dispatch_post_kind": "temporary"},
        {"education_code": None, "skill_level": 3},
        {"education_code": None, "title_rank": 2},
        {"education_code": None, "certificates": ("a",)},
        {"education_code": None, "must_skills": (WantedSkill("PLC"),)},
        {"education_code": None, "experience_min_months": 0},
        {"valid_through": TODAY},
        {"valid_through": TODAY + timedelta(days=90)},
    ],
)
def test_edges_of_a_vacancy_are_inside(facts: dict[str, Any]) -> None:
    check_vacancy(vacancy_draft(**facts), TODAY)


def test_everything_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(RulesBroken) as caught:
        check_vacancy(vacancy_draft(title="", headcount=None, places=(), valid_through=None), TODAY)
    assert {one.code for one in caught.value.broken} == {
        "title_missing",
        "headcount_missing",
        "place_missing",
        "validity_missing",
    }


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({"wanted_titles": ()}, "wanted_title_missing", "wanted_titles"),
        ({"city_code": None}, "city_now_missing", "city_code"),
        ({"wanted_cities": ()}, "wanted_city_missing", "wanted_cities"),
        ({"real_name": None}, "real_name_missing", "real_name"),
        ({"phone": None}, "phone_missing", "phone"),
        ({"valid_through": None}, "validity_missing", "valid_through"),
        ({"valid_through": TODAY + timedelta(days=181)}, "validity_out_of_bounds", "valid_through"),
    ],
)
def test_what_is_missing_of_a_profile_is_named_alone(facts: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(RulesBroken) as caught:
        check_profile(profile_draft(**facts), TODAY, needs_contact=True)
    assert codes_of(caught.value) == {(code, field)}


def test_a_profile_may_accept_any_city_and_be_kept_without_contact() -> None:
    check_profile(profile_draft(wanted_cities=(), accepts_any_city=True), TODAY, needs_contact=True)
    check_profile(profile_draft(real_name=None, phone=None), TODAY, needs_contact=False)


@pytest.mark.parametrize(
    ("yuan", "period", "a_month"),
    [
        (6000, "month", 6000),
        (6000, None, 6000),
        (20, "hour", 3480),
        (300, "day", 6525),
        (120_000, "year", 10_000),
        (100_000, "year", 8333.33),
    ],
)
def test_pay_is_compared_by_the_month(yuan: float, period: str | None, a_month: float) -> None:
    assert monthly_pay(yuan, period) == a_month


def test_only_headcount_and_last_day_are_minor() -> None:
    before = vacancy_draft(benefits=("a", "b"))
    assert changed_fields(before, vacancy_draft(benefits=("b", "a"))) == frozenset()
    minor = changed_fields(before, vacancy_draft(benefits=("a", "b"), headcount=9, valid_through=date(2027, 1, 5)))
    assert minor == {"headcount", "valid_through"}
    assert is_minor_change(minor, date(2026, 12, 31), TODAY)
    assert is_minor_change(minor, TODAY - timedelta(days=30), TODAY)
    assert not is_minor_change(minor, TODAY - timedelta(days=31), TODAY)
    assert not is_minor_change(minor | {"pay_max_yuan"}, date(2026, 12, 31), TODAY)
