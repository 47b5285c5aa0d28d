"""What stops a pair whatever the rest, and what missing data does not stop."""

from typing import Any

import pytest

from matching import DEFAULT_PLAN, Place, Thresholds, all_gate_names, explain
from matching.plan import MatchPlan
from tests.matching.pairs import CHENGDU, GUIYANG, KUNMING, a_job, a_talent

Changes = dict[str, Any]
STOPPED: list[tuple[str, Changes, Changes]] = [
    ("track", {"track": "talent"}, {}),
    ("place", {"places": (Place(KUNMING),)}, {}),
    ("origin", {"open_to_cities": (CHENGDU,)}, {}),
    ("education", {"education_min_code": "21"}, {}),
    ("certificates", {}, {"certificates": ("无",)}),
    ("pay", {}, {"pay_min_yuan_month": 11_000.0}),
    ("employment_form", {"employment_form": "gig"}, {}),
    ("skill_level", {"skill_level_min": 5}, {}),
]
UNSTATED: list[tuple[str, Changes, Changes]] = [
    ("place", {}, {"wanted_cities": ()}),
    ("place", {"places": ()}, {}),
    ("origin", {"open_to_cities": (CHENGDU,)}, {"city_code": None}),
    ("education", {"education_min_code": "21"}, {"education_code": None}),
    ("certificates", {}, {"certificates": ()}),
    ("certificates", {"certificates_must": ("电工证", "高压电工作业证")}, {}),
    ("pay", {"pay_min_yuan_month": None, "pay_max_yuan_month": None}, {}),
    ("employment_form", {}, {"employment_forms": ()}),
    ("skill_level", {}, {"skill_level": None}),
]


def test_a_fitting_pair_passes_every_gate() -> None:
    explanation = explain(a_job(open_to_cities=(GUIYANG,)), a_talent())
    assert [(gate.name, gate.passed) for gate in explanation.gates] == [(name, True) for name in all_gate_names()]
    assert explanation.score > 0.9


@pytest.mark.parametrize(("name", "job", "talent"), STOPPED)
def test_one_failed_gate_stops_the_pair_and_says_what_it_saw(name: str, job: Changes, talent: Changes) -> None:
    explanation = explain(a_job(**job), a_talent(**talent))
    failed = [gate for gate in explanation.gates if gate.passed is False]
    assert [gate.name for gate in failed] == [name]
    assert failed[0].facts
    assert explanation.score == 0.0
    assert explanation.passes_gates is False


def test_every_gate_has_a_case_that_stops() -> None:
    assert [name for name, _, _ in STOPPED] == all_gate_names()


@pytest.mark.parametrize(("name", "job", "talent"), UNSTATED)
def test_missing_data_is_asked_and_not_refused(name: str, job: Changes, talent: Changes) -> None:
    explanation = explain(a_job(**job), a_talent(**talent))
    assert {gate.name: gate.passed for gate in explanation.gates}[name] is None
    assert explanation.score > 0.5


def test_how_far_pay_may_fall_short_is_part_of_the_plan() -> None:
    talent = a_talent(pay_min_yuan_month=9_500.0)
    assert explain(a_job(), talent).passes_gates
    plan = DEFAULT_PLAN.to_json() | {
        "version": "strict",
        "thresholds": {"pay_floor_share": 1.0, "skill_level_slack": 0},
    }
    strict = MatchPlan.from_json(plan)
    # A plan from before the slack of education lets nobody pass below what is asked.
    assert strict.thresholds == Thresholds(1.0, 0, 0)
    assert not explain(a_job(), talent, strict).passes_gates
