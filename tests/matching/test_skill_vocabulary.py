"""The skills vocabulary: large enough for real postings, every name meaning one skill, every occupation known."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from matching.folding import squeeze
from matching.occupations.classification import all_occupations
from matching.vocabulary import skills

KINDS = {"tool", "technique", "language", "licence", "knowledge", "soft", "system"}
SAMPLES = Path(__file__).parents[2] / "webapp" / "samples" / "data" / "occupations.csv"


def test_it_is_large_enough_for_common_trades_and_professions() -> None:
    groups = Counter(
        group for skill in skills.all_skills().values() for group in {code[0] for code in skill.occupations}
    )
    assert len(skills.all_skills()) >= 1600
    assert all(groups[major] >= 100 for major in "2456")


def test_every_name_means_one_skill() -> None:
    owners: dict[str, set[str]] = {}
    for skill in skills.all_skills().values():
        for name in (skill.name_zh, skill.name_en, *skill.synonyms):
            owners.setdefault(squeeze(name), set()).add(skill.code)
    assert {name: codes for name, codes in owners.items() if len(codes) > 1 or not name} == {}


def test_every_skill_is_complete() -> None:
    for skill in skills.all_skills().values():
        assert skill.kind in KINDS
        assert skill.name_zh
        assert skill.name_en.isascii() or "ç" in skill.name_en, skill
        assert skill.occupations or skill.kind == "soft", skill


def test_every_occupation_of_a_skill_exists() -> None:
    known = set(all_occupations())
    assert {code for skill in skills.all_skills().values() for code in skill.occupations} <= known


def test_the_skills_of_the_sample_posts_are_known() -> None:
    with SAMPLES.open(encoding="utf-8") as file:
        named = {name for row in csv.DictReader(file) for name in (row["must"] + "|" + row["nice"]).split("|")}
    assert {name for name in named if skills.find(name) is None} == set()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("低压电工证", "低压电工作业证"),
        ("叉车", "叉车驾驶"),
        ("K8s", "Kubernetes"),
        ("二保焊", "二氧化碳气体保护焊"),
        ("粤语", "广东话"),
    ],
)
def test_two_ways_to_say_one_skill(one: str, other: str) -> None:
    assert skills.key_of(one) == skills.key_of(other)


def test_a_text_names_its_skills() -> None:
    text = "要求会PLC编程和变频器调试，持低压电工证，熟悉JavaScript优先"
    names = {skills.all_skills()[code].name_zh for code, _, _ in skills.in_text(text)}
    assert names == {"PLC编程", "变频器调试", "低压电工作业证", "JavaScript开发"}


def test_what_few_occupations_ask_for_says_more() -> None:
    codes = {skill.name_zh: code for code, skill in skills.all_skills().items()}
    few, many, soft = (skills.rarity(codes[name]) for name in ("氩弧焊", "Excel表格", "责任心"))
    assert few > many > soft == skills.COMMONEST
    assert skills.rarity("叠被子") == skills.NEUTRAL
    assert all(skills.COMMONEST <= skills.rarity(code) <= skills.RAREST for code in skills.all_skills())


def test_a_trade_implies_its_ways_of_working_but_no_permit_tool_or_wide_field() -> None:
    names = {skills.all_skills()[code].name_zh for code in skills.implied_by(["6-31-01-03"])}
    assert "低压电工" in names
    assert "低压电工作业证" not in names
    # A list of ninety names alternatives: nobody in software has all languages.
    assert skills.implied_by(["2-02-10-03"]) == frozenset()
    assert skills.implied_by([]) == frozenset()
