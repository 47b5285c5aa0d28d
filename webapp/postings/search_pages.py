"""The two search pages: from what was asked in the address to results, facets and advice.

A presenter that queries: what a search gives and what is said about it cannot be told apart.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import format_decimal, gettext
from sqlalchemy.orm import Session

from webapp.core.errors import RuleBroken
from webapp.http.wording import error_text, label, labels
from webapp.postings import search_queries
from webapp.postings.grouping_presenters import with_others
from webapp.postings.presenters import TalentCard, VacancyCard, talent_card, vacancy_card
from webapp.postings.queries import open_in_groups
from webapp.postings.wishes import ReadQuery, SearchWish, read_query
from webapp.reference.catalogue import Catalogue
from webapp.reference.queries import catalogue

Arguments = Mapping[str, Any]
_DAYS = (1, 3, 7, 30)
_KNOWN = {"q", "city", "group", "track", "pay", "education", "form", "days", "sort", "after", "organisation"}
_KNOWN |= {"wanted", "level"}  # for talents


@dataclass(frozen=True)
class Facet:
    """A city as a filter: its name, how many vacancies it would give, and the link that sets it."""

    label: str
    count: int
    url: str
    is_chosen: bool


@dataclass(frozen=True)
class Choice:
    """One option of a select box."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class SearchPage:
    """`status` is 422 when something in the address could not be understood; the problem says what."""

    status: int
    query: str
    cards: list[Any]
    total: int
    understood: list[str]
    problems: list[str]
    city_facets: list[Facet]
    choices: dict[str, list[Choice]]
    advice: list[tuple[str, str]]
    next_url: str | None
    first_url: str | None
    pay: str


class _Reader:
    """Takes the address apart; what cannot be understood becomes a problem, never a silent zero."""

    def __init__(self, arguments: Arguments, names: Catalogue, language: str) -> None:
        self.arguments, self.names, self.language = arguments, names, language
        self.problems: list[str] = []
        unknown = sorted(set(arguments) - _KNOWN)
        if unknown:
            text = gettext(
                "Not understood: %(names)s. Known are: %(known)s.",
                names=", ".join(unknown)[:80],
                known=", ".join(sorted(_KNOWN - {"after"})),
            )
            self.problems.append(text)

    def text(self, name: str, most: int = 100) -> str:
        return str(self.arguments.get(name, ""))[:most].replace("\x00", "").strip()

    def one_of(self, name: str, known: Mapping[str, Any] | list[str]) -> str | None:
        value = self.text(name)
        if value and value not in known:
            self.problems.append(gettext("“%(value)s” is not a possible answer here.", value=value[:40]))
            return None
        return value or None

    def cities(self) -> tuple[str, ...]:
        getlist = getattr(self.arguments, "getlist", None)
        values = getlist("city") if getlist else [self.arguments.get("city", "")]
        return tuple(dict.fromkeys(code for value in values if (code := self.city(str(value)))))

    def city(self, value: str) -> str | None:
        if not value.strip():
            return None
        code = self.names.find_city(value[:40])
        if code is None:
            suggestions = ", ".join(row.name(self.language) for row in self.names.cities.values())
            error = RuleBroken("unknown_city", facts={"text": value[:40], "suggestions": suggestions})
            self.problems.append(error_text(error))
        return code

    def number(self, name: str, most: float) -> float | None:
        value = self.text(name, 20)
        if not value:
            return None
        try:
            number = float(value)
        except ValueError:
            number = -1.0
        if not 0 <= number <= most:
            self.problems.append(gettext("“%(value)s” is not a possible answer here.", value=value))
            return None
        return number


