"""The skill reader on texts labelled by hand, beside a plain method: every name of the vocabulary that stands in the
text. Rules were made on the tuning half only; the held-out half says what they are worth.
"""

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from matching.folding import squeeze
from matching.text.skills import read_skills
from matching.vocabulary.skills import all_names, all_skills

_FILE = Path(__file__).parent / "golden" / "skill_texts.csv"
HALVES = ("tuning", "held_out")


@dataclass(frozen=True, slots=True)
class LabelledText:
    """`skills` are vocabulary codes; the file names them, so that people can read it."""

    id: str
    half: str
    text: str
    skills: frozenset[str]


@dataclass(frozen=True, slots=True)
class SkillResult:
    """Over all mentions of all texts, not the mean of texts."""

    precision: float
    recall: float


@cache
def labelled_texts() -> tuple[LabelledText, ...]:
    codes = {skill.name_zh: skill.code for skill in all_skills().values()}
    with _FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            LabelledText(row["id"], row["half"], row["text"], frozenset(codes[name] for name in _names(row["skills"])))
            for row in csv.DictReader(file)
        )


def _names(cell: str) -> list[str]:
    return [name for name in cell.split("|") if name]


def measured_skills() -> dict[tuple[str, str], SkillResult]:
    """By (method, half): ours and the baseline, on each half and on both ("all")."""
    methods: dict[str, Callable[[str], frozenset[str]]] = {"ours": read_codes, "substrings": substring_codes}
    return {
        (method, half): _result(read, [one for one in labelled_texts() if half in (one.half, "all")])
        for method, read in methods.items()
        for half in (*HALVES, "all")
    }


def read_codes(text: str) -> frozenset[str]:
    return frozenset(mention.code for mention in read_skills(text))


def substring_codes(text: str) -> frozenset[str]:
    squeezed = squeeze(text)
    return frozenset(code for name, code in all_names().items() if len(name) > 1 and name in squeezed)


def _result(read: Callable[[str], frozenset[str]], texts: Iterable[LabelledText]) -> SkillResult:
    right = read_in_all = wanted = 0
    for one in texts:
        found = read(one.text)
        right += len(found & one.skills)
        read_in_all += len(found)
        wanted += len(one.skills)
    return SkillResult(right / max(1, read_in_all), right / max(1, wanted))
