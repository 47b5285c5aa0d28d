"""Words of a title or text: longest match over skills, occupation names, everyday names and the parts of titles.

Compound names are taken apart ("数控车工" is "数控" and "车工"), so that two titles share the words they share. A name
is a word of its own only where its parts are not.
"""

import csv
import re
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path

from matching.folding import fold, squeeze
from matching.occupations.known_names import known_names
from matching.vocabulary.skills import all_skills

_PIECES = re.compile(r"[a-z0-9+#.]+|[^\sa-z0-9+#.]+")
_MARKS = re.compile(r"[^\w+#.]+|_+|(?<!\w)\.|\.(?!\w)")
_LONGEST_NAME = 6
# Endings that say "one who does it": 保洁员 and 保安员 have nothing else in common.
ENDINGS = frozenset("员工师手者")
_ENDING_WEIGHT = 0.1


@cache
def _title_words() -> dict[str, float]:
    with (Path(__file__).parent / "title_words.csv").open(encoding="utf-8", newline="") as file:
        return {row["word"]: float(row["weight"]) for row in csv.DictReader(file)}


def word_weight(word: str) -> float:
    """How much a word says about the trade: little for "engineer", nothing to speak of for an ending."""
    return _ENDING_WEIGHT if word in ENDINGS else _title_words().get(word, 1.0)


@cache
def _dictionary() -> tuple[frozenset[str], int]:
    skills = chain.from_iterable((skill.name_zh, *skill.synonyms) for skill in all_skills().values())
    names = {squeeze(name) for name in chain(skills, known_names())}
    words = {word for word in _title_words() if len(word) >= 2}
    # Shortest first, so that a longer name meets the words it may be made of; then by text, to be the same everywhere.
    for name in sorted(names, key=lambda name: (len(name), name)):
        if 2 <= len(name) <= _LONGEST_NAME and not name.isascii() and not _is_compound(name, words):
            words.add(name)
    return frozenset(words), max(map(len, words))


def _is_compound(name: str, words: set[str]) -> bool:
    """Can the name be laid out in known words, with or without an ending?"""
    reached = {0}
    for end in range(2, len(name) + 1):
        if any(start in reached and name[start:end] in words for start in range(max(0, end - 8), end - 1)):
            reached.add(end)
    return len(name) in reached or (name[-1] in ENDINGS and len(name) - 1 in reached)


@lru_cache(maxsize=200_000)
def segment(text: str) -> tuple[str, ...]:
    """Words of the folded text in order. Characters that no word covers stay together as they stand."""
    words: list[str] = []
    for piece in _PIECES.findall(_MARKS.sub(" ", fold(text))):
        words.extend([piece] if piece.isascii() else _longest_match(piece))
    return tuple(words)


def is_known(word: str) -> bool:
    """Known words are compared as wholes: one different character makes another trade of them."""
    return word in _dictionary()[0] or word in ENDINGS


def _longest_match(piece: str) -> list[str]:
    known, longest = _dictionary()
    words: list[str] = []
    loose = ""
    place = 0
    while place < len(piece):
        size = next((n for n in range(min(longest, len(piece) - place), 1, -1) if piece[place : place + n] in known), 0)
        if not size and not loose and words and piece[place] in ENDINGS:
            size = 1
        if size:
            words += [loose] if loose else []
            words.append(piece[place : place + size])
            loose = ""
            place += size
        else:
            loose += piece[place]
            place += 1
    return [*words, loose] if loose else words
