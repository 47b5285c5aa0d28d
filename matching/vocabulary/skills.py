"""The skills vocabulary: from what people write to a code, from text to the names that stand in it.

What a text says about a skill (asked, negated, how well) is read in `matching.text.skills`; here are names only.
`skill_synonyms.csv` holds further names, which title reading does not see; `skill_lookalikes.csv` phrases that contain
a name and mean something else ("沟通渠道" is no skill).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from math import log2

from matching.folding import folded_places, squeeze
from matching.vocabulary.tables import read_rows, split_list

# One letter ("C", "R") is a skill where it is written as one, but not wherever it stands in a text.
_SHORTEST_IN_TEXT = 2
# What may stand inside a name without parting it: blanks and joining marks. List marks and line ends part names.
_INSIDE = frozenset(" -_·・.")
_NOTHING = ""

# Weights of rarity: one occupation, each doubling less, and never beyond these bounds.
RAREST, COMMONEST, NEUTRAL = 1.5, 0.5, 1.0
_ONE_OCCUPATION, _PER_DOUBLING = 1.25, 0.25
# A group stands for about so many occupations of its own.
_GROUP_REACH = 4
# What can be taken for granted of somebody in the trade: ways of working and knowledge. A permit must be shown, a
# product or language be named, and a list as long as this names alternatives (nobody has all programming languages).
_IMPLIED_KINDS = frozenset({"technique", "knowledge"})
_LONGEST_CORE = 25


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

    def __init__(
        self,
        rows: Iterable[Mapping[str, str]],
        more_names: Iterable[tuple[str, str]] = (),
        lookalikes: Iterable[str] = (),
    ) -> None:
        self.skills = {skill.code: skill for skill in map(_skill, rows)}
        self._names: dict[str, str] = {}
        self._of_occupation: defaultdict[str, list[str]] = defaultdict(list)
        for skill in self.skills.values():
            self._add_names(skill.code, (skill.name_zh, skill.name_en, *skill.synonyms))
            for occupation in skill.occupations:
                self._of_occupation[occupation].append(skill.code)
        for name, code in more_names:
            self._add_names(code, (name,))
        in_text = self._names | dict.fromkeys(filter(None, map(squeeze, lookalikes)), _NOTHING)
        self._in_text = in_text
        self._lengths = _lengths_by_beginning(in_text)

    def _add_names(self, code: str, names: Iterable[str]) -> None:
        for name in filter(None, map(squeeze, names)):
            self._names.setdefault(name, code)

    @property
    def names(self) -> Mapping[str, str]:
        """Every squeezed name with the code that it means."""
        return self._names

    def find(self, text: str) -> str | None:
        return self._names.get(squeeze(text))

    def key_of(self, text_or_code: str) -> str:
        if text_or_code in self.skills:
            return text_or_code
        return self.find(text_or_code) or squeeze(text_or_code)

    def in_text(self, text: str) -> list[tuple[str, int, int]]:
        folded, starts, ends = folded_places(text)
        kept = [place for place, char in enumerate(folded) if char not in _INSIDE]
        # Between two letters a slash joins ("TCP/IP", "C/C++"); elsewhere it parts a list.
        kept = [place for place in kept if folded[place] != "/" or not _joins_letters(folded, place)]
        chars = "".join(folded[place] for place in kept)
        found: list[tuple[str, int, int]] = []
        start = 0
        while start < len(chars):
            end = self._longest_at(chars, folded, kept, start)
            if end and self._in_text[chars[start:end]] != _NOTHING:
                code = self._in_text[chars[start:end]]
                found.append((code, starts[kept[start]], ends[kept[end - 1]]))
            start = end or start + 1
        return found

    def _longest_at(self, chars: str, folded: str, kept: list[int], start: int) -> int:
        """Where the longest name that begins at `start` ends; 0 when none does."""
        for length in self._lengths.get(chars[start : start + _SHORTEST_IN_TEXT], ()):
            end = start + length
            if (
                end <= len(chars)
                and chars[start:end] in self._in_text
                and _stands_alone(folded, kept[start], kept[end - 1] + 1)
            ):
                return end
        return 0

    def of_occupation(self, code: str) -> tuple[str, ...]:
        groups = (code, code[:7] + "-00", code[:4] + "-00-00")
        return tuple(dict.fromkeys(skill for group in groups for skill in self._of_occupation.get(group, ())))

    def implied_by(self, codes: Iterable[str]) -> frozenset[str]:
        return frozenset(skill for code in codes for skill in self._core_of(code))

    def _core_of(self, occupation: str) -> Iterable[str]:
        own = self._of_occupation.get(occupation, ())
        core = [skill for skill in own if self.skills[skill].kind in _IMPLIED_KINDS]
        return core if len(core) < _LONGEST_CORE else ()

    def rarity(self, key: str) -> float:
        skill = self.skills.get(key)
        if skill is None:
            return NEUTRAL
        if skill.kind == "soft":
            return COMMONEST
        reach = sum(_GROUP_REACH if code.endswith("-00") else 1 for code in skill.occupations) or 1
        return min(RAREST, max(COMMONEST, _ONE_OCCUPATION - _PER_DOUBLING * log2(reach)))


def _skill(row: Mapping[str, str]) -> Skill:
    names = split_list(row["synonyms"]), split_list(row["occupations"])
    return Skill(row["code"], row["name_zh"], row["name_en"], row["kind"], *names)


def _lengths_by_beginning(names: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """For the first two characters of names, how long such names are, longest first: a text is read in one pass."""
    lengths: defaultdict[str, set[int]] = defaultdict(set)
    for name in names:
        if len(name) >= _SHORTEST_IN_TEXT:
            lengths[name[:_SHORTEST_IN_TEXT]].add(len(name))
    return {beginning: tuple(sorted(found, reverse=True)) for beginning, found in lengths.items()}


def _joins_letters(folded: str, place: int) -> bool:
    return 0 < place < len(folded) - 1 and folded[place - 1].isascii() and _is_latin(folded[place + 1])


def _stands_alone(folded: str, start: int, end: int) -> bool:
    """Latin names must not be cut out of longer words ("Java" in "JavaScript")."""
    before = folded[start - 1 : start]
    after = folded[end : end + 1]
    return not (_is_latin(folded[start]) and _is_latin(before)) and not (
        _is_latin(folded[end - 1]) and _is_latin(after)
    )


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


@cache
def _default() -> Vocabulary:
    synonyms = [(row["name"], row["code"]) for row in read_rows("skill_synonyms.csv")]
    lookalikes = [row["phrase"] for row in read_rows("skill_lookalikes.csv")]
    return Vocabulary(read_rows("skills.csv"), synonyms, lookalikes)


def all_skills() -> dict[str, Skill]:
    return _default().skills


def all_names() -> Mapping[str, str]:
    """Squeezed name to code, synonyms too."""
    return _default().names


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
    """Skills of an occupation, then those of the groups above it: what may be asked there."""
    return _default().of_occupation(code)


def implied_by(codes: Iterable[str]) -> frozenset[str]:
    """Skills that somebody of these occupations very likely has, though nobody said so.

    Only the occupation's own, not those of the groups above it, and only ways of working and knowledge.
    """
    return _default().implied_by(codes)


def rarity(key: str) -> float:
    """How much a skill says, 0.5-1.5: what few occupations ask for more than what many do.

    1.25 for one occupation, a quarter less with each doubling (two 1.0, four 0.75), 0.5 for soft skills, which
    everybody asks for, and 1.0 for what the vocabulary does not know.
    """
    return _default().rarity(key)
