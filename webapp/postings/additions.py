"""What rooms above add to the page of a vacancy: they know vacancies, a vacancy does not know them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from webapp.core.actor import Actor
from webapp.organisations.models import Organisation
from webapp.postings.models import Vacancy
from webapp.postings.presenters import VacancyPage
from webapp.reference.catalogue import Catalogue


@dataclass(frozen=True)
class ShownVacancy:
    """The vacancy that is being shown, and to whom."""

    actor: Actor
    vacancy: Vacancy
    organisation: Organisation
    page: VacancyPage
    names: Catalogue
    language: str
    now: datetime


@dataclass(frozen=True)
class Part:
    """A template that is included, with what it shows as `part.data`."""

    template: str
    data: Any


@dataclass(frozen=True)
class Additions:
    """`links` are (text, url, icon name) below the vacancy."""

    head: tuple[Part, ...] = ()
    below: tuple[Part, ...] = ()
    links: tuple[tuple[str, str, str], ...] = ()


Maker = Callable[[Session, ShownVacancy], Additions]
_makers: list[Maker] = []


def add(maker: Maker) -> None:
    """Let a room above add to every vacancy's page. Called at import by its routes."""
    if maker not in _makers:
        _makers.append(maker)


def additions_to(session: Session, shown: ShownVacancy) -> Additions:
    made = [maker(session, shown) for maker in _makers]
    return Additions(
        head=tuple(part for one in made for part in one.head),
        below=tuple(part for one in made for part in one.below),
        links=tuple(link for one in made for link in one.links),
    )
