"""The skills vocabulary: from what people write to a code, from text to the skills it names."""

from dataclasses import dataclass
from functools import cache

from matching.folding import fold, squeeze
from matching.vocabulary.tables import read_rows, split_list


@dataclass(frozen=True, slots=True)
class Skill:
    code: str
    name_zh: str
    name_en: str
    kind: str
    synonyms: tuple[str, ...]
    occupations: tuple[str, ...]


@cache
def all_skills() -> dict[str, Skill]:
    return {
        row["code"]: Skill(
            row["code"],
            row["name_zh"],
            row["name_en"],
            row["kind"],
            split_list(row["synonyms"]),
            split_list(row["occupations"]),
        )
        for row in read_rows("skills.csv")
    }


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for skill in all_skills().values():
        for text in (skill.name_zh, skill.name_en, *skill.synonyms):
            if text:
                names.setdefault(squeeze(text), skill.code)
    return names


@cache
def _longest() -> int:
    return max((len(name) for name in _names()), default=0)


def find(text: str) -> str | None:
    """The code of a skill by any of its names; None when the vocabulary has no such skill."""
    return _names().get(squeeze(text))


def key_of(text_or_code: str) -> str:
    """What two spellings of one skill have in common: its code, or the squeezed text outside the vocabulary."""
    if text_or_code in all_skills():
        return text_or_code
    return find(text_or_code) or squeeze(text_or_code)


def in_text(text: str) -> list[tuple[str, int, int]]:
    """(code, start, end) of the skills named in the folded text, longest names first, without overlaps."""
    folded, names = fold(text), _names()
    found: list[tuple[str, int, int]] = []
    start = 0
    while start < len(folded):
        for end in range(min(len(folded), start + _longest()), start + 1, -1):
            code = names.get(folded[start:end])
            if code and _stands_alone(folded, start, end):
                found.append((code, start, end))
                start = end - 1
                break
        start += 1
    return found


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Latin names must not be cut out of longer words ("Java" in "JavaScript")."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    first, last = text[start], text[end - 1]
    return not (_is_latin(first) and _is_latin(before)) and not (_is_latin(last) and _is_latin(after))


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


@cache
def of_occupation(code: str) -> tuple[str, ...]:
    """Skills of an occupation and of the groups above it."""
    groups = {code, code[:7] + "-00", code[:4] + "-00-00"}
    return tuple(skill.code for skill in all_skills().values() if groups.intersection(skill.occupations))
