"""The best pairs of a run as columns of numbers. Hundreds of thousands of explanations would fit no memory."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matching import JobRecord, MatchPlan, RankedMatch, Spread, TalentRecord, rank
from matching.levels import Matrix

Progress = Callable[[int, int], None]
Places = NDArray[np.intp]


@dataclass(frozen=True)
class Where:
    """Which cluster compares, none for this process, and where an index may lie that all its workers see."""

    cluster: str
    folder: Path


HERE = Where("", Path())


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
    where: Where = HERE,
) -> RankedPairs:
    """For each job its best `k` talents. Raises Cancelled soon after `cancelled()` turns true."""
    if plan.congestion:
        return _spread(jobs, talents, plan, k, progress, cancelled)
    # Only here: its compiler is for the worker, and the site starts faster without it.
    from matching.cluster import ranked_anywhere
    from matching.matcher import Matcher

    found = ranked_anywhere(
        Matcher(plan).fit(talents),
        jobs,
        k,
        address=where.cluster,
        folder=where.folder,
        progress=progress,
        cancelled=cancelled,
    )
    return RankedPairs(found.rows, found.columns, found.ranks, found.scores, found.parts)


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
