"""The best pairs of two lists, with explanations for those that are kept. Same input and plan, same order."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from matching.explain import Explanation, explain
from matching.levels import Matrix
from matching.plan import DEFAULT_PLAN, MatchPlan
from matching.records import JobRecord, TalentRecord
from matching.scoring import Side, score_block

Progress = Callable[[int, int], None]
# Pairs in memory at once: a dozen matrices of 2 million numbers stay below 200 MB.
_BLOCK_PAIRS = 2_000_000
# And no more than this many lists at once, so that progress is seen and cancelling is quick.
_BLOCK_LISTS = 200


class Cancelled(Exception):
    """The caller asked to stop."""


@dataclass(frozen=True, slots=True)
class RankedMatch:
    """A kept pair. `rank` counts from 1 within its list."""

    job_id: str
    talent_id: str
    rank: int
    score: float
    explanation: Explanation


def rank(
    jobs: Sequence[JobRecord],
    talents: Sequence[TalentRecord],
    plan: MatchPlan = DEFAULT_PLAN,
    *,
    k: int = 20,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> dict[str, list[RankedMatch]]:
    """For each job its best `k` talents at or above the plan's threshold; ties go to the smaller id.

    `progress(done, total)` counts jobs. Raises Cancelled soon after `cancelled()` turns true.
    """
    by_id = sorted(talents, key=lambda talent: talent.id)
    side = Side(by_id, plan)
    found: dict[str, list[RankedMatch]] = {}
    size = _block_size(len(by_id))
    for start in range(0, len(jobs), size):
        block = jobs[start : start + size]
        scores = score_block(block, side, plan)
        for job, row in zip(block, scores, strict=True):
            _stop_if(cancelled)
            kept = best_places(row, k, plan.min_score)
            pairs = ((by_id[place], float(row[place])) for place in kept)
            found[job.id] = [
                RankedMatch(job.id, talent.id, place, score, explain(job, talent, plan))
                for place, (talent, score) in enumerate(pairs, 1)
            ]
        if progress:
            progress(min(start + size, len(jobs)), len(jobs))
    return found


def rank_jobs(
    talents: Sequence[TalentRecord],
    jobs: Sequence[JobRecord],
    plan: MatchPlan = DEFAULT_PLAN,
    *,
    k: int = 20,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> dict[str, list[RankedMatch]]:
    """For each talent its best `k` jobs; a pair has the same score in both directions."""
    by_id = sorted(jobs, key=lambda job: job.id)
    found: dict[str, list[RankedMatch]] = {}
    size = _block_size(len(by_id))
    for start in range(0, len(talents), size):
        block = talents[start : start + size]
        scores = score_block(by_id, Side(block, plan), plan) if by_id else np.zeros((0, len(block)))
        for column, talent in enumerate(block):
            _stop_if(cancelled)
            kept = best_places(scores[:, column], k, plan.min_score)
            found[talent.id] = [
                RankedMatch(
                    by_id[row].id, talent.id, place, float(scores[row, column]), explain(by_id[row], talent, plan)
                )
                for place, row in enumerate(kept, 1)
            ]
        if progress:
            progress(min(start + size, len(talents)), len(talents))
    return found


def _block_size(others: int) -> int:
    return max(1, min(_BLOCK_LISTS, _BLOCK_PAIRS // max(1, others)))


def best_places(row: Matrix, k: int, least: float) -> list[int]:
    """Places of the `k` largest values at or above `least`, largest first, ties by place."""
    able = np.flatnonzero(row >= max(least, 1e-9))
    if len(able) > k:
        # Keep every value equal to the k-th, so that ties are settled by place and not by the partition.
        bar = np.partition(row[able], len(able) - k)[len(able) - k]
        able = able[row[able] >= bar]
    order = np.lexsort((able, -row[able]))[:k]
    return [int(place) for place in able[order]]


def _stop_if(cancelled: Callable[[], bool] | None) -> None:
    if cancelled is not None and cancelled():
        raise Cancelled
