"""A match is an explanation with a number: the number follows from the parts, today and from storage."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from matching import DEFAULT_PLAN, Explanation, JobRecord, MatchPlan, TalentRecord, explain, rescore
from tests.matching.pairs import COOK, JOBS, TALENTS, a_job, a_talent


def _stored(data: dict[str, Any]) -> Any:
    """As a JSON column gives it back, which need not keep the order of keys."""
    return json.loads(json.dumps(data, sort_keys=True))


@given(JOBS, TALENTS)
@settings(max_examples=80)
def test_an_explanation_survives_storage_and_gives_its_number_again(job: JobRecord, talent: TalentRecord) -> None:
    explanation = explain(job, talent)
    again = Explanation.from_json(_stored(explanation.to_json()))
    assert again == explanation
    assert rescore(again) == explanation.score
    assert 0.0 <= explanation.score <= 1.0
    assert explanation.plan_version == DEFAULT_PLAN.version


def test_a_tampered_part_is_noticed() -> None:
    explanation = explain(a_job(), a_talent(pay_min_yuan_month=8_500.0))
    parts = tuple(replace(part, score=1.0) if part.name == "pay" else part for part in explanation.comparisons)
    assert rescore(replace(explanation, comparisons=parts)) > explanation.score


def test_an_explanation_of_the_first_plan_version_still_gives_its_number() -> None:
    """As it was stored before the person's side was told apart from the employer's: parts essential or not."""
    parts: list[dict[str, Any]] = [
        {"name": "occupation", "level": "same_small_group", "score": 0.7, "weight": 0.5, "is_essential": True},
        {"name": "skills", "level": "unknown", "score": None, "weight": 0.35, "is_essential": True},
        {"name": "place", "level": "choice_2", "score": 0.9, "weight": 0.26, "is_essential": False},
        {"name": "pay", "level": "partly_meets", "score": 0.8, "weight": 0.26, "is_essential": False},
    ]
    stored = {
        "score": 0.748767,
        "plan_version": "2026-11-1",
        "essential_share": 0.65,
        "gates": [{"name": "track", "passed": True, "facts": {}}],
        "comparisons": [{**part, "facts": {}} for part in parts],
    }
    old = Explanation.from_json(stored)
    assert rescore(old) == old.score == round(0.7**0.65 * (0.9 * 0.8) ** (0.5 * 0.35), 6)
    assert Explanation.from_json(_stored(old.to_json())) == old


def test_the_score_is_chance_times_utility() -> None:
    explanation = explain(a_job(), a_talent(pay_min_yuan_month=7_000.0, experience_months=30))
    assert explanation.chance is not None
    assert explanation.utility is not None
    made = explanation.chance ** (1 - DEFAULT_PLAN.wish_share) * explanation.utility**DEFAULT_PLAN.wish_share
    assert explanation.score == pytest.approx(made, abs=1e-6)
    better_pay = explain(a_job(), a_talent(pay_min_yuan_month=6_000.0, experience_months=30))
    assert better_pay.chance == explanation.chance
    assert better_pay.utility is not None
    assert better_pay.utility > explanation.utility


def test_what_is_unknown_is_neutral() -> None:
    """Leaving out what fits perfectly lowers nothing; leaving out what does not fit is no worse than stating it."""
    perfect = explain(a_job(), a_talent(skills=("配电柜接线", "线路检修", "看图纸", "变频器调试")))
    assert perfect.score == 1.0
    silent = explain(
        a_job(skills_must=(), skills_nice=()),
        a_talent(pay_min_yuan_month=None, experience_months=None, available_on=None, education_code=None),
    )
    assert silent.score == 1.0
    stated = explain(a_job(), a_talent(experience_months=12)).score
    assert stated < explain(a_job(), a_talent(experience_months=None)).score <= 1.0


def test_nothing_known_of_the_trade_is_no_match() -> None:
    job = a_job(title="", occupation_code=None, skills_must=(), skills_nice=())
    assert explain(job, a_talent()).score == 0.0


def test_another_trade_is_never_proposed_however_well_the_rest_fits() -> None:
    cook = explain(a_job(), a_talent(wanted_titles=("厨师",), occupation_codes=(COOK,)))
    assert cook.passes_gates
    assert cook.score < DEFAULT_PLAN.min_score
    # A code that contradicts its own title is doubted, and the pair comes well behind one that agrees with itself.
    doubted = explain(a_job(), a_talent(occupation_codes=(COOK,)))
    assert cook.score < doubted.score < explain(a_job(), a_talent()).score - 0.1


def test_a_plan_survives_storage_in_any_order_of_keys() -> None:
    again = MatchPlan.from_json(_stored(DEFAULT_PLAN.to_json()))
    assert again == DEFAULT_PLAN
    assert again.comparisons == DEFAULT_PLAN.comparisons


@pytest.mark.parametrize(
    "changes",
    [
        {"version": ""},
        {"gates": ["no such gate"]},
        {"gates": ["place", "place"]},
        {"essential": {}},
        {"essential": {"occupation": 0.0}},
        {"essential": {"occupation": float("nan")}},
        {"essential": {"no such comparison": 1.0}},
        {"nice": {"occupation": 1.0}},
        {"wish": {"skills": 1.0}},
        {"wish_share": 1.0},
        {"congestion": 1.5},
        {"essential_share": 0.0},
        {"min_score": 1.1},
        {"thresholds": {"pay_floor_share": 2.0}},
        {"thresholds": None},
        {"surprise": 1},
    ],
)
def test_a_plan_that_cannot_be_computed_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        MatchPlan.from_json(DEFAULT_PLAN.to_json() | changes)


@pytest.mark.parametrize("data", [{}, {"gates": None}, {"version": "1", "gates": []}])
def test_what_is_no_plan_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="not a plan"):
        MatchPlan.from_json(data)
