"""One spelling for a text, with the way back: each character of it knows its place in the original."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from matching.folding import folded_places

# Marks put between two characters of a word to get past a search: blanks, dots, stars, hyphens.
_BLANKS = frozenset(" \u3000\t")
_JOINING = frozenset(" \u3000\t\u00b7\u30fb\u2022\u2027\u2219\u22c5.\u002d_*~|\\^`'\u2026\u2014+=#@&/")


@dataclass(frozen=True)
class NormalText:
    """`plain` is what rules read; `original[starts[i]:ends[i]]` is what its character `i` was made of."""

    original: str
    plain: str
    starts: list[int]
    ends: list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the original of `plain[start:end]`, which is not empty."""
        return self.starts[start], self.ends[end - 1]


@lru_cache(maxsize=4096)
def _is_invisible(char: str) -> bool:
    """Characters that print nothing: zero width, direction marks, soft hyphens, variation selectors."""
    return unicodedata.category(char) in ("Cf", "Cc", "Mn", "Me") and char != "\n"


@lru_cache(maxsize=20_000)
def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or char >= "\U00020000"


def normal(text: str) -> NormalText:
    """Folded; without what prints nothing, and without blanks and marks between two Chinese characters."""
    plain, starts, ends = folded_places(text)
    if plain.isascii() or not _needs_closing(plain):
        return NormalText(text, plain, starts, ends)
    kept = [place for place, char in enumerate(plain) if not _is_invisible(char)]
    kept = [place for number, place in enumerate(kept) if not _is_between_han(plain, kept, number)]
    return NormalText(
        text,
        "".join(plain[place] for place in kept),
        [starts[place] for place in kept],
        [ends[place] for place in kept],
    )


def _needs_closing(plain: str) -> bool:
    return any(char in _JOINING or _is_invisible(char) for char in set(plain))


def _is_between_han(plain: str, kept: list[int], number: int) -> bool:
    """Whether the mark stands between Chinese characters, alone or with more such marks; a blank, beside one."""
    if plain[kept[number]] not in _JOINING:
        return False
    before, after = number - 1, number + 1
    while before >= 0 and plain[kept[before]] in _JOINING:
        before -= 1
    while after < len(kept) and plain[kept[after]] in _JOINING:
        after += 1
    if before < 0 or after >= len(kept):
        return False
    left, right = plain[kept[before]], plain[kept[after]]
    if plain[kept[number]] in _BLANKS and after - before == 2:
        return _is_han(left) or _is_han(right)
    return _is_han(left) and _is_han(right)
