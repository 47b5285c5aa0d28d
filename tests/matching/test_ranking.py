"""The best pairs of many: the same as grading each pair alone, in the same order everywhere."""

import random
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import (
    DEFAULT_PLAN,
    Cancelled,
    JobRecord,
    Place,
    TalentRecord,
    explain,
    rank,
    rank_jobs,
    rescore,
)
from matching.occupations import all_occupations
from matching.occupations.classification import read_rows
from matching.scoring import Side, score_block
from tests.matching.pairs import CHENGDU, GUANGZHOU, GUIYANG, JOBS, KUNMING, TALENTS, a_job, a_talent

EVERYTHING = replace(DEFAULT_PLAN, version="everything", min_score=0.0)


@given(st.lists(JOBS, max_size=5), st.lists(TALENTS, max_size=5))
@settings(max_examples=60)
def test_scores_at_once_equal_the_scores_of_single_pairs(jobs: list[JobRecord], talents: list[TalentRecord]) -> None:
    table = score_block(jobs, Side(talents, EVERYTHING), EVERYTHING)
    assert table.tolist() == [[explain(job, talent, EVERYTHING).score for talent in talents] for job in jobs]


@given(st.lists(JOBS, max_size=5), st.lists(TALENTS, max_size=5), st.randoms())
@settings(max_examples=40)
def test_both_directions_and_any_order_of_input_give_the_same_pairs(
    jobs: list[JobRecord], talents: list[TalentRecord], shuffler: random.Random
) -> None:
    forward = rank(jobs, talents, EVERYTHING)
    backward = rank_jobs(talents, jobs, EVERYTHING)
    pairs = {(match.job_id, match.talent_id): match.score for kept in forward.values() for match in kept}
    assert pairs == {(match.job_id, match.talent_id): match.score for kept in backward.values() for match in kept}
    shuffled_jobs, shuffled_talents = jobs[:], talents[:]
    shuffler.shuffle(shuffled_jobs)
    shuffler.shuffle(shuffled_talents)
    assert rank(shuffled_jobs, shuffled_talents, EVERYTHING) == forward


def test_the_best_come_first_and_ties_go_to_the_smaller_id() -> None:
    talents = [a_talent(id=name) for name in ("t3", "t1", "t2")]
    talents += [a_talent(id="worse", pay_min_yuan_month=7_900.0), a_talent(id="never", track="talent")]
    kept = rank([a_job()], talents)["job"]
    assert [match.talent_id for match in kept] == ["t1", "t2", "t3", "worse"]
    assert [match.rank for match in kept] == [1, 2, 3, 4]
    assert all(match.score == match.explanation.score == rescore(match.explanation) for match in kept)
    assert [match.talent_id for match in rank([a_job()], talents, k=2)["job"]] == ["t1", "t2"]


def test_pairs_below_the_threshold_of_the_plan_are_not_returned() -> None:
    strict = replace(DEFAULT_PLAN, version="strict", min_score=0.999)
    assert rank([a_job()], [a_talent(pay_min_yuan_month=7_900.0)], strict) == {"job": []}


def test_nobody_to_rank_is_no_error() -> None:
    assert rank([], [a_talent()]) == {}
    assert rank([a_job()], []) == {"job": []}
    assert rank_jobs([a_talent()], []) == {"talent": []}


def test_progress_counts_to_the_end_and_cancelling_stops() -> None:
    seen: list[tuple[int, int]] = []
    jobs = [a_job(id=f"j{number}") for number in range(7)]
    rank(jobs, [a_talent()], progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (7, 7)
    assert seen == sorted(seen)
    with pytest.raises(Cancelled):
        rank(jobs, [a_talent()], cancelled=lambda: True)
    with pytest.raises(Cancelled):
        rank_jobs([a_talent()], jobs, cancelled=lambda: True)


CITIES = (GUANGZHOU, CHENGDU, GUIYANG, KUNMING)


def _many(jobs: int, talents: int) -> tuple[list[JobRecord], list[TalentRecord]]:
    dice = random.Random(11)
    titles = [(row["title"], row["code"]) for row in read_rows("job_titles_dev.csv")]
    skills = [item.name for item in all_occupations().values()][:900]

    def job(number: int) -> JobRecord:
        title, code = dice.choice(titles)
        low = dice.randrange(30, 150) * 100.0
        return JobRecord(
            f"j{number:05}",
            title,
            "labour",
            code,
            tuple(dice.sample(skills, 4)),
            tuple(dice.sample(skills, 3)),
            tuple(Place(city) for city in dice.sample(CITIES, dice.choice((1, 2)))),
            low,
            low * 1.4,
            dice.choice((None, 0, 12, 36)),
            dice.choice((None, "90", "61", "31")),
            starts_on=date(2026, 12, 1),
        )

    def talent(number: int) -> TalentRecord:
        wanted = dice.sample(titles, dice.choice((1, 2, 3)))
        return TalentRecord(
            f"t{number:05}",
            tuple(title for title, _ in wanted),
            "labour",
            tuple(code for _, code in wanted),
            tuple(dice.sample(skills, 6)),
            dice.choice(CITIES),
            tuple(dice.sample(CITIES, dice.randint(1, 4))),
            pay_min_yuan_month=dice.randrange(30, 150) * 100.0,
            experience_months=dice.randrange(0, 240),
            education_code=dice.choice(("71", "61", "31", "21")),
        )

    return [job(number) for number in range(jobs)], [talent(number) for number in range(talents)]


def test_a_city_s_run_keeps_only_pairs_over_the_bar() -> None:
    """How long it takes is measured by the benchmarks."""
    jobs, talents = _many(300, 800)
    kept = rank(jobs, talents)
    assert sum(map(len, kept.values())) > 300
    for matches in kept.values():
        assert all(match.explanation.score == match.score >= DEFAULT_PLAN.min_score for match in matches)
