"""Scores of all pairs of a block at once. Each comparison is computed once for each pair of distinct keys."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.comparisons import COMPARISONS, GATES
from matching.levels import Matrix
from matching.plan import SIDES, MatchPlan
from matching.records import JobRecord, TalentRecord

# Below this a part counts as this much, so that a logarithm exists.
SMALLEST = 0.01
PLACES = 6


Weighted = Sequence[tuple[float, float | None]]


@dataclass(frozen=True, slots=True)
class Shares:
    """The exponents of a plan: `essential` within the chance, `wish` against it."""

    essential: float
    wish: float


def combine(sides: Mapping[str, Weighted], shares: Shares, market: float = 1.0) -> float:
    """The score of one pair from (weight, score) of its parts, None for unknown, to six places: the definition."""
    chance = chance_of(sides, shares)
    if chance is None:
        return 0.0
    utility = _mean(sides.get("wish", ()))
    # Missing data is neutral: a side of which nothing is known leaves the word to the others.
    total = chance if utility is None else (1.0 - shares.wish) * chance + shares.wish * utility
    return round(round(min(1.0, float(np.exp(total))), PLACES) * market, PLACES)


def rescore_parts(plan: MatchPlan, parts: Sequence[float | None], market: float = 1.0) -> float:
    """The score again from the part scores alone, in the order of `plan.comparisons`; None or NaN for unknown.

    Whoever keeps a pair keeps one that no gate has stopped, so gates are not asked again.
    """
    sides: dict[str, list[tuple[float, float | None]]] = {side: [] for side in SIDES}
    for name, part in zip(plan.comparisons, parts, strict=True):
        is_known = part is not None and not np.isnan(part)
        sides[plan.side(name)].append((plan.weight(name), part if is_known else None))
    return combine(sides, Shares(plan.essential_share, plan.wish_share), market)


def chance_of(sides: Mapping[str, Weighted], shares: Shares) -> float | None:
    """Logarithm of the chance with the employer; None when nothing essential is known."""
    essential, nice = _mean(sides.get("essential", ())), _mean(sides.get("nice", ()))
    if essential is None or nice is None:
        return essential
    return shares.essential * essential + (1.0 - shares.essential) * nice


def side_mean(parts: Weighted) -> float | None:
    """The weighted geometric mean 0.0-1.0 of what is known; None when nothing is."""
    log = _mean(parts)
    return None if log is None else float(np.exp(log))


def _mean(parts: Weighted) -> float | None:
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
    """Scores 0.0-1.0 of shape (len(jobs), side.size), before the market; 0.0 where a gate fails."""
    passed = gates_block(jobs, side, plan)
    essential, nice, wish = (_block_mean(jobs, side, getattr(plan, name)) for name in SIDES)
    scores: Matrix = np.where(passed, _score(essential, nice, wish, plan), 0.0)
    return scores


def score_parts(parts: Matrix, plan: MatchPlan) -> Matrix:
    """Scores of pairs from the scores of their parts, NaN for unknown: (pairs, comparisons of the plan) to (pairs,)."""
    means = []
    for name in SIDES:
        total, known_weight = np.zeros(len(parts)), np.zeros(len(parts))
        for comparison, weight in getattr(plan, name).items():
            column = parts[:, plan.comparisons.index(comparison)]
            known = ~np.isnan(column)
            total += weight * np.where(known, np.log(np.maximum(column, SMALLEST)), 0.0)
            known_weight += weight * known
        with np.errstate(invalid="ignore", divide="ignore"):
            means.append(np.where(known_weight > 0, total / known_weight, np.nan))
    essential, nice, wish = means
    return _score(essential, nice, wish, plan)


def _score(essential: Matrix, nice: Matrix, wish: Matrix, plan: MatchPlan) -> Matrix:
    """Rounded scores from the means of the sides; 0.0 where nothing essential is known."""
    chance = _blend(essential, nice, plan.essential_share, 1.0 - plan.essential_share)
    total = _blend(chance, wish, 1.0 - plan.wish_share, plan.wish_share)
    with np.errstate(invalid="ignore"):
        scores = np.where(np.isnan(total), 0.0, np.minimum(np.exp(total), 1.0))
    return np.asarray(np.round(scores, PLACES), dtype=np.float64)


def _blend(main: Matrix, other: Matrix, main_share: float, other_share: float) -> Matrix:
    """Both by their shares where the other is known, else main alone."""
    return np.where(np.isnan(other), main, main_share * main + other_share * other)


def gates_block(jobs: Sequence[JobRecord], side: Side, plan: MatchPlan) -> NDArray[np.bool_]:
    """Which pairs no gate stops, of shape (len(jobs), side.size)."""
    passed = np.ones((len(jobs), side.size), dtype=np.bool_)
    for name in plan.gates:
        gate, talents = GATES[name], side.gates[name]
        coded = _code([gate.job_key(job) for job in jobs])
        allowed = gate.lets_pass(coded.keys, talents.keys, plan.thresholds)
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
