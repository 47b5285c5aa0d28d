"""Words of a title or text: longest match over occupation names, everyday names and skills; Latin words whole."""

import re
from functools import cache, lru_cache
from pathlib import Path

from matching.folding import fold, squeeze
from matching.vocabulary.skills import all_skills

_PIECES = re.compile(r"[a-z0-9+#.]+|[^\sa-z0-9+#.]+")
_WORD = re.compile(r"[\W_]+")


@cache
def _dictionary() -> tuple[frozenset[str], int]:
    words: set[str] = set()
    for skill in all_skills().values():
        words.update(squeeze(name) for name in (skill.name_zh, *skill.synonyms))
    # Parts that titles are built of, whatever the trade.
    words.update((Path(__file__).parent / "title_words.txt").read_text(encoding="utf-8").split())
    words = {word for word in words if 2 <= len(word) <= 8}
    return frozenset(words), max(map(len, words))


@lru_cache(maxsize=200_000)
def segment(text: str) -> tuple[str, ...]:
    """Words of the folded text in order. Characters that no word covers stay together as they stand."""
    words: list[str] = []
    for piece in _PIECES.findall(_WORD.sub(" ", fold(text).replace("c++", "cplusplus").replace("c#", "csharp"))):
        words.extend([piece] if piece.isascii() else _longest_match(piece))
    return tuple(words)


def _longest_match(piece: str) -> list[str]:
    known, longest = _dictionary()
    words: list[str] = []
    loose = ""
    place = 0
    while place < len(piece):
        size = next((n for n in range(min(longest, len(piece) - place), 1, -1) if piece[place : place + n] in known), 0)
        if size:
            words += [loose] if loose else []
            words.append(piece[place : place + size])
            loose = ""
            place += size
        else:
            loose += piece[place]
            place += 1
    return [*words, loose] if loose else words
