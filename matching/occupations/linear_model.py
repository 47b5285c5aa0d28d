"""A linear model from character n-grams to occupation codes: softmax regression, small enough to keep in a file.

It learns from labelled titles which words decide; the neighbours of `normaliser` know the rare codes that no labelled
title has. `matching.occupations.training` trains and keeps it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.occupations.grams import Weighing, grams

Weights = NDArray[np.float32]

# (text, code, weight of the example)
Example = tuple[str, str, float]

# Found by five-fold cross-validation over the development titles, grouped by cleaned title.
_LEAST_EXAMPLES = 2
_SCALE = 6.0
_DECAY = 6e-4
_STEPS = 50
_RATE = 0.1


@dataclass(frozen=True)
class LinearModel:
    """`weights` is n-grams x codes; a row of `probabilities` is a softmax over `codes`."""

    weighing: Weighing
    codes: tuple[str, ...]
    weights: Weights
    bias: Weights

    def probabilities(self, texts: Sequence[str]) -> Weights:
        """Rows of probabilities over `codes` for cleaned titles."""
        return _softmax(_features(self.weighing, texts) @ self.weights + self.bias)

    def save(self, path: Path) -> None:
        """Weights are kept in eight bits a number with one scale a code."""
        scale = np.maximum(np.abs(self.weights).max(axis=0), 1e-9) / 127.0
        np.savez_compressed(
            path,
            grams=np.array(list(self.weighing.columns)),
            idf=self.weighing.idf.astype(np.float32),
            codes=np.array(self.codes),
            weights=np.round(self.weights / scale).astype(np.int8),
            scale=scale.astype(np.float32),
            bias=self.bias,
        )

    @classmethod
    def load(cls, path: Path) -> "LinearModel":
        with np.load(path, allow_pickle=False) as kept:
            weighing = Weighing(kept["grams"].tolist(), kept["idf"].astype(np.float64))
            weights = kept["weights"].astype(np.float32) * kept["scale"]
            return cls(weighing, tuple(kept["codes"].tolist()), weights, kept["bias"])


def train(examples: Sequence[Example]) -> LinearModel:
    """Full-batch Adam on the weighted cross-entropy. No chance is involved: the same examples give the same model."""
    documents = [grams(text) for text, _, _ in examples]
    weighing = Weighing.of(documents, _LEAST_EXAMPLES)
    features = _features(weighing, [text for text, _, _ in examples])
    columns = features.T.tocsr()
    codes = tuple(sorted({code for _, code, _ in examples}))
    places = {code: place for place, code in enumerate(codes)}
    gold = np.array([places[code] for _, code, _ in examples])
    shares = np.array([weight for *_, weight in examples], dtype=np.float32)
    shares /= shares.sum()
    rows = np.arange(len(examples))
    weights = np.zeros((features.shape[1], len(codes)), np.float32)
    bias = np.zeros(len(codes), np.float32)
    moves = (_Adam(weights), _Adam(bias))
    for step in range(1, _STEPS + 1):
        error = _softmax(features @ weights + bias)
        error[rows, gold] -= 1.0
        error *= shares[:, None]
        rate = _RATE if step < 0.6 * _STEPS else 0.3 * _RATE
        moves[0].move(columns @ error + _DECAY * weights, rate, step)
        moves[1].move(error.sum(axis=0), rate, step)
    return LinearModel(weighing, codes, weights, bias)


class _Adam:
    """Kingma and Ba, "Adam: a method for stochastic optimization" (2015), on one array in place."""

    _FIRST, _SECOND = 0.9, 0.99

    def __init__(self, values: Weights) -> None:
        self._values = values
        self._mean = np.zeros_like(values)
        self._square = np.zeros_like(values)

    def move(self, gradient: Weights, rate: float, step: int) -> None:
        self._mean += (1.0 - self._FIRST) * (gradient - self._mean)
        self._square += (1.0 - self._SECOND) * (gradient * gradient - self._square)
        pace = rate * float(np.sqrt(1.0 - self._SECOND**step)) / (1.0 - self._FIRST**step)
        self._values -= pace * self._mean / (np.sqrt(self._square) + 1e-8)


def _features(weighing: Weighing, texts: Sequence[str]) -> sparse.csr_matrix:
    rows = weighing.vectors([grams(text) for text in texts], is_damped=True)
    return sparse.csr_matrix(rows * _SCALE, dtype=np.float32)


def _softmax(values: Weights) -> Weights:
    values = values - values.max(axis=1, keepdims=True)
    np.exp(values, out=values)
    values /= values.sum(axis=1, keepdims=True)
    return values
