"""Train the title model and keep it with its record: `python -m matching.occupations.training`.

The same command spells the known names in pinyin, for people who type without an input method, and lists which
occupations are related across the groups of the classification.
"""

import csv
import hashlib
import json
import platform
from pathlib import Path
from typing import Any

import numpy as np
import scipy

from matching.occupations.known_names import known_names
from matching.occupations.likeness import find_related
from matching.occupations.linear_model import LinearModel, train
from matching.occupations.normaliser import MODEL, examples, labelled_titles

_FOLDER = Path(__file__).parent
RECORD = _FOLDER / "title_model.json"
# Whatever the model and the list of related occupations are made of: when one of these changes, the command must be run
# again. A test compares.
SOURCES = (
    "job_titles_dev.csv",
    "occupations_csco2022.csv",
    "aliases.csv",
    "titles.py",
    "grams.py",
    "linear_model.py",
    "likeness.py",
    "../vocabulary/skills.csv",
)


def digests() -> dict[str, str]:
    return {Path(name).name: _digest(_FOLDER / name) for name in SOURCES}


def _digest(path: Path) -> str:
    # Line ends differ between checkouts; the model does not.
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def record_of(model: LinearModel, example_count: int) -> dict[str, Any]:
    """What the model was made from and with."""
    return {
        "sources": digests(),
        "examples": example_count,
        "codes": len(model.codes),
        "grams": len(model.weighing.columns),
        "made_with": {"python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__},
    }


def spelled_names() -> list[tuple[str, str]]:
    """(pinyin without tones, name) of the names that are sure and in Chinese characters only."""
    # Needed here only, so that who runs the service does not install it.
    from pypinyin import lazy_pinyin

    names = sorted(name for name in known_names() if all("\u4e00" <= char <= "\u9fff" for char in name))
    return [("".join(lazy_pinyin(name)), name) for name in names if len(name) > 1]


def main() -> None:
    with (_FOLDER / "name_pinyin.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([("pinyin", "name"), *spelled_names()])
    with (_FOLDER / "related_occupations.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([("code", "other", "likeness"), *find_related(labelled_titles())])
    taught = examples()
    model = train(taught)
    model.save(MODEL)
    RECORD.write_text(json.dumps(record_of(model, len(taught)), indent=2) + "\n", encoding="utf-8")
    print(f"{len(taught)} examples, {len(model.codes)} codes, {MODEL.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
