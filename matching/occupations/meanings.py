"""Everything that a title may mean: the first code alone decides too much where the title is not clear."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matching.occupations.normaliser import normalise

_POWER = 0.5
# A code that is less likely than this share of the first says nothing.
_LEAST = 0.05
# From this confidence of the first code on a title is understood.
_UNDERSTOOD = 0.15
_PLACES = 4
# Titles repeat; so many are remembered before the memory begins anew.
_MOST_REMEMBERED = 400_000


@dataclass(frozen=True, slots=True)
class Meaning:
    """`codes` with a weight each: the likeliest has 1.0, the others less by a root of their share. `certainty` is 1.0
    for a title that is understood, 0.0 for one that says nothing, such as "anything will do".
    """

    codes: tuple[tuple[str, float], ...]
    certainty: float


_remembered: dict[str, Meaning] = {}


def meaning(title: str) -> Meaning:
    return meanings([title])[0]


def meanings(titles: Sequence[str]) -> list[Meaning]:
    """`meaning` of many titles; those that are new are read together, which is many times faster than one by one."""
    learn(titles)
    return [_remembered.get(title) or _meaning(normalise([title])[0]) for title in titles]


def learn(titles: Iterable[str]) -> None:
    new = [title for title in dict.fromkeys(titles) if title not in _remembered]
    if len(_remembered) + len(new) > _MOST_REMEMBERED:
        _remembered.clear()
    if new:
        _remembered.update(zip(new, map(_meaning, normalise(new)), strict=True))


def _meaning(ranked: Sequence[tuple[str, float]]) -> Meaning:
    if not ranked or ranked[0][1] <= 0.0:
        return Meaning((), 0.0)
    first = ranked[0][1]
    likely = [(code, share / first) for code, share in ranked if share >= _LEAST * first]
    codes = tuple((code, round(float(share**_POWER), _PLACES)) for code, share in likely)
    return Meaning(codes, round(min(1.0, first / _UNDERSTOOD), _PLACES))
