"""What the occupations of the made-up market are like: names, skills, certificates and pay, as decks to draw from.

A value stands in a deck as often as it is likely.
"""

import math
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from statistics import NormalDist
from typing import Any

import numpy as np

from matching.occupations.classification import all_occupations, everyday_names, read_rows
from matching.occupations.likeness import codes, places, table
from matching.vocabulary.skills import all_skills, of_occupation
from tests.benchmarks import market_words as words

# Decks hold so many cards, and every draw is a number below it.
CARDS = 1024
WIDE_CARDS = 65_536
# Zipf with a flattened head (Mandelbrot): the commonest occupation has about one posting in fifty.
_FLATTENED = 6.0
_NEAREST = 8
_LABOUR_BASE, _TALENT_BASE, _PAY_SPREAD = 5200, 8600, 0.28
_FULL_WIDTH = {ord(half): ord(half) + 0xFEE0 for half in map(chr, range(33, 127))}

Deck = tuple[Any, ...]


@cache
def deck(shares: words.Shares, size: int = CARDS) -> Deck:
    """Every value as often as its share says, at least once, by largest remainders."""
    total = sum(share for _, share in shares)
    exact = [share * (size - len(shares)) / total for _, share in shares]
    counts = [1 + int(value) for value in exact]
    by_remainder = sorted(range(len(shares)), key=lambda place: (int(exact[place]) - exact[place], place))
    for place in by_remainder[: size - sum(counts)]:
        counts[place] += 1
    return tuple(value for (value, _), count in zip(shares, counts, strict=True) for _ in range(count))


def _zipf(values: Sequence[Any], size: int = CARDS, flattened: float = 1.0) -> Deck:
    return deck(tuple((value, 1.0 / (rank + flattened)) for rank, value in enumerate(values)), size)


# -- what an occupation is like ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Trade:
    """All that is drawn once the occupation is known."""

    code: str
    titles: Deck
    skills: Deck
    papers: Deck
    near: Deck
    # Yuan a month in Guangzhou, by the place in the distribution.
    pay: Deck
    english: str


