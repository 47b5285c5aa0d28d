"""What an engine offers: one scale, 0.0 to 1.0, for already folded and segmented text."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

NearPairs = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]


class TextEngine(Protocol):
    """Every similarity is 1.0 for the same text, and 0.0 for nothing in common or an empty side."""

    def word_similarity(self, left: str, right: str) -> float:
        """Of two single words, by the characters they share in order."""
        ...

    def word_matrix(self, left: Sequence[str], right: Sequence[str]) -> NDArray[np.float64]:
        """word_similarity of every pair; shape (len(left), len(right))."""
        ...

    def near_pairs(self, left: Sequence[str], right: Sequence[str], least: float) -> NearPairs:
        """(rows, columns, values) of the pairs whose word_similarity is `least` or more, row by row."""
        ...

    def token_similarity(self, left: str, right: str) -> float:
        """Of texts whose words are parted by single blanks; the order of the words does not count."""
        ...