def _wish(reader: _Reader, read: ReadQuery) -> SearchWish:
    days = reader.number("days", 365)
    pay = reader.number("pay", 10_000_000)
    organisation = reader.number("organisation", 2_000_000_000)
    return SearchWish(
        text=reader.text("q"),
        words=read.words,
        occupations=read.occupations,
        cities=reader.cities() or read.cities,
        pay_from_yuan_month=pay if pay else read.pay_from_yuan_month,
        occupation_group=reader.one_of("group", reader.names.occupations),
        track=reader.one_of("track", dict(labels("track"))),
        education_code=reader.one_of("education", reader.names.lists.get("education", {})),
        employment_form=reader.one_of("form", reader.names.lists.get("employment_forms", {})),
        posted_within_days=int(days) if days else None,
        organisation_id=int(organisation) if organisation else None,
        skill_level=int(reader.one_of("level", reader.names.lists.get("skill_levels", {})) or 0) or None,
        sort=reader.one_of("sort", dict(labels("search_sort"))) or "relevance",
    )


def search_page(session: Session, arguments: Arguments, language: str, *, now: datetime) -> SearchPage:
    """Everything the vacancy search shows for an address."""
    names = catalogue(session)
    reader = _Reader(arguments, names, language)
    read = read_query(reader.text("q"))
    wish = _wish(reader, read)
    after = reader.text("after", 200) or None
    try:
        found = search_queries.search_vacancies(session, wish, now=now, after=after)
    except RuleBroken as error:
        reader.problems.append(error_text(error))
        found = search_queries.search_vacancies(session, wish, now=now)
    alone = [(row, vacancy_card(row, firm, names, language)) for row, firm in found.items]
    others = open_in_groups(session, {row.group_key for row, _ in alone if row.group_key}, now)
    cards: list[VacancyCard] = with_others(alone, others, names, language)
    return SearchPage(
        status=422 if reader.problems else 200,
        query=wish.text,
        cards=cards,
        total=found.total or 0,
        understood=_understood(read, wish, names, language),
        problems=reader.problems,
        city_facets=_city_facets(search_queries.counts_by_city(session, wish, now=now), wish, reader),
        choices=_choices(wish, names, language),
        advice=_advice(session, wish, reader, now) if not found.total else [],
        next_url=_url(reader, after=found.next_cursor) if found.next_cursor else None,
        first_url=_url(reader) if after else None,
        pay="" if wish.pay_from_yuan_month is None else f"{wish.pay_from_yuan_month:g}",
    )


def _url(reader: _Reader, endpoint: str = "postings.search_vacancies", **changes: Any) -> str:
    kept = {name: value for name, value in reader.arguments.items() if name in _KNOWN and name != "after" and value}
    getlist = getattr(reader.arguments, "getlist", None)
    if getlist and "city" in kept:
        kept["city"] = getlist("city")
    merged = {**kept, **changes}
    return url_for(endpoint, **{name: value for name, value in merged.items() if value not in (None, "", [])})


def _understood(read: ReadQuery, wish: SearchWish, names: Catalogue, language: str) -> list[str]:
    """What was read out of the free text, said back to the reader."""
    said = [gettext("City: %(name)s", name=names.city_label(code, language)) for code in read.cities]
    if read.pay_from_yuan_month:
        said.append(gettext("Pay from %(amount)s a month", amount=format_decimal(read.pay_from_yuan_month)))
    said += [
        gettext("Occupation: %(name)s", name=names.occupation_label(code, language)) for code in wish.occupations[:1]
    ]
    return said


def _city_facets(counts: dict[str, int], wish: SearchWish, reader: _Reader) -> list[Facet]:
    facets = []
    for code, city in reader.names.cities.items():
        is_chosen = code in wish.cities
        wanted = [other for other in wish.cities if other != code] if is_chosen else [*wish.cities, code]
        # A city inside the free text would set itself again, so the query goes on without it.
        words = " ".join(wish.words)
        url = _url(reader, city=wanted, q=words, pay=wish.pay_from_yuan_month and f"{wish.pay_from_yuan_month:g}")
        facets.append(Facet(city.name(reader.language), counts.get(code, 0), url, is_chosen))
    return facets


