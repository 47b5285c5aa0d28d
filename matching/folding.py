"""One spelling for what people write in many: full width, case, traditional characters, blanks."""

import csv
import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

_TABLE = Path(__file__).parent / "text" / "traditional.csv"
# What Taiwan and Hong Kong call otherwise. Each word has a traditional character, so mainland text never contains it.
_WORDS = Path(__file__).parent / "text" / "regional_words.csv"
_SHORT = 200


@cache
def _simplified() -> dict[int, str]:
    """Traditional to simplified characters; an empty table where the file is not shipped."""
    if not _TABLE.exists():
        return {}
    with _TABLE.open(encoding="utf-8", newline="") as file:
        table = {row["traditional"]: row["simplified"] for row in csv.DictReader(file) if len(row["traditional"]) == 1}
    # A simplified form may itself stand in the table; follow it to its end, so that folding twice changes nothing.
    for char in table:
        seen = {char}
        while (target := table[char]) in table and table[target] not in seen:
            seen.add(target)
            table[char] = table[target]
    return {ord(char): simplified for char, simplified in table.items()}


@cache
def _regional() -> tuple[re.Pattern[str], dict[str, str]]:
    with _WORDS.open(encoding="utf-8", newline="") as file:
        words = {row["traditional"]: row["simplified"] for row in csv.DictReader(file)}
    return re.compile("|".join(sorted(words, key=len, reverse=True))), words


def _mainland(text: str) -> str:
    pattern, words = _regional()
    return pattern.sub(lambda found: words[found.group()], text)


def fold(text: str) -> str:
    """Half width, lower case, simplified, single blanks. Idempotent."""
    # Long texts seldom come twice, and a cache of them would fill the memory.
    return _fold_short(text) if len(text) <= _SHORT else _fold(text)


def _fold(text: str) -> str:
    plain = _mainland(unicodedata.normalize("NFKC", text)).translate(_simplified()).casefold()
    return " ".join(unicodedata.normalize("NFKC", plain).split())


@lru_cache(maxsize=200_000)
def _fold_short(text: str) -> str:
    return _fold(text)


_JOINING = frozenset("-_·・./、,")


def squeeze(text: str) -> str:
    """Folded, and without blanks and joining marks: the key under which names are looked up."""
    return "".join(char for char in fold(text) if not char.isspace() and char not in _JOINING)


@lru_cache(maxsize=50_000)
def fold_char(char: str) -> str:
    """One character folded by itself; a blank stays a blank, and the end of a line stays one."""
    if char.isspace():
        return "\n" if char in "\n\r\v\f\x85\u2028\u2029" else " "
    return fold(char)


def folded_places(text: str) -> tuple[str, list[int], list[int]]:
    """The text folded in its own order, and for each of its characters where in the text it starts and ends."""
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for found in _regional()[0].finditer(text):
        _append_folded(text, done, found.start(), chars, starts, ends)
        for piece in fold(found.group()):
            chars.append(piece)
            starts.append(found.start())
            ends.append(found.end())
        done = found.end()
    _append_folded(text, done, len(text), chars, starts, ends)
    return "".join(chars), starts, ends


def _append_folded(text: str, start: int, end: int, chars: list[str], starts: list[int], ends: list[int]) -> None:
    for place in range(start, end):
        for piece in fold_char(text[place]):
            chars.append(piece)
            starts.append(place)
            ends.append(place + 1)
