"""Finding runs, pairs and standing matches; every one narrowed by who asks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, literal, or_, select, true, tuple_
from sqlalchemy.orm import Session, load_only, selectinload

from webapp.core.actor import Actor
from webapp.core.database import one_or_not_found
from webapp.core.errors import NotFound
from webapp.core.paging import Page, decode_cursor, encode_cursor
from webapp.core.permissions import Permission, Role
from webapp.matches.models import MatchRun, RunPair, RunProfileRecord, RunVacancyRecord, StandingMatch
from webapp.organisations.models import Organisation
from webapp.postings.models import (
    Profile,
    ProfileCity,
    ProfileReadSkill,
    ProfileSkill,
    Vacancy,
    VacancyPlace,
    VacancyReadSkill,
    VacancySkill,
)
from webapp.postings.queries import PROFILE_LOADED, VACANCY_LOADED, in_group, is_public, is_public_profile

# -- records of a run ---------------------------------------------------------------------------------------------


Lists = dict[int, list[Any]]
_VACANCY_COLUMNS = (
    Vacancy.id,
    Vacancy.title,
    Vacancy.track,
    Vacancy.occupation_code,
    Vacancy.pay_min_yuan_month,
    Vacancy.pay_max_yuan_month,
    Vacancy.experience_min_months,
    Vacancy.education_code,
    Vacancy.skill_level,
    Vacancy.title_rank,
    Vacancy.certificates,
    Vacancy.starts_on,
    Vacancy.employment_form,
    Vacancy.open_to_cities,
    Vacancy.headcount,
)
_PROFILE_COLUMNS = (
    Profile.id,
    Profile.wanted_titles,
    Profile.track,
    Profile.occupation_codes,
    Profile.city_code,
    Profile.accepts_any_city,
    Profile.pay_min_yuan_month,
    Profile.experience_min_months,
    Profile.education_code,
    Profile.skill_level,
    Profile.title_rank,
    Profile.certificates,
    Profile.available_on,
    Profile.employment_forms,
)


def count_public_vacancies(session: Session, now: datetime) -> int:
    return session.scalar(select(func.count()).select_from(Vacancy).where(is_public(now))) or 0


def count_public_profiles(session: Session, now: datetime) -> int:
    return session.scalar(select(func.count()).select_from(Profile).where(is_public_profile(now))) or 0


def vacancies_to_match(
    now: datetime,
    to_cities: Sequence[str],
    occupation_group: str | None,
    track: str | None,
    ids: Sequence[int] | None = None,
) -> ColumnElement[bool]:
    """Open vacancies with a place in one of the cities (all cities when none is named)."""
    asked = [is_public(now)]
    if ids is not None:
        asked.append(Vacancy.id.in_(ids))
    if to_cities:
        asked.append(Vacancy.id.in_(select(VacancyPlace.vacancy_id).where(VacancyPlace.city_code.in_(to_cities))))
    if occupation_group:
        asked.append(in_group(Vacancy.occupation_code, occupation_group))
    if track:
        asked.append(Vacancy.track == track)
    return and_(*asked)


def profiles_to_match(
    now: datetime, from_cities: Sequence[str], track: str | None, ids: Sequence[int] | None = None
) -> ColumnElement[bool]:
    """Published profiles of people now in one of the cities (all cities when none is named)."""
    asked = [is_public_profile(now)]
    if ids is not None:
        asked.append(Profile.id.in_(ids))
    if from_cities:
        asked.append(Profile.city_code.in_(from_cities))
    if track:
        asked.append(Profile.track == track)
    return and_(*asked)


def vacancy_columns(session: Session, asked: ColumnElement[bool]) -> tuple[Sequence[Any], list[Lists]]:
    """Only what is compared, by id, and by vacancy its places, skills and read skills; four statements for any
    number.
    """
    some = select(Vacancy.id).where(asked)
    place, skill, read = VacancyPlace, VacancySkill, VacancyReadSkill
    lists: list[Any] = [
        select(place.vacancy_id, place.city_code, place.district_code).order_by(place.vacancy_id, place.position),
        select(skill.vacancy_id, skill.code, skill.text, skill.is_must).order_by(skill.vacancy_id, skill.position),
        select(read.vacancy_id, read.code, read.is_dismissed).order_by(read.vacancy_id, read.start, read.code),
    ]
    rows = session.execute(select(*_VACANCY_COLUMNS).where(asked).order_by(Vacancy.id)).all()
    of = (place.vacancy_id, skill.vacancy_id, read.vacancy_id)
    return rows, [_by_owner(session, one.where(owner.in_(some))) for one, owner in zip(lists, of, strict=True)]


def profile_columns(session: Session, asked: ColumnElement[bool]) -> tuple[Sequence[Any], list[Lists]]:
    """The same of profiles: wished cities, skills and read skills."""
    some = select(Profile.id).where(asked)
    city, skill, read = ProfileCity, ProfileSkill, ProfileReadSkill
    lists: list[Any] = [
        select(city.profile_id, city.city_code).order_by(city.profile_id, city.position),
        select(skill.profile_id, skill.code, skill.text).order_by(skill.profile_id, skill.position),
        select(read.profile_id, read.code, read.is_dismissed).order_by(read.profile_id, read.start, read.code),
    ]
    rows = session.execute(select(*_PROFILE_COLUMNS).where(asked).order_by(Profile.id)).all()
    of = (city.profile_id, skill.profile_id, read.profile_id)
    return rows, [_by_owner(session, one.where(owner.in_(some))) for one, owner in zip(lists, of, strict=True)]


def _by_owner(session: Session, statement: Select[Any]) -> Lists:
    lists: Lists = {}
    for row in session.execute(statement):
        lists.setdefault(row[0], []).append(row)
    return lists


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


def finished_run_visible_to(session: Session, actor: Actor, run_id: int) -> MatchRun:
    statement = select(MatchRun).where(MatchRun.id == run_id, MatchRun.state == "done", visible_runs(actor))
    return one_or_not_found(session, statement)


@dataclass(frozen=True)
class PairFilter:
    """What of a run's pairs is looked at."""

    decision: str | None = None
    to_city: str | None = None
    is_top_only: bool = False


