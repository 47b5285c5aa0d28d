"""How alike the titles are, word by word. Only support: the occupation leads, and text alone never sinks a pair.

Words that are known count as the same or not at all, so that 保洁员 and 保安员 are not two thirds alike; names that
certainly mean one occupation count as nearly the same word (厨师, 中式烹调师). What no dictionary knows, and Latin
words, are compared by their characters through the engine, which forgives a slip of the pen.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from matching.engines import RapidEngine, TextEngine
from matching.folding import squeeze
from matching.levels import UNKNOWN, UNKNOWN_GRADE, Comparison, Grade, Matrix
from matching.occupations.known_names import known_names
from matching.occupations.titles import bracketed, clean_title
from matching.text.segmenting import is_known, segment, word_weight

ENGINE: TextEngine = RapidEngine()
_LEVELS = ((0.999, "same"), (0.8, "very_close"), (0.6, "close"), (0.5, "related"), (0.0, "different"))
# Different words are no proof of different work (a cook has five names).
FLOOR = 0.3
SAME_OCCUPATION = 0.95
LEAST_ALIKE = 0.8
_PLACES = 6

Words = tuple[str, ...]


@lru_cache(maxsize=100_000)
def title_words(title: str) -> Words:
    """The words of a title without the offer; what stands in brackets counts where it names a trade."""
    inner = (word for word in segment(bracketed(title)) if is_known(word) and word_weight(word) >= 1.0)
    return tuple(dict.fromkeys((*segment(clean_title(title)), *inner)))


@lru_cache(maxsize=100_000)
def meaning_code(title: str) -> str:
    """The occupation that the whole title certainly names; empty where it names none."""
    return known_names().get(squeeze(clean_title(title)), "")


@lru_cache(maxsize=500_000)
def _alike(left: str, right: str) -> float:
    """How far two words mean the same, 0.0-1.0."""
    if left == right:
        return 1.0
    names = known_names()
    if left in names and names[left] == names.get(right):
        return SAME_OCCUPATION
    if not is_loose(left) or not is_loose(right):
        return 0.0
    value = ENGINE.word_similarity(left, right)
    return value if value >= LEAST_ALIKE else 0.0


@lru_cache(maxsize=100_000)
def is_loose(word: str) -> bool:
    return word.isascii() or not (is_known(word) or word in known_names())


def similarity(left: str, right: str) -> float:
    """Weighted share of the words on both sides that have a counterpart on the other, 0.0-1.0.

    Two whole titles that certainly name the same occupation are at least nearly the same.
    """
    ours, theirs = title_words(left), title_words(right)
    if not ours or not theirs:
        return 0.0
    met = sum(word_weight(word) * max(_alike(word, other) for other in theirs) for word in ours)
    met += sum(word_weight(word) * max(_alike(other, word) for other in ours) for word in theirs)
    total = sum(map(word_weight, ours)) + sum(map(word_weight, theirs))
    least = SAME_OCCUPATION if meaning_code(left) and meaning_code(left) == meaning_code(right) else 0.0
    return max(least, float(np.round(met / total, _PLACES)))


def _scored(value: float) -> float:
    return FLOOR + (1.0 - FLOOR) * value


def _grade(job_title: str, talent_titles: tuple[str, ...]) -> Grade:
    pairs = [(similarity(job_title, title), title) for title in talent_titles if title_words(title)]
    if not title_words(job_title) or not pairs:
        return UNKNOWN_GRADE
    value, nearest = max(pairs, key=lambda pair: (pair[0], pair[1]))
    level = next(name for least, name in _LEVELS if value >= least)
    return Grade(level, _scored(value), {"similarity": value, "job_title": job_title, "talent_title": nearest})


def _matrix(job_titles: Sequence[Any], talent_titles: Sequence[Any]) -> Matrix:
    """The same for all pairs; each distinct title is met once."""
    left = _places_of(job_titles)
    right = _places_of(title for titles in talent_titles for title in titles if title_words(title))
    table = FLOOR + (1.0 - FLOOR) * _similarities(list(left), list(right))
    table[[not title_words(title) for title in left], :] = np.nan
    scores = np.full((len(left), len(talent_titles)), np.nan)
    for column, titles in enumerate(talent_titles):
        columns = [right[title] for title in titles if title in right]
        if columns:
            scores[:, column] = table[:, columns].max(axis=1)
    return scores[[left[title] for title in job_titles]]


def _places_of(items: Iterable[Any]) -> dict[Any, int]:
    return {item: place for place, item in enumerate(dict.fromkeys(items))}


def _similarities(left: Sequence[str], right: Sequence[str]) -> Matrix:
    """`similarity` of all pairs of titles; every title on the right has words."""
    ours, theirs = [title_words(title) for title in left], [title_words(title) for title in right]
    table = np.zeros((len(left), len(right)))
    if not left or not right:
        return table
    left_place = _places_of(word for words in ours for word in words)
    right_place = _places_of(word for words in theirs for word in words)
    alike = _alike_matrix(list(left_place), list(right_place))
    flat = np.array([right_place[word] for words in theirs for word in words], dtype=np.intp)
    starts = np.cumsum([0, *(len(words) for words in theirs)])[:-1]
    flat_weights = np.array([word_weight(word) for words in theirs for word in words])
    right_totals = np.add.reduceat(flat_weights, starts)
    meanings = np.array([meaning_code(title) for title in right])
    for row, words in enumerate(ours):
        if not words:
            continue
        weights = np.array([word_weight(word) for word in words])
        own = alike[[left_place[word] for word in words]][:, flat]
        met = weights @ np.maximum.reduceat(own, starts, axis=1)
        met += np.add.reduceat(own.max(axis=0) * flat_weights, starts)
        least = np.where(meanings == meaning_code(left[row]), SAME_OCCUPATION if meaning_code(left[row]) else 0.0, 0.0)
        table[row] = np.maximum(least, np.round(met / (weights.sum() + right_totals), _PLACES))
    return table


def _alike_matrix(left: Sequence[str], right: Sequence[str]) -> Matrix:
    """`_alike` of all pairs of words."""
    names = known_names()
    table = np.zeros((len(left), len(right)))
    loose_left = [place for place, word in enumerate(left) if is_loose(word)]
    loose_right = [place for place, word in enumerate(right) if is_loose(word)]
    near = ENGINE.word_matrix([left[place] for place in loose_left], [right[place] for place in loose_right])
    table[np.ix_(loose_left, loose_right)] = np.where(near >= LEAST_ALIKE, near, 0.0)
    codes: dict[str, list[int]] = {}
    same: dict[str, int] = {}
    for place, word in enumerate(right):
        same[word] = place
        if word in names:
            codes.setdefault(names[word], []).append(place)
    for place, word in enumerate(left):
        table[place, codes.get(names.get(word, ""), [])] = SAME_OCCUPATION
        if word in same:
            table[place, same[word]] = 1.0
    return table


TITLE = Comparison(
    "title",
    (*(name for _, name in _LEVELS), UNKNOWN),
    job_key=lambda job: job.title,
    talent_key=lambda talent: talent.wanted_titles,
    grade=_grade,
    matrix=_matrix,
)
