"""The labelled pairs: the plan against plain methods in the same run, fairness, and what counts as a fall."""

import csv
from pathlib import Path

import pytest

from matching.evaluation import Figure, golden_set, shortfalls
from matching.evaluation.pairs import PairResult, measured, scores_changed_by_protected_columns
from matching.evaluation.report import RECORDED, recorded
from matching.records import TalentRecord

MEASURES = ("ndcg_at_10", "precision_at_5", "order", "trap_order")


@pytest.fixture(scope="module")
def results() -> dict[str, PairResult]:
    return measured()


def test_the_set_is_large_enough_and_every_trap_is_in_it() -> None:
    pairs = golden_set.pairs()
    assert len(pairs) >= 300
    assert {pair.grade for pair in pairs} == {0, 1, 2, 3}
    assert {"near_word", "same_work", "writing", "certificate", "level", "missing"} <= {pair.trap for pair in pairs}


def test_the_plan_orders_as_an_officer_would_and_plain_methods_do_not(results: dict[str, PairResult]) -> None:
    plan, fuzzy, tfidf = (results[name] for name in ("plan", "fuzzy", "tfidf"))
    assert min(plan.order, plan.trap_order) > max(tfidf.order, tfidf.trap_order) + 0.05
    assert plan.ndcg_at_10 > tfidf.ndcg_at_10 > fuzzy.ndcg_at_10 + 0.2
    assert all(getattr(plan, name) > getattr(fuzzy, name) + 0.3 for name in MEASURES)


def test_sex_age_ethnicity_household_marriage_and_health_change_no_score() -> None:
    changed, compared = scores_changed_by_protected_columns()
    assert compared > 5_000
    assert changed == 0


def test_protected_columns_are_in_the_rows_and_in_no_record() -> None:
    with (Path(RECORDED).parent / "golden" / "talents.csv").open(encoding="utf-8-sig", newline="") as file:
        columns = set(csv.DictReader(file).fieldnames or ())
    assert set(golden_set.PROTECTED) <= columns
    assert set(golden_set.PROTECTED) & set(TalentRecord.__dataclass_fields__) == set()


def test_a_fall_beyond_its_tolerance_is_a_fault_and_a_change_with_a_protected_column_always() -> None:
    kept = recorded()
    today = [Figure(*key.split("."), value, True) for key, value in _as_figures(kept)]
    assert shortfalls(today, kept) == []
    lower = [Figure(f.topic, f.method, f.measure, f.value - 0.05, True) if f.topic == "pairs" else f for f in today]
    assert len(shortfalls(lower, kept)) == len([f for f in today if f.topic == "pairs"])
    unfair = [Figure(f.topic, f.method, f.measure, 1.0, True) if f.topic == "fairness" else f for f in today]
    assert len(shortfalls(unfair, kept)) == 1
    assert any("not measured" in fault for fault in shortfalls(today[1:], kept))


def _as_figures(kept: dict[str, float]) -> list[tuple[str, float]]:
    return [(f"{key.split('.')[0]}.plan.{key.split('.')[1]}", value) for key, value in kept.items()]
