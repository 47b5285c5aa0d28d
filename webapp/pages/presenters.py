"""What the home page and the dashboards show."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flask import url_for
from flask_babel import gettext, ngettext
from sqlalchemy.orm import Session

from webapp.core.actor import Actor
from webapp.core.clock import CHINA
from webapp.core.permissions import Permission, Role
from webapp.organisations.duties import Duty, duties_of
from webapp.organisations.models import Organisation
from webapp.pages import queries
from webapp.placements.presenters import due_before
from webapp.placements.queries import count_overdue
from webapp.postings.models import Profile, Vacancy
from webapp.postings.presenters import VacancyCard, vacancy_card
from webapp.postings.queries import count_to_check, is_public, is_public_profile
from webapp.reference.catalogue import Catalogue
from webapp.reference.queries import catalogue
from webapp.reports.queries import count_to_answer, count_waiting


@dataclass(frozen=True)
class MapCity:
    """A city on the schematic map: place in percent from the west and from the north, and what is open there."""

    name: str
    x: float
    y: float
    open_vacancies: int
    seekers: int
    url: str


@dataclass(frozen=True)
class Tile:
    label: str
    value: int | str
    url: str | None = None
    note: str = ""


@dataclass(frozen=True)
class HomePage:
    cities: list[MapCity]
    latest: list[VacancyCard]
    tiles: list[Tile]


@dataclass(frozen=True)
class Dashboard:
    """Tiles with what waits, and the usual next steps as (label, text, url, icon)."""

    tiles: list[Tile]
    entrances: list[tuple[str, str, str, str]]
    duties: list[Duty] = field(default_factory=list)


def home_page(session: Session, now: datetime, language: str) -> HomePage:
    names = catalogue(session)
    cities = _map_cities(session, names, now, language)
    latest = [
        vacancy_card(vacancy, organisation, names, language)
        for vacancy, organisation in queries.latest_vacancies(session, now)
    ]
    verified = queries.count_organisations(session, Organisation.state == "verified")
    tiles = [
        Tile(
            gettext("Open vacancies"),
            queries.count_vacancies(session, is_public(now)),
            url_for("postings.search_vacancies"),
        ),
        Tile(gettext("Job seekers"), sum(city.seekers for city in cities)),
        Tile(gettext("Verified employers"), verified),
        Tile(
            gettext("New in seven days"),
            queries.count_vacancies(session, is_public(now), Vacancy.published_at >= now - timedelta(days=7)),
            url_for("postings.search_vacancies", days=7),
        ),
    ]
    return HomePage(cities, latest, tiles)


def _map_cities(session: Session, names: Catalogue, now: datetime, language: str) -> list[MapCity]:
    counts = queries.counts_by_city(session, now)
    rows = list(names.cities.values())
    west = min(row.details["longitude"] for row in rows)
    east = max(row.details["longitude"] for row in rows)
    south = min(row.details["latitude"] for row in rows)
    north = max(row.details["latitude"] for row in rows)
    cities = []
    for row in rows:
        count = counts.get(row.code) or queries.CityCount(row.code, 0, 0, 0)
        cities.append(
            MapCity(
                name=row.name(language).removesuffix("\u5e02"),
                x=round(100 * (row.details["longitude"] - west) / (east - west), 1),
                y=round(100 * (north - row.details["latitude"]) / (north - south), 1),
                open_vacancies=count.open_vacancies,
                seekers=count.seekers,
                url=url_for("postings.search_vacancies", city=row.code),
            )
        )
    return cities


def dashboard(session: Session, actor: Actor, now: datetime) -> Dashboard:
    """The first page after signing in, by role."""
    makers = {
        Role.SEEKER: _seeker,
        Role.EMPLOYER: _employer,
        Role.AGENCY: _employer,
        Role.OFFICER: _officer,
        Role.INSPECTOR: _inspector,
        Role.COORDINATOR: _coordinator,
        Role.ADMINISTRATOR: _administrator,
    }
    if actor.role is None:
        return Dashboard([], [])
    return makers[actor.role](session, actor, now)


def _seeker(session: Session, actor: Actor, now: datetime) -> Dashboard:
    account_id = actor.account_id or 0
    profiles = queries.count_profiles(session, Profile.account_id == account_id)
    invitations = queries.count_introductions_of_account(session, account_id, "invited")
    offered = queries.count_introductions_of_account(session, account_id, "offered")
    to_choose = queries.count_interviews_to_choose(session, account_id, now)
    applied = queries.count_introductions_of_account(session, account_id, "applied")
    tiles = [
        Tile(gettext("My profiles"), profiles, url_for("postings.list_my_profiles")),
        Tile(gettext("Invitations to answer"), invitations, url_for("placements.list_my_introductions")),
        Tile(gettext("Interviews: choose a time"), to_choose, url_for("placements.list_my_introductions")),
        Tile(gettext("Offers to answer"), offered, url_for("placements.list_my_introductions")),
        Tile(gettext("Applications waiting for an answer"), applied, url_for("placements.list_my_introductions")),
    ]
    entrances = [
        (
            gettext("Jobs for me"),
            gettext("Vacancies of nine cities that fit your profile, with the reasons."),
            url_for("matches.recommendations"),
            "star",
        ),
        (
            gettext("Find work"),
            gettext("Search by work, city and pay."),
            url_for("postings.search_vacancies"),
            "search",
        ),
        (
            gettext("Write a profile") if not profiles else gettext("My profiles"),
            gettext("Be found without showing your name."),
            url_for("postings.start_profile") if not profiles else url_for("postings.list_my_profiles"),
            "person",
        ),
    ]
    return Dashboard(tiles, entrances)


def _employer(session: Session, actor: Actor, now: datetime) -> Dashboard:
    organisation_id = actor.organisation_id or 0
    own = Vacancy.organisation_id == organisation_id
    soon = now + timedelta(days=7)
    tiles = [
        Tile(
            gettext("Open vacancies"),
            queries.count_vacancies(session, own, is_public(now)),
            url_for("postings.list_my_vacancies", state="published"),
        ),
        Tile(
            gettext("Ending within seven days"),
            queries.count_vacancies(session, own, is_public(now), Vacancy.expires_at <= soon),
            url_for("postings.list_my_vacancies", state="published"),
        ),
        Tile(
            gettext("Returned by the bureau"),
            queries.count_vacancies(session, own, Vacancy.state == "returned"),
            url_for("postings.list_my_vacancies", state="returned"),
        ),
        Tile(
            gettext("Applications to answer"),
            queries.count_introductions_of_organisation(session, organisation_id, "applied"),
            url_for("placements.list_all_candidates", stage="new"),
            _overdue_note(session, organisation_id, now),
        ),
        Tile(
            gettext("Interviews in seven days"),
            queries.count_interviews_of_organisation(session, organisation_id, now, soon),
            url_for("placements.list_all_candidates", stage="interview"),
        ),
        Tile(gettext("Questions of the bureau"), count_to_answer(session, actor), url_for("reports.list_questions")),
    ]
    entrances = [
        (
            gettext("Post a vacancy"),
            gettext("Six short steps; you can stop at any of them."),
            url_for("postings.start_vacancy"),
            "plus-lg",
        ),
        (
            gettext("Talents for us"),
            gettext("People of nine cities who fit your open vacancies."),
            url_for("matches.list_talents_for_us"),
            "people",
        ),
        (
            gettext("Bring a file"),
            gettext("Many vacancies at once, from CSV or Excel."),
            url_for("intake.list_batches"),
            "upload",
        ),
    ]
    if not actor.may(Permission.VACANCY_PUBLISH):
        # A member who may only read: what is there to see.
        own_list = (gettext("My vacancies"), gettext("What your organisation offers."))
        entrances = [(*own_list, url_for("postings.list_my_vacancies"), "briefcase"), entrances[1]]
    return Dashboard(tiles, entrances, duties_of(session, actor, now.astimezone(CHINA).date()))


def _overdue_note(session: Session, organisation_id: int, now: datetime) -> str:
    overdue = count_overdue(session, organisation_id, due_before(now))
    return ngettext("%(num)s of them is overdue", "%(num)s of them are overdue", overdue) if overdue else ""


def _officer(session: Session, actor: Actor, now: datetime) -> Dashboard:
    here = Organisation.city_code == actor.city_code
    tiles = [
        Tile(
            gettext("Postings to check"),
            count_to_check(session, actor),
            url_for("postings.list_postings_to_check"),
        ),
        Tile(gettext("Reports to look at"), count_waiting(session, actor), url_for("reports.list_cases")),
        Tile(
            gettext("Organisations to verify"),
            queries.count_organisations(session, here, Organisation.review == "waiting"),
            url_for("organisations.list_organisations_to_verify"),
        ),
        Tile(
            gettext("Open vacancies here"),
            queries.count_vacancies(session, is_public(now), Vacancy.city_code == actor.city_code),
            url_for("postings.search_vacancies", city=actor.city_code),
        ),
        Tile(
            gettext("Job seekers here"),
            queries.count_profiles(session, is_public_profile(now), Profile.city_code == actor.city_code),
            url_for("postings.search_talents", city=actor.city_code),
        ),
    ]
    return Dashboard(tiles, _matching_entrances() + _file_entrance())


def _coordinator(session: Session, actor: Actor, now: datetime) -> Dashboard:
    tiles = [
        Tile(
            gettext("Open vacancies"),
            queries.count_vacancies(session, is_public(now)),
            url_for("postings.search_vacancies"),
        ),
        Tile(
            gettext("Job seekers"),
            queries.count_profiles(session, is_public_profile(now)),
            url_for("postings.search_talents"),
        ),
        Tile(gettext("Match runs"), queries.count_runs(session, actor), url_for("matches.list_runs")),
    ]
    return Dashboard(tiles, _matching_entrances())


def _inspector(session: Session, actor: Actor, now: datetime) -> Dashboard:
    here = Vacancy.city_code == actor.city_code
    tiles = [
        Tile(
            gettext("Open vacancies here"),
            queries.count_vacancies(session, is_public(now), here),
            url_for("postings.search_vacancies", city=actor.city_code),
        ),
        Tile(
            gettext("Employers here"), queries.count_organisations(session, Organisation.city_code == actor.city_code)
        ),
    ]
    entrance = (
        gettext("Audit"),
        gettext("Who did what in your city."),
        url_for("accounts.list_audit_entries"),
        "clock-history",
    )
    return Dashboard(tiles, [entrance])


def _administrator(session: Session, actor: Actor, now: datetime) -> Dashboard:
    tiles = [Tile(gettext("Match runs"), queries.count_runs(session, actor))]
    entrances = [
        (gettext("Accounts"), gettext("Invite staff, close accounts."), url_for("accounts.list_accounts"), "people"),
        (
            gettext("Audit"),
            gettext("Who did what, newest first."),
            url_for("accounts.list_audit_entries"),
            "clock-history",
        ),
    ]
    return Dashboard(tiles, entrances)


def _matching_entrances() -> list[tuple[str, str, str, str]]:
    return [
        (
            gettext("Match across cities"),
            gettext("Choose from where to where; see the best pairs and why."),
            url_for("matches.start_run"),
            "diagram-3",
        ),
        (
            gettext("Find talents"),
            gettext("Search anonymous profiles of nine cities."),
            url_for("postings.search_talents"),
            "search",
        ),
    ]


def _file_entrance() -> list[tuple[str, str, str, str]]:
    text = gettext("Vacancies or profiles from CSV or Excel, checked row by row.")
    return [(gettext("Bring a file"), text, url_for("intake.list_batches"), "upload")]
