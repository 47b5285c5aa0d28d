"""What stands around a match: a negation, a quotation of law, a warning, a stated requirement. By rule, not by luck."""

import re
from collections.abc import Sequence
from functools import cache

from webapp.postings.lint.tables import read_words

_SENTENCE_ENDS = "\u3002;!?\n"
_CLAUSE_ENDS = _SENTENCE_ENDS + ","
_FARTHEST = 40


@cache
def _negation() -> dict[str, re.Pattern[str]]:
    said = read_words()["negation"]
    return {
        "near": re.compile(said["near"]),
        "far": re.compile(said["far"] + said["filler"] + "$"),
        "law": re.compile(said["law"]),
        "forbids": re.compile(said["forbids"]),
        "warns": re.compile(said["warns"]),
        "demands": re.compile(said["demands"]),
    }


@cache
def _zones() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(said) for name, said in read_words()["zones"].items()}


def part_around(plain: str, start: int, end: int, ends: str) -> tuple[int, int]:
    """The stretch around a match up to the next of `ends` on each side."""
    begin = max((plain.rfind(char, 0, start) for char in ends), default=-1) + 1
    found = [place for place in (plain.find(char, end) for char in ends) if place >= 0]
    return begin, min(found, default=len(plain))


def is_denied(rule: str, plain: str, start: int, end: int, denied: Sequence[tuple[int, int]] = ()) -> bool:
    """Whether the text takes back what the match says: "no deposit", "it is forbidden to ask for men only".

    `denied` are earlier matches that were taken back: what forbids the first of a list forbids the next.
    """
    rules = _negation()
    begin, _ = part_around(plain, start, end, _CLAUSE_ENDS)
    begin = max(begin, start - _FARTHEST)
    before = plain[begin:start]
    for first, last in sorted(denied, reverse=True):
        if begin <= first and last <= start:
            before = before[: first - begin] + before[last - begin :]
    if rules["near"].search(before) or rules["far"].search(before):
        return True
    begin, finish = part_around(plain, start, end, _SENTENCE_ENDS)
    sentence = plain[begin:finish]
    if _quotes_law(plain[begin:start], sentence):
        return True
    is_warned = rule in read_words()["negation"]["warned_rules"]
    return is_warned and bool(rules["warns"].search(sentence))


def _quotes_law(before: str, sentence: str) -> bool:
    """A sentence that names a law and forbids something, and makes no demand between the two and the match.

    Naming a law alone excuses nothing: "under the Labour Law, men only" is still a demand.
    """
    rules = _negation()
    forbids = [found.end() for found in rules["forbids"].finditer(before)]
    if not forbids or not rules["law"].search(sentence):
        return False
    return not rules["demands"].search(before[forbids[0] :])


def is_requirement(plain: str, start: int, end: int) -> bool:
    """Whether the match stands where the text says what a person must be: under a heading that says so, or in a
    sentence that speaks of applicants, of musts or of preference.
    """
    zones = _zones()
    begin, finish = part_around(plain, start, end, _SENTENCE_ENDS)
    if zones["person"].search(plain[begin:finish]):
        return True
    place, is_inside = 0, False
    for line in re.split(f"[{_SENTENCE_ENDS}]", plain[:finish]):
        words = line.strip()
        if zones["other"].search(words):
            is_inside = False
        elif zones["requirement"].search(words):
            is_inside = True
        place += len(line) + 1
    return is_inside
