"""What another plan would change is counted as anybody could count it by hand."""

from dataclasses import replace

import numpy as np
import pytest

from matching import DEFAULT_PLAN, JobRecord, Place, TalentRecord, explain, rank
from matching.evaluation.plan_changes import compare, spearman

PAY = replace(DEFAULT_PLAN, version="pay", wish={"place": 0.1, "pay": 0.9}, wish_share=0.6)


def a_job(number: int, pay: float) -> JobRecord:
    return JobRecord(
        id=f"j{number}",
        title="电工",
        track="labour",
        occupation_code="6-31-01-03",
        places=(Place("440100", None),),
        pay_min_yuan_month=pay - 1000,
        pay_max_yuan_month=pay,
    )


def a_talent(number: int, wish: float, cities: tuple[str, ...]) -> TalentRecord:
    return TalentRecord(
        id=f"t{number:02d}",
        wanted_titles=("电工",),
        track="labour",
        occupation_codes=("6-31-01-03",),
        city_code="520100",
        wanted_cities=cities,
        pay_min_yuan_month=wish,
    )


JOBS = [a_job(number, 6000 + 500 * number) for number in range(4)]
TALENTS = [
    a_talent(number, 5000 + 250 * number, ("450100", "440100") if number % 2 else ("440100", "450100"))
    for number in range(16)
]


def test_the_same_plan_changes_nothing() -> None:
    found = compare(JOBS, TALENTS, DEFAULT_PLAN, replace(DEFAULT_PLAN, version="copy"))
    assert (found.vacancies, found.people, found.firsts) == (4, 16, 4)
    assert (found.places_changed, found.firsts_changed, found.fell_below, found.rose_above) == (0, 0, 0, 0)
    assert (found.closed, found.opened, found.examples) == (0, 0, ())
    assert found.rank_correlation == 1.0
    assert found.before == found.after


def test_places_and_first_persons_are_counted_from_the_lists() -> None:
    found = compare(JOBS, TALENTS, DEFAULT_PLAN, PAY)
    lists = [
        {job: [match.talent_id for match in matches] for job, matches in rank(JOBS, TALENTS, plan, k=10).items()}
        for plan in (DEFAULT_PLAN, PAY)
    ]
    assert found.places == sum(len(named) for named in lists[0].values())
    assert found.places_changed == sum(len({*lists[0][job]} - {*lists[1][job]}) for job in lists[0])
    assert found.firsts_changed == sum(lists[0][job][0] != lists[1][job][0] for job in lists[0])
    assert found.rank_correlation is not None and found.rank_correlation < 1.0


def test_a_higher_bar_lets_pairs_fall_and_a_lower_one_lets_them_rise() -> None:
    high = replace(DEFAULT_PLAN, version="high", min_score=0.95)
    scores = [explain(job, talent, DEFAULT_PLAN).score for job in JOBS for talent in TALENTS]
    between = sum(DEFAULT_PLAN.min_score <= score < 0.95 for score in scores)
    assert between > 0
    assert compare(JOBS, TALENTS, DEFAULT_PLAN, high).fell_below == between
    assert compare(JOBS, TALENTS, high, DEFAULT_PLAN).rose_above == between


def test_pairs_at_gates_are_counted_apart_from_the_bar() -> None:
    strict = replace(DEFAULT_PLAN, version="strict", thresholds=replace(DEFAULT_PLAN.thresholds, pay_floor_share=1.0))
    found = compare(JOBS, TALENTS, DEFAULT_PLAN, strict)
    stopped = [
        (job, talent)
        for job in JOBS
        for talent in TALENTS
        if explain(job, talent, DEFAULT_PLAN).passes_gates and not explain(job, talent, strict).passes_gates
    ]
    assert found.closed == len(stopped) > 0
    assert (found.opened, found.fell_below, found.rose_above) == (0, 0, 0)
    assert {example.gate for example in found.examples} == {"pay"}
    assert compare(JOBS, TALENTS, strict, DEFAULT_PLAN).opened == len(stopped)


def test_examples_are_those_that_move_farthest_with_the_part_that_moved_them() -> None:
    found = compare(JOBS, TALENTS, DEFAULT_PLAN, PAY)
    moves = [abs(example.after - example.before) for example in found.examples]
    assert moves == sorted(moves, reverse=True) and moves[0] > 0
    assert max(sum(one.job_id == job.id for one in found.examples) for job in JOBS) <= 2
    job, talent = {job.id: job for job in JOBS}, {talent.id: talent for talent in TALENTS}
    for example in found.examples:
        assert example.before == explain(job[example.job_id], talent[example.talent_id], DEFAULT_PLAN).score
        assert example.part in ("pay", "place")


def test_spreading_is_measured_by_the_fit_before_it() -> None:
    spread = replace(DEFAULT_PLAN, version="spread", congestion=1.0)
    jobs = [a_job(number, 8000) for number in range(8)]
    found = compare(jobs, TALENTS, DEFAULT_PLAN, spread)
    assert found.after.gini < found.before.gini
    assert found.after.relevance <= found.before.relevance
    assert found.after.relevance == pytest.approx(found.after.relevance_by_before, abs=1e-6)
    assert found.after.named >= found.before.named
    assert found.after.could_be_named == found.before.could_be_named
    assert (found.fell_below, found.closed) == (0, 0)


def test_both_lists_are_also_measured_by_the_plan_before() -> None:
    found = compare(JOBS, TALENTS, DEFAULT_PLAN, PAY)
    lists = rank(JOBS, TALENTS, PAY, k=10)
    jobs, people = {job.id: job for job in JOBS}, {talent.id: talent for talent in TALENTS}
    fits = [explain(jobs[one.job_id], people[one.talent_id], DEFAULT_PLAN).score for job in lists for one in lists[job]]
    assert found.after.relevance_by_before == pytest.approx(sum(fits) / len(fits), abs=1e-6)
    assert found.before.relevance_by_before == pytest.approx(found.before.relevance, abs=1e-6)
    assert found.after.relevance_by_before <= found.before.relevance_by_before, "no list is better by its own measure"


def test_an_empty_sample_has_no_figures_and_no_failure() -> None:
    found = compare([], [], DEFAULT_PLAN, PAY)
    assert (found.places, found.rank_correlation, found.before.gini, found.before.relevance) == (0, None, 0.0, 0.0)


def test_progress_goes_up_to_the_whole() -> None:
    told: list[tuple[int, int]] = []
    compare(JOBS, TALENTS, DEFAULT_PLAN, PAY, progress=lambda done, total: told.append((done, total)))
    assert told == sorted(told) and told[-1] == (12, 12)


def test_ranks_are_correlated_as_by_hand() -> None:
    assert spearman(np.array([1.0, 2.0, 3.0]), np.array([10.0, 20.0, 30.0])) == pytest.approx(1.0)
    assert spearman(np.array([1.0, 2.0, 3.0]), np.array([3.0, 2.0, 1.0])) == pytest.approx(-1.0)
    assert spearman(np.array([1.0, 1.0, 2.0]), np.array([1.0, 2.0, 2.0])) == pytest.approx(0.5)
    assert spearman(np.array([1.0]), np.array([1.0])) is None
    assert spearman(np.array([1.0, 1.0]), np.array([1.0, 2.0])) is None
