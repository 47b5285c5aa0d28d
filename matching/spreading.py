"""Spread recommendations: who stands in many lists already counts for less in the next one.

A post that a thousand people are sent to serves none of them, and a person who is named to every employer answers few.
Lists are filled one after the other, in an order that is nobody's merit (`list_order`), and each sees how often the
ones before it have named somebody. What it costs is told beside what it brings (`Spread`).
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

import numpy as np
from numpy.typing import NDArray

LEAST_FACTOR = 0.6
# With full strength, being named as often as is fair costs one sixth of the score, and twice as often a quarter.
_STEEPNESS = 0.25
_PLACES = 6

Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Spread:
    """Before and after: Gini of exposure (0.0 even, 1.0 all on one), mean score of the pairs kept, and how many of
    those who could be named at all are named.
    """

    gini_before: float
    gini_after: float
    relevance_before: float
    relevance_after: float
    named_before: int
    named_after: int
    could_be_named: int

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def gini(values: Sequence[float] | Vector) -> float:
    """0.0 when all have the same, towards 1.0 when one has all; 0.0 of nothing."""
    ordered = np.sort(np.asarray(values, dtype=np.float64))
    total = float(ordered.sum())
    if len(ordered) == 0 or total <= 0:
        return 0.0
    ranks = np.arange(1, len(ordered) + 1)
    return float((2.0 * (ranks * ordered).sum()) / (len(ordered) * total) - (len(ordered) + 1) / len(ordered))


def list_order(ids: Sequence[str]) -> list[int]:
    """Places of the lists in the order of filling: by a digest of the id, so that neither age nor name is first."""
    return sorted(range(len(ids)), key=lambda place: (sha256(ids[place].encode()).digest(), ids[place]))


def fair_exposure(lists: int, k: int, capacity: Vector) -> Vector:
    """How often each would be named if all were named in proportion to the places they have, at least once each."""
    total = float(capacity.sum())
    return np.maximum(1.0, capacity * (lists * k / total)) if total else np.ones_like(capacity)


def factors(exposure: Vector, fair: Vector, strength: float) -> Vector:
    """What a score is multiplied by: 1.0 while nobody was named, never below `LEAST_FACTOR`."""
    raw = np.power(1.0 + exposure / fair, -_STEEPNESS * strength)
    return np.asarray(np.round(np.maximum(LEAST_FACTOR, raw), _PLACES), dtype=np.float64)
