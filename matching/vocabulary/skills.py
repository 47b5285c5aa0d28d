"""The skills vocabulary: from what people write to a code, from text to the skills it names."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from matching.folding import fold, squeeze
from matching.vocabulary.tables import read_rows, split_list

# One letter ("C", "R") is a skill where it is written as one, but not wherever it stands in a text.
_SHORTEST_IN_TEXT = 2


@dataclass(frozen=True, slots=True)
class Skill:
    code: str
    name_zh: str
    name_en: str
    kind: str
    synonyms: tuple[str, ...]
    occupations: tuple[str, ...]


class Vocabulary:
    """The skills of one file, found by any of their names."""

    def __init__(self, rows: Iterable[Mapping[str, str]]) -> None:
        self.skills = {skill.code: skill for skill in map(_skill, rows)}
        self._names: dict[str, str] = {}
        self._of_occupation: defaultdict[str, list[str]] = defaultdict(list)
        for skill in self.skills.values():
            for name in filter(None, map(squeeze, (skill.name_zh, skill.name_en, *skill.synonyms))):
                self._names.setdefault(name, skill.code)
            for occupation in skill.occupations:
                self._of_occupation[occupation].append(skill.code)
        self._longest = max(map(len, self._names), default=0)

    def find(self, text: str) -> str | None:
        return self._names.get(squeeze(text))

    def key_of(self, text_or_code: str) -> str:
        if text_or_code in self.skills:
            return text_or_code
        return self.find(text_or_code) or squeeze(text_or_code)

    def in_text(self, text: str) -> list[tuple[str, int, int]]:
        chars, places = _squeezed_with_places(text)
        found: list[tuple[str, int, int]] = []
        start = 0
        while start < len(chars):
            end = self._longest_at(text, chars, places, start)
            if end:
                found.append((self._names[chars[start:end]], places[start], places[end - 1] + 1))
            start = end or start + 1
        return found

    def _longest_at(self, text: str, chars: str, places: list[int], start: int) -> int:
        """Where the longest name that begins at `start` ends; 0 when none does."""
        for end in range(min(len(chars), start + self._longest), start + _SHORTEST_IN_TEXT - 1, -1):
            if chars[start:end] in self._names and _stands_alone(text, places[start], places[end - 1] + 1):
                return end
        return 0

    def of_occupation(self, code: str) -> tuple[str, ...]:
        groups = (code, code[:7] + "-00", code[:4] + "-00-00")
        return tuple(dict.fromkeys(skill for group in groups for skill in self._of_occupation.get(group, ())))


def _skill(row: Mapping[str, str]) -> Skill:
    names = split_list(row["synonyms"]), split_list(row["occupations"])
    return Skill(row["code"], row["name_zh"], row["name_en"], row["kind"], *names)


def _squeezed_with_places(text: str) -> tuple[str, list[int]]:
    """The squeezed text, and for each of its characters where in the text it came from."""
    chars: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        for piece in squeeze(char):
            chars.append(piece)
            places.append(place)
    return "".join(chars), places


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Latin names must not be cut out of longer words ("Java" in "JavaScript")."""
    before = fold(text[start - 1]) if start else ""
    after = fold(text[end]) if end < len(text) else ""
    first, last = fold(text[start]), fold(text[end - 1])
    return not (_is_latin(first) and _is_latin(before)) and not (_is_latin(last) and _is_latin(after))


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


@cache
def _default() -> Vocabulary:
    return Vocabulary(read_rows("skills.csv"))


def all_skills() -> dict[str, Skill]:
    return _default().skills


def find(text: str) -> str | None:
    """The code of a skill by any of its names; None when the vocabulary has no such skill."""
    return _default().find(text)


@lru_cache(maxsize=100_000)
def key_of(text_or_code: str) -> str:
    """What two spellings of one skill have in common: its code, or the squeezed text outside the vocabulary."""
    return _default().key_of(text_or_code)


def in_text(text: str) -> list[tuple[str, int, int]]:
    """(code, start, end) of the skills that the text names, in its own places: longest names, without overlaps."""
    return _default().in_text(text)


def of_occupation(code: str) -> tuple[str, ...]:
    """Skills of an occupation, then those of the groups above it."""
    return _default().of_occupation(code)
