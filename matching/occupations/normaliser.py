"""From titles to codes: exact everyday names first, then the nearest known titles by character n-grams.

Evidence: the classification's names, the alias table, and the labelled development titles. A code's confidence is
its share of the weighted votes of the nearest pieces of index.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.folding import squeeze
from matching.occupations.classification import all_occupations, everyday_names, read_rows
from matching.occupations.titles import clean_title

TOP = 5
LEAF = 4
_LISTED_TYPED = 0.8
# Found by five-fold cross-validation over the development titles: top-1 .564, top-5 .792 without the alias table.
_NEIGHBOURS = 60
_SHARPNESS = 2.5
# The classification's own list of titles is broad: it helps to find a code, and less to choose between codes.
_SOURCE_WEIGHT = {"name": 1.0, "alias": 1.0, "listed": 0.3, "title": 0.9}

# How sure one exact hit is. A development title alone is not: one label in five is wrong.
_SOURCE_SURETY = {"name": 0.98, "alias": 0.98, "listed": 0.3, "title": 0.5}

# (text, code, weight among neighbours, surety of an exact hit)
Evidence = tuple[str, str, float, float]
Ranked = list[tuple[str, float]]
Vector = NDArray[np.float64]


def grams(text: str) -> list[str]:
    """Characters, pairs and triples of the squeezed text, with marks at both ends; Latin words count whole too."""
    marked = f"^{squeeze(text)}$"
    pieces = [marked[place : place + size] for size in (1, 2, 3) for place in range(len(marked) - size + 1)]
    return [piece for piece in pieces if piece not in ("^", "$")]


@dataclass(frozen=True)
class _Index:
    """One matrix row for each known text: L2-normalised TF-IDF over n-grams, its code and its weight."""

    columns: dict[str, int]
    idf: Vector
    matrix: sparse.csr_matrix
    codes: list[str]
    weights: Vector
    exact: dict[str, Ranked]


def evidence_rows(titles: Sequence[tuple[str, str]] | None = None) -> list[Evidence]:
    """Everything known; `titles` replaces the development titles, for honest evaluation."""
    occupations = all_occupations().values()
    rows = [_evidence(item.name, item.code, "name") for item in occupations]
    rows += [_evidence(name, item.code, "listed") for item in occupations for name in item.listed]
    rows += [_evidence(alias, code, "alias", weight) for alias, code, weight in everyday_names()]
    if titles is None:
        titles = [(row["title"], row["code"]) for row in read_rows("job_titles_dev.csv")]
    return rows + [_evidence(clean_title(title), code, "title") for title, code in titles]


def _evidence(text: str, code: str, source: str, weight: float = 1.0) -> Evidence:
    return text, code, weight * _SOURCE_WEIGHT[source], weight * _SOURCE_SURETY[source]


class Normaliser:
    """Holds the evidence; `normalise` is what everybody uses."""

    def __init__(self, rows: Sequence[Evidence]) -> None:
        self._index = _build(rows)

    def __call__(self, titles: Sequence[str]) -> list[Ranked]:
        """For each title up to five (code, confidence), best first; confidences are within 0.0-1.0."""
        cleaned = [clean_title(title) for title in titles]
        results: list[Ranked] = []
        for start in range(0, len(cleaned), 2048):
            results += self._block(cleaned[start : start + 2048])
        return results

    def _block(self, cleaned: Sequence[str]) -> list[Ranked]:
        index = self._index
        scores = (_vectors(cleaned, index.columns, index.idf) @ index.matrix.T).tocsr()
        results: list[Ranked] = []
        for place, text in enumerate(cleaned):
            row = slice(scores.indptr[place], scores.indptr[place + 1])
            near = self._vote(scores.indices[row], scores.data[row])
            results.append(_merge(index.exact.get(squeeze(text), []), near))
        return results

    def _vote(self, places: NDArray[np.int32], scores: Vector) -> Ranked:
        if len(places) == 0:
            return []
        if len(places) > _NEIGHBOURS:
            kept = np.argpartition(-scores, _NEIGHBOURS)[:_NEIGHBOURS]
            places, scores = places[kept], scores[kept]
        votes: defaultdict[str, float] = defaultdict(float)
        for place, score in zip(places.tolist(), scores.tolist(), strict=True):
            votes[self._index.codes[place]] += float(score) ** _SHARPNESS * float(self._index.weights[place])
        total = sum(votes.values())
        # How near the nearest evidence is bounds how sure the vote can be.
        trust = min(1.0, float(scores.max()) * 1.1)
        ranked = sorted(votes.items(), key=lambda item: (-item[1], item[0]))[:TOP]
        return [(code, round(trust * vote / total, 4)) for code, vote in ranked]


def _merge(exact: Ranked, near: Ranked) -> Ranked:
    """What exact names are sure of, and the neighbours' vote for the rest of the confidence."""
    if not exact:
        return near
    left = max(1.0 - sum(score for _, score in exact), 0.0)
    merged = Counter(dict(exact))
    for code, score in near:
        merged[code] += left * score  # type: ignore[assignment]
    ranked = sorted(merged.items(), key=lambda item: (-item[1], item[0]))[:TOP]
    return [(code, round(score, 4)) for code, score in ranked]


