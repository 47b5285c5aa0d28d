"""Ladders beside each other: what a level, a title, a licence or a class of a school is worth elsewhere, and by which
rule.
"""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import DEFAULT_PLAN, JobRecord, TalentRecord, Thresholds, explain
from matching.comparisons import COMPARISONS
from matching.levels import Grade
from matching.vocabulary import ladders
from matching.vocabulary.certificates import covering, covers, denied, missing
from tests.matching.pairs import JOBS, TALENTS, a_job, a_talent

MORE = st.sampled_from(
    ("电工证", "高压电工作业证", "国家职业资格三级（电工）", "A1驾驶证", "健康证", "高级工班毕业证", "技师班毕业证")
)
ORDER = {False: 0, None: 1, True: 1}


def _grade(name: str, job: JobRecord, talent: TalentRecord) -> Grade:
    comparison = COMPARISONS[name]
    return comparison.grade(comparison.job_key(job), comparison.talent_key(talent))


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("学徒工", 1),
        ("初级工", 2),
        ("中级工（四级）", 3),
        ("国家职业资格三级", 4),
        ("国家职业资格（３级）", 4),
        ("职业技能等级 Ⅲ级", 4),
        ("三级/高级工", 4),
        ("高级工（三级）证书", 4),
        ("高级电工", 4),
        ("Senior worker (level 3)", 4),
        ("level 3", 4),
        ("技师", 5),
        ("二级/技师", 5),
        ("高级技师", 6),
        ("Senior technician (level 1)", 6),
        ("特级技师", 7),
        ("Special-grade technician", 7),
        ("首席技师", 8),
        ("三级/技师", None),
        ("高级工程师", None),
        ("预备技师", None),
        ("主管技师", None),
        ("英语四级", None),
        ("二级建造师", None),
        ("大师", None),
        ("", None),
    ],
)
def test_skill_levels_are_read_as_they_are_written(text: str, level: int | None) -> None:
    assert ladders.find_skill_level(text) == level


@given(st.integers(1, 5), st.integers(1, 5))
def test_a_smaller_old_number_is_a_higher_level(one: int, other: int) -> None:
    levels = [ladders.find_skill_level(f"国家职业资格{number}级") for number in (one, other)]
    assert levels == [ladders.old_level(one), ladders.old_level(other)]
    assert (levels[0] > levels[1]) is (one < other)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("text", "series", "rank"),
    [
        ("助理工程师", "05", 2),
        ("工程师职称证书", "05", 3),
        ("高级工程师", "05", 4),
        ("正高级工程师", "05", 5),
        ("讲师", None, 3),
        ("主治医师", "04", 3),
        ("会计师", "17", 3),
        ("副高", None, 4),
    ],
)
def test_titles_have_a_series_and_a_rank(text: str, series: str | None, rank: int) -> None:
    assert ladders.find_title(text) == ladders.Title(series, rank)


def test_every_rule_names_its_document_and_says_whether_it_was_verified() -> None:
    rules = ladders.all_rules()
    assert len({rule.id for rule in rules}) == len(rules)
    for rule in rules:
        assert rule.kind in ("equals", "covers", "may_apply", "may_count")
        assert rule.source and rule.number and isinstance(rule.verified, bool)


RUNGS = st.tuples(st.sampled_from(("national_qualification", "skill_level", "title_rank")), st.integers(1, 8))


@given(RUNGS, RUNGS)
def test_equals_is_the_same_from_both_sides(one: tuple[str, int], other: tuple[str, int]) -> None:
    assert ladders.equals(*one, *other) == ladders.equals(*other, *one)


def test_only_an_old_number_equals_a_new_name() -> None:
    assert ladders.equals("skill_level", 4, "national_qualification", 3) is not None
    assert ladders.equals("skill_level", 4, "title_rank", 2) is None


