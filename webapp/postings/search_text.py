"""The text by which a posting is found: folded words, parted by blanks, the same on both databases."""

from collections.abc import Iterable
from functools import cache

from matching.folding import fold, squeeze
from matching.text.segmenting import segment
from matching.vocabulary.tables import read_rows


def searchable_text(texts: Iterable[str | None]) -> str:
    """Segmented words and the squeezed whole of each text, so that a word and a part of a name are both found."""
    words: dict[str, None] = {}
    for text in texts:
        if text:
            words.update(dict.fromkeys(segment(text)))
            words.setdefault(squeeze(text[:200]))
    return " ".join(words)[:4000]


def search_words(text: str) -> list[str]:
    """The words of a query as they stand in searchable texts."""
    return [word for word in (squeeze(part) for part in fold(text).split()) if word]


def place_words(district_code: str | None) -> tuple[str, ...]:
    """The names of a district in both languages, so that a vacancy is found by it."""
    return _districts().get(district_code or "", ())


@cache
def _districts() -> dict[str, tuple[str, ...]]:
    rows = [row for row in read_rows("cities.csv") if row.get("level") == "district"]
    return {row["code"]: tuple(name for name in (row["name_zh"], row["name_en"]) if name) for row in rows}
