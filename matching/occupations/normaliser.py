"""From titles to codes: exact everyday names first, then what three kinds of evidence say together.

The nearest known titles by character n-grams vote (names of the classification, the alias table, labelled development
titles), a linear model says what it learned from the labelled titles, and the definitions of the occupations are asked
for words of the title. A code's confidence is its share of what all of them say.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.folding import squeeze
from matching.occupations.classification import all_occupations, everyday_names, read_rows
from matching.occupations.grams import Vector, Weighing, grams, phrases
from matching.occupations.known_names import known_names
from matching.occupations.linear_model import Example, LinearModel, train
from matching.occupations.titles import after_employer, after_house, clean_title, full_title

TOP = 5
LEAF = 4
MODEL = Path(__file__).parent / "title_model.npz"
_LISTED_TYPED = 0.8
# All found by five-fold cross-validation over the development titles: `python -m matching.evaluation` repeats it.
_NEIGHBOURS = 60
_SHARPNESS = 2.5
_MODEL_SHARE = 1.3
_MEANING_SHARE = 0.35
# The classification's own list of titles is broad: it helps to find a code, and less to choose between codes.
# Pinyin is found whole or not at all: likeness of spellings says nothing about likeness of work.
_SOURCE_WEIGHT = {"name": 1.0, "english": 1.0, "alias": 1.0, "listed": 0.3, "title": 0.9, "pinyin": 0.0}

# How sure one exact hit is. A development title alone is not: one label in five is wrong.
_SOURCE_SURETY = {"name": 0.9, "english": 0.9, "alias": 0.8, "listed": 0.3, "title": 0.4, "pinyin": 0.8}
# The trade behind an employer's name is the trade, unless the employer's says more ("shop assistant" of a pharmacy).
_AFTER_EMPLOYER = 0.3
# What an alias or a name counts beside one labelled title when the model is trained.
_NAME_EXAMPLE = 0.1
_SURE_ALIAS = 0.5

# (text, code, weight among neighbours, surety of an exact hit)
Evidence = tuple[str, str, float, float]
Title = tuple[str, str]
Ranked = list[tuple[str, float]]


@dataclass(frozen=True)
class _Index:
    """One column for each known text: L2-normalised TF-IDF over n-grams, its code and its weight."""

    weighing: Weighing
    columns: sparse.csr_matrix
    # Places in `_Meanings.codes`, which lists every code.
    codes: NDArray[np.int64]
    weights: Vector
    exact: dict[str, Ranked]


@dataclass(frozen=True)
class _Meanings:
    """One column for each occupation: what its name, definition and tasks say."""

    codes: tuple[str, ...]
    weighing: Weighing
    columns: sparse.csr_matrix


def labelled_titles() -> list[Title]:
    """(cleaned title, code) of the development titles."""
    return [(full_title(row["title"]), row["code"]) for row in read_rows("job_titles_dev.csv")]


def evidence_rows(titles: Sequence[Title] | None = None) -> list[Evidence]:
    """Everything known; `titles` replaces the development titles, for honest evaluation."""
    occupations = all_occupations().values()
    rows = [_evidence(item.name, item.code, "name") for item in occupations]
    rows += [_evidence(row["name_en"], row["code"], "english") for row in read_rows("occupation_names_en.csv")]
    rows += [_evidence(name, item.code, "listed") for item in occupations for name in item.listed]
    rows += [_evidence(alias, code, "alias", weight) for alias, code, weight in everyday_names()]
    rows += _spelled()
    known = labelled_titles() if titles is None else [(full_title(title), code) for title, code in titles]
    return rows + [_evidence(title, code, "title") for title, code in known]


def examples(titles: Sequence[Title] | None = None) -> list[Example]:
    """What the linear model learns from: labelled titles, and the names of the codes that they have."""
    known = labelled_titles() if titles is None else [(full_title(title), code) for title, code in titles]
    codes = {code for _, code in known}
    names = [(item.name, item.code) for item in all_occupations().values()]
    names += [(alias, code) for alias, code, weight in everyday_names() if weight >= _SURE_ALIAS]
    return [(title, code, 1.0) for title, code in known] + [
        (name, code, _NAME_EXAMPLE) for name, code in names if code in codes
    ]


def _spelled() -> list[Evidence]:
    known = known_names()
    names = [(row["pinyin"], known.get(row["name"])) for row in read_rows("name_pinyin.csv")]
    return [_evidence(pinyin, code, "pinyin") for pinyin, code in names if code is not None]


def _evidence(text: str, code: str, source: str, weight: float = 1.0) -> Evidence:
    return text, code, weight * _SOURCE_WEIGHT[source], weight * _SOURCE_SURETY[source]


class Normaliser:
    """Holds the evidence; `normalise` is what everybody uses."""

    def __init__(self, rows: Sequence[Evidence], model: LinearModel) -> None:
        self._meanings = _meanings()
        self._places = {code: place for place, code in enumerate(self._meanings.codes)}
        self._index = _build(rows, self._places)
        self._model = model
        self._model_places = np.array([self._places[code] for code in model.codes])

    @classmethod
    def taught(cls, titles: Sequence[Title]) -> "Normaliser":
        """One that has seen these labelled titles and no others, for honest evaluation."""
        return cls(evidence_rows(titles), train(examples(titles)))

    def __call__(self, titles: Sequence[str]) -> list[Ranked]:
        """For each title up to five (code, confidence), best first; confidences are within 0.0-1.0."""
        results: list[Ranked] = []
        for start in range(0, len(titles), 1024):
            results += self._block(titles[start : start + 1024])
        return results

    def _block(self, titles: Sequence[str]) -> list[Ranked]:
        cleaned, full = [clean_title(title) for title in titles], [self._read(title) for title in titles]
        votes, is_met = self._neighbours(full)
        meant = self._meanings.weighing.vectors([phrases(text) for text in full], is_damped=True)
        votes += _MEANING_SHARE * (meant @ self._meanings.columns).toarray()
        votes[:, self._model_places] += _MODEL_SHARE * self._model.probabilities(full)
        exact = [self._exact(text, title) if text else [] for text, title in zip(cleaned, titles, strict=True)]
        # What an exact hit leaves unsaid is shared by the rest.
        left = np.array([max(1.0 - sum(score for _, score in found), 0.0) for found in exact])
        votes *= left[:, None] / (1.0 + _MODEL_SHARE + _MEANING_SHARE)
        for row, found in enumerate(exact):
            for code, score in found:
                votes[row, self._places[code]] += score
        said = [bool(text) and (met or bool(found)) for text, met, found in zip(cleaned, is_met, exact, strict=True)]
        return [found if told else [] for found, told in zip(_best(votes, self._meanings.codes), said, strict=True)]

    def _read(self, title: str) -> str:
        """The title without the firm or house that it names, where what follows is a name by itself: the cleaner of an
        accounting firm is a cleaner.
        """
        trade = after_house(title)
        return trade if trade and squeeze(trade) in known_names() else full_title(title)

    def _exact(self, cleaned: str, title: str) -> Ranked:
        """What the whole title is known for, or in part what follows the employer in it."""
        known = self._index.exact
        if found := known.get(squeeze(cleaned)):
            return found
        return [(code, _AFTER_EMPLOYER * score) for code, score in known.get(squeeze(after_employer(title)), ())]

    def _neighbours(self, texts: Sequence[str]) -> tuple[NDArray[np.float64], list[bool]]:
        """What the nearest known texts say, a share for every code, and whether any known text is near."""
        index, width = self._index, len(self._meanings.codes)
        near = (index.weighing.vectors([grams(text) for text in texts]) @ index.columns).tocsr()
        votes = np.zeros((len(texts), width))
        for row, (start, stop) in enumerate(pairwise(near.indptr)):
            places, scores = near.indices[start:stop], near.data[start:stop]
            if len(places) > _NEIGHBOURS:
                kept = np.argpartition(-scores, _NEIGHBOURS)[:_NEIGHBOURS]
                places, scores = places[kept], scores[kept]
            if len(places):
                weighed = scores**_SHARPNESS * index.weights[places]
                # How near the nearest evidence is bounds how sure the vote can be.
                trust = min(1.0, float(scores.max()) * 1.1) / max(float(weighed.sum()), 1e-12)
                votes[row] = np.bincount(index.codes[places], weighed * trust, width)
        return votes, (np.diff(near.indptr) > 0).tolist()


def _best(votes: NDArray[np.float64], codes: Sequence[str]) -> list[Ranked]:
    """The first five of every row; of equal shares the smaller code comes first."""
    found: list[Ranked] = []
    kept = np.sort(np.argpartition(-votes, TOP, axis=1)[:, : TOP + 1], axis=1)
    for places, row in zip(kept.tolist(), np.round(np.take_along_axis(votes, kept, axis=1), 4).tolist(), strict=True):
        ranked = sorted((-share, codes[place]) for place, share in zip(places, row, strict=True) if share > 0.0)
        found.append([(code, -share) for share, code in ranked[:TOP]])
    return found


def _build(rows: Sequence[Evidence], places: dict[str, int]) -> _Index:
    texts = [squeeze(text) for text, *_ in rows]
    exact_votes: defaultdict[str, list[tuple[str, float, float]]] = defaultdict(list)
    for text, (_, code, weight, surety) in zip(texts, rows, strict=True):
        # A text without weight is known by its surety only.
        exact_votes[text].append((code, weight or surety, surety))
    exact = {text: _shares(votes) for text, votes in exact_votes.items() if text}
    near = [row for row in rows if row[2] > 0.0]
    documents = [grams(text) for text, *_ in near]
    weighing = Weighing.of(documents)
    codes = np.array([places[row[1]] for row in near])
    return _Index(weighing, weighing.vectors(documents).T.tocsr(), codes, np.array([row[2] for row in near]), exact)


@cache
def _meanings() -> _Meanings:
    rows = sorted(read_rows("occupations_csco2022.csv"), key=lambda row: row["code"])
    documents = [phrases(f"{row['name']} {row['definition']} {row['tasks']}") for row in rows]
    weighing = Weighing.of(documents)
    columns = weighing.vectors(documents, is_damped=True).T.tocsr()
    return _Meanings(tuple(row["code"] for row in rows), weighing, columns)


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


@cache
def _default() -> Normaliser:
    return Normaliser(evidence_rows(), LinearModel.load(MODEL))


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