def _choices(wish: SearchWish, names: Catalogue, language: str) -> dict[str, list[Choice]]:
    def options(pairs: list[tuple[str, str]], chosen: str | None, nothing: str | None) -> list[Choice]:
        rows = [Choice(value, text, value == (chosen or "")) for value, text in pairs]
        return rows if nothing is None else [Choice("", nothing, not chosen), *rows]

    days = [(str(number), gettext("Last %(days)s days", days=number)) for number in _DAYS]
    groups = [(code, text if code[2:4] == "00" else f"· {text}") for code, text in names.occupation_groups(language)]
    return {
        "group": options(groups, wish.occupation_group, gettext("All occupations")),
        "track": options(labels("track"), wish.track, gettext("Labour and talent")),
        "education": options(names.choices("education", language), wish.education_code, gettext("Any education")),
        "form": options(names.choices("employment_forms", language), wish.employment_form, gettext("Any form")),
        "days": options(days, str(wish.posted_within_days or ""), gettext("Any time")),
        "level": options(names.choices("skill_levels", language), str(wish.skill_level or ""), gettext("Any level")),
        "sort": options(labels("search_sort"), wish.sort, None),
    }


_ARGUMENT_OF = {
    "cities": "city",
    "pay_from_yuan_month": "pay",
    "occupation_group": "group",
    "track": "track",
    "education_code": "education",
    "employment_form": "form",
    "posted_within_days": "days",
    "words": "q",
}


def _advice(session: Session, wish: SearchWish, reader: _Reader, now: datetime) -> list[tuple[str, str]]:
    """Which filter to drop and what that would give, as links."""
    advice = []
    for item in search_queries.relaxations(session, wish, now=now):
        text = gettext(
            "Without %(filter)s: %(count)s vacancies",
            filter=" + ".join(label("search_filter", name) for name in item.filter_names),
            count=format_decimal(item.count),
        )
        dropped = dict.fromkeys(_ARGUMENT_OF[name] for name in item.filter_names)
        full: dict[str, Any] = {
            "city": list(wish.cities),
            "q": " ".join(wish.words),
            "pay": wish.pay_from_yuan_month and f"{wish.pay_from_yuan_month:g}",
        }
        advice.append((text, _url(reader, **{**full, **dropped})))
    return advice


def talent_search_page(session: Session, arguments: Arguments, language: str, *, now: datetime) -> SearchPage:
    """The same for anonymous profiles."""
    names = catalogue(session)
    reader = _Reader(arguments, names, language)
    read = read_query(reader.text("q"))
    wish = _wish(reader, read)
    wanted = reader.city(reader.text("wanted", 40))
    after = reader.text("after", 200) or None
    try:
        found = search_queries.search_profiles(session, wish, now=now, wanted_city=wanted, after=after)
    except RuleBroken as error:
        reader.problems.append(error_text(error))
        found = search_queries.search_profiles(session, wish, now=now, wanted_city=wanted, after=None)
    cards: list[TalentCard] = [talent_card(row, names, language) for row in found.items]
    cities = names.city_choices(language)
    choices = _choices(wish, names, language)
    everywhere = gettext("All cities")
    chosen = wish.cities[0] if wish.cities else ""
    choices["city"] = [Choice("", everywhere, not chosen), *(Choice(c, t, c == chosen) for c, t in cities)]
    choices["wanted"] = [Choice("", everywhere, not wanted), *(Choice(c, t, c == wanted) for c, t in cities)]
    return SearchPage(
        status=422 if reader.problems else 200,
        query=wish.text,
        cards=cards,
        total=found.total or 0,
        understood=_understood(read, wish, names, language),
        problems=reader.problems,
        city_facets=[],
        choices=choices,
        advice=[],
        next_url=_url(reader, "postings.search_talents", after=found.next_cursor) if found.next_cursor else None,
        first_url=_url(reader, "postings.search_talents") if after else None,
        pay="",
    )
