"""A record goes to JSON and comes back; the number of a pair follows from its part scores alone."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import DEFAULT_PLAN, JobRecord, MatchPlan, Place, TalentRecord, explain, rescore_parts
from matching.records import from_json, to_json
from tests.matching.pairs import JOBS, TALENTS, a_job, a_talent

EVERYTHING = replace(DEFAULT_PLAN, gates=(), min_score=0.0)


@given(JOBS, TALENTS)
def test_what_is_kept_is_what_was_compared(job: JobRecord, talent: TalentRecord) -> None:
    assert from_json(JobRecord, json.loads(json.dumps(to_json(job)))) == job
    assert from_json(TalentRecord, json.loads(json.dumps(to_json(talent)))) == talent


def test_every_kind_of_value_comes_back() -> None:
    job = a_job(
        places=(Place("440100", "440106"), Place("510100")),
        hours_per_week=40.0,
        has_nights=False,
        open_to_cities=("520100",),
    )
    kept = to_json(job)
    assert kept["places"] == [["440100", "440106"], ["510100", None]]
    assert kept["starts_on"] == "2026-12-01"
    assert "description" not in kept
    back = from_json(JobRecord, kept)
    assert back == job
    assert (back.starts_on, back.has_nights) == (date(2026, 12, 1), False)


def test_snapshots_of_other_releases_are_readable() -> None:
    """One of an earlier release lacks fields, one of a later release has more."""
    old = {"id": "1", "title": "Fitter", "track": "labour"}
    assert from_json(JobRecord, old) == JobRecord("1", "Fitter", "labour")
    assert from_json(TalentRecord, {**to_json(a_talent()), "shoe_size": 43}) == a_talent()


@pytest.mark.parametrize("data", [{}, {"id": "1"}, {"id": "1", "title": "Fitter", "track": "labour", "places": 3}])
def test_what_is_no_record_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="not a record"):
        from_json(JobRecord, data)


@given(
    JOBS,
    TALENTS,
    st.sampled_from((EVERYTHING, replace(EVERYTHING, wish_share=0.6, essential_share=0.5))),
    st.floats(0.6, 1.0),
)
def test_parts_alone_give_the_number(job: JobRecord, talent: TalentRecord, plan: MatchPlan, factor: float) -> None:
    explanation = explain(job, talent, plan)
    parts = [part.score for part in explanation.comparisons]
    unknown_as_nan = [float("nan") if part is None else part for part in parts]
    assert rescore_parts(plan, parts) == rescore_parts(plan, unknown_as_nan) == explanation.score
    assert rescore_parts(plan, parts, factor) == pytest.approx(explanation.score * factor, abs=1e-6)


def test_parts_of_another_plan_are_refused() -> None:
    with pytest.raises(ValueError):
        rescore_parts(DEFAULT_PLAN, [1.0])
