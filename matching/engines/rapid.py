"""The engine on RapidFuzz; the only file that imports it.

WRatio and partial_ratio give false 90-100 on short Chinese titles and are not used.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance.Indel import normalized_similarity
from rapidfuzz.fuzz import token_sort_ratio
from rapidfuzz.process import cdist

from matching.engines.base import NearPairs


class RapidEngine:
    """Indel similarity of words; token_sort_ratio of texts."""

    def word_similarity(self, left: str, right: str) -> float:
        return float(normalized_similarity(left, right)) if left and right else 0.0

    def word_matrix(self, left: Sequence[str], right: Sequence[str]) -> NDArray[np.float64]:
        if not left or not right:
            return np.zeros((len(left), len(right)))
        scores = np.asarray(cdist(left, right, scorer=normalized_similarity, dtype=np.float64), dtype=np.float64)
        scores[np.array([not text for text in left]), :] = 0.0
        scores[:, np.array([not text for text in right])] = 0.0
        return scores

    def near_pairs(self, left: Sequence[str], right: Sequence[str], least: float) -> NearPairs:
        if not left or not right:
            return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0)
        # A cut-off is turned into a distance and back, so that a pair which just reaches it would be lost.
        cutoff = least - 1e-5
        scores = cdist(left, right, scorer=normalized_similarity, score_cutoff=cutoff, dtype=np.float32, workers=-1)
        rows, columns = np.nonzero(np.asarray(scores) >= np.float32(cutoff) - 1e-6)
        # Few pairs are near; those are measured again in full precision.
        values = np.array(
            [self.word_similarity(left[r], right[c]) for r, c in zip(rows.tolist(), columns.tolist(), strict=True)]
        )
        kept = values >= least if len(values) else np.zeros(0, np.bool_)
        return rows[kept], columns[kept], values[kept] if len(values) else np.zeros(0)

    def token_similarity(self, left: str, right: str) -> float:
        return float(token_sort_ratio(left, right)) / 100.0 if left.strip() and right.strip() else 0.0
