"""Finding runs, pairs and standing matches; every one narrowed by who asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true
from sqlalchemy.orm import Session

from webapp.core.actor import Actor
from webapp.core.database import one_or_not_found
from webapp.core.paging import Page, decode_cursor, encode_cursor
from webapp.core.permissions import Permission, Role
from webapp.matches.models import MatchRun, RunPair, StandingMatch
from webapp.organisations.models import Organisation
from webapp.postings.models import Profile, Vacancy, VacancyPlace
from webapp.postings.queries import PROFILE_LOADED, VACANCY_LOADED, in_group, is_public, is_public_profile

# -- records of a run ---------------------------------------------------------------------------------------------


def vacancies_to_match(
    session: Session,
    now: datetime,
    *,
    to_cities: Sequence[str] = (),
    occupation_group: str | None = None,
    track: str | None = None,
) -> list[Vacancy]:
    """Open vacancies with a place in one of the cities (all cities when none is named), by id."""
    statement = select(Vacancy).where(is_public(now)).options(*VACANCY_LOADED).order_by(Vacancy.id)
    if to_cities:
        places = select(VacancyPlace.vacancy_id).where(VacancyPlace.city_code.in_(to_cities))
        statement = statement.where(Vacancy.id.in_(places))
    if occupation_group:
        statement = statement.where(in_group(Vacancy.occupation_code, occupation_group))
    if track:
        statement = statement.where(Vacancy.track == track)
    return list(session.scalars(statement))


def profiles_to_match(
    session: Session, now: datetime, *, from_cities: Sequence[str] = (), track: str | None = None
) -> list[Profile]:
    """Published profiles of people now in one of the cities (all cities when none is named), by id."""
    statement = select(Profile).where(is_public_profile(now)).options(*PROFILE_LOADED).order_by(Profile.id)
    if from_cities:
        statement = statement.where(Profile.city_code.in_(from_cities))
    if track:
        statement = statement.where(Profile.track == track)
    return list(session.scalars(statement))


# -- records of a preview -----------------------------------------------------------------------------------------


def public_vacancies_by_city(session: Session, now: datetime) -> list[tuple[int, str]]:
    """(id, city) of every open vacancy, by id."""
    statement = select(Vacancy.id, Vacancy.city_code).where(is_public(now)).order_by(Vacancy.id)
    return [(row[0], row[1] or "") for row in session.execute(statement)]


def public_profiles_by_city(session: Session, now: datetime) -> list[tuple[int, str]]:
    """(id, city where the person is now) of every published profile, by id."""
    statement = select(Profile.id, Profile.city_code).where(is_public_profile(now)).order_by(Profile.id)
    return [(row[0], row[1] or "") for row in session.execute(statement)]


def vacancies_by_id(session: Session, ids: Sequence[int]) -> list[Vacancy]:
    statement = select(Vacancy).where(Vacancy.id.in_(ids)).options(*VACANCY_LOADED).order_by(Vacancy.id)
    return list(session.scalars(statement))


def profiles_by_id(session: Session, ids: Sequence[int]) -> list[Profile]:
    statement = select(Profile).where(Profile.id.in_(ids)).options(*PROFILE_LOADED).order_by(Profile.id)
    return list(session.scalars(statement))


# -- runs ---------------------------------------------------------------------------------------------------------


def visible_runs(actor: Actor) -> ColumnElement[bool]:
    """The officer's city's runs; all for the coordinator."""
    if not actor.may(Permission.MATCH_RUN):
        return false()
    if actor.role is Role.COORDINATOR:
        return true()
    return MatchRun.city_code == (actor.city_code or "")


def runs(session: Session, actor: Actor, limit: int = 50) -> list[MatchRun]:
    statement = select(MatchRun).where(visible_runs(actor)).order_by(MatchRun.id.desc()).limit(limit)
    return list(session.scalars(statement))


def run_visible_to(session: Session, actor: Actor, run_id: int) -> MatchRun:
    return one_or_not_found(session, select(MatchRun).where(MatchRun.id == run_id, visible_runs(actor)))


@dataclass(frozen=True)
class PairFilter:
    """What of a run's pairs is looked at."""

    decision: str | None = None
    to_city: str | None = None
    is_top_only: bool = False


PairRow = tuple[RunPair, Vacancy, Organisation, Profile]


def _pairs(run_id: int, chosen: PairFilter) -> Select[RunPair, Vacancy, Organisation, Profile]:
    statement = (
        select(RunPair, Vacancy, Organisation, Profile)
        .join(Vacancy, Vacancy.id == RunPair.vacancy_id)
        .join(Organisation, Organisation.id == Vacancy.organisation_id)
        .join(Profile, Profile.id == RunPair.profile_id)
        .where(RunPair.run_id == run_id)
        .options(*VACANCY_LOADED, *PROFILE_LOADED)
    )
    if chosen.decision == "undecided":
        statement = statement.where(RunPair.decision.is_(None))
    elif chosen.decision:
        statement = statement.where(RunPair.decision == chosen.decision)
    if chosen.to_city:
        statement = statement.where(Vacancy.city_code == chosen.to_city)
    if chosen.is_top_only:
        statement = statement.where(RunPair.rank == 1)
    return statement


