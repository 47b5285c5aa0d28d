"""Each criterion alone: named levels, strictest first, and unknown as a level of its own."""

from dataclasses import fields, replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import JobRecord, Place, TalentRecord, all_level_names, explain, levels
from matching.comparisons import COMPARISONS
from matching.vocabulary.skills import key_of, of_occupation
from tests.matching.pairs import CHENGDU, COOK, ELECTRICIAN, FITTER, JOBS, KUNMING, TALENTS, WELDER, a_job, a_talent

Changes = dict[str, Any]
BOTH: tuple[Changes, Changes] = ({}, {})
CARER = "4-14-01-02"
AGED_CARER: Changes = {"occupation_codes": ("4-10-01-05",), "wanted_titles": ("养老护理员",)}
SKILLS = ("配电柜接线", "线路检修", "看图纸", "变频器调试", "炒锅")
CASES: list[tuple[str, Changes, Changes, str]] = [
    ("occupation", *BOTH, "same"),
    ("occupation", {"occupation_code": "6-31-01-00", "title": "设备维修"}, {}, "very_near"),
    ("occupation", {"occupation_code": FITTER, "title": "机修钳工"}, {}, "very_near"),
    # A code that contradicts its own title is doubted.
    ("occupation", {"occupation_code": COOK}, {}, "near"),
    ("occupation", {"occupation_code": CARER, "title": "护工"}, AGED_CARER, "near"),
    ("occupation", {"occupation_code": "6-31-02-01", "title": ""}, {}, "far"),
    ("occupation", {"occupation_code": WELDER, "title": "焊工"}, {}, "different"),
    ("occupation", {"occupation_code": COOK, "title": "厨师"}, {}, "different"),
    ("occupation", {}, {"occupation_codes": (COOK, ELECTRICIAN)}, "same"),
    # The title alone says what work it is, or nothing.
    ("occupation", {}, {"occupation_codes": ()}, "same"),
    ("occupation", {}, {"occupation_codes": (), "wanted_titles": ("什么都能干",)}, "unclear"),
    ("occupation", {}, {"occupation_codes": (), "wanted_titles": ()}, "unknown"),
    ("occupation", {"occupation_code": "0-00-00-00", "title": ""}, {}, "unknown"),
    ("title", *BOTH, "same"),
    ("title", {"title": "高级电工"}, {}, "very_close"),
    ("title", {"title": "焊工"}, {}, "different"),
    ("title", {}, {"wanted_titles": ()}, "unknown"),
    ("skills", {}, {"skills": ("配电柜接线", "线路检修", "看图纸", "变频器调试")}, "all"),
    ("skills", *BOTH, "all"),
    ("skills", {}, {"skills": ("配电柜接线", "看图纸")}, "most"),
    ("skills", {"skills_must": SKILLS[:3]}, {"skills": ("看图纸",)}, "some"),
    ("skills", {}, {"skills": ("炒锅",)}, "none"),
    ("skills", {}, {"skills": ()}, "not_stated"),
    ("skills", {"skills_must": ()}, {}, "unknown"),
    ("nice_skills", {}, {"skills": ("看图纸", "变频器调试")}, "all"),
    ("nice_skills", *BOTH, "most"),
    ("nice_skills", {"skills_nice": SKILLS[1:4]}, {"skills": ("看图纸",)}, "some"),
    ("nice_skills", {}, {"skills": ("炒锅",)}, "none"),
    ("nice_skills", {}, {"skills": ()}, "not_stated"),
    ("nice_skills", {"skills_nice": ()}, {}, "unknown"),
    ("hours", {"hours_per_week": 40.0}, {"hours_per_week_max": 44.0}, "fits"),
    ("hours", {"has_nights": True}, {"accepts_nights": True}, "fits"),
    ("hours", {"hours_per_week": 48.0}, {"hours_per_week_max": 44.0}, "slightly_over"),
    ("hours", {"hours_per_week": 60.0}, {"hours_per_week_max": 44.0}, "over"),
    ("hours", {"has_nights": True}, {"accepts_nights": False}, "nights_unwanted"),
    ("hours", {"hours_per_week": 60.0, "has_nights": True}, {"accepts_nights": None}, "unknown"),
    ("wish", *BOTH, "choice_1"),
    ("wish", {}, {"occupation_codes": (COOK, ELECTRICIAN)}, "choice_2"),
    ("wish", {}, {"occupation_codes": (COOK, WELDER, ELECTRICIAN)}, "choice_later"),
    ("wish", {"occupation_code": None}, {}, "unknown"),
    ("place", *BOTH, "choice_1"),
    ("place", {"places": (Place(CHENGDU),)}, {}, "choice_2"),
    ("place", {"places": (Place(KUNMING), Place(CHENGDU))}, {}, "choice_2"),
    ("place", {"places": (Place(KUNMING),)}, {"accepts_any_city": True}, "any_city"),
    ("place", {"places": (Place(KUNMING),)}, {}, "not_wanted"),
    ("place", {}, {"wanted_cities": ()}, "unknown"),
    ("pay", *BOTH, "above_wish"),
    ("pay", {}, {"pay_min_yuan_month": 6500.0}, "mostly_meets"),
    ("pay", {}, {"pay_min_yuan_month": 7800.0}, "partly_meets"),
    ("pay", {}, {"pay_min_yuan_month": 8500.0}, "slightly_below"),
    ("pay", {}, {"pay_min_yuan_month": 12000.0}, "below"),
    ("pay", {}, {"pay_min_yuan_month": None}, "unknown"),
    ("experience", *BOTH, "meets"),
    ("experience", {"experience_min_months": 0}, {}, "none_asked"),
    ("experience", {}, {"experience_months": 30}, "slightly_below"),
    ("experience", {}, {"experience_months": 6}, "below"),
    ("experience", {}, {"experience_months": None}, "unknown"),
    ("education", *BOTH, "meets"),
    ("education", {"education_min_code": "90"}, {}, "none_asked"),
    ("education", {"education_min_code": "31"}, {"certificates": ("高级工班毕业证",)}, "may_count"),
    ("education", {}, {"education_code": "71"}, "one_below"),
    ("education", {"education_min_code": "31"}, {"education_code": "71"}, "below"),
    ("education", {}, {"education_code": None}, "unknown"),
    ("credentials", *BOTH, "meets"),
    ("credentials", {"title_rank_min": 3}, {"skill_level": 5}, "may_apply"),
    ("credentials", {}, {"certificates": ()}, "partly"),
    ("credentials", {}, {"certificates": (), "skill_level": None}, "not_shown"),
    ("credentials", {"certificates_must": (), "skill_level_min": None}, {}, "unknown"),
    ("availability", *BOTH, "in_time"),
    ("availability", {}, {"available_on": date(2026, 12, 20)}, "within_a_month"),
    ("availability", {}, {"available_on": date(2027, 3, 1)}, "later"),
    ("availability", {"starts_on": None}, {}, "unknown"),
]


