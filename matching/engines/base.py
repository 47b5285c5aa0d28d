"""What an engine offers: one scale, 0.0 to 1.0, for already folded and segmented text."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class TextEngine(Protocol):
    """Similarity of texts whose words are parted by single blanks; the order of the words does not count."""

    def token_similarity(self, left: str, right: str) -> float:
        """1.0 for the same words, 0.0 for nothing in common or an empty side."""
        ...

    def token_matrix(self, left: Sequence[str], right: Sequence[str]) -> NDArray[np.float64]:
        """token_similarity of every pair; shape (len(left), len(right))."""
        ...
