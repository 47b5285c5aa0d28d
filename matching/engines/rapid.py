"""The engine on RapidFuzz; the only file that imports it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.fuzz import token_sort_ratio
from rapidfuzz.process import cdist


class RapidEngine:
    """token_sort_ratio: WRatio and partial_ratio give false 90-100 on short Chinese titles and are not used."""

    def token_similarity(self, left: str, right: str) -> float:
        return float(token_sort_ratio(left, right)) / 100.0 if left and right else 0.0

    def token_matrix(self, left: Sequence[str], right: Sequence[str]) -> NDArray[np.float64]:
        if not left or not right:
            return np.zeros((len(left), len(right)))
        scores = cdist(left, right, scorer=token_sort_ratio, dtype=np.float64) / 100.0
        empty_left = np.array([not text for text in left])
        empty_right = np.array([not text for text in right])
        scores[empty_left, :] = 0.0
        scores[:, empty_right] = 0.0
        return np.asarray(scores, dtype=np.float64)
