"""Skills that a text asks for or describes: which, where in the text, how well, and whether as a must.

Names come from the vocabulary (`vocabulary.skills.in_text`); the rules here look at what stands around a name. Most of
them take a mention away: it is negated, offered as a benefit, a field of study, a person, a place, or what the employer
does for a living. docs/skills.md tells the same in words, with figures.

Everything is done on a copy of the text of the same length, so that places need no translation.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from matching.folding import fold_char
from matching.text import skill_surroundings as around
from matching.text.skill_contexts import fits_context
from matching.vocabulary.skills import find, in_text, key_of

# Raise it when rules or vocabulary change what is read: stored readings of an older version are made anew.
READING_VERSION = 1

LEVELS = ("basic", "working", "proficient", "expert")
MUST, NICE = "must", "nice"


@dataclass(frozen=True, slots=True)
class SkillMention:
    """`text[start:end]` names the skill. `level` is one of `LEVELS` or None; `demand` is must, nice or None."""

    code: str
    start: int
    end: int
    level: str | None = None
    demand: str | None = None


# -- reading ------------------------------------------------------------------------------------------------------


def read_skills(text: str) -> tuple[SkillMention, ...]:
    """What the text asks for or describes, in its order. Mentions that are negated, offered or only alike are left
    out. Never raises; time grows with the length of the text.
    """
    plain = _plain(text)
    named = _named(text, plain)
    sections = _sections(plain)
    read = (_judged(plain, run, sections) for run in _runs(plain, named))
    return tuple(mention for mentions in read for mention in mentions)


def inferred_skills(description: str, listed: Iterable[str] = (), title: str = "") -> tuple[SkillMention, ...]:
    """Skills that the description names beyond those listed, each once, where it is named first.

    `listed` are codes or texts. What the title alone names stands at place 0 to 0: it is nowhere in the description.
    """
    known = set(map(key_of, listed))
    mentions = [*read_skills(description), *(replace(one, start=0, end=0) for one in _of_title(title))]
    first: dict[str, SkillMention] = {}
    for mention in mentions:
        if mention.code not in known:
            held = first.setdefault(mention.code, mention)
            first[mention.code] = replace(held, level=held.level or mention.level, demand=held.demand or mention.demand)
    return tuple(first.values())


def _of_title(title: str) -> list[SkillMention]:
    """A title names a person, so that no name in it is taken for a mere bearer."""
    return [SkillMention(code, start, end) for code, start, end in in_text(title)]


@dataclass(frozen=True, slots=True)
class _Named:
    code: str
    start: int
    end: int


def _plain(text: str) -> str:
    """Folded character by character, as long as the text itself."""
    return "".join(map(_one_for_one, text))


@lru_cache(maxsize=50_000)
def _one_for_one(char: str) -> str:
    folded = fold_char(char)
    return folded if len(folded) == 1 else char


def _named(text: str, plain: str) -> list[_Named]:
    found = [_Named(*one) for one in in_text(text)]
    found = [one for one in found if fits_context(text, plain, one.start, one.end)]
    letters = [letter for one in found for letter in _letters_beside(plain, one)]
    taken = {place for one in found for place in range(one.start, one.end)}
    more = {letter.start: letter for letter in letters if letter.start not in taken}
    return sorted([*found, *more.values()], key=lambda one: one.start)


_LETTER_BEFORE = re.compile(r"(?<![a-z0-9])([a-z])\s?[/、,]\s?$")
_LETTER_AFTER = re.compile(r"^\s?[/、,]\s?([a-z])(?![a-z0-9+#.])")


def _letters_beside(plain: str, named: _Named) -> Iterable[_Named]:
    """ "C" and "R" are names only beside another one: "C/C++", "Python、R"."""
    before = _LETTER_BEFORE.search(plain[max(0, named.start - 4) : named.start])
    after = _LETTER_AFTER.search(plain[named.end : named.end + 4])
    places = [max(0, named.start - 4) + before.start(1)] if before else []
    places += [named.end + after.start(1)] if after else []
    for place in places:
        if code := find(plain[place]):
            yield _Named(code, place, place + 1)


def _runs(plain: str, named: Sequence[_Named]) -> list[list[_Named]]:
    """Names with nothing but list marks between them: what is said before a list is said of all of it."""
    runs: list[list[_Named]] = []
    for one in named:
        if runs and _is_link(plain, runs[-1][-1].end, one.start):
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs


def _is_link(plain: str, start: int, end: int) -> bool:
    between = plain[start:end]
    return len(between) <= around.LONGEST_LINK and "\n" not in between and around.LINK.fullmatch(between) is not None


# -- judging ------------------------------------------------------------------------------------------------------

_FARTHEST = 60


def _judged(plain: str, run: Sequence[_Named], sections: Sequence[tuple[int, str]]) -> list[SkillMention]:
    section = _section_at(sections, run[0].start)
    if section == "off":
        return []
    before = _before(plain, run[0].start, around.CLAUSE_END)
    sentence = _before(plain, run[0].start, around.SENTENCE_END)
    if _is_negated_before(before) or around.FORBIDDEN.search(before) or _is_self_portrait(sentence):
        return []
    if around.STUDY_BEFORE.search(before):
        return []
    return [
        replace(mention, demand=mention.demand or (section if section in (MUST, NICE) else None))
        for clause in _clauses(plain, run)
        for mention in _of_clause(plain, clause, before)
    ]


def _clauses(plain: str, run: Sequence[_Named]) -> list[list[_Named]]:
    """The run parted where a comma stands: "优先" behind the last part says nothing of the first."""
    clauses: list[list[_Named]] = []
    for one in run:
        if clauses and not around.CLAUSE_END.search(plain[clauses[-1][-1].end : one.start]):
            clauses[-1].append(one)
        else:
            clauses.append([one])
    return clauses


def _of_clause(plain: str, clause: Sequence[_Named], before: str) -> list[SkillMention]:
    after = _after(plain, clause[-1].end)
    if around.NOT_ASKED_AFTER.search(after) or (around.OFFERED.search(before) and around.OFFERED_AFTER.search(after)):
        return []
    if around.STUDY_AFTER.search(after) and not around.DOING.search(before[-8:]):
        return []
    is_lacking = around.LACKING.search(before) is not None
    if is_lacking and not around.ELSE_STAY_AWAY.search(after):
        return []
    demand = MUST if is_lacking else _demand(before, after)
    level = None if is_lacking else _level(before, after)
    kept = [one for one in clause if not _is_bearer(plain, one)]
    return [SkillMention(one.code, one.start, one.end, level, demand) for one in kept]


def _before(plain: str, start: int, end_mark: re.Pattern[str]) -> str:
    """What stands between the last mark and the name."""
    before = plain[max(0, start - _FARTHEST) : start]
    marks = list(end_mark.finditer(before))
    return before[marks[-1].end() :] if marks else before


def _after(plain: str, end: int) -> str:
    after = plain[end : end + _FARTHEST]
    mark = around.CLAUSE_END.search(after)
    return after[: mark.start()] if mark else after


def _is_negated_before(before: str) -> bool:
    last = max((found.end() for found in around.NOT_ASKED.finditer(before)), default=None)
    return last is not None and not around.CONTRAST.search(before[last:])


def _is_self_portrait(sentence: str) -> bool:
    found = around.SELF_PORTRAIT.search(sentence)
    return found is not None and not around.WANTS.search(sentence[found.end() :])


def _is_bearer(plain: str, named: _Named) -> bool:
    after = plain[named.end : named.end + 14]
    found = around.BEARER.search(after)
    return found is not None and not around.OF_THE_TRADE.search(after[found.end() :])


def _demand(before: str, after: str) -> str | None:
    if around.NICE_AFTER.search(after) or around.NICE_BEFORE.search(before):
        return NICE
    return MUST if around.MUST_AFTER.search(after) or around.MUST_BEFORE.search(before) else None


def _level(before: str, after: str) -> str | None:
    """The level word nearest before the list, or else one close behind it."""
    nearest, level = -1, None
    for name, words in around.LEVELS:
        last = max((found.end() for found in words.finditer(before)), default=-1)
        if last > nearest:
            nearest, level = last, name
    behind = around.LEVEL_AFTER.search(after)
    if behind and level in (None, "working"):
        return behind.lastgroup
    return level


def _sections(plain: str) -> list[tuple[int, str]]:
    """(where, what) of headings such as "任职要求:"; a list is read under the heading above it."""
    return [(found.end(), found.lastgroup or "none") for found in around.HEADING.finditer(plain)]


def _section_at(sections: Sequence[tuple[int, str]], place: int) -> str:
    number = bisect_right(sections, place, key=lambda section: section[0])
    return sections[number - 1][1] if number else "none"
