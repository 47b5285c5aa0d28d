"""What a search card says of the other open vacancies that say nearly the same."""

from collections.abc import Sequence
from dataclasses import replace

from flask import url_for

from webapp.postings.models import Vacancy
from webapp.postings.presenters import AlsoOpen, VacancyCard, places_label
from webapp.reference.catalogue import Catalogue

SHOWN_ON_A_CARD = 8


def with_others(
    cards: Sequence[tuple[Vacancy, VacancyCard]], open_ones: Sequence[Vacancy], names: Catalogue, language: str
) -> list[VacancyCard]:
    """Each card with links to the others of its group, in the order of `open_ones`; none where it stands alone."""
    by_group: dict[str, list[Vacancy]] = {}
    for one in open_ones:
        by_group.setdefault(one.group_key or "", []).append(one)
    return [_with_others(row, card, by_group, names, language) for row, card in cards]


def _with_others(
    row: Vacancy, card: VacancyCard, by_group: dict[str, list[Vacancy]], names: Catalogue, language: str
) -> VacancyCard:
    others = [one for one in by_group.get(row.group_key or "", []) if one.id != row.id] if row.group_key else []
    if not others:
        return card
    also = tuple(_also(one, names, language) for one in others[:SHOWN_ON_A_CARD])
    return replace(card, also=also, group_url=url_for("postings.show_group", key=row.group_key))


def _also(one: Vacancy, names: Catalogue, language: str) -> AlsoOpen:
    cities = " · ".join(names.city_label(place.city_code, language) for place in one.places)
    return AlsoOpen(cities, places_label(one), url_for("postings.show_vacancy", public_id=one.public_id))
