"""Scores of all pairs of a block at once. Each comparison is computed once for each pair of distinct keys."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.comparisons import COMPARISONS, GATES
from matching.levels import Matrix
from matching.plan import MatchPlan
from matching.records import JobRecord, TalentRecord

# Below this a part counts as this much, so that a logarithm exists.
SMALLEST = 0.01
PLACES = 6


Weighted = Sequence[tuple[float, float | None]]


def combine(essential: Weighted, other: Weighted, essential_share: float) -> float:
    """The score of one pair from (weight, score) of its parts, None for unknown, to six places: the definition."""
    core, rest = _mean(essential), _mean(other)
    if core is None:
        return 0.0
    # Missing data is neutral: with nothing else known, the essential part speaks alone.
    total = core if rest is None else essential_share * core + (1.0 - essential_share) * rest
    return round(min(1.0, float(np.exp(total))), PLACES)


def _mean(parts: Weighted) -> float | None:
    """Logarithm of the weighted geometric mean of what is known; None when nothing is."""
    known = [(weight, max(score, SMALLEST)) for weight, score in parts if score is not None]
    if not known:
        return None
    return sum(weight * float(np.log(score)) for weight, score in known) / sum(weight for weight, _ in known)


@dataclass(frozen=True)
class _Coded:
    """Distinct keys of one side, and for each record the place of its key."""

    keys: list[Any]
    places: NDArray[np.intp]


def _code(values: Sequence[Hashable]) -> _Coded:
    places: dict[Hashable, int] = {}
    coded = [places.setdefault(value, len(places)) for value in values]
    return _Coded(list(places), np.array(coded, dtype=np.intp))


class Side:
    """The talents of a run, coded once and scored against block after block of jobs."""

    def __init__(self, talents: Sequence[TalentRecord], plan: MatchPlan) -> None:
        self.size = len(talents)
        self.comparisons = {
            name: _code([COMPARISONS[name].talent_key(talent) for talent in talents]) for name in plan.comparisons
        }
        self.gates = {name: _code([GATES[name].talent_key(talent) for talent in talents]) for name in plan.gates}


def score_block(jobs: Sequence[JobRecord], side: Side, plan: MatchPlan) -> Matrix:
    """Scores 0.0-1.0 of shape (len(jobs), side.size); 0.0 where a gate fails."""
    passed = _gates(jobs, side, plan)
    essential = _block_mean(jobs, side, plan.essential)
    other = _block_mean(jobs, side, plan.other)
    share = plan.essential_share
    with np.errstate(invalid="ignore"):
        both = np.exp(share * essential + (1.0 - share) * other)
    scores = np.where(np.isnan(other), np.exp(essential), both)
    scores = np.where(np.isnan(essential) | ~passed, 0.0, np.minimum(scores, 1.0))
    return np.asarray(np.round(scores, PLACES), dtype=np.float64)


def _gates(jobs: Sequence[JobRecord], side: Side, plan: MatchPlan) -> NDArray[np.bool_]:
    passed = np.ones((len(jobs), side.size), dtype=np.bool_)
    for name in plan.gates:
        gate, talents = GATES[name], side.gates[name]
        coded = _code([gate.job_key(job) for job in jobs])
        table = [[gate.passes(job, own, plan.thresholds) is not False for own in talents.keys] for job in coded.keys]
        allowed = np.array(table, dtype=np.bool_).reshape(len(coded.keys), len(talents.keys))
        passed &= allowed[coded.places][:, talents.places]
    return passed


def _block_mean(jobs: Sequence[JobRecord], side: Side, weights: dict[str, float]) -> Matrix:
    """Logarithm of the weighted geometric mean over known parts; NaN where none is known."""
    total = np.zeros((len(jobs), side.size))
    known_weight = np.zeros((len(jobs), side.size))
    for name, weight in weights.items():
        comparison, talents = COMPARISONS[name], side.comparisons[name]
        coded = _code([comparison.job_key(job) for job in jobs])
        table = comparison.scores(coded.keys, talents.keys)
        logs = np.log(np.maximum(table, SMALLEST))
        known = ~np.isnan(table)
        total += (weight * np.where(known, logs, 0.0))[coded.places][:, talents.places]
        known_weight += (weight * known)[coded.places][:, talents.places]
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(known_weight > 0, total / known_weight, np.nan)
