"""Rows to what search engines, feeds and papers show."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import force_locale, gettext, ngettext

from webapp.http.locale import LANGUAGES
from webapp.organisations.models import Organisation
from webapp.postings.presenters import VacancyCard, VacancyPage, vacancy_card, vacancy_page
from webapp.postings.queries import VacancyRow
from webapp.publicity.addresses import vacancy_address
from webapp.publicity.feeds import FeedItem
from webapp.publicity.rules import shortened
from webapp.reference.catalogue import Catalogue

# As pages name their languages (BCP 47).
LANGUAGE_TAGS = {"zh": "zh-Hans", "en": "en"}


def headline(card: VacancyCard) -> str:
    """Work, place and pay in a line, as somebody sees it in a list of links."""
    return " · ".join(part for part in (card.title, ", ".join(card.city_labels), card.pay_label) if part)


def summary(page: VacancyPage) -> str:
    """A sentence or two for whoever has not opened the page yet."""
    card = page.card
    seats = (
        ngettext("%(count)s seat", "%(count)s seats", card.headcount, count=card.headcount) if card.headcount else ""
    )
    known = (card.employer, ", ".join(card.city_labels), card.pay_label, seats, card.education_label)
    return shortened(" · ".join(part for part in known if part) + gettext(". ") + " ".join(page.duties))


def feed_item(row: VacancyRow, names: Catalogue, language: str, now: datetime) -> FeedItem:
    vacancy, organisation = row
    page = vacancy_page(vacancy, organisation, names, language, now=now, actions=[])
    return FeedItem(
        address=vacancy_address(vacancy.public_id),
        title=headline(page.card),
        summary=summary(page),
        author=page.card.employer,
        published_at=vacancy.published_at or vacancy.changed_at,
        changed_at=vacancy.changed_at,
    )


@dataclass(frozen=True)
class SharingTags:
    """What a chat or a social site shows of a link to a vacancy."""

    title: str
    summary: str
    address: str
    image: str
    locale: str


@dataclass(frozen=True)
class NoticeWords:
    """The fixed words of a paper in one language."""

    place: str
    seats: str
    scan: str
    free: str
    hotline: str
    valid: str
    skills: str
    more: str


@dataclass(frozen=True)
class Notice:
    """A vacancy on paper in one language."""

    language_tag: str
    page: VacancyPage
    requirements: list[tuple[str, str]]
    words: NoticeWords


def notices(row: VacancyRow, names: Catalogue, now: datetime) -> list[Notice]:
    """The same vacancy in each language, Chinese first."""
    found = []
    for language, locale in LANGUAGES.items():
        with force_locale(locale):
            page = vacancy_page(row[0], row[1], names, language, now=now, actions=[])
            found.append(Notice(LANGUAGE_TAGS[language], page, _large_facts(page), _words()))
    return found


def _large_facts(page: VacancyPage) -> list[tuple[str, str]]:
    """What decides whether one stops and scans; the rest is behind the code. More would not fit one sheet."""
    asked_first = (
        gettext("Education"),
        gettext("Experience"),
        gettext("Certificates"),
        *page.card.city_labels[:2],
        gettext("Form of employment"),
        gettext("Hours a day"),
        gettext("Days a week"),
        gettext("Social insurance"),
        gettext("Benefits"),
    )
    said = {name: value for section in page.sections for name, value in section.pairs if value}
    return [(name, said[name]) for name in asked_first if name in said]


def _words() -> NoticeWords:
    return NoticeWords(
        place=gettext("Place of work"),
        seats=gettext("Seats"),
        scan=gettext("Scan to read everything and to apply"),
        free=gettext("Free for job seekers. Nobody may ask you for a fee or a deposit."),
        hotline=gettext("Questions: labour hotline 12333"),
        valid=gettext("Valid until"),
        skills=gettext("Skills"),
        more=gettext("All open vacancies of this employer"),
    )


@dataclass(frozen=True)
class PosterEntry:
    """One vacancy on a poster, in each language."""

    cards: list[tuple[str, VacancyCard]]
    qr_url: str
    address: str


@dataclass(frozen=True)
class Poster:
    name: str
    is_verified: bool
    entries: list[PosterEntry]
    words: list[tuple[str, NoticeWords]]
    back_url: str


def poster(organisation: Organisation, rows: list[VacancyRow], names: Catalogue) -> Poster:
    words = []
    for language, locale in LANGUAGES.items():
        with force_locale(locale):
            words.append((LANGUAGE_TAGS[language], _words()))
    return Poster(
        name=organisation.name,
        is_verified=organisation.state == "verified",
        entries=[_entry(row, names) for row in rows],
        words=words,
        back_url=url_for("organisations.show_organisation", organisation_id=organisation.id),
    )


def _entry(row: VacancyRow, names: Catalogue) -> PosterEntry:
    cards = []
    for language, locale in LANGUAGES.items():
        with force_locale(locale):
            cards.append((LANGUAGE_TAGS[language], vacancy_card(row[0], row[1], names, language)))
    public_id = row[0].public_id
    return PosterEntry(cards, url_for("publicity.show_qr", public_id=public_id), vacancy_address(public_id))