def pairs_page(
    session: Session, run_id: int, chosen: PairFilter, *, after: str | None = None, size: int = 20
) -> Page[PairRow]:
    """Best scores first; the total counts all pairs that the filter leaves."""
    statement = _pairs(run_id, chosen).order_by(RunPair.score.desc(), RunPair.id).limit(size + 1)
    if after:
        score, last_id = decode_cursor(after, 2)
        if isinstance(score, int | float) and isinstance(last_id, int):
            behind = or_(RunPair.score < score, and_(RunPair.score == score, RunPair.id > last_id))
            statement = statement.where(behind)
    rows: list[Any] = [tuple(row) for row in session.execute(statement)]
    cursor = encode_cursor(rows[size - 1][0].score, rows[size - 1][0].id) if len(rows) > size else None
    counted = select(func.count()).select_from(_pairs(run_id, chosen).with_only_columns(RunPair.id).subquery())
    return Page(rows[:size], cursor, session.scalar(counted))


def pairs_in_order(session: Session, run_id: int, chosen: PairFilter) -> list[PairRow]:
    """All pairs for an export, vacancy by vacancy."""
    statement = _pairs(run_id, chosen).order_by(RunPair.vacancy_id, RunPair.rank)
    return [(row[0], row[1], row[2], row[3]) for row in session.execute(statement)]


def pair_visible_to(session: Session, actor: Actor, pair_id: int) -> PairRow:
    """One pair of a run that the actor may see; NotFound otherwise."""
    statement = select(RunPair).join(MatchRun, MatchRun.id == RunPair.run_id)
    pair = one_or_not_found(session, statement.where(RunPair.id == pair_id, visible_runs(actor)))
    row = session.execute(_pairs(pair.run_id, PairFilter()).where(RunPair.id == pair_id)).one()
    return row[0], row[1], row[2], row[3]


def decisions_count(session: Session, run_id: int) -> dict[str, int]:
    statement = select(RunPair.decision, func.count()).where(RunPair.run_id == run_id).group_by(RunPair.decision)
    return {decision or "undecided": number for decision, number in session.execute(statement)}


# -- standing matches ---------------------------------------------------------------------------------------------

StandingRow = tuple[StandingMatch, Vacancy, Organisation, Profile]


def _standing(now: datetime) -> Select[StandingMatch, Vacancy, Organisation, Profile]:
    """Only pairs of which both sides are public at this very moment, whatever the jobs have done yet."""
    return (
        select(StandingMatch, Vacancy, Organisation, Profile)
        .join(Vacancy, Vacancy.id == StandingMatch.vacancy_id)
        .join(Organisation, Organisation.id == Vacancy.organisation_id)
        .join(Profile, Profile.id == StandingMatch.profile_id)
        .where(is_public(now), is_public_profile(now))
        .options(*VACANCY_LOADED, *PROFILE_LOADED)
        .order_by(StandingMatch.score.desc(), StandingMatch.id)
    )


def matches_of_vacancy(session: Session, vacancy_id: int, now: datetime, limit: int = 30) -> list[StandingRow]:
    statement = _standing(now).where(StandingMatch.vacancy_id == vacancy_id).limit(limit)
    return [(row[0], row[1], row[2], row[3]) for row in session.execute(statement)]


def matches_of_profile(session: Session, profile_id: int, now: datetime, limit: int = 30) -> list[StandingRow]:
    statement = _standing(now).where(StandingMatch.profile_id == profile_id).limit(limit)
    return [(row[0], row[1], row[2], row[3]) for row in session.execute(statement)]


def matches_of_account(session: Session, account_id: int, now: datetime, limit: int = 30) -> list[StandingRow]:
    statement = _standing(now).where(Profile.account_id == account_id).limit(limit)
    return [(row[0], row[1], row[2], row[3]) for row in session.execute(statement)]


def matches_of_organisation(
    session: Session, organisation_id: int, now: datetime, limit: int = 40
) -> list[StandingRow]:
    statement = _standing(now).where(Vacancy.organisation_id == organisation_id).limit(limit)
    return [(row[0], row[1], row[2], row[3]) for row in session.execute(statement)]


def standing_match_visible_to(session: Session, actor: Actor, match_id: int, now: datetime) -> StandingRow:
    """For the person, the posting organisation, and the bureau of the place; NotFound otherwise."""
    allowed: list[ColumnElement[bool]] = []
    if actor.may(Permission.PROFILE_OWN):
        allowed.append(Profile.account_id == actor.account_id)
    if actor.may(Permission.VACANCY_SEE_TALENTS) and actor.organisation_id:
        allowed.append(Vacancy.organisation_id == actor.organisation_id)
    if actor.may(Permission.MATCH_RUN):
        allowed.append(true() if actor.role is Role.COORDINATOR else Vacancy.city_code == actor.city_code)
    condition = or_(*allowed) if allowed else false()
    row = session.execute(_standing(now).where(StandingMatch.id == match_id, condition)).one_or_none()
    if row is None:
        one_or_not_found(session, select(StandingMatch).where(false()))
        raise AssertionError
    return row[0], row[1], row[2], row[3]
