"""One reader for the vocabulary's files."""

import csv
from pathlib import Path

_FOLDER = Path(__file__).parent


def read_rows(name: str) -> list[dict[str, str]]:
    """Rows of a file of this folder; none where the release does not ship it."""
    path = _FOLDER / name
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def split_list(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (text or "").split("|") if part.strip())
