"""A vacancy and a person that fit, to be spoilt in one point by each test; and strategies for arbitrary ones."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from matching import JobRecord, Place, TalentRecord

GUANGZHOU, CHENGDU, GUIYANG, KUNMING = "440100", "510100", "520100", "530100"
ELECTRICIAN, FITTER, WELDER, COOK = "6-31-01-03", "6-31-01-02", "6-18-02-04", "4-03-02-01"


def a_job(**changes: Any) -> JobRecord:
    facts: dict[str, Any] = {
        "id": "job",
        "title": "电工",
        "track": "labour",
        "occupation_code": ELECTRICIAN,
        "skills_must": ("配电柜接线", "线路检修"),
        "skills_nice": ("看图纸", "变频器调试"),
        "places": (Place(GUANGZHOU),),
        "pay_min_yuan_month": 6000.0,
        "pay_max_yuan_month": 8000.0,
        "experience_min_months": 36,
        "education_min_code": "61",
        "skill_level_min": 3,
        "certificates_must": ("电工证",),
        "starts_on": date(2026, 12, 1),
        "employment_form": "full_time",
    }
    return JobRecord(**{**facts, **changes})


def a_talent(**changes: Any) -> TalentRecord:
    facts: dict[str, Any] = {
        "id": "talent",
        "wanted_titles": ("电工",),
        "track": "labour",
        "occupation_codes": (ELECTRICIAN,),
        "skills": ("配电柜接线", "线路检修", "看图纸"),
        "city_code": GUIYANG,
        "wanted_cities": (GUANGZHOU, CHENGDU),
        "pay_min_yuan_month": 6000.0,
        "experience_months": 60,
        "education_code": "61",
        "skill_level": 3,
        "certificates": ("低压电工作业证",),
        "available_on": date(2026, 11, 1),
        "employment_forms": ("full_time",),
    }
    return TalentRecord(**{**facts, **changes})


def _few(values: tuple[str, ...], most: int) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), max_size=most, unique=True).map(tuple)


def _maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


_CITIES = (GUANGZHOU, CHENGDU, GUIYANG, KUNMING)
_CODES = (ELECTRICIAN, FITTER, WELDER, COOK, "6-31-00-00", "2-02-10-03", "6-31", "")
_TITLES = ("电工", "高级电工", "焊工", "Java开发工程师", "厨师(川菜)", "保洁员", "保安员", "诚聘", "", "机修钳工")
_SKILLS = ("配电柜接线", "线路检修", "看图纸", "变频器调试", "Java", "炒锅")
_CERTIFICATES = ("电工证", "低压电工作业证", "焊工证", "健康证")
_EDUCATION = st.sampled_from(("90", "71", "61", "31", "21", "no such code"))
_PAY = st.integers(1, 200).map(lambda hundreds: hundreds * 100.0)
_DAYS = st.dates(date(2026, 10, 1), date(2027, 3, 1))
_FORMS = ("full_time", "part_time", "gig")

JOBS = st.builds(
    JobRecord,
    id=st.uuids().map(str),
    title=st.sampled_from(_TITLES),
    track=st.sampled_from(("labour", "talent")),
    occupation_code=_maybe(st.sampled_from(_CODES)),
    skills_must=_few(_SKILLS, 4),
    skills_nice=_few(_SKILLS, 3),
    skills_inferred=_few(_SKILLS, 2),
    places=_few(_CITIES, 2).map(lambda codes: tuple(Place(code) for code in codes)),
    pay_min_yuan_month=_maybe(_PAY),
    pay_max_yuan_month=_maybe(_PAY),
    experience_min_months=_maybe(st.integers(0, 120)),
    education_min_code=_maybe(_EDUCATION),
    skill_level_min=_maybe(st.integers(1, 8)),
    title_rank_min=_maybe(st.integers(1, 5)),
    certificates_must=_few(_CERTIFICATES, 2),
    starts_on=_maybe(_DAYS),
    employment_form=_maybe(st.sampled_from(_FORMS)),
    hours_per_week=_maybe(st.integers(10, 72).map(float)),
    has_nights=_maybe(st.booleans()),
    open_to_cities=_few(_CITIES, 2),
)
TALENTS = st.builds(
    TalentRecord,
    id=st.uuids().map(str),
    wanted_titles=_few(_TITLES, 3),
    track=st.sampled_from(("labour", "talent")),
    occupation_codes=_few(_CODES, 3),
    skills=_few(_SKILLS, 5),
    city_code=_maybe(st.sampled_from(_CITIES)),
    wanted_cities=_few(_CITIES, 4),
    accepts_any_city=st.booleans(),
    pay_min_yuan_month=_maybe(_PAY),
    experience_months=_maybe(st.integers(0, 240)),
    education_code=_maybe(_EDUCATION),
    skill_level=_maybe(st.integers(1, 8)),
    title_rank=_maybe(st.integers(1, 5)),
    certificates=_few(_CERTIFICATES, 3),
    available_on=_maybe(_DAYS),
    employment_forms=_few(_FORMS, 2),
    hours_per_week_max=_maybe(st.integers(10, 72).map(float)),
    accepts_nights=_maybe(st.booleans()),
)
