"""Spreading recommendations: who stands in every list gives way, fit decides who may stand there at all."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import DEFAULT_PLAN, JobRecord, Spread, TalentRecord, rank, rank_jobs, rescore
from matching.spreading import LEAST_FACTOR, gini
from tests.matching.pairs import JOBS, TALENTS, a_job, a_talent

SPREADING = replace(DEFAULT_PLAN, version="spreading", congestion=1.0)


def test_gini_knows_even_and_uneven() -> None:
    assert gini([]) == gini([0.0, 0.0]) == 0.0
    assert gini([3.0, 3.0, 3.0]) == pytest.approx(0.0)
    assert gini([0.0, 0.0, 0.0, 8.0]) == pytest.approx(0.75)
    assert gini([1.0, 3.0]) == pytest.approx(0.25)


def _crowd() -> tuple[list[JobRecord], list[TalentRecord]]:
    """Thirty posts; three stars of the trade, and thirty people who fit nearly as well."""
    jobs = [a_job(id=f"j{number:02d}") for number in range(30)]
    stars = [a_talent(id=f"star{number}") for number in range(3)]
    others = [a_talent(id=f"t{number:02d}", pay_min_yuan_month=6_100.0 + 10 * number) for number in range(30)]
    return jobs, [*stars, *others]


def test_spreading_names_more_people_for_little_fit_and_says_both() -> None:
    jobs, talents = _crowd()
    seen: list[Spread] = []
    plain = rank(jobs, talents, k=3)
    spread = rank(jobs, talents, SPREADING, k=3, report=seen.append)
    assert {match.talent_id for kept in plain.values() for match in kept} == {"star0", "star1", "star2"}
    named = {match.talent_id for kept in spread.values() for match in kept}
    (report,) = seen
    assert (report.named_before, report.named_after, report.could_be_named) == (3, len(named), 33)
    assert len(named) > 3
    assert report.gini_after < report.gini_before
    assert report.relevance_after <= report.relevance_before
    assert report.relevance_before - report.relevance_after < 0.1


def test_the_factor_of_the_market_stands_in_the_explanation_and_the_number_follows_from_it() -> None:
    jobs, talents = _crowd()
    kept = [match for matches in rank(jobs, talents, SPREADING, k=3).values() for match in matches]
    factors = {match.talent_id: match.explanation.market.factor for match in kept if match.explanation.market}
    assert len(factors) == len({match.talent_id for match in kept})
    assert all(LEAST_FACTOR <= factor <= 1.0 for factor in factors.values())
    assert all(match.score == rescore(match.explanation) for match in kept)


def test_a_post_with_many_places_may_be_named_more_often() -> None:
    talents = [a_talent(id=f"t{number:02d}") for number in range(20)]
    jobs = [a_job(id="many", headcount=20), a_job(id="one", headcount=1)]
    named = [matches[0].job_id for matches in rank_jobs(talents, jobs, SPREADING, k=1).values()]
    assert named.count("many") >= 17
    swapped = [a_job(id="many", headcount=1), a_job(id="one", headcount=20)]
    named = [matches[0].job_id for matches in rank_jobs(talents, swapped, SPREADING, k=1).values()]
    assert named.count("one") >= 17


def test_the_order_of_input_changes_nothing_and_no_id_is_always_first() -> None:
    jobs, talents = _crowd()
    forward = rank(jobs, talents, SPREADING, k=3)
    assert rank(jobs[::-1], talents[::-1], SPREADING, k=3) == forward
    full = [job_id for job_id, kept in forward.items() if all(match.talent_id.startswith("star") for match in kept)]
    assert full != sorted(job.id for job in jobs)[: len(full)]


@given(st.lists(JOBS, max_size=4, unique_by=lambda job: job.id), st.lists(TALENTS, max_size=4))
@settings(max_examples=30)
def test_spreading_never_proposes_what_does_not_fit(jobs: list[JobRecord], talents: list[TalentRecord]) -> None:
    for matches in rank(jobs, talents, SPREADING).values():
        for match in matches:
            bare = rescore(replace(match.explanation, market=None))
            assert bare >= SPREADING.min_score
            assert match.score <= bare
