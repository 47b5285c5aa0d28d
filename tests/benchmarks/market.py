"""A made-up labour market of any size: the same records on every machine, and the first thousand of a million are the
same thousand.

Everything is drawn from decks (a value stands in a deck as often as it is likely) by whole random numbers, chunk by
chunk, so that no rounding of one machine's arithmetic changes a record.
"""

import gc
from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice
from typing import Any

import numpy as np

from matching.records import JobRecord, Place, TalentRecord
from matching.vocabulary.tables import read_rows
from tests.benchmarks import market_words as words
from tests.benchmarks.market_trades import CARDS, WIDE_CARDS, Deck, Trade, deck, popular, trade_of, written

SEED = 20261125
CHUNK = 10_000
_LEAST_PAY = 1900.0
Codes = tuple[str, ...]


def jobs(size: int, seed: int = SEED) -> list[JobRecord]:
    return _listed(stream_jobs(size, seed))


def talents(size: int, seed: int = SEED) -> list[TalentRecord]:
    return _listed(stream_talents(size, seed))


def _listed(records: Iterator[Any]) -> list[Any]:
    """All of them. Nothing here is garbage, and looking for some among a growing million costs a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        return list(records)
    finally:
        if was_on:
            gc.enable()


def stream_jobs(size: int, seed: int = SEED) -> Iterator[JobRecord]:
    """`jobs` one by one; ids are in order."""
    return islice(_chunks(_job_chunk, seed, 0), size)


def stream_talents(size: int, seed: int = SEED) -> Iterator[TalentRecord]:
    """`talents` one by one; ids are in order."""
    return islice(_chunks(_talent_chunk, seed, 1), size)


def _chunks(chunk: Callable[["_Chance", int], Iterator[Any]], seed: int, side: int) -> Iterator[Any]:
    number = 0
    while True:
        yield from chunk(_Chance(seed, side, number), number * CHUNK)
        number += 1


class _Chance:
    """Columns of draws for one chunk."""

    def __init__(self, *seed: int) -> None:
        self._bits = np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed)))

    def draws(self, width: int = 1, below: int = CARDS) -> list[Any]:
        """Whole numbers below `below`, a power of two, one for each record; a list of `width` of them if above 1."""
        raw = np.frombuffer(self._bits.bytes(2 * CHUNK * width), dtype="<u2") & (below - 1)
        found: list[Any] = (raw.reshape(CHUNK, width) if width > 1 else raw).tolist()
        return found

    def column(self, shares: words.Shares) -> list[Any]:
        cards = deck(shares)
        return [cards[draw] for draw in self.draws()]


# -- records -------------------------------------------------------------------------------------------------------


def _codes_of(chance: _Chance, tracks: list[str]) -> list[str]:
    """Most postings of a track are of its occupations; a few are of the other's."""
    both = {"labour": (popular("labour"), popular("talent")), "talent": (popular("talent"), popular("labour"))}
    cards = chance.draws(below=WIDE_CARDS)
    return [
        both[track][strays < CARDS // 20][card]
        for track, strays, card in zip(tracks, chance.draws(), cards, strict=True)
    ]


def _by_track(chance: _Chance, tracks: list[str], shares: dict[str, words.Shares]) -> list[Any]:
    decks = {track: deck(own) for track, own in shares.items()}
    return [decks[track][draw] for track, draw in zip(tracks, chance.draws(), strict=True)]


def _drawn(chance: _Chance, decks: list[Deck], counts: words.Shares) -> list[Codes]:
    """For each record as many different cards of its deck as is drawn, in the order in which they come."""
    return [
        tuple(dict.fromkeys([cards[draw] for draw in draws[:count]])) if count else ()
        for cards, draws, count in zip(decks, chance.draws(_widest(counts)), chance.column(counts), strict=True)
    ]


def _widest(counts: words.Shares) -> int:
    return max(count for count, _ in counts if count is not None)


def _certificates(chance: _Chance, trades: list[Trade], counts: words.Shares) -> list[Codes]:
    """None of the counts is for who says to have none."""
    return [
        words.NO_CERTIFICATE if count is None else tuple(dict.fromkeys([trade.papers[one], trade.papers[two]]))[:count]
        for trade, (one, two), count in zip(trades, chance.draws(2), chance.column(counts), strict=True)
    ]


def _stated(chance: _Chance, values: list[Any], missing: float, instead: Any) -> list[Any]:
    bar = round(missing * CARDS)
    return [instead if draw < bar else value for value, draw in zip(values, chance.draws(), strict=True)]


def _cities(chance: _Chance, counts: words.Shares) -> list[Codes]:
    decks = [deck(words.CITIES)] * CHUNK
    return _drawn(chance, decks, counts)


def _to_hundreds(yuan: float) -> float:
    """Nobody offers or asks less than the least that is allowed."""
    return max(_LEAST_PAY, float(round(yuan / 100.0) * 100))


def _offers(chance: _Chance, trades: list[Trade], cities: list[Codes]) -> list[tuple[float | None, float | None]]:
    tops = chance.column(words.PAY_TOP)
    lows = [
        _to_hundreds(0.85 * trade.pay[draw] * words.CITY_PAY[own[0]])
        for trade, draw, own in zip(trades, chance.draws(), cities, strict=True)
    ]
    offers = [(low, _to_hundreds(low * top)) for low, top in zip(lows, tops, strict=True)]
    return _stated(chance, offers, words.PAY_MISSING_JOB, (None, None))


def _titles(chance: _Chance, trades: list[Trade]) -> list[str]:
    styles = deck(words.JOB_TITLE_STYLES)
    return [
        written(trade, trade.titles[name], styles[style], one, two)
        for trade, (name, style, one, two) in zip(trades, chance.draws(4), strict=True)
    ]


@cache
def _place(city: str, district: str | None) -> Place:
    return Place(city, district)


@cache
def _districts(city: str) -> Deck:
    inside = [row["code"] for row in read_rows("cities.csv") if row["parent"] == city]
    return deck(((None, 6.0), *((code, 1.0) for code in inside)))


def _work_places(chance: _Chance, cities: list[Codes]) -> list[tuple[Place, ...]]:
    return [
        tuple([_place(city, _districts(city)[draw]) for city in own])
        for own, draw in zip(cities, chance.draws(), strict=True)
    ]


def _job_chunk(chance: _Chance, first: int) -> Iterator[JobRecord]:
    tracks = chance.column(words.TRACKS)
    trades = [trade_of(code) for code in _codes_of(chance, tracks)]
    decks, cities = [trade.skills for trade in trades], _cities(chance, words.JOB_PLACES)
    offers = _offers(chance, trades, cities)
    columns = (
        [f"v{number:08}" for number in range(first, first + CHUNK)],
        _titles(chance, trades),
        tracks,
        _stated(chance, [trade.code for trade in trades], words.CODE_MISSING, None),
        _drawn(chance, decks, words.SKILLS_MUST),
        _drawn(chance, decks, words.SKILLS_NICE),
        _work_places(chance, cities),
        [low for low, _ in offers],
        [high for _, high in offers],
        chance.column(words.EXPERIENCE_ASKED),
        _by_track(chance, tracks, words.EDUCATION_ASKED),
        _by_track(chance, tracks, words.SKILL_LEVEL_ASKED),
        _by_track(chance, tracks, words.TITLE_RANK_ASKED),
        _certificates(chance, trades, words.CERTIFICATES_ASKED),
        chance.column(words.DAYS),
        chance.column(words.FORMS_OFFERED),
        chance.column(words.OPEN_TO),
        chance.column(words.HEADCOUNT),
        [""] * CHUNK,
        _drawn(chance, decks, words.SKILLS_READ),
        chance.column(words.HOURS_OFFERED),
        chance.column(words.NIGHTS_OFFERED),
    )
    return map(JobRecord, *columns)


def _wishes(chance: _Chance, tracks: list[str]) -> list[tuple[Trade, ...]]:
    """The trades a person wants, the first by its popularity, the others mostly near it."""
    counts = chance.column(words.TITLES_WANTED)
    firsts, others = _codes_of(chance, tracks), _codes_of(chance, tracks)
    wishes = []
    for first, other, count, (one, two, strays) in zip(firsts, others, counts, chance.draws(3), strict=True):
        near = trade_of(first).near
        # One further wish in five is for something else altogether.
        chosen = (first, other if strays < CARDS // 5 else near[one], near[two])[:count]
        wishes.append(tuple([trade_of(code) for code in dict.fromkeys(chosen)]))
    return wishes


def _wished_titles(chance: _Chance, wishes: list[tuple[Trade, ...]]) -> list[Codes]:
    styles = deck(words.WISH_TITLE_STYLES)
    return [
        tuple(
            [
                written(trade, trade.titles[draws[place]], styles[draws[place + 3]], draws[6], draws[7])
                for place, trade in enumerate(own)
            ]
        )
        for own, draws in zip(wishes, chance.draws(8), strict=True)
    ]


def _homes(chance: _Chance, wanted: list[Codes]) -> list[str | None]:
    """Most live in the first city they want; one in twelve does not say where."""
    cities = deck(words.CITIES)
    homes = [
        own[0] if draw < CARDS * 7 // 10 else cities[city]
        for own, (draw, city) in zip(wanted, chance.draws(2), strict=True)
    ]
    return _stated(chance, homes, 0.08, None)


def _pay_wishes(chance: _Chance, wishes: list[tuple[Trade, ...]], cities: list[Codes]) -> list[float | None]:
    asked = [
        _to_hundreds(own[0].pay[draw] * words.CITY_PAY[wanted[0]])
        for own, wanted, draw in zip(wishes, cities, chance.draws(), strict=True)
    ]
    return _stated(chance, asked, words.PAY_MISSING_TALENT, None)


def _talent_chunk(chance: _Chance, first: int) -> Iterator[TalentRecord]:
    tracks = chance.column(words.TRACKS)
    wishes = _wishes(chance, tracks)
    decks, wanted = [own[0].skills for own in wishes], _cities(chance, words.WANTED_CITIES)
    columns = (
        [f"t{number:08}" for number in range(first, first + CHUNK)],
        _wished_titles(chance, wishes),
        tracks,
        _stated(chance, [tuple([trade.code for trade in own]) for own in wishes], words.CODE_MISSING, ()),
        _drawn(chance, decks, words.SKILLS_HELD),
        _homes(chance, wanted),
        _stated(chance, wanted, 0.05, ()),
        [draw < CARDS // 10 for draw in chance.draws()],
        _pay_wishes(chance, wishes, wanted),
        chance.column(words.EXPERIENCE_HELD),
        _by_track(chance, tracks, words.EDUCATION_HELD),
        _by_track(chance, tracks, words.SKILL_LEVEL_HELD),
        _by_track(chance, tracks, words.TITLE_RANK_HELD),
        _certificates(chance, [own[0] for own in wishes], words.CERTIFICATES_HELD),
        chance.column(words.DAYS),
        chance.column(words.FORMS_ACCEPTED),
        chance.column(words.HOURS_WANTED),
        chance.column(words.NIGHTS_ACCEPTED),
        _drawn(chance, decks, words.SKILLS_READ),
    )
    return map(TalentRecord, *columns)
