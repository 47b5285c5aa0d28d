"""From titles to codes: exact everyday names first, then the nearest known titles by character n-grams.

Evidence: the classification's names, the alias table, and the labelled development titles. A code's confidence is
its share of the weighted votes of the nearest pieces of evidence.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.folding import squeeze
from matching.occupations.classification import all_occupations, read_rows
from matching.occupations.titles import clean_title

TOP = 5
_NEIGHBOURS = 24
_SHARPNESS = 3.0
_SOURCE_WEIGHT = {"name": 1.0, "alias": 1.0, "title": 0.9}

Ranked = list[tuple[str, float]]
Vector = NDArray[np.float64]


def grams(text: str) -> list[str]:
    """Characters, pairs and triples of the squeezed text, with marks at both ends; Latin words count whole too."""
    marked = f"^{squeeze(text)}$"
    pieces = [marked[place : place + size] for size in (1, 2, 3) for place in range(len(marked) - size + 1)]
    return [piece for piece in pieces if piece not in ("^", "$")]


@dataclass(frozen=True)
class _Evidence:
    """One matrix row for each known text: L2-normalised TF-IDF over n-grams, its code and its weight."""

    columns: dict[str, int]
    idf: Vector
    matrix: sparse.csr_matrix
    codes: list[str]
    weights: Vector
    exact: dict[str, Ranked]


def evidence_rows(titles: Sequence[tuple[str, str]] | None = None) -> list[tuple[str, str, float]]:
    """(text, code, weight) of everything known; `titles` replaces the development titles, for honest evaluation."""
    rows = [(item.name, item.code, _SOURCE_WEIGHT["name"]) for item in all_occupations().values()]
    rows += [
        (row["alias"], row["code"], _SOURCE_WEIGHT["alias"] * float(row["weight"] or 1))
        for row in read_rows("aliases.csv")
    ]
    if titles is None:
        titles = [(row["title"], row["code"]) for row in read_rows("job_titles_dev.csv")]
    rows += [(clean_title(title), code, _SOURCE_WEIGHT["title"]) for title, code in titles]
    return rows


class Normaliser:
    """Holds the evidence; `normalise` is what everybody uses."""

    def __init__(self, rows: Sequence[tuple[str, str, float]]) -> None:
        self._evidence = _build(rows)

    def __call__(self, titles: Sequence[str]) -> list[Ranked]:
        """For each title up to five (code, confidence), best first; confidences are within 0.0-1.0."""
        cleaned = [clean_title(title) for title in titles]
        results: list[Ranked] = []
        for start in range(0, len(cleaned), 2048):
            results += self._block(cleaned[start : start + 2048])
        return results

    def _block(self, cleaned: Sequence[str]) -> list[Ranked]:
        evidence = self._evidence
        scores = (_vectors(cleaned, evidence.columns, evidence.idf) @ evidence.matrix.T).tocsr()
        results: list[Ranked] = []
        for place, text in enumerate(cleaned):
            row = slice(scores.indptr[place], scores.indptr[place + 1])
            near = self._vote(scores.indices[row], scores.data[row])
            results.append(_merge(evidence.exact.get(squeeze(text), []), near))
        return results

    def _vote(self, places: NDArray[np.int32], scores: Vector) -> Ranked:
        if len(places) == 0:
            return []
        if len(places) > _NEIGHBOURS:
            kept = np.argpartition(-scores, _NEIGHBOURS)[:_NEIGHBOURS]
            places, scores = places[kept], scores[kept]
        votes: defaultdict[str, float] = defaultdict(float)
        for place, score in zip(places.tolist(), scores.tolist(), strict=True):
            votes[self._evidence.codes[place]] += float(score) ** _SHARPNESS * float(self._evidence.weights[place])
        total = sum(votes.values())
        # How near the nearest evidence is bounds how sure the vote can be.
        trust = min(1.0, float(scores.max()) * 1.1)
        ranked = sorted(votes.items(), key=lambda item: (-item[1], item[0]))[:TOP]
        return [(code, round(trust * vote / total, 4)) for code, vote in ranked]


def _merge(exact: Ranked, near: Ranked) -> Ranked:
    """Exact names lead; the rest follows with what confidence is left."""
    if not exact:
        return near
    left = max(0.0, 1.0 - exact[0][1])
    known = {code for code, _ in exact}
    rest = [(code, round(score * max(left, 0.05), 4)) for code, score in near if code not in known]
    return [*exact, *rest][:TOP]


def _build(rows: Sequence[tuple[str, str, float]]) -> _Evidence:
    texts = [squeeze(text) for text, _, _ in rows]
    counts = Counter(gram for text in texts for gram in set(grams(text)))
    columns = {gram: place for place, gram in enumerate(sorted(counts))}
    idf = np.array([np.log((1 + len(texts)) / (1 + counts[gram])) + 1.0 for gram in sorted(counts)])
    exact_votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for text, (_, code, weight) in zip(texts, rows, strict=True):
        # Powers of the weight keep a clear synonym ahead of a vague one.
        exact_votes[text][code] += weight**2  # type: ignore[assignment]
    exact = {text: _shares(votes) for text, votes in exact_votes.items() if text}
    matrix = _vectors(texts, columns, idf)
    return _Evidence(columns, idf, matrix, [code for _, code, _ in rows], np.array([row[2] for row in rows]), exact)


def _shares(votes: Counter[str]) -> Ranked:
    total = sum(votes.values())
    ranked = sorted(votes.items(), key=lambda item: (-item[1], item[0]))[:TOP]
    return [(code, round(0.98 * vote / total, 4)) for code, vote in ranked]


def _vectors(texts: Sequence[str], columns: dict[str, int], idf: Vector) -> sparse.csr_matrix:
    indptr: list[int] = [0]
    indices: list[int] = []
    data: list[float] = []
    for text in texts:
        counts = Counter(columns[gram] for gram in grams(text) if gram in columns)
        values = np.array([count * idf[place] for place, count in counts.items()])
        norm = float(np.sqrt((values**2).sum())) or 1.0
        indices.extend(counts)
        data.extend((values / norm).tolist())
        indptr.append(len(indices))
    return sparse.csr_matrix((data, indices, indptr), shape=(len(texts), len(columns)))


@cache
def _default() -> Normaliser:
    return Normaliser(evidence_rows())


def normalise(titles: Sequence[str]) -> list[Ranked]:
    """Codes for titles as employers write them: for each up to five (code, confidence 0.0-1.0), best first."""
    return _default()(titles)


def suggest(text: str, limit: int = 8) -> Ranked:
    """Occupations for what is being typed: leaf codes only, "did you mean" quality."""
    ranked = [(code, score) for code, score in normalise([text])[0] if not code.endswith("-00-00")]
    key = squeeze(text)
    prefixed = [
        item.code for item in all_occupations().values() if key and item.level == 4 and key in squeeze(item.name)
    ]
    seen = {code for code, _ in ranked}
    return (ranked + [(code, 0.1) for code in prefixed if code not in seen])[:limit]