def _grade(name: str, job: JobRecord, talent: TalentRecord) -> levels.Grade:
    comparison = COMPARISONS[name]
    return comparison.grade(comparison.job_key(job), comparison.talent_key(talent))


@pytest.mark.parametrize(("name", "job", "talent", "level"), CASES)
def test_levels(name: str, job: Changes, talent: Changes, level: str) -> None:
    assert _grade(name, a_job(**job), a_talent(**talent)).level == level


def test_every_level_is_met_above_and_listed_for_the_site() -> None:
    met = {(name, level) for name, _, _, level in CASES}
    listed = set(levels.all_level_names())
    # The levels that only differ in degree from a neighbour that is met.
    unmet = {("title", "close"), ("title", "related"), ("place", "choice_3"), ("place", "choice_later")}
    assert met <= listed
    assert listed - met == unmet
    assert all_level_names() == levels.all_level_names()


@given(JOBS, TALENTS)
@settings(max_examples=60)
def test_a_grade_is_one_of_its_levels_and_unknown_exactly_without_a_score(job: JobRecord, talent: TalentRecord) -> None:
    for name, comparison in COMPARISONS.items():
        grade = _grade(name, job, talent)
        assert grade.level in comparison.levels
        assert (grade.level == levels.UNKNOWN) == (grade.score is None)
        assert grade.score is None or 0.0 <= grade.score <= 1.0