@pytest.mark.parametrize(("level", "rank"), [(4, 2), (5, 3), (6, 4)])
def test_to_may_apply_is_less_than_to_hold_and_more_than_nothing(level: int, rank: int) -> None:
    job = a_job(title_rank_min=rank, skill_level_min=None, certificates_must=())
    nothing, applies, holds = (
        _grade("credentials", job, a_talent(skill_level=held, title_rank=title))
        for held, title in ((level - 1, None), (level, None), (level, rank))
    )
    assert [grade.level for grade in (nothing, applies, holds)] == ["not_shown", "may_apply", "meets"]
    assert nothing.score < applies.score < holds.score  # type: ignore[operator]
    (rule,) = applies.facts["rules"]
    assert (rule["id"], rule["kind"], rule["number"]) == (
        f"level-{level}-title-{rank}",
        "may_apply",
        "人社部发〔2018〕74号",
    )


def test_nothing_leads_to_the_highest_title_without_a_rule() -> None:
    assert ladders.may_apply(8, 5) is None


@pytest.mark.parametrize(
    ("held", "asked", "rules"),
    [
        ("国家职业资格三级（电工）", "电工高级工证", ["old-level-3"]),
        ("电工技师证", "电工高级工证", ["level-5-covers-4"]),
        ("电工中级工证", "电工高级工证", None),
        ("焊工技师证", "电工高级工证", None),
        ("A1驾照", "C1驾驶证", ["licence-a1-c1"]),
        ("A2驾驶证", "A1驾驶证", None),
        ("C1驾驶证", "C4驾驶证", None),
        ("A1A2驾驶证", "A2驾照", []),
        ("B2驾驶证", "驾驶证", []),
        ("无人机驾驶证", "驾驶证", None),
        ("没有电工证", "电工证", None),
    ],
)
def test_a_certificate_does_for_another_by_a_rule_that_is_named(held: str, asked: str, rules: list[str] | None) -> None:
    found = covering(held, asked)
    assert (None if found is None else [rule.id for rule in found]) == rules


def test_what_is_denied_is_not_what_is_not_said() -> None:
    assert denied(("电工证",), ()) == denied(("电工证",), ("健康证",)) == []
    assert denied(("电工证",), ("无",)) == denied(("电工证",), ("没有电工证", "健康证")) == ["电工证"]
    assert denied(("电工证",), ("无", "健康证")) == []
    assert covers("无损检测证", "无损检测证")
    assert missing(("电工证",), ("无",)) == ["电工证"]


def test_a_class_of_a_technician_school_may_count_and_is_asked_about() -> None:
    job = a_job(education_min_code="31")
    talent = a_talent(certificates=("低压电工作业证", "技工院校高级工班毕业证"))
    grade = _grade("education", job, talent)
    assert (grade.level, [rule["id"] for rule in grade.facts["rules"]]) == ("may_count", ["advanced-class-31"])
    gates = {gate.name: gate.passed for gate in explain(job, talent).gates}
    assert gates["education"] is True
    # By the rule it may count; without the slack of one step the employer is asked, and not passed over.
    strict = replace(DEFAULT_PLAN, version="strict", thresholds=Thresholds(education_slack=0))
    assert {gate.name: gate.passed for gate in explain(job, talent, strict).gates}["education"] is None
    assert _grade("education", a_job(education_min_code="21"), talent).level == "below"


@given(JOBS, TALENTS, MORE)
@settings(max_examples=200)
def test_one_certificate_more_never_lowers_a_pair(job: JobRecord, talent: TalentRecord, more: str) -> None:
    before = explain(job, talent)
    after = explain(job, replace(talent, certificates=(*talent.certificates, more)))
    assert after.score >= before.score
    for old, new in zip(before.gates, after.gates, strict=True):
        assert ORDER[new.passed] >= ORDER[old.passed]


@given(JOBS, TALENTS, st.integers(1, 8), st.integers(1, 8), st.sampled_from(("skill_level", "title_rank")))
@settings(max_examples=200)
def test_a_better_level_never_lowers_a_pair(
    job: JobRecord, talent: TalentRecord, one: int, other: int, ladder: str
) -> None:
    lower, higher = (replace(talent, **{ladder: level}) for level in sorted((one, other)))
    assert explain(job, higher).score >= explain(job, lower).score
    assert (_grade("credentials", job, higher).score or 0.0) >= (_grade("credentials", job, lower).score or 0.0)
