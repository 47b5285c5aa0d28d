"""Titles to codes on titles that were not seen: five folds over the development titles."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matching.evaluation.baselines import nearest_names
from matching.folding import squeeze
from matching.occupations import clean_title
from matching.occupations.classification import read_rows
from matching.occupations.normaliser import Normaliser, Ranked, Title

FOLDS = 5
_SEED = 7


@dataclass(frozen=True, slots=True)
class TitleResult:
    """Shares of titles whose label came first, and among five."""

    first: float
    among_five: float


def cross_validated() -> dict[str, TitleResult]:
    """Our normaliser taught on four folds and asked the fifth, beside methods that only compare with known names."""
    rows = [(row["title"], row["code"]) for row in read_rows("job_titles_dev.csv")]
    ours: list[tuple[Title, Ranked]] = []
    for held_out, taught in _folds(rows):
        normaliser = Normaliser.taught(taught)
        ours += zip(held_out, normaliser([title for title, _ in held_out]), strict=True)
    asked = [clean_title(title) for title, _ in rows]
    found: dict[str, Callable[[], list[tuple[Title, Ranked]]]] = {
        "ours": lambda: ours,
        "fuzzy": lambda: list(zip(rows, nearest_names(asked, is_fuzzy=True), strict=True)),
        "tfidf": lambda: list(zip(rows, nearest_names(asked, is_fuzzy=False), strict=True)),
    }
    return {name: _result(answers()) for name, answers in found.items()}


def _folds(rows: Sequence[Title]) -> list[tuple[list[Title], list[Title]]]:
    """(held out, taught) five times. Titles that clean to the same words stay together, or a fold would be told."""
    groups = sorted({squeeze(clean_title(title)) for title, _ in rows})
    random.Random(_SEED).shuffle(groups)
    fold_of = {group: place % FOLDS for place, group in enumerate(groups)}
    folds = [fold_of[squeeze(clean_title(title))] for title, _ in rows]
    return [
        (
            [row for row, place in zip(rows, folds, strict=True) if place == fold],
            [row for row, place in zip(rows, folds, strict=True) if place != fold],
        )
        for fold in range(FOLDS)
    ]


def _result(answers: Sequence[tuple[Title, Ranked]]) -> TitleResult:
    codes = [(code, [found for found, _ in ranked]) for (_, code), ranked in answers]
    first = sum(code == found[0] for code, found in codes if found)
    return TitleResult(first / len(codes), sum(code in found for code, found in codes) / len(codes))