@pytest.mark.parametrize("name", list(COMPARISONS))
def test_stricter_levels_never_score_less(name: str) -> None:
    """One criterion spoilt step by step goes down its levels, and its score with it."""
    order = COMPARISONS[name].levels
    scored = [
        (order.index(level), _grade(name, a_job(**job), a_talent(**talent)).score)
        for case, job, talent, level in CASES
        if case == name and level not in (levels.UNKNOWN, "not_stated", "unclear")
    ]
    scores = [score for _, score in sorted(scored, key=lambda pair: pair[0])]
    assert scores == sorted(scores, key=lambda score: -(score or 0.0))


@given(JOBS, TALENTS, st.sampled_from(SKILLS))
def test_one_skill_more_never_lowers_a_pair(job: JobRecord, talent: TalentRecord, more: str) -> None:
    before = explain(job, talent).score
    assert explain(job, replace(talent, skills=(*talent.skills, more))).score >= before


def test_facts_say_which_skills_are_held_and_which_are_missing() -> None:
    cook = a_talent(skills=("线路检修", "炒锅"), occupation_codes=(COOK,))
    facts = _grade("skills", a_job(skills_inferred=("变频器调试", "线路检修")), cook).facts
    assert facts["matched"] == ["线路检修"]
    assert facts["missing"] == [key_of("配电柜接线"), key_of("变频器调试")]
    assert facts["inferred"] == [key_of("变频器调试")]
    assert facts["weights"]["线路检修"] >= 2.0 > facts["weights"][key_of("变频器调试")]


def test_a_skill_of_the_trade_counts_half_until_it_is_stated() -> None:
    skill = of_occupation(ELECTRICIAN)[0]
    job = a_job(skills_must=(skill,))
    silent, stated = a_talent(skills=()), a_talent(skills=(skill,))
    stranger = a_talent(skills=(), occupation_codes=(COOK,))
    scores = [_grade("skills", job, talent).score for talent in (stranger, silent, stated)]
    assert _grade("skills", job, silent).facts["implied"] == [skill]
    assert scores == sorted(scores)
    assert len(set(scores)) == 3


@given(st.lists(JOBS, max_size=4), st.lists(TALENTS, max_size=4))
@settings(max_examples=40)
def test_matrices_hold_what_single_grades_say(jobs: list[JobRecord], talents: list[TalentRecord]) -> None:
    for name, comparison in COMPARISONS.items():
        table = comparison.scores(
            [comparison.job_key(job) for job in jobs], [comparison.talent_key(talent) for talent in talents]
        )
        singles = [[_grade(name, job, talent).score for talent in talents] for job in jobs]
        expected = np.array(singles, dtype=np.float64).reshape(len(jobs), len(talents))
        np.testing.assert_allclose(table, expected, atol=1e-9, err_msg=name)


def test_nothing_protected_is_a_field() -> None:
    names = {field.name for record in (JobRecord, TalentRecord, Place) for field in fields(record)}
    forbidden = ("sex", "gender", "age", "birth", "ethnic", "nation", "hukou", "household", "marri", "health", "photo")
    whole_words = {part for name in names for part in name.split("_")}
    assert not [name for name in whole_words if any(name.startswith(word) for word in forbidden)]
    assert not {"name", "phone", "email", "address"} & whole_words


def test_records_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        a_job().title = "another"  # type: ignore[misc]
    assert replace(a_job(), title="焊工") != a_job()


@given(JOBS, TALENTS)
@settings(max_examples=100)
def test_whose_wish_and_whose_offer_it_is_does_not_matter_to_the_work(job: JobRecord, talent: TalentRecord) -> None:
    """Likeness of work is the same from both sides: the person's first code and title as a post, and the other way."""
    offered = JobRecord("a", (talent.wanted_titles or ("",))[0], "", (talent.occupation_codes or (None,))[0])
    wished = TalentRecord("b", (job.title,), "", (job.occupation_code,) if job.occupation_code else ())
    there = _grade("occupation", offered, wished)
    turned = JobRecord("b", job.title, "", job.occupation_code)
    back = TalentRecord("a", (offered.title,), "", (offered.occupation_code,) if offered.occupation_code else ())
    assert there.score == _grade("occupation", turned, back).score


@given(JOBS, TALENTS)
@settings(max_examples=200)
def test_one_school_more_never_lowers_a_pair(job: JobRecord, talent: TalentRecord) -> None:
    before = explain(job, replace(talent, education_code="61")).score
    assert explain(job, replace(talent, education_code="31")).score >= before
