"""The slow twin: the definition written out. Never used in production."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matching.engines.base import NearPairs


def _sorted_words(text: str) -> str:
    return " ".join(sorted(text.split()))


def _common_subsequence(left: str, right: str) -> int:
    """Length of the longest common subsequence."""
    row = [0] * (len(right) + 1)
    for char in left:
        previous = 0
        for place, other in enumerate(right, 1):
            kept = row[place]
            row[place] = previous + 1 if char == other else max(row[place], row[place - 1])
            previous = kept
    return row[-1]


class PlainEngine:
    """Indel similarity: 2 * common subsequence / total length."""

    def word_similarity(self, left: str, right: str) -> float:
        if not left or not right:
            return 0.0
        return 2.0 * _common_subsequence(left, right) / (len(left) + len(right))

    def word_matrix(self, left: Sequence[str], right: Sequence[str]) -> NDArray[np.float64]:
        values = [[self.word_similarity(a, b) for b in right] for a in left]
        return np.array(values, dtype=np.float64).reshape(len(left), len(right))

    def near_pairs(self, left: Sequence[str], right: Sequence[str], least: float) -> NearPairs:
        scores = self.word_matrix(left, right)
        rows, columns = np.nonzero(scores >= least)
        return rows, columns, scores[rows, columns]

    def token_similarity(self, left: str, right: str) -> float:
        return self.word_similarity(_sorted_words(left), _sorted_words(right))
