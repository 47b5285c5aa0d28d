"""What search engines may show of the site, and how our codes are called there. Pure."""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data"
# The protocol's limit of addresses in one sitemap (sitemaps.org, "Using Sitemap index files").
SITEMAP_MOST = 50_000
FEED_MOST = 50
SIMILAR_MOST = 6
POSTER_MOST = 8
SUMMARY_MOST_LETTERS = 160
FEED_KINDS = ("atom", "rss", "json")
EVERYWHERE = "all"

# Pages that search engines may show, with the only arguments that make a page of its own. Everything else says noindex.
_INDEXABLE: dict[str, frozenset[str]] = {
    "pages.show_home": frozenset(),
    "pages.show_help": frozenset(),
    "pages.show_rights": frozenset(),
    "pages.show_accessibility": frozenset(),
    "pages.show_privacy": frozenset(),
    "postings.search_vacancies": frozenset({"city"}),
    "postings.show_vacancy": frozenset(),
    "organisations.show_organisation": frozenset(),
    "publicity.list_feeds": frozenset(),
}
LANGUAGE_ARGUMENT = "language"

# What a robot has no business with: pages behind the sign-in, forms, and copies of a vacancy on paper.
ROBOTS_DISALLOWED = (
    "/account",
    "/audit",
    "/candidates",
    "/checks",
    "/development/",
    "/evidence/",
    "/files",
    "/inspection/",
    "/interviews/",
    "/introductions/",
    "/jobs-for-me",
    "/language/",
    "/match-plans",
    "/match-runs",
    "/matches/",
    "/message-templates",
    "/my/",
    "/occupations/",
    "/offers/",
    "/organisation$",
    "/organisation/",
    "/organisations/to-verify",
    "/organisations/*/",
    "/overview",
    "/pairs/",
    "/password",
    "/profiles/",
    "/register",
    "/reports",
    "/sign-in",
    "/sign-out",
    "/talents",
    "/vacancies/new",
    "/vacancies/templates",
    "/vacancies/*/",
)


def is_indexable(endpoint: str | None, arguments: Mapping[str, list[str]]) -> bool:
    """Whether a page may be shown by search engines. `arguments` are those of the address, each with its values."""
    if endpoint not in _INDEXABLE:
        return False
    asked = {name: values for name, values in arguments.items() if name != LANGUAGE_ARGUMENT}
    return set(asked) <= _INDEXABLE[endpoint] and all(len(values) == 1 for values in asked.values())


def sitemap_number(vacancy_id: int) -> int:
    """Which sitemap a vacancy stands in: ids in blocks, so that a vacancy never moves and no file grows too long."""
    return (vacancy_id - 1) // SITEMAP_MOST + 1


@cache
def employment_types() -> dict[str, str]:
    """Our form of employment to the search engines' word."""
    return {row["code"]: row["employment_type"] for row in _rows("employment_types.csv")}


@cache
def education_categories() -> dict[str, str]:
    """Our education to the search engines' word; what they have no word for is left out."""
    return {row["code"]: row["credential_category"] for row in _rows("education_categories.csv")}


def pay_unit(period: str | None) -> str:
    """HOUR, DAY, MONTH or YEAR; piece work is stated by the month here."""
    return {"hour": "HOUR", "day": "DAY", "year": "YEAR"}.get(period or "month", "MONTH")


def _rows(name: str) -> list[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def shortened(text: str, most: int = SUMMARY_MOST_LETTERS) -> str:
    """One line of at most so many letters."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def xml_text(text: str) -> str:
    """Without the control characters and half characters that no XML may hold; files may bring them in."""
    return "".join(char for char in text if char in "\t\n\r" or (ord(char) >= 32 and not _is_forbidden(ord(char))))


def _is_forbidden(code: int) -> bool:
    return 0xD800 <= code <= 0xDFFF or code in (0xFFFE, 0xFFFF)
