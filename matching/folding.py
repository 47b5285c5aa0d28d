"""One spelling for what people write in many: full width, case, traditional characters, blanks."""

import csv
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

_TABLE = Path(__file__).parent / "text" / "traditional.csv"


@cache
def _simplified() -> dict[int, str]:
    """Traditional to simplified characters; an empty table where the file is not shipped."""
    if not _TABLE.exists():
        return {}
    with _TABLE.open(encoding="utf-8", newline="") as file:
        return {ord(row["traditional"]): row["simplified"] for row in csv.DictReader(file) if row["traditional"]}


@lru_cache(maxsize=200_000)
def fold(text: str) -> str:
    """Half width, lower case, simplified, single blanks. Idempotent."""
    plain = unicodedata.normalize("NFKC", text).translate(_simplified()).casefold()
    return " ".join(unicodedata.normalize("NFKC", plain).split())


def squeeze(text: str) -> str:
    """Folded, and without blanks and joining marks: the key under which names are looked up."""
    return "".join(char for char in fold(text) if not char.isspace() and char not in "-_·・./、,")
