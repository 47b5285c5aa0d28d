"""Counts and lists of the home page and the dashboards."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from webapp.core.actor import Actor
from webapp.matches.models import MatchRun
from webapp.organisations.models import Organisation
from webapp.placements.models import Interview, InterviewSlot, Introduction
from webapp.postings.models import Profile, Vacancy, VacancyPlace
from webapp.postings.queries import is_public, is_public_profile


@dataclass(frozen=True)
class CityCount:
    """What is open in one city now: places offered (heads), vacancies, and people published there."""

    city_code: str
    open_vacancies: int
    open_places: int
    seekers: int


def counts_by_city(session: Session, now: datetime) -> dict[str, CityCount]:
    """Public numbers only; a vacancy with two cities counts in both."""
    vacancies = (
        select(VacancyPlace.city_code, func.count(), func.coalesce(func.sum(Vacancy.headcount), 0))
        .join(Vacancy, Vacancy.id == VacancyPlace.vacancy_id)
        .where(is_public(now))
        .group_by(VacancyPlace.city_code)
    )
    people = select(Profile.city_code, func.count()).where(is_public_profile(now)).group_by(Profile.city_code)
    seekers = {code: heads for code, heads in session.execute(people) if code}
    found = {code: CityCount(code, number, heads or 0, 0) for code, number, heads in session.execute(vacancies)}
    codes = {code for code in (*found, *seekers) if code}
    return {
        code: CityCount(
            code,
            found[code].open_vacancies if code in found else 0,
            found[code].open_places if code in found else 0,
            seekers.get(code, 0),
        )
        for code in codes
    }


def latest_vacancies(session: Session, now: datetime, limit: int = 6) -> list[tuple[Vacancy, Organisation]]:
    """The newest public vacancies, one an organisation, with places and skills loaded."""
    newest = (
        select(func.max(Vacancy.id))
        .where(is_public(now), Vacancy.published_at <= now)
        .group_by(Vacancy.organisation_id)
    )
    statement = (
        select(Vacancy, Organisation)
        .join(Organisation, Organisation.id == Vacancy.organisation_id)
        .where(Vacancy.id.in_(newest))
        .order_by(Vacancy.published_at.desc(), Vacancy.id.desc())
        .limit(limit)
        .options(selectinload(Vacancy.places), selectinload(Vacancy.skills))
    )
    return [(vacancy, organisation) for vacancy, organisation in session.execute(statement)]


def count_vacancies(session: Session, *conditions: object) -> int:
    return session.scalar(select(func.count()).select_from(Vacancy).where(*conditions)) or 0  # type: ignore[arg-type]


def count_profiles(session: Session, *conditions: object) -> int:
    return session.scalar(select(func.count()).select_from(Profile).where(*conditions)) or 0  # type: ignore[arg-type]


def count_organisations(session: Session, *conditions: object) -> int:
    statement = select(func.count()).select_from(Organisation).where(*conditions)  # type: ignore[arg-type]
    return session.scalar(statement) or 0


def count_runs(session: Session, actor: Actor) -> int:
    """Runs of the officer's city, or all for the coordinator."""
    statement = select(func.count()).select_from(MatchRun)
    if actor.city_code:
        statement = statement.where(MatchRun.city_code == actor.city_code)
    return session.scalar(statement) or 0


def count_introductions_of_account(session: Session, account_id: int, *states: str) -> int:
    statement = (
        select(func.count())
        .select_from(Introduction)
        .join(Profile, Profile.id == Introduction.profile_id)
        .where(Profile.account_id == account_id, Introduction.state.in_(states))
    )
    return session.scalar(statement) or 0


def count_introductions_of_organisation(session: Session, organisation_id: int, *states: str) -> int:
    statement = (
        select(func.count())
        .select_from(Introduction)
        .join(Vacancy, Vacancy.id == Introduction.vacancy_id)
        .where(Vacancy.organisation_id == organisation_id, Introduction.state.in_(states))
    )
    return session.scalar(statement) or 0


def count_interviews_of_organisation(session: Session, organisation_id: int, after: datetime, before: datetime) -> int:
    """Agreed interviews between two instants."""
    statement = (
        select(func.count())
        .select_from(Interview)
        .join(Introduction, Introduction.id == Interview.introduction_id)
        .join(Vacancy, Vacancy.id == Introduction.vacancy_id)
        .where(Vacancy.organisation_id == organisation_id, Interview.state == "chosen")
        .where(Interview.starts_at > after, Interview.starts_at <= before)
    )
    return session.scalar(statement) or 0


def count_interviews_to_choose(session: Session, account_id: int, now: datetime) -> int:
    """Interviews for which the seeker has not chosen a time yet."""
    still_ahead = select(InterviewSlot.id).where(
        InterviewSlot.interview_id == Interview.id, InterviewSlot.starts_at > now
    )
    statement = (
        select(func.count())
        .select_from(Interview)
        .join(Introduction, Introduction.id == Interview.introduction_id)
        .join(Profile, Profile.id == Introduction.profile_id)
        .where(Profile.account_id == account_id, Interview.state == "offered", still_ahead.exists())
    )
    return session.scalar(statement) or 0