@cache
def _names() -> dict[str, list[str]]:
    """Names of each occupation, the commonest first: everyday names, labelled titles, the classification's own."""
    names: dict[str, list[str]] = {}
    for name, code, weight in sorted(everyday_names(), key=lambda row: -row[2]):
        if weight >= 0.5:
            names.setdefault(code, []).append(name)
    for row in read_rows("job_titles_dev.csv"):
        names.setdefault(row["code"], []).append(row["title"])
    found: dict[str, list[str]] = {}
    for code in sorted(names):
        item = all_occupations().get(code)
        if item is not None:
            found[code] = list(dict.fromkeys([*names[code], item.name, *item.listed[:5]]))[: CARDS // 2]
    return found


@cache
def popular(track: str) -> Deck:
    """Occupations of a track, Zipf by how many labelled titles and everyday names they have."""
    labelled: dict[str, int] = {}
    for row in read_rows("job_titles_dev.csv"):
        labelled[row["code"]] = labelled.get(row["code"], 0) + 1
    ranked = sorted(_names(), key=lambda code: (-labelled.get(code, 0), -len(_names()[code]), code))
    own = [code for code in ranked if (code[0] in "12") == (track == "talent")]
    return _zipf(own, WIDE_CARDS, _FLATTENED)


@cache
def _english() -> dict[str, str]:
    return {row["code"]: row["name_en"] for row in read_rows("occupation_names_en.csv")}


@cache
def _spelled() -> dict[str, str]:
    return {row["name"]: row["pinyin"] for row in read_rows("name_pinyin.csv")}


@cache
def trade_of(code: str) -> Trade:
    near = _near(code)
    return Trade(
        code,
        titles=_zipf(_names()[code]),
        skills=_skills(code),
        papers=_papers(code),
        near=_zipf(near),
        pay=_pay(code),
        english=_english().get(code, code),
    )


def _near(code: str) -> list[str]:
    """The nearest occupations that go by names, nearest first."""
    likeness = table()[places()[code]]
    order = np.argsort(-likeness, kind="stable")
    named = (codes()[place] for place in order.tolist() if codes()[place] in _names() and codes()[place] != code)
    return list(islice(named, _NEAREST))


def _skills(code: str) -> Deck:
    """Skills of the occupation (or of the nearest that has some), what everybody says, and words of no vocabulary."""
    own = next((found for near in (code, *_near(code)) if (found := of_occupation(near))), ())
    general = [skill.code for skill in all_skills().values() if skill.kind == "soft"]
    rest = CARDS - words.GENERAL_SKILLS - words.FREE_SKILLS
    return (
        *_zipf(own or general, rest),
        *_zipf(general, words.GENERAL_SKILLS),
        *_zipf(words.FREE_WORDS, words.FREE_SKILLS),
    )


def _papers(code: str) -> Deck:
    """Certificates: half of them those of the trade, where it has some."""
    licences = [all_skills()[skill].name_zh for skill in of_occupation(code) if all_skills()[skill].kind == "licence"]
    if not licences:
        return deck(words.CERTIFICATES)
    return (*_zipf(licences, CARDS // 2), *deck(words.CERTIFICATES, CARDS // 2))


def _pay(code: str) -> Deck:
    """Quantiles of a lognormal around what the trade pays; factors are rounded, so that no last digit matters."""
    base = _TALENT_BASE if code[0] in "12" else _LABOUR_BASE
    median = base * (75 + zlib.crc32(code.encode()) % 60) // 100
    normal = NormalDist()
    factors = (round(math.exp(_PAY_SPREAD * normal.inv_cdf((card + 0.5) / CARDS)), 3) for card in range(CARDS))
    return tuple(median * factor for factor in factors)


# -- titles --------------------------------------------------------------------------------------------------------


def written(trade: Trade, name: str, style: str, one: int, two: int) -> str:
    """The name as somebody writes it; `one` and `two` are draws."""
    return name if style == "plain" else _STYLES[style](trade, name, one, two)


def _with_pay(trade: Trade, name: str, one: int, two: int) -> str:
    low = int(trade.pay[one]) // 500 * 500
    text: str = words.PAYS[two % len(words.PAYS)].format(low=low, high=low + 500 * (2 + two % 7))
    return name + text


def _from_employer(_: Trade, name: str, one: int, two: int) -> str:
    starts, size = words.HOUSE_STARTS, len(words.HOUSE_STARTS)
    return starts[one % size] + starts[two % size] + words.HOUSE_ENDS[(one // size) % len(words.HOUSE_ENDS)] + name


def _slipped(_: Trade, name: str, one: int, two: int) -> str:
    """A character left out, written twice or changed with its neighbour."""
    place = one % len(name)
    if two % 3 == 0 and len(name) > 2:
        return name[:place] + name[place + 1 :]
    if two % 3 == 1:
        return name[: place + 1] + name[place:]
    return name[:place] + name[place + 1 : place + 2] + name[place : place + 1] + name[place + 2 :]


def _pick(values: Sequence[str], draw: int) -> str:
    return values[draw % len(values)]


_STYLES: dict[str, Callable[[Trade, str, int, int], str]] = {
    "call": lambda _, name, one, two: _pick(words.CALLS, one) + name + ("" if two % 3 else _pick(words.BENEFITS, two)),
    "rank": lambda _, name, one, two: _pick(words.RANKS, one) + name,
    "pay": _with_pay,
    "benefit": lambda _, name, one, two: name + _pick(words.BENEFITS, one),
    "bracket": lambda _, name, one, two: (
        f"{name}（{_pick(words.BRACKETS, one)}）" if two % 2 else f"{name}-{_pick(words.BRACKETS, one)}"
    ),
    "employer": _from_employer,
    "wide": lambda trade, name, one, two: _with_pay(trade, name, one, two).translate(_FULL_WIDTH),
    "english": lambda trade, name, one, two: trade.english if two % 3 else f"{name} {trade.english}",
    "pinyin": lambda _, name, one, two: _spelled().get(name, name),
    "slip": _slipped,
}