def _build(rows: Sequence[Evidence]) -> _Index:
    texts = [squeeze(text) for text, *_ in rows]
    counts = Counter(gram for text in texts for gram in set(grams(text)))
    columns = {gram: place for place, gram in enumerate(sorted(counts))}
    idf = np.array([np.log((1 + len(texts)) / (1 + counts[gram])) + 1.0 for gram in sorted(counts)])
    exact_votes: defaultdict[str, list[tuple[str, float, float]]] = defaultdict(list)
    for text, (_, code, weight, surety) in zip(texts, rows, strict=True):
        exact_votes[text].append((code, weight, surety))
    exact = {text: _shares(votes) for text, votes in exact_votes.items() if text}
    matrix = _vectors(texts, columns, idf)
    return _Index(columns, idf, matrix, [row[1] for row in rows], np.array([row[2] for row in rows]), exact)


def _shares(votes: Sequence[tuple[str, float, float]]) -> Ranked:
    """Shares of the codes that one text is known for, together as sure as the evidence is."""
    shares: defaultdict[str, float] = defaultdict(float)
    doubt = 1.0
    for code, weight, surety in votes:
        # Powers of the weight keep a clear synonym ahead of a vague one.
        shares[code] += weight**2
        doubt *= 1.0 - surety
    total = sum(shares.values())
    ranked = sorted(shares.items(), key=lambda item: (-item[1], item[0]))[:TOP]
    return [(code, (1.0 - doubt) * share / total) for code, share in ranked]


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


@cache
def _names_to_type() -> tuple[tuple[str, str, float], ...]:
    """(squeezed name, leaf code, weight) of the classification's names and the everyday names."""
    leaves = {code: item for code, item in all_occupations().items() if item.level == LEAF}
    names = [(squeeze(item.name), code, 1.0) for code, item in leaves.items()]
    names += [(squeeze(alias), code, weight) for alias, code, weight in everyday_names()]
    names += [(squeeze(name), code, _LISTED_TYPED) for code, item in leaves.items() for name in item.listed]
    return tuple(row for row in names if row[0] and row[1] in leaves)


def _typed(key: str, name: str) -> float:
    """How well a name answers what has been typed so far: whole, beginning, somewhere inside."""
    if key == name:
        return 1.0
    share = len(key) / len(name)
    return 0.6 + 0.3 * share if name.startswith(key) else 0.4 + 0.2 * share


def suggest(text: str, limit: int = 8) -> Ranked:
    """Occupations for what is being typed, best first as (code, 0.0-1.0): leaf codes only, "did you mean" quality."""
    key = squeeze(clean_title(text))
    if not key:
        return []
    best: dict[str, float] = {
        code: 0.9 * score for code, score in normalise([text])[0] if all_occupations()[code].level == LEAF
    }
    for name, code, weight in _names_to_type():
        if key in name:
            best[code] = max(best.get(code, 0.0), weight * _typed(key, name))
    ranked = sorted(best.items(), key=lambda item: (-item[1], item[0]))[:limit]
    return [(code, round(score, 4)) for code, score in ranked]
