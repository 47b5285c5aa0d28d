"""What the engine is measured beside: text libraries on titles alone, and the exact score of every pair by NumPy.

Text libraries see the title of a vacancy and the first wished title of a person. Each whole matrix is computed, block
by block, so that memory stays bounded; what is a sample says so in its name.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from scipy import sparse
from sparse_dot_topn import sp_matmul_topn

from matching.plan import MatchPlan
from matching.ranking import best_places
from matching.records import JobRecord, TalentRecord
from matching.scoring import Side, score_block
from tests.benchmarks.measuring import LONG_SECONDS, RUNS, Measured, measure, peak_mb, reset_peak

THREADS = 2
# Cells of a block of the text matrix, one byte each.
_BLOCK_CELLS = 64_000_000
# Pairs of a block of the exact score: a dozen matrices of eight bytes stay below 600 MB.
_BLOCK_PAIRS = 5_000_000
_GRAMS = (2, 3)

Rows = NDArray[np.intp]
Scores = NDArray[np.float64]


def job_titles(jobs: Sequence[JobRecord]) -> list[str]:
    return [job.title for job in jobs]


def talent_titles(talents: Sequence[TalentRecord]) -> list[str]:
    return [talent.wanted_titles[0] for talent in talents]


# -- RapidFuzz -----------------------------------------------------------------------------------------------------


def cdist(asked: Sequence[str], offered: Sequence[str], k: int, threads: int = THREADS) -> tuple[Measured, Measured]:
    """The whole matrix of ratios as bytes, and the same with the best `k` of every row; one pass gives both."""
    before = reset_peak()
    passes = [_cdist_pass(asked, offered, k, threads)]
    while len(passes) < RUNS and sum(passes[0]) < LONG_SECONDS:
        passes.append(_cdist_pass(asked, offered, k, threads))
    matrix = median(first for first, _ in passes)
    both = median(first + second for first, second in passes)
    plain = Measured(
        "RapidFuzz cdist, ratio, uint8, titles",
        *(len(asked) * len(offered), matrix, len(passes), peak_mb(), before),
    )
    return plain, replace(plain, name=f"… and the best {k} of each row", seconds=both)


def _cdist_pass(asked: Sequence[str], offered: Sequence[str], k: int, threads: int) -> tuple[float, float]:
    """Seconds for the matrix, seconds for the best of it."""
    matrix = best = 0.0
    size = max(1, _BLOCK_CELLS // max(1, len(offered)))
    for start in range(0, len(asked), size):
        begun = time.perf_counter()
        part = asked[start : start + size]
        block = process.cdist(part, offered, scorer=fuzz.ratio, dtype=np.uint8, workers=threads)
        computed = time.perf_counter()
        for row in block:
            np.argpartition(row, -min(k, len(row)))[-k:]
        matrix += computed - begun
        best += time.perf_counter() - computed
    return matrix, best


def extract(asked: Sequence[str], offered: Sequence[str], k: int) -> Measured:
    """`process.extract` query by query; give it a sample of the queries."""

    def work() -> None:
        for title in asked:
            process.extract(title, offered, scorer=fuzz.ratio, limit=k)

    name = f"RapidFuzz extract, ratio, best {k}, {len(asked)} queries"
    return measure(name, len(asked) * len(offered), work, queries=len(asked))


# -- TF-IDF and sparse_dot_topn ------------------------------------------------------------------------------------


def sparse_topn(asked: Sequence[str], offered: Sequence[str], k: int, threads: int = THREADS) -> Measured:
    """Vectors and top-k product of all titles."""
    name = f"TF-IDF 2-3-grams, sparse_dot_topn, best {k}"
    return measure(name, len(asked) * len(offered), lambda: nearest_titles(asked, offered, k, threads))


def nearest_titles(asked: Sequence[str], offered: Sequence[str], k: int, threads: int = THREADS) -> sparse.csr_matrix:
    """The best `k` of each asked title, by the cosine of TF-IDF."""
    counts = _gram_counts([*asked, *offered])
    document_share = np.bincount(counts.indices, minlength=counts.shape[1]) / counts.shape[0]
    weighted = counts @ sparse.diags(1.0 - np.log(document_share))
    lengths = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    vectors = (sparse.diags(1.0 / np.where(lengths > 0, lengths, 1.0)) @ weighted).tocsr().astype(np.float32)
    left, right = vectors[: len(asked)], vectors[len(asked) :].T.tocsr()
    return sp_matmul_topn(left, right, top_n=k, sort=True, n_threads=threads)


def _gram_counts(texts: Sequence[str]) -> sparse.csr_matrix:
    """How often each n-gram stands in each text; titles repeat, so that each distinct one is cut once."""
    place: dict[str, int] = {}
    distinct = {text: number for number, text in enumerate(dict.fromkeys(texts))}
    indices: list[int] = []
    starts = [0]
    for text in distinct:
        indices.extend(place.setdefault(gram, len(place)) for gram in _grams(text))
        starts.append(len(indices))
    counts = sparse.csr_matrix((np.ones(len(indices)), indices, starts), shape=(len(distinct), len(place)))
    counts.sum_duplicates()
    return counts[[distinct[text] for text in texts]]


def _grams(text: str) -> Iterator[str]:
    marked = f" {text.casefold()} "
    for length in _GRAMS:
        for start in range(len(marked) - length + 1):
            yield marked[start : start + length]


# -- the exact score of every pair ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Exact:
    """For each asked job the places and scores of its best talents, and the scores of `others` that were named."""

    places: list[list[int]]
    scores: list[list[float]]
    others: list[list[float]]


def exhaustive(
    jobs: Sequence[JobRecord],
    talents: Sequence[TalentRecord],
    plan: MatchPlan,
    k: int,
    others: Sequence[Sequence[int]] | None = None,
) -> Exact:
    """The best `k` of every job as `matching.rank` keeps them, talents being in the order of their ids.

    Talents come block by block, so that each is read once however many jobs ask.
    """
    named = [np.array(places, dtype=np.intp) for places in others or [()] * len(jobs)]
    kept: list[tuple[Rows, Scores]] = [(np.zeros(0, np.intp), np.zeros(0))] * len(jobs)
    scores_of = [np.zeros(len(places)) for places in named]
    size = max(1, _BLOCK_PAIRS // max(1, len(jobs)))
    for start in range(0, len(talents), size):
        block = score_block(jobs, Side(talents[start : start + size], plan), plan)
        for row, fits in enumerate(block):
            kept[row] = _merged(kept[row], fits, start, k, plan.min_score)
            inside = (named[row] >= start) & (named[row] < start + size)
            scores_of[row][inside] = fits[named[row][inside] - start]
    return Exact(
        [places.tolist() for places, _ in kept],
        [scores.tolist() for _, scores in kept],
        [scores.tolist() for scores in scores_of],
    )


def _merged(kept: tuple[Rows, Scores], fits: Scores, start: int, k: int, least: float) -> tuple[Rows, Scores]:
    """The best of what was kept and of one more block; ties by place, as everywhere."""
    chosen = np.array(best_places(fits, k, least), dtype=np.intp)
    places, scores = np.concatenate([kept[0], chosen + start]), np.concatenate([kept[1], fits[chosen]])
    order = np.lexsort((places, -scores))[:k]
    return places[order], scores[order]


def exhaustive_measured(
    jobs: Sequence[JobRecord],
    talents: Sequence[TalentRecord],
    plan: MatchPlan,
    k: int,
    others: Sequence[Sequence[int]] | None = None,
) -> tuple[Exact, Measured]:
    """The exact lists and what they cost. It runs once, titles being read on the way, as they are for everybody."""
    found: list[Exact] = []
    name = f"exhaustive NumPy, all points, {len(jobs)} queries"
    pairs = len(jobs) * len(talents)
    measured = measure(
        name, pairs, lambda: found.append(exhaustive(jobs, talents, plan, k, others)), queries=len(jobs), runs=1
    )
    return found[0], measured


def recall_of_others(exact: Exact) -> float:
    """The share of the exact lists that the named others are worth: those as good as the last that is kept."""
    met = sum(
        min(len(best), sum(score >= best[-1] for score in named))
        for best, named in zip(exact.scores, exact.others, strict=True)
        if best
    )
    return met / max(1, sum(map(len, exact.scores)))
