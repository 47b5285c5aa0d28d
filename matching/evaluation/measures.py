"""Ranking measures over lists graded 0-3: Järvelin and Kekäläinen, "Cumulated gain-based evaluation" (2002)."""

from collections.abc import Sequence
from itertools import combinations
from math import log2

# From this grade on an officer would recommend the pair.
GOOD = 2


def ndcg(grades: Sequence[int], k: int = 10) -> float | None:
    """Normalised discounted gain of grades in ranked order, 0.0-1.0; None when there is nothing to find."""
    best = _gain(sorted(grades, reverse=True)[:k])
    return _gain(grades[:k]) / best if best else None


def _gain(grades: Sequence[int]) -> float:
    return sum((2.0**grade - 1.0) / log2(place + 2) for place, grade in enumerate(grades))


def precision(grades: Sequence[int], k: int = 5) -> float | None:
    """Share of good ones among the first `k`, of what could be there; None when there are no good ones."""
    could_be = min(k, sum(grade >= GOOD for grade in grades))
    return sum(grade >= GOOD for grade in grades[:k]) / could_be if could_be else None


def right_order(scores: Sequence[float], grades: Sequence[int]) -> tuple[int, int]:
    """(pairs of different grade in the right order, all such pairs); equal scores are not the right order."""
    right = all_pairs = 0
    for (score, grade), (other_score, other_grade) in combinations(zip(scores, grades, strict=True), 2):
        if grade != other_grade:
            all_pairs += 1
            right += (score - other_score) * (grade - other_grade) > 0
    return right, all_pairs


def mean(values: Sequence[float | None]) -> float:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else 0.0
