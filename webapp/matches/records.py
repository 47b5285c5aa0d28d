"""Rows to the records that are compared. What a record has no field for cannot reach the matcher."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from matching import JobRecord, Place, TalentRecord
from webapp.matches import queries
from webapp.postings.models import Profile, Vacancy


def jobs_to_match(
    session: Session,
    now: datetime,
    *,
    to_cities: Sequence[str] = (),
    occupation_group: str | None = None,
    track: str | None = None,
    ids: Sequence[int] | None = None,
) -> list[JobRecord]:
    """Open vacancies with a place in one of the cities (all cities when none is named), by id; of `ids` alone where
    they are given.
    """
    asked = queries.vacancies_to_match(now, to_cities, occupation_group, track, ids)
    rows, lists = queries.vacancy_columns(session, asked)
    return [_job(row, *(one.get(row.id, ()) for one in lists)) for row in rows]


def talents_to_match(
    session: Session,
    now: datetime,
    *,
    from_cities: Sequence[str] = (),
    track: str | None = None,
    ids: Sequence[int] | None = None,
) -> list[TalentRecord]:
    """Published profiles of people now in one of the cities (all cities when none is named), by id; of `ids` alone
    where they are given.
    """
    rows, lists = queries.profile_columns(session, queries.profiles_to_match(now, from_cities, track, ids))
    return [_talent(row, *(one.get(row.id, ()) for one in lists)) for row in rows]


def job_record(vacancy: Vacancy) -> JobRecord:
    """The vacancy as the matcher sees it; places, skills and read skills must be loaded."""
    return _job(vacancy, vacancy.places, vacancy.skills, vacancy.read_skills)


def talent_record(profile: Profile) -> TalentRecord:
    """The profile as the matcher sees it: no name, number, sex, birth date or origin."""
    return _talent(profile, profile.cities, profile.skills, profile.read_skills)


# A posting may be a whole row or only the columns that are compared (`queries.vacancy_columns`); so may its lists.


def _job(vacancy: Any, places: Iterable[Any], skills: Sequence[Any], read_skills: Iterable[Any]) -> JobRecord:
    return JobRecord(
        id=f"{vacancy.id:09d}",
        title=vacancy.title,
        track=vacancy.track,
        occupation_code=vacancy.occupation_code,
        skills_must=tuple(row.code or row.text for row in skills if row.is_must),
        skills_nice=tuple(row.code or row.text for row in skills if not row.is_must),
        places=tuple(Place(row.city_code, row.district_code) for row in places),
        pay_min_yuan_month=vacancy.pay_min_yuan_month,
        pay_max_yuan_month=vacancy.pay_max_yuan_month,
        experience_min_months=vacancy.experience_min_months,
        education_min_code=vacancy.education_code,
        skill_level_min=vacancy.skill_level,
        title_rank_min=vacancy.title_rank,
        certificates_must=tuple(vacancy.certificates),
        starts_on=vacancy.starts_on,
        employment_form=vacancy.employment_form,
        open_to_cities=tuple(vacancy.open_to_cities),
        headcount=vacancy.headcount or 1,
        skills_inferred=_read(read_skills),
    )


def _talent(profile: Any, cities: Iterable[Any], skills: Iterable[Any], read_skills: Iterable[Any]) -> TalentRecord:
    return TalentRecord(
        id=f"{profile.id:09d}",
        wanted_titles=tuple(profile.wanted_titles),
        track=profile.track,
        occupation_codes=tuple(profile.occupation_codes),
        skills=tuple(row.code or row.text for row in skills),
        city_code=profile.city_code,
        wanted_cities=tuple(row.city_code for row in cities),
        accepts_any_city=profile.accepts_any_city,
        pay_min_yuan_month=profile.pay_min_yuan_month,
        experience_months=profile.experience_min_months,
        education_code=profile.education_code,
        skill_level=profile.skill_level,
        title_rank=profile.title_rank,
        certificates=tuple(profile.certificates),
        available_on=profile.available_on,
        employment_forms=tuple(profile.employment_forms),
        skills_inferred=_read(read_skills),
    )


def _read(rows: Iterable[Any]) -> tuple[str, ...]:
    return tuple(row.code for row in rows if not row.is_dismissed)
