"""The best pairs of two lists, with explanations for those that are kept. Same input and plan, same order."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from matching.explain import Explanation, Market, explain
from matching.levels import Matrix
from matching.plan import DEFAULT_PLAN, MatchPlan
from matching.records import JobRecord, TalentRecord
from matching.scoring import PLACES, Side, score_block
from matching.spreading import Spread, Vector, factors, fair_exposure, gini, list_order

Progress = Callable[[int, int], None]
Report = Callable[[Spread], None]
# Pairs in memory at once: a dozen matrices of 2 million numbers stay below 200 MB.
_BLOCK_PAIRS = 2_000_000
# And no more than this many lists at once, so that progress is seen and cancelling is quick.
_BLOCK_LISTS = 200
_SMALLEST_SCORE = 1e-9


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
    report: Report | None = None,
) -> dict[str, list[RankedMatch]]:
    """For each job its best `k` talents whose fit is at or above the plan's threshold; ties go to the smaller id.

    `progress(done, total)` counts jobs. `report` gets what spreading did, when the plan asks for it. Raises Cancelled
    soon after `cancelled()` turns true.
    """
    by_id = sorted(talents, key=lambda talent: talent.id)
    lists = _TalentsOfJobs(jobs, by_id, plan)
    found: dict[str, list[RankedMatch]] = {job.id: [] for job in jobs}
    for row, place, position, market in _kept(lists, plan, k, progress, cancelled, report):
        found[jobs[row].id].append(_match(jobs[row], by_id[place], position, plan, market))
    return found


def rank_jobs(
    talents: Sequence[TalentRecord],
    jobs: Sequence[JobRecord],
    plan: MatchPlan = DEFAULT_PLAN,
    *,
    k: int = 20,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    report: Report | None = None,
) -> dict[str, list[RankedMatch]]:
    """For each talent its best `k` jobs; without spreading a pair has the same score in both directions."""
    by_id = sorted(jobs, key=lambda job: job.id)
    lists = _JobsOfTalents(talents, by_id, plan)
    found: dict[str, list[RankedMatch]] = {talent.id: [] for talent in talents}
    for row, place, position, market in _kept(lists, plan, k, progress, cancelled, report):
        found[talents[row].id].append(_match(by_id[place], talents[row], position, plan, market))
    return found


def _match(job: JobRecord, talent: TalentRecord, position: int, plan: MatchPlan, market: Market | None) -> RankedMatch:
    explanation = explain(job, talent, plan, market)
    return RankedMatch(job.id, talent.id, position, explanation.score, explanation)


class _TalentsOfJobs:
    """One list a job. `capacity` is how often each of the listed can be of use: a person can take one post."""

    def __init__(self, jobs: Sequence[JobRecord], talents: Sequence[TalentRecord], plan: MatchPlan) -> None:
        self._jobs, self._side, self._plan = jobs, Side(talents, plan), plan
        self.ids = [job.id for job in jobs]
        self.capacity: Vector = np.ones(len(talents))

    def block(self, rows: Sequence[int]) -> Matrix:
        return score_block([self._jobs[row] for row in rows], self._side, self._plan)


class _JobsOfTalents:
    """One list a talent. A job has as many places as it has heads to count."""

    def __init__(self, talents: Sequence[TalentRecord], jobs: Sequence[JobRecord], plan: MatchPlan) -> None:
        self._jobs, self._talents, self._plan = jobs, talents, plan
        self.ids = [talent.id for talent in talents]
        self.capacity: Vector = np.array([max(1, job.headcount) for job in jobs], dtype=np.float64)

    def block(self, rows: Sequence[int]) -> Matrix:
        part = [self._talents[row] for row in rows]
        return score_block(self._jobs, Side(part, self._plan), self._plan).T


_Lists = _TalentsOfJobs | _JobsOfTalents
_Kept = Iterator[tuple[int, int, int, Market | None]]


def _kept(
    lists: _Lists,
    plan: MatchPlan,
    k: int,
    progress: Progress | None,
    cancelled: Callable[[], bool] | None,
    report: Report | None,
) -> _Kept:
    """(row, column, rank, market) of every kept pair, best first within a row."""
    fill = _Spreading(lists, plan, k) if plan.congestion else _Filling(plan, k)
    order = list_order(lists.ids) if plan.congestion else list(range(len(lists.ids)))
    size = max(1, min(_BLOCK_LISTS, _BLOCK_PAIRS // max(1, len(lists.capacity))))
    for start in range(0, len(order), size):
        rows = order[start : start + size]
        for row, fits in zip(rows, lists.block(rows), strict=True):
            if cancelled is not None and cancelled():
                raise Cancelled
            for position, (place, market) in enumerate(fill(fits), 1):
                yield row, place, position, market
        if progress:
            progress(min(start + size, len(order)), len(order))
    if isinstance(fill, _Spreading) and report is not None:
        report(fill.report())


class _Filling:
    """A list is the best of its row."""

    def __init__(self, plan: MatchPlan, k: int) -> None:
        self._least, self._k = max(plan.min_score, _SMALLEST_SCORE), k

    def __call__(self, fits: Vector) -> list[tuple[int, Market | None]]:
        return [(place, None) for place in best_places(fits, self._k, self._least)]


class _Spreading:
    """A list is the best of its row after what earlier lists have named; both ways are counted."""

    def __init__(self, lists: _Lists, plan: MatchPlan, k: int) -> None:
        self._least, self._k, self._strength = max(plan.min_score, _SMALLEST_SCORE), k, plan.congestion
        self._capacity = lists.capacity
        self._fair = fair_exposure(len(lists.ids), k, lists.capacity)
        self._could_be = np.zeros(len(lists.capacity), dtype=np.bool_)
        self._before, self._after = _Tally(len(lists.capacity)), _Tally(len(lists.capacity))

    def __call__(self, fits: Vector) -> list[tuple[int, Market | None]]:
        # Whether a pair is worth proposing is a question of its fit; the market only says in which order.
        able = fits >= self._least
        self._could_be |= able
        self._before.add(best_places(fits, self._k, self._least), fits)
        market = factors(self._after.exposure, self._fair, self._strength)
        kept = best_places(np.where(able, np.round(fits * market, PLACES), 0.0), self._k, _SMALLEST_SCORE)
        seen = [
            Market(float(market[place]), float(self._after.exposure[place]), round(float(self._fair[place]), 3))
            for place in kept
        ]
        self._after.add(kept, fits)
        return list(zip(kept, seen, strict=True))

    def report(self) -> Spread:
        shares = [gini((tally.exposure / self._capacity)[self._could_be]) for tally in (self._before, self._after)]
        return Spread(
            gini_before=round(shares[0], PLACES),
            gini_after=round(shares[1], PLACES),
            relevance_before=round(self._before.relevance, PLACES),
            relevance_after=round(self._after.relevance, PLACES),
            named_before=self._before.named,
            named_after=self._after.named,
            could_be_named=int(self._could_be.sum()),
        )


class _Tally:
    """How often each column is named, and how well the named fit."""

    def __init__(self, columns: int) -> None:
        self.exposure: Vector = np.zeros(columns)
        self._fit, self._pairs = 0.0, 0

    def add(self, kept: list[int], fits: Vector) -> None:
        self.exposure[kept] += 1.0
        self._fit += float(fits[kept].sum())
        self._pairs += len(kept)

    @property
    def relevance(self) -> float:
        return self._fit / self._pairs if self._pairs else 0.0

    @property
    def named(self) -> int:
        return int((self.exposure > 0).sum())


def best_places(row: Matrix, k: int, least: float) -> list[int]:
    """Places of the `k` largest values at or above `least`, largest first, ties by place."""
    able = np.flatnonzero(row >= max(least, _SMALLEST_SCORE))
    if len(able) > k:
        # Keep every value equal to the k-th, so that ties are settled by place and not by the partition.
        bar = np.partition(row[able], len(able) - k)[len(able) - k]
        able = able[row[able] >= bar]
    order = np.lexsort((able, -row[able]))[:k]
    return [int(place) for place in able[order]]
