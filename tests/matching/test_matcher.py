"""The engine for many against the plain way: the same pairs, scores and order, whatever is asked of it."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import DEFAULT_PLAN, Cancelled, JobRecord, MatchPlan, TalentRecord, Thresholds, explain, rank, rank_jobs
from matching.comparisons import COMPARISONS, GATES
from matching.matcher import Matcher, TopK
from tests.matching.pairs import JOBS, TALENTS, a_job, a_talent
from tests.matching.test_ranking import _many

WEIGHTS = st.floats(0.05, 2.0)
Found = dict[str, list[tuple[str, float, int]]]


@st.composite
def plans(draw: Any) -> MatchPlan:
    """Any comparisons on any side, any gates, any shares and thresholds."""
    sides: dict[str, dict[str, float]] = {"essential": {}, "nice": {}, "wish": {}}
    names = draw(st.lists(st.sampled_from(list(COMPARISONS)), min_size=1, unique=True))
    for place, name in enumerate(names):
        side = "essential" if place == 0 else draw(st.sampled_from(list(sides)))
        sides[side][name] = draw(WEIGHTS)
    return MatchPlan(
        version="any",
        gates=tuple(draw(st.lists(st.sampled_from(list(GATES)), unique=True))),
        **sides,
        essential_share=draw(st.floats(0.1, 1.0)),
        wish_share=draw(st.floats(0.0, 0.9)),
        thresholds=Thresholds(
            draw(st.floats(0.0, 1.0)), draw(st.integers(0, 3)), education_slack=draw(st.integers(0, 2))
        ),
        min_score=draw(st.sampled_from((0.0, 0.2, 0.45, 0.8))),
    )


def listed(found: TopK, asking: Sequence[JobRecord | TalentRecord]) -> Found:
    lists: Found = {record.id: [] for record in asking}
    for row, name, score, place in zip(found.rows, found.found_ids, found.scores, found.ranks, strict=True):
        lists[asking[row].id].append((name, float(score), int(place)))
    return lists


def by_rank(jobs: Sequence[JobRecord], talents: Sequence[TalentRecord], plan: MatchPlan, k: int) -> Found:
    found = rank(jobs, talents, plan, k=k)
    return {name: [(match.talent_id, match.score, match.rank) for match in matches] for name, matches in found.items()}


def _unique(records: Sequence[Any]) -> list[Any]:
    return [replace(record, id=f"r{number:03}") for number, record in enumerate(records)]


@given(st.lists(JOBS, max_size=4), st.lists(TALENTS, max_size=12), plans(), st.integers(1, 6))
@settings(max_examples=400)
def test_the_same_as_looking_at_every_pair(
    jobs: list[JobRecord], talents: list[TalentRecord], plan: MatchPlan, k: int
) -> None:
    jobs, talents = _unique(jobs), _unique(talents)
    found = Matcher(plan).fit(talents).top_k(jobs, k, threads=1)
    assert listed(found, jobs) == by_rank(jobs, talents, plan, k)


@pytest.mark.slow
@given(st.lists(JOBS, max_size=4), st.lists(TALENTS, max_size=12), plans(), st.integers(1, 6))
@settings(max_examples=4_000)
def test_the_same_as_looking_at_every_pair_thousands_of_times(
    jobs: list[JobRecord], talents: list[TalentRecord], plan: MatchPlan, k: int
) -> None:
    jobs, talents = _unique(jobs), _unique(talents)
    found = Matcher(plan).fit(talents).top_k(jobs, k, threads=1)
    assert listed(found, jobs) == by_rank(jobs, talents, plan, k)


@given(st.lists(JOBS, max_size=8), st.lists(TALENTS, max_size=4), plans(), st.integers(1, 6))
@settings(max_examples=200)
def test_the_same_from_the_other_side(
    jobs: list[JobRecord], talents: list[TalentRecord], plan: MatchPlan, k: int
) -> None:
    jobs, talents = _unique(jobs), _unique(talents)
    found = Matcher(plan).fit(jobs).top_k(talents, k, threads=1) if jobs else None
    plain = rank_jobs(talents, jobs, plan, k=k)
    wanted = {name: [(m.job_id, m.score, m.rank) for m in matches] for name, matches in plain.items()}
    if found is not None:
        assert listed(found, talents) == wanted


@pytest.mark.parametrize("plan", [DEFAULT_PLAN, replace(DEFAULT_PLAN, version="open", min_score=0.0)])
def test_the_same_on_a_city_of_titles(plan: MatchPlan) -> None:
    jobs, talents = _many(150, 600)
    matcher = Matcher(plan).fit(talents)
    assert listed(matcher.top_k(jobs, 20), jobs) == by_rank(jobs, talents, plan, 20)
    some = talents[:150]
    plain = rank_jobs(some, jobs, plan, k=10)
    wanted = {name: [(match.job_id, match.score, match.rank) for match in matches] for name, matches in plain.items()}
    assert listed(Matcher(plan).fit(jobs).top_k(some, 10), some) == wanted


def test_parts_are_those_of_the_explanation() -> None:
    jobs, talents = _many(20, 200)
    found = Matcher().fit(talents).top_k(jobs, 5)
    assert len(found) > 20
    for row, column, parts in zip(found.rows, found.columns, found.parts, strict=True):
        told = [part.score for part in explain(jobs[row], talents[column]).comparisons]
        assert [None if np.isnan(value) else value for value in parts] == pytest.approx(told)


def test_one_thread_or_many_and_any_order_give_the_same() -> None:
    jobs, talents = _many(60, 300)
    matcher = Matcher().fit(talents)
    one = listed(matcher.top_k(jobs, 10, threads=1), jobs)
    assert listed(matcher.top_k(jobs, 10, threads=3), jobs) == one
    shuffled = talents[:]
    Random(4).shuffle(shuffled)
    again = Matcher().fit(shuffled).top_k(jobs, 10)
    assert listed(again, jobs) == one
    assert [shuffled[column].id for column in again.columns] == again.found_ids


@given(st.lists(st.tuples(st.sampled_from("acw"), st.integers(0, 11), TALENTS), max_size=25), JOBS)
@settings(max_examples=150)
def test_added_changed_and_withdrawn_is_as_if_built_anew(
    steps: list[tuple[str, int, TalentRecord]], job: JobRecord
) -> None:
    matcher, held = Matcher(), dict[str, TalentRecord]()
    for number, (kind, place, talent) in enumerate(steps):
        name = f"t{place:02}"
        talent = replace(talent, id=name)
        if kind == "a" and name not in held:
            matcher.add(talent)
            held[name] = talent
        elif kind == "c" and name in held:
            matcher.change(talent)
            held[name] = talent
        elif kind == "w" and name in held:
            matcher.withdraw(name)
            del held[name]
        if number % 5 == 0:
            assert listed(matcher.top_k([job], 5, threads=1), [job]) == by_rank(
                [job], list(held.values()), DEFAULT_PLAN, 5
            )
    assert len(matcher) == len(held)
    found = matcher.top_k([job], 12, threads=1)
    assert len(set(found.columns.tolist())) == len(found)
    assert _asked(matcher, job) == by_rank([job], list(held.values()), DEFAULT_PLAN, 5)


def _asked(matcher: Matcher, job: JobRecord) -> Found:
    return listed(matcher.top_k([job], 5, threads=1), [job])


def test_an_index_read_from_files_answers_alike_and_can_be_kept_up_to_date(tmp_path: Path) -> None:
    jobs, talents = _many(40, 300)
    matcher = Matcher().fit(talents[:250])
    matcher.withdraw(talents[3].id)
    matcher.add(talents[260])
    matcher.save(tmp_path / "index")
    first, second = Matcher.load(tmp_path / "index"), Matcher.load(tmp_path / "index")
    wanted = listed(matcher.top_k(jobs, 8), jobs)
    assert listed(first.top_k(jobs, 8), jobs) == wanted
    first.withdraw(talents[4].id)
    first.add(talents[270])
    # What one process changes, another does not see; it has what was saved.
    assert listed(second.top_k(jobs, 8), jobs) == wanted
    held = [talent for talent in talents[:250] if talent.id not in (talents[3].id, talents[4].id)]
    held += [talents[260], talents[270]]
    assert listed(first.top_k(jobs, 8), jobs) == by_rank(jobs, held, DEFAULT_PLAN, 8)
    first.save(tmp_path / "index")
    assert listed(Matcher.load(tmp_path / "index").top_k(jobs, 8), jobs) == by_rank(jobs, held, DEFAULT_PLAN, 8)


def test_what_is_no_index_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no index"):
        Matcher.load(tmp_path)
    with pytest.raises(ValueError, match="spreading"):
        Matcher(replace(DEFAULT_PLAN, version="spread", congestion=0.5))
    with pytest.raises(ValueError, match="twice"):
        Matcher().fit([a_talent(), a_talent()])
    matcher = Matcher().fit([a_talent()])
    with pytest.raises(ValueError, match="held already"):
        matcher.add(a_talent())
    with pytest.raises(KeyError):
        matcher.withdraw("nobody")


def test_progress_counts_to_the_end_and_cancelling_stops() -> None:
    jobs, talents = _many(600, 50)
    told: list[tuple[int, int]] = []
    Matcher().fit(talents).top_k(jobs, 3, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (600, 600)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    with pytest.raises(Cancelled):
        Matcher().fit(talents).top_k(jobs, 3, cancelled=lambda: True)


def test_nobody_to_find_and_nobody_who_asks() -> None:
    assert len(Matcher().top_k([a_job()])) == 0
    assert len(Matcher().fit([a_talent()]).top_k([])) == 0
    assert len(Matcher().fit([a_talent(track="talent")]).top_k([a_job(track="labour")])) == 0
