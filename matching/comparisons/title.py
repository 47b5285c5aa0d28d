"""How alike the titles are as text. Only support: look-alikes such as cleaner and guard differ in occupation."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from matching.engines import RapidEngine
from matching.levels import UNKNOWN, UNKNOWN_GRADE, Comparison, Grade, Matrix
from matching.occupations.titles import clean_title
from matching.text.segmenting import segment

ENGINE = RapidEngine()
_LEVELS = ((0.999, "same"), (0.8, "very_close"), (0.6, "close"), (0.4, "related"), (0.0, "different"))
# Different words are no proof of different work (a cook has five names), so text alone never sinks a pair.
_FLOOR = 0.3


@lru_cache(maxsize=100_000)
def _words(title: str) -> str:
    return " ".join(segment(clean_title(title)))


def _scored(similarity: float) -> float:
    return _FLOOR + (1.0 - _FLOOR) * similarity


def _grade(job_title: str, talent_titles: tuple[str, ...]) -> Grade:
    left = _words(job_title)
    pairs = [(ENGINE.token_similarity(left, _words(title)), title) for title in talent_titles if _words(title)]
    if not left or not pairs:
        return UNKNOWN_GRADE
    similarity, nearest = max(pairs, key=lambda pair: (pair[0], pair[1]))
    level = next(name for least, name in _LEVELS if similarity >= least)
    facts = {"similarity": round(similarity, 4), "job_title": job_title, "talent_title": nearest}
    return Grade(level, _scored(similarity), facts)


def _matrix(job_titles: Sequence[Any], talent_titles: Sequence[Any]) -> Matrix:
    left = [_words(title) for title in job_titles]
    unique = sorted({title for titles in talent_titles for title in titles})
    place_of = {title: place for place, title in enumerate(unique)}
    table = ENGINE.token_matrix(left, [_words(title) for title in unique])
    scores = np.full((len(left), len(talent_titles)), np.nan)
    for place, titles in enumerate(talent_titles):
        columns = [place_of[title] for title in titles if _words(title)]
        if columns:
            scores[:, place] = _FLOOR + (1.0 - _FLOOR) * table[:, columns].max(axis=1)
    scores[[not text for text in left], :] = np.nan
    return scores


TITLE = Comparison(
    "title",
    (*(name for _, name in _LEVELS), UNKNOWN),
    job_key=lambda job: job.title,
    talent_key=lambda talent: talent.wanted_titles,
    grade=_grade,
    matrix=_matrix,
)