PairRow = tuple[RunPair, Vacancy, Organisation, Profile]
# What is seen of a run that is not done: what is stored of it so far may be half of it.
NO_PAIRS: Page[PairRow] = Page([], None, 0)


# A constant in the statement, so that SQLite knows the partial index to hold all that is asked.
_IS_FIRST = RunPair.rank == literal(1, literal_execute=True)


def _chosen(run_id: int, chosen: PairFilter) -> ColumnElement[bool]:
    conditions = [RunPair.run_id == run_id]
    if chosen.decision == "undecided":
        conditions.append(RunPair.decision.is_(None))
    elif chosen.decision:
        conditions.append(RunPair.decision == chosen.decision)
    if chosen.to_city:
        conditions.append(RunPair.vacancy_id.in_(select(Vacancy.id).where(Vacancy.city_code == chosen.to_city)))
    if chosen.is_top_only:
        conditions.append(_IS_FIRST)
    return and_(*conditions)


def _pairs() -> Select[RunPair, Vacancy, Organisation, Profile]:
    return (
        select(RunPair, Vacancy, Organisation, Profile)
        .join(Vacancy, Vacancy.id == RunPair.vacancy_id)
        .join(Organisation, Organisation.id == Vacancy.organisation_id)
        .join(Profile, Profile.id == RunPair.profile_id)
        .options(*VACANCY_LOADED, *PROFILE_LOADED)
    )


def pairs_page(
    session: Session,
    run_id: int,
    chosen: PairFilter,
    *,
    after: str | None = None,
    size: int = 20,
    counts: dict[str, int] | None = None,
) -> Page[PairRow]:
    """Best scores first, and of equal ones the row that was stored last: an index read backwards gives just that, so
    that the thousandth page costs what the first one does. The total counts all pairs that the filter leaves; where
    `decisions_count` was asked before, it is taken from there.
    """
    place = tuple_(RunPair.score, RunPair.id)
    statement = _pairs().where(_chosen(run_id, chosen)).order_by(RunPair.score.desc(), RunPair.id.desc())
    if after:
        score, last_id = decode_cursor(after, 2)
        if isinstance(score, int | float) and isinstance(last_id, int):
            statement = statement.where(place < tuple_(literal(score), literal(last_id)))
    rows: list[Any] = [tuple(row) for row in session.execute(statement.limit(size + 1))]
    cursor = encode_cursor(rows[size - 1][0].score, rows[size - 1][0].id) if len(rows) > size else None
    return Page(rows[:size], cursor, pairs_count(session, run_id, chosen, counts))


