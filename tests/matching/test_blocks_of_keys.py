"""Scores and gates of many keys at once against the same, pair by pair."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import JobRecord, TalentRecord, Thresholds
from matching.comparisons import COMPARISONS, GATES
from tests.matching.pairs import JOBS, TALENTS

CERTIFICATES = st.lists(
    st.sampled_from(
        (
            "电工证",
            "低压电工证",
            "健康证",
            "无健康证",
            "无",
            "没有电工证",
            "未取得驾驶证",
            "C1驾驶证",
            "B2驾照",
            "驾驶证",
            "叉车证",
            "焊工中级",
            "焊工高级",
            "无人机驾驶证",
            "no driving licence",
            "",
        )
    ),
    max_size=4,
).map(tuple)
STEPS = st.none() | st.integers(1, 8)
THRESHOLDS = Thresholds()


def _scores(name: str, jobs: list[Any], talents: list[Any]) -> list[list[float]]:
    grades = [[COMPARISONS[name].grade(job, talent).score for talent in talents] for job in jobs]
    return [[np.nan if score is None else score for score in row] for row in grades]


@pytest.mark.parametrize("name", COMPARISONS)
@given(st.lists(JOBS, min_size=1, max_size=4), st.lists(TALENTS, min_size=1, max_size=5))
def test_scores_of_a_block_are_those_of_its_pairs(
    name: str, jobs: list[JobRecord], talents: list[TalentRecord]
) -> None:
    comparison = COMPARISONS[name]
    ours, theirs = [comparison.job_key(job) for job in jobs], [comparison.talent_key(talent) for talent in talents]
    np.testing.assert_allclose(
        comparison.scores(ours, theirs), _scores(name, ours, theirs), rtol=0, atol=1e-12, equal_nan=True
    )


@pytest.mark.parametrize("name", GATES)
@given(st.lists(JOBS, min_size=1, max_size=4), st.lists(TALENTS, min_size=1, max_size=5))
def test_gates_of_a_block_are_those_of_its_pairs(name: str, jobs: list[JobRecord], talents: list[TalentRecord]) -> None:
    gate = GATES[name]
    ours, theirs = [gate.job_key(job) for job in jobs], [gate.talent_key(talent) for talent in talents]
    plain = [[gate.passes(job, talent, THRESHOLDS) is not False for talent in theirs] for job in ours]
    assert gate.lets_pass(ours, theirs, THRESHOLDS).tolist() == plain


@given(
    st.lists(st.tuples(STEPS, STEPS, CERTIFICATES), min_size=1, max_size=5),
    st.lists(st.tuples(STEPS, STEPS, CERTIFICATES), min_size=1, max_size=8),
)
def test_certificates_held_denied_and_asked(asked: list[Any], held: list[Any]) -> None:
    scores = COMPARISONS["credentials"].scores(asked, held)
    np.testing.assert_array_equal(scores, _scores("credentials", asked, held))
    ours, theirs = [names for *_, names in asked], [names for *_, names in held]
    passes = GATES["certificates"].passes
    assert GATES["certificates"].lets_pass(ours, theirs, THRESHOLDS).tolist() == [
        [passes(job, talent, THRESHOLDS) is not False for talent in theirs] for job in ours
    ]
