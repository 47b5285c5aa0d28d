"""Rows to the records that are compared. What a record has no field for cannot reach the matcher."""

from collections.abc import Iterable

from matching import JobRecord, Place, TalentRecord
from webapp.postings.models import Profile, ReadSkillColumns, Vacancy


def job_record(vacancy: Vacancy) -> JobRecord:
    """The vacancy as the matcher sees it; places, skills and read skills must be loaded."""
    return JobRecord(
        id=f"{vacancy.id:09d}",
        title=vacancy.title,
        track=vacancy.track,
        occupation_code=vacancy.occupation_code,
        skills_must=tuple(row.code or row.text for row in vacancy.skills if row.is_must),
        skills_nice=tuple(row.code or row.text for row in vacancy.skills if not row.is_must),
        places=tuple(Place(row.city_code, row.district_code) for row in vacancy.places),
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
        skills_inferred=_read(vacancy.read_skills),
    )


def talent_record(profile: Profile) -> TalentRecord:
    """The profile as the matcher sees it: no name, number, sex, birth date or origin."""
    return TalentRecord(
        id=f"{profile.id:09d}",
        wanted_titles=tuple(profile.wanted_titles),
        track=profile.track,
        occupation_codes=tuple(profile.occupation_codes),
        skills=tuple(row.code or row.text for row in profile.skills),
        city_code=profile.city_code,
        wanted_cities=tuple(row.city_code for row in profile.cities),
        accepts_any_city=profile.accepts_any_city,
        pay_min_yuan_month=profile.pay_min_yuan_month,
        experience_months=profile.experience_min_months,
        education_code=profile.education_code,
        skill_level=profile.skill_level,
        title_rank=profile.title_rank,
        certificates=tuple(profile.certificates),
        available_on=profile.available_on,
        employment_forms=tuple(profile.employment_forms),
        skills_inferred=_read(profile.read_skills),
    )


def _read(rows: Iterable[ReadSkillColumns]) -> tuple[str, ...]:
    return tuple(row.code for row in rows if not row.is_dismissed)