def pairs_count(session: Session, run_id: int, chosen: PairFilter, counts: dict[str, int] | None = None) -> int:
    """How many pairs the filter leaves."""
    if chosen == PairFilter(chosen.decision) and (counts or chosen.decision):
        # Most are undecided and no index tells them; the decided ones are few.
        counts = counts or decisions_count(session, run_id)
        return counts.get(chosen.decision, 0) if chosen.decision else sum(counts.values())
    return session.scalar(select(func.count()).select_from(RunPair).where(_chosen(run_id, chosen))) or 0


def pairs_in_order(
    session: Session, run_id: int, chosen: PairFilter, after: tuple[int, int] = (0, 0), size: int = 1000
) -> list[RunPair]:
    """The next pairs of an export, vacancy by vacancy and rank by rank, behind (vacancy, rank)."""
    place = tuple_(RunPair.vacancy_id, RunPair.rank)
    statement = select(RunPair).where(_chosen(run_id, chosen), place > tuple_(*map(literal, after)))
    # SQLite looks places up by the first of the two only.
    statement = statement.where(RunPair.vacancy_id >= after[0]).order_by(RunPair.vacancy_id, RunPair.rank)
    return list(session.scalars(statement.limit(size)))


@dataclass(frozen=True)
class ExportedVacancy:
    """A vacancy with its places, and who posted it."""

    vacancy: Vacancy
    employer: str


def exported_vacancies(session: Session, ids: Iterable[int]) -> list[ExportedVacancy]:
    """Only what an export shows, which is asked for thousands."""
    shown = load_only(
        Vacancy.public_id,
        Vacancy.title,
        Vacancy.client_name,
        Vacancy.employment_form,
        Vacancy.dispatch_user_employer,
        Vacancy.pay_min_yuan,
        Vacancy.pay_max_yuan,
        Vacancy.pay_period,
        Vacancy.pay_months,
        raiseload=True,
    )
    statement = select(Vacancy, Organisation.name).join(Organisation, Organisation.id == Vacancy.organisation_id)
    statement = statement.where(Vacancy.id.in_(ids)).options(shown, selectinload(Vacancy.places))
    return [ExportedVacancy(row[0], row[1]) for row in session.execute(statement)]


def exported_profiles(session: Session, ids: Iterable[int]) -> list[Profile]:
    shown = load_only(Profile.public_id, Profile.wanted_titles, Profile.city_code, raiseload=True)
    return list(session.scalars(select(Profile).where(Profile.id.in_(ids)).options(shown)))


def pair_visible_to(session: Session, actor: Actor, pair_id: int) -> PairRow:
    """One pair of a finished run that the actor may see; NotFound otherwise."""
    pairs_visible_to(session, actor, [pair_id])
    row = session.execute(_pairs().where(RunPair.id == pair_id)).one()
    return row[0], row[1], row[2], row[3]


def pairs_visible_to(session: Session, actor: Actor, pair_ids: Sequence[int]) -> list[RunPair]:
    """Pairs of finished runs, by id; NotFound if the actor may not see one of them."""
    statement = select(RunPair).join(MatchRun, MatchRun.id == RunPair.run_id).order_by(RunPair.id)
    is_seen = and_(RunPair.id.in_(pair_ids), visible_runs(actor), MatchRun.state == "done")
    found = list(session.scalars(statement.where(is_seen)))
    if len(found) < len(set(pair_ids)):
        raise NotFound("not_found")
    return found


def decisions_count(session: Session, run_id: int) -> dict[str, int]:
    """Pairs of the run by decision; those without one are counted as the rest."""
    decided = select(RunPair.decision, func.count()).where(RunPair.run_id == run_id, RunPair.decision.is_not(None))
    counts = {str(decision): number for decision, number in session.execute(decided.group_by(RunPair.decision))}
    return {**counts, "undecided": pairs_count(session, run_id, PairFilter()) - sum(counts.values())}


def vacancy_records(session: Session, run_id: int, vacancy_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Vacancies as the run compared them, by id."""
    kept = RunVacancyRecord
    statement = select(kept.vacancy_id, kept.record).where(kept.run_id == run_id, kept.vacancy_id.in_(vacancy_ids))
    return {row[0]: row[1] for row in session.execute(statement)}


def profile_records(session: Session, run_id: int, profile_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Profiles as the run compared them, by id."""
    kept = RunProfileRecord
    statement = select(kept.profile_id, kept.record).where(kept.run_id == run_id, kept.profile_id.in_(profile_ids))
    return {row[0]: row[1] for row in session.execute(statement)}


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
