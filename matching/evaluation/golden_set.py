"""The labelled pairs of `golden/`, read as an import would read them. docs/golden-pairs.md says how they were labelled.

The people's rows carry protected columns (sex, age, ethnicity, household registration, marriage, health) so that the
fairness measure has something to change; reading them is what must make no difference.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from matching.occupations import normalise
from matching.records import JobRecord, Place, TalentRecord
from matching.text import parse_education, parse_experience
from matching.text.pay import per_month
from matching.vocabulary.ladders import find_skill_level, find_title_rank
from matching.vocabulary.places import find_city
from matching.vocabulary.skills import find as find_skill

_FOLDER = Path(__file__).parent / "golden"
PROTECTED = ("sex", "age", "ethnicity", "household_registration", "marital_status", "health")
_SURE = 0.25
# Which labelled set: the names of its files begin so. Constants were chosen by the first; the second only measures.
TUNING, HELD_OUT = "", "held_out_"

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """`grade`: 3 recommend at once, 2 recommend with a small gap, 1 only if nothing better, 0 not."""

    vacancy: str
    talent: str
    grade: int
    trap: str


def rows_of(name: str) -> list[dict[str, str]]:
    with (_FOLDER / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@cache
def pairs(labelled: str = TUNING) -> tuple[LabelledPair, ...]:
    return tuple(
        LabelledPair(row["vacancy"], row["talent"], int(row["grade"]), row["trap"] or "")
        for row in rows_of(f"{labelled}pairs.csv")
    )


@cache
def jobs(labelled: str = TUNING) -> dict[str, JobRecord]:
    return {row["id"]: read_job(row) for row in rows_of(f"{labelled}vacancies.csv")}


@cache
def talents(labelled: str = TUNING) -> dict[str, TalentRecord]:
    return {row["id"]: read_talent(row) for row in rows_of(f"{labelled}talents.csv")}


def read_job(row: Row) -> JobRecord:
    city = find_city(row["city"])
    experience = parse_experience(row["experience"]) if row["experience"] else None
    level = find_skill_level(row["skill_level"]) if row["skill_level"] else None
    return JobRecord(
        id=row["id"],
        title=row["title"],
        track=row["track"],
        occupation_code=_occupation(row["title"]),
        skills_must=_skills(row["skills_must"]),
        skills_nice=_skills(row["skills_nice"]),
        places=(Place(city),) if city else (),
        pay_min_yuan_month=_pay(row["pay_low"], row["pay_period"]),
        pay_max_yuan_month=_pay(row["pay_high"], row["pay_period"]),
        experience_min_months=experience[0] if experience else None,
        education_min_code=parse_education(row["education_min"]) if row["education_min"] else None,
        skill_level_min=level,
        title_rank_min=find_title_rank(row["professional_title"]) if row["professional_title"] else None,
        certificates_must=_parts(row["certificates"]),
        description=row["description"],
        hours_per_week=_number(row["hours_per_week"]),
        has_nights=_is_yes(row["nights"]),
    )


def read_talent(row: Row) -> TalentRecord:
    titles = _parts(row["title_wanted"]) or _parts(row["current_title"])
    codes = (_occupation(title) for title in titles)
    years = _number(row["experience_years"])
    return TalentRecord(
        id=row["id"],
        wanted_titles=titles,
        # The set says nothing of tracks for people; who could do the work is asked, not who is registered for which.
        track="",
        occupation_codes=tuple(dict.fromkeys(code for code in codes if code)),
        skills=_skills(row["skills"]),
        city_code=find_city(row["home_city"]) if row["home_city"] else None,
        wanted_cities=tuple(code for name in _parts(row["cities_wanted"]) if (code := find_city(name))),
        pay_min_yuan_month=_pay(row["pay_wanted_low"], row["pay_period"]),
        experience_months=None if years is None else round(12 * years),
        education_code=parse_education(row["education"]) if row["education"] else None,
        skill_level=find_skill_level(row["skill_level"]) if row["skill_level"] else None,
        title_rank=find_title_rank(row["professional_title"]) if row["professional_title"] else None,
        certificates=_parts(row["certificates"]),
        hours_per_week_max=_number(row["hours_per_week_max"]),
        accepts_nights=_is_yes(row["accepts_nights"]),
    )


def _parts(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.split(";") if part.strip()))


def _skills(text: str) -> tuple[str, ...]:
    return tuple(find_skill(part) or part for part in _parts(text))


@cache
def _occupation(title: str) -> str | None:
    ranked = normalise([title])[0]
    return ranked[0][0] if ranked and ranked[0][1] >= _SURE else None


def _number(text: str) -> float | None:
    return float(text) if text.strip() else None


def _pay(text: str, period: str) -> float | None:
    return per_month(_number(text), period or "month")


def _is_yes(text: str) -> bool | None:
    return {"yes": True, "no": False}.get(text)
