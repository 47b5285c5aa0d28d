"""The best pairs of a run as columns of numbers. Hundreds of thousands of explanations would fit no memory."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching import Cancelled, JobRecord, MatchPlan, RankedMatch, Spread, TalentRecord, rank
from matching.comparisons import COMPARISONS
from matching.levels import Matrix
from matching.ranking import best_places
from matching.scoring import Side, score_block

Progress = Callable[[int, int], None]
Places = NDArray[np.intp]
_BLOCK_JOBS = 100


@dataclass(frozen=True)
class RankedPairs:
    """Kept pairs, list after list and best first: places in the two inputs, rank from 1, score, and the scores of
    `plan.comparisons` (NaN for unknown). `markets` holds factor, exposure and fair where recommendations were spread.
    """

    rows: Places
    columns: Places
    ranks: Places
    scores: Matrix
    parts: Matrix
    markets: Matrix | None = None
    spread: Spread | None = None

    def __len__(self) -> int:
        return len(self.rows)


def ranked(
    jobs: Sequence[JobRecord],
    talents: Sequence[TalentRecord],
    plan: MatchPlan,
    k: int,
    progress: Progress,
    cancelled: Callable[[], bool],
) -> RankedPairs:
    """For each job its best `k` talents. Raises Cancelled soon after `cancelled()` turns true."""
    if plan.congestion:
        return _spread(jobs, talents, plan, k, progress, cancelled)
    found = _top_k(jobs, talents, plan, k, progress, cancelled)
    return RankedPairs(found.rows, found.columns, found.ranks, found.scores, found.parts)


def _top_k(
    jobs: Sequence[JobRecord],
    talents: Sequence[TalentRecord],
    plan: MatchPlan,
    k: int,
    progress: Progress,
    cancelled: Callable[[], bool],
) -> RankedPairs:
    side, kept, parts = Side(talents, plan), [], [np.empty((0, len(plan.comparisons)))]
    for start in range(0, len(jobs), _BLOCK_JOBS):
        block = jobs[start : start + _BLOCK_JOBS]
        for row, fits in enumerate(score_block(block, side, plan), start):
            if cancelled():
                raise Cancelled
            places = best_places(fits, k, plan.min_score)
            kept += [(row, place, position, fits[place]) for position, place in enumerate(places, 1)]
            parts.append(_parts(jobs[row], [talents[place] for place in places], plan))
        progress(min(start + _BLOCK_JOBS, len(jobs)), len(jobs))
    return _columns(kept, np.concatenate(parts))


def _parts(job: JobRecord, talents: Sequence[TalentRecord], plan: MatchPlan) -> Matrix:
    """One row a talent, one column a comparison of the plan."""
    table = np.empty((len(talents), len(plan.comparisons)))
    for column, name in enumerate(plan.comparisons):
        comparison = COMPARISONS[name]
        table[:, column] = comparison.scores([comparison.job_key(job)], [comparison.talent_key(one) for one in talents])
    return table


def _columns(kept: Sequence[tuple[int, int, int, float]], parts: Matrix) -> RankedPairs:
    rows, columns, ranks, scores = zip(*kept, strict=True) if kept else ((), (), (), ())
    places = [np.array(values, dtype=np.intp) for values in (rows, columns, ranks)]
    return RankedPairs(places[0], places[1], places[2], np.array(scores, dtype=np.float64), parts)


def _spread(
    jobs: Sequence[JobRecord],
    talents: Sequence[TalentRecord],
    plan: MatchPlan,
    k: int,
    progress: Progress,
    cancelled: Callable[[], bool],
) -> RankedPairs:
    """Lists that see one another are filled one by one (`matching.spreading`), with what each saw of the others."""
    told: list[Spread] = []
    found = rank(jobs, talents, plan, k=k, progress=progress, cancelled=cancelled, report=told.append)
    place_of = {talent.id: place for place, talent in enumerate(talents)}
    matches = [(row, match) for row, job in enumerate(jobs) for match in found[job.id]]
    kept = [(row, place_of[match.talent_id], match.rank, match.score) for row, match in matches]
    columns = _columns(kept, _table([_scores(match) for _, match in matches], len(plan.comparisons)))
    markets = _table([_market(match) for _, match in matches], 3)
    return RankedPairs(
        columns.rows, columns.columns, columns.ranks, columns.scores, columns.parts, markets, told[0] if told else None
    )


def _scores(match: RankedMatch) -> list[float | None]:
    return [part.score for part in match.explanation.comparisons]


def _market(match: RankedMatch) -> list[float | None]:
    market = match.explanation.market
    return [1.0, 0.0, 0.0] if market is None else [market.factor, market.exposure, market.fair]


def _table(rows: Sequence[Sequence[float | None]], width: int) -> Matrix:
    return np.array(rows, dtype=np.float64).reshape(len(rows), width)
