"""The slow twin: the definition written out. Never used in production."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


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
    """Indel similarity of the sorted words: 2 * common subsequence / total length."""

    def token_similarity(self, left: str, right: str) -> float:
        if not left or not right:
            return 0.0
        first, second = _sorted_words(left), _sorted_words(right)
        total = len(first) + len(second)
        return 2.0 * _common_subsequence(first, second) / total if total else 1.0

    def token_matrix(self, left: Sequence[str], right: Sequence[str]) -> NDArray[np.float64]:
        return np.array([[self.token_similarity(a, b) for b in right] for a in left]).reshape(len(left), len(right))
