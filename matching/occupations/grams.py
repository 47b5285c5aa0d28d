"""Character n-grams: what titles, names and definitions are compared by."""

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.folding import squeeze

Vector = NDArray[np.float64]


def grams(text: str) -> list[str]:
    """Characters, pairs and triples of the squeezed text, with marks at both ends."""
    marked = f"^{squeeze(text)}$"
    pieces = [marked[place : place + size] for size in (1, 2, 3) for place in range(len(marked) - size + 1)]
    return [piece for piece in pieces if piece not in ("^", "$")]


def phrases(text: str) -> list[str]:
    """Pairs and triples without marks at the ends: for text in which a title may stand anywhere."""
    plain = squeeze(text)
    return [plain[place : place + size] for size in (2, 3) for place in range(len(plain) - size + 1)]


class Weighing:
    """TF-IDF over the n-grams of given documents: a column for each n-gram that `least` documents or more have."""

    def __init__(self, columns: Iterable[str], idf: Vector) -> None:
        self.columns = {gram: place for place, gram in enumerate(columns)}
        self.idf = idf

    @classmethod
    def of(cls, documents: Sequence[Sequence[str]], least: int = 1) -> "Weighing":
        counts = Counter(gram for document in documents for gram in set(document))
        kept = sorted(gram for gram, count in counts.items() if count >= least)
        seen = np.array([counts[gram] for gram in kept], dtype=np.float64)
        return cls(kept, np.log((1 + len(documents)) / (1 + seen)) + 1.0)

    def vectors(self, documents: Sequence[Sequence[str]], *, is_damped: bool = False) -> sparse.csr_matrix:
        """One L2-normalised row for each document; damped: the square root of a count counts."""
        indptr: list[int] = [0]
        indices: list[int] = []
        values: list[float] = []
        columns = self.columns
        for document in documents:
            counts = Counter(columns[gram] for gram in document if gram in columns)
            indices.extend(counts)
            values.extend(counts.values())
            indptr.append(len(indices))
        places = np.array(indices, dtype=np.int32)
        data = np.array(values, dtype=np.float64)
        weighed = (np.sqrt(data) if is_damped else data) * self.idf[places]
        matrix = sparse.csr_matrix((weighed, places, indptr), shape=(len(documents), len(columns)))
        norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
        matrix.data /= np.repeat(np.where(norms > 0.0, norms, 1.0), np.diff(matrix.indptr))
        return matrix
