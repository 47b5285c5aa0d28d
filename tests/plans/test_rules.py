"""What a plan may say, how versions are named, and which sample a preview takes; no database."""

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest

from matching import DEFAULT_PLAN, MatchPlan, Thresholds, all_gate_names
from tests.factories.plans import answers
from webapp.core.errors import RuleBroken, RulesBroken
from webapp.plans.rules import (
    Difference,
    PlanDraft,
    check_note,
    differences,
    draft_of,
    is_same_content,
    next_version,
    plan_of,
    stratified,
)


def test_the_built_in_plan_comes_back_from_its_form() -> None:
    assert plan_of(draft_of(DEFAULT_PLAN), DEFAULT_PLAN.version) == DEFAULT_PLAN


def test_a_draft_holds_everything_that_a_plan_says() -> None:
    """A threshold that a release adds and the form forgets would silently get its usual value with every edit."""
    asked = {field.name for field in fields(PlanDraft)}
    said = {field.name for field in (*fields(MatchPlan), *fields(Thresholds))}
    assert said - asked == {"version", "thresholds", "essential", "nice", "wish"}
    odd = replace(DEFAULT_PLAN, thresholds=Thresholds(0.6, 3, 2), essential_share=0.7, wish_share=0.1, congestion=0.2)
    assert plan_of(draft_of(odd), odd.version) == odd
    numbers = {one.name for one in differences(DEFAULT_PLAN, odd)}
    assert numbers == {"essential_share", "wish_share", "congestion", *(f.name for f in fields(Thresholds))}


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"weight_pay": ("wish", 0.0)}, "weight_pay", "weight_out_of_bounds"),
        ({"weight_pay": ("wish", -1.0)}, "weight_pay", "weight_out_of_bounds"),
        ({"weight_pay": ("wish", float("nan"))}, "weight_pay", "weight_out_of_bounds"),
        ({"weight_pay": ("wish", float("inf"))}, "weight_pay", "weight_out_of_bounds"),
        ({"weight_pay": ("wish", 101.0)}, "weight_pay", "weight_out_of_bounds"),
        ({"weight_pay": ("wish", None)}, "weight_pay", "weight_out_of_bounds"),
        ({"weight_pay": ("somewhere", 1.0)}, None, "plan_not_computable"),
        ({"weight_surprise": ("wish", 1.0)}, None, "plan_not_computable"),
        ({"gates": ("no such gate",)}, "gates", "plan_not_computable"),
        ({"essential_share": 0.0}, "essential_share", "share_out_of_bounds"),
        ({"essential_share": 1.01}, "essential_share", "share_out_of_bounds"),
        ({"wish_share": 1.0}, "wish_share", "share_out_of_bounds"),
        ({"wish_share": float("nan")}, "wish_share", "share_out_of_bounds"),
        ({"min_score": None}, "min_score", "share_out_of_bounds"),
        ({"min_score": -0.1}, "min_score", "share_out_of_bounds"),
        ({"pay_floor_share": 2.0}, "pay_floor_share", "share_out_of_bounds"),
        ({"skill_level_slack": -1}, "skill_level_slack", "slack_out_of_bounds"),
        ({"skill_level_slack": 9}, "skill_level_slack", "slack_out_of_bounds"),
        ({"education_slack": None}, "education_slack", "slack_out_of_bounds"),
        ({"congestion": 1.5}, "congestion", "congestion_out_of_bounds"),
        ({"congestion": None}, "congestion", "congestion_out_of_bounds"),
    ],
)
def test_what_cannot_be_computed_is_said_beside_its_field(
    changes: dict[str, Any], field: str | None, code: str
) -> None:
    with pytest.raises(RulesBroken) as caught:
        plan_of(answers(**changes), "v")
    assert [(one.field, one.code) for one in caught.value.broken] == [(field, code)]


def test_something_must_be_essential_and_everything_wrong_is_said_at_once() -> None:
    nothing = {f"weight_{name}": ("", None) for name in DEFAULT_PLAN.essential}
    with pytest.raises(RulesBroken) as caught:
        plan_of(answers(**nothing, min_score=3.0), "v")
    assert {one.code for one in caught.value.broken} == {"nothing_essential", "share_out_of_bounds"}


def test_a_gate_named_twice_is_refused() -> None:
    with pytest.raises(RuleBroken, match="plan_not_computable"):
        plan_of(answers(gates=("pay", "pay")), "v")


def test_versions_count_the_plans_of_a_day() -> None:
    day = date(2026, 11, 25)
    assert next_version(day, []) == "2026-11-25-1"
    assert next_version(day, ["2026-11-25-1", "2026-11-25-9", "2026-11-24-30", "2026-11-2"]) == "2026-11-25-10"


def test_a_note_is_a_must() -> None:
    assert check_note("  why ") == "why"
    for note, code in ((None, "plan_note_missing"), ("  ", "plan_note_missing"), ("x" * 501, "plan_note_too_long")):
        with pytest.raises(RuleBroken, match=code):
            check_note(note)


def test_only_the_name_may_differ_in_the_same_content() -> None:
    plan = DEFAULT_PLAN.to_json()
    assert is_same_content(plan, {**plan, "version": "other"})
    assert not is_same_content(plan, {**plan, "min_score": 0.4})


def test_differences_name_what_moved_and_nothing_else() -> None:
    assert differences(DEFAULT_PLAN, replace(DEFAULT_PLAN, version="copy")) == []
    gates = tuple(name for name in all_gate_names() if name != "pay")
    changed = plan_of(answers(weight_hours=("", None), gates=gates, congestion=0.5), "changed")
    assert differences(DEFAULT_PLAN, changed) == [
        Difference("weight", "pay", 0.4, 0.8, "wish", "wish"),
        Difference("weight", "hours", 0.1, None, "wish", ""),
        Difference("gate", "pay", 1.0, 0.0),
        Difference("congestion", "congestion", 0.0, 0.5),
    ]


def test_a_sample_holds_every_city_and_is_always_the_same() -> None:
    rows = [(number, "big" if number % 10 else "small") for number in range(1, 1001)] + [(2000, "one")]
    chosen = stratified(rows, 100)
    assert chosen == stratified(rows, 100) == sorted({*chosen})
    assert len(chosen) == 100
    cities = dict(rows)
    counts = {city: sum(cities[one] == city for one in chosen) for city in ("big", "small", "one")}
    assert counts["one"] == 1
    assert 85 <= counts["big"] <= 91
    assert 9 <= counts["small"] <= 12
    assert stratified(rows[:5], 100) == [1, 2, 3, 4, 5]


def test_a_few_more_postings_hardly_change_the_sample() -> None:
    rows = [(number, "a") for number in range(1, 1001)]
    before, after = {*stratified(rows, 100)}, {*stratified([*rows, (1001, "a"), (1002, "a")], 100)}
    assert len(before & after) >= 98
