"""Reading a search box: "chengdu dianGong 8000+" in any of its spellings, to what is searched for. Pure."""

import re
from dataclasses import dataclass

from matching.folding import fold
from matching.occupations import normalise
from matching.text.pay import parse_pay
from matching.vocabulary.places import city_words, find_city

_PAY_WORD = re.compile(r"^[0-9][0-9,.]*(?:k|w|\u5343|\u4e07|\u5143)?.*$")
_SURE = 0.30
_LEAST_PAY_YUAN_MONTH = 1000
_TIDY = re.compile(r"[\s,\uff0c\u3001;\uff1b]+")


@dataclass(frozen=True, kw_only=True)
class SearchWish:
    """What is looked for. `words` must each occur in the text, or the occupation must be one of `occupations`."""

    text: str = ""
    words: tuple[str, ...] = ()
    occupations: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    pay_from_yuan_month: float | None = None
    occupation_group: str | None = None
    track: str | None = None
    education_code: str | None = None
    employment_form: str | None = None
    posted_within_days: int | None = None
    organisation_id: int | None = None
    skill_level: int | None = None
    sort: str = "relevance"


@dataclass(frozen=True)
class ReadQuery:
    """Parts of a query: cities, pay, the words that are left, and the occupations these mean."""

    cities: tuple[str, ...]
    pay_from_yuan_month: float | None
    words: tuple[str, ...]
    occupations: tuple[str, ...]


def read_query(text: str) -> ReadQuery:
    """Take a query apart. Order and language of its words do not matter."""
    cities: list[str] = []
    pay: float | None = None
    words: list[str] = []
    for piece in _pieces(fold(text[:200])):
        city = find_city(piece)
        if city:
            cities.append(city)
        elif _PAY_WORD.match(piece) and (least := _pay_of(piece)):
            pay = least
        else:
            words.append(piece)
    return ReadQuery(tuple(dict.fromkeys(cities)), pay, tuple(words), occupations_of(words))


def _pay_of(piece: str) -> float | None:
    """A wish for pay. Less than anybody is paid is no pay but a word, as in "3D" or "5S"."""
    parsed = parse_pay(piece)
    least = parsed.min_yuan_month if parsed else None
    return least if least is not None and least >= _LEAST_PAY_YUAN_MONTH else None


def _pieces(text: str) -> list[str]:
    """Words at blanks; a city's name glued to the front or end of a word is cut off."""
    pieces: list[str] = []
    for piece in _TIDY.split(text):
        if find_city(piece):
            pieces.append(piece)
            continue
        rest = piece
        for name in city_words():
            if len(name) >= 2 and not name.isascii() and rest != name and name in rest:
                before, _, after = rest.partition(name)
                pieces.append(name)
                rest = before + after
        if rest:
            pieces.append(rest)
    return pieces


def occupations_of(words: list[str]) -> tuple[str, ...]:
    """Codes that the words mean with some certainty; usually one."""
    if not words:
        return ()
    ranked = normalise([" ".join(words)])[0]
    return tuple(code for code, confidence in ranked[:3] if confidence >= _SURE)
