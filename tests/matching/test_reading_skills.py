"""Skills out of free text: what is asked, how well, what only looks like it."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.evaluation.skills import HALVES, labelled_texts, measured_skills
from matching.folding import squeeze
from matching.text.skill_lists import read_skill_list
from matching.text.skills import LEVELS, MUST, NICE, SkillMention, inferred_skills, read_skills
from matching.vocabulary.skills import all_names, all_skills, find


def read(text: str) -> list[str]:
    """What the reader sees of each mention."""
    return [text[mention.start : mention.end] for mention in read_skills(text)]


def only(text: str) -> SkillMention:
    (mention,) = read_skills(text)
    return mention


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("熟练使用Word、Excel、PPT等", ["Word", "Excel", "PPT"]),
        ("会开叉车，懂　ＰＬＣ", ["开叉车", "ＰＬＣ"]),
        ("負責設備電氣維修", ["設備電氣維修"]),
        ("要求会 焊 接 和 E x c e l", ["焊 接", "E x c e l"]),
        ("熟悉JavaScript，不是Javac", ["JavaScript"]),
        ("C/C++、C#、.NET、TCP/IP", ["C", "C++", "C#", "NET", "TCP/IP"]),
        ("Python、R、SQL", ["Python", "R", "SQL"]),
        ("会CAD\n会PPT", ["CAD", "PPT"]),
    ],
)
def test_names_are_found_as_they_are_written(text: str, names: list[str]) -> None:
    assert read(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "不要求英语",
        "无需会Python、Java等语言",
        "不会CAD也可",
        "有无焊工证均可",
        "英语不作要求",
        "No Java needed",
        "Excel is not required",
        "我不会开车",
        "禁止焊接",
        "公司提供叉车证培训",
        "福利待遇：瑜伽、免费英语培训",
        "会计、审计专业毕业",
        "我司主营汽车销售",
        "配合测试工程师，不与运维部争吵",
        "沟通渠道畅通",
        "面试地点另行通知",
        "在注塑车间上班",
        "急招保洁员、客服专员",
        "You will excel in a team",
        "持叉车证（N1）"[4:],
    ],
)
def test_what_is_not_asked_is_no_skill(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("不要求英语，但要会粤语", ["粤语"]),
        ("无Java经验者勿扰", ["Java"]),
        ("不仅要会CAD", ["CAD"]),
        ("有三年保洁员经验", ["保洁"]),
        ("掌握英语专业知识", ["英语"]),
        ("我司主营家具，招聘人员需会木工", ["木工"]),
        ("熟练使用excel", ["excel"]),
    ],
)
def test_near_misses_of_those_rules_are_skills(text: str, names: list[str]) -> None:
    assert read(text) == names


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("了解Docker", "basic"),
        ("熟悉Docker", "working"),
        ("有三年Docker经验", "working"),
        ("熟练掌握Docker", "proficient"),
        ("英语流利", "proficient"),
        ("精通Docker", "expert"),
        ("proficient in Docker", "proficient"),
        ("basic Docker", "basic"),
        ("使用Docker", None),
    ],
)
def test_a_word_beside_it_tells_the_level(text: str, level: str | None) -> None:
    assert only(text).level == level


def test_a_level_before_a_list_holds_for_all_of_it() -> None:
    text = "熟练使用Word、Excel和PPT，了解CAD"
    assert [mention.level for mention in read_skills(text)] == ["proficient"] * 3 + ["basic"]


@pytest.mark.parametrize(
    ("text", "demand"),
    [
        ("必须会CAD", MUST),
        ("需持低压电工证", MUST),
        ("Docker is required", MUST),
        ("会粤语者优先", NICE),
        ("Docker is a plus", NICE),
        ("加分项：Docker", NICE),
        ("任职要求：\n1、懂Docker", MUST),
        ("负责设备保养", None),
    ],
)
def test_a_text_may_say_how_much_it_is_wanted(text: str, demand: str | None) -> None:
    assert only(text).demand == demand


def test_preferred_at_the_end_says_nothing_of_what_stands_before_the_comma() -> None:
    assert [mention.demand for mention in read_skills("需会PLC、CAD，懂英语者优先")] == [MUST, MUST, NICE]


def test_a_list_keeps_its_items_apart() -> None:
    items = read_skill_list("熟练使用Excel、叠被子，C/C++；叉车|叉车驾驶\nTCP/IP")
    names = [(item.text, item.code and all_skills()[item.code].name_zh) for item in items]
    assert names == [
        ("熟练使用Excel", "Excel表格"),
        ("叠被子", None),
        ("C", "C语言编程"),
        ("C++", "C++开发"),
        ("叉车", "叉车驾驶"),
        ("TCP/IP", "TCP/IP协议"),
    ]
    assert items[0].level == "proficient"


def test_inferred_is_what_nobody_listed() -> None:
    text = "会PLC和CAD，精通CAD，不要求英语"
    found = inferred_skills(text, listed=["PLC编程"], title="电焊工")
    names = [(all_skills()[one.code].name_zh, one.level) for one in found]
    assert names == [("AutoCAD", "working"), ("手工电弧焊", None)]
    assert (found[1].start, found[1].end) == (0, 0)


# -- properties ---------------------------------------------------------------------------------------------------

_PIECES = st.sampled_from(
    [
        "熟练使用",
        "Excel",
        "不要求",
        "C/C++",
        "、",
        "，",
        "。",
        "\n",
        "焊接",
        "軟體測試",
        "ＪＡＶＡ",
        " ",
        "\0",
        "😀",
        "者优先",
        "é",
        "ß",
        "任职要求：",
    ]
)
_TEXTS = st.one_of(st.text(max_size=80), st.lists(_PIECES, max_size=30).map("".join))


@given(_TEXTS)
@settings(max_examples=300)
def test_every_place_holds_a_name_of_its_skill(text: str) -> None:
    end = 0
    for mention in read_skills(text):
        assert end <= mention.start < mention.end <= len(text)
        assert find(text[mention.start : mention.end]) == mention.code
        assert mention.level in (*LEVELS, None)
        assert mention.demand in (MUST, NICE, None)
        end = mention.end


@given(_TEXTS)
@settings(max_examples=100)
def test_reading_twice_reads_the_same_and_a_list_of_names_reads_itself(text: str) -> None:
    assert read_skills(text) == read_skills(text)
    items = read_skill_list(text)
    assert read_skill_list("\n".join(item.text for item in items)) == items


@pytest.mark.parametrize("piece", ["熟练使用Word、Excel，", "不要求", "Java/C++/", "任职要求：会焊接\n", "\0😀", "需"])
def test_time_grows_with_the_length_and_no_faster(piece: str) -> None:
    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        started = time.process_time()
        read_skills(text)
        return time.process_time() - started

    seconds(1000)
    assert seconds(100_000) < 30 * max(seconds(10_000), 0.05)


# -- figures ------------------------------------------------------------------------------------------------------


def test_the_reader_keeps_what_it_was_measured_at() -> None:
    """Well above the plain method, and close on texts that no rule was made on. docs/skills.md holds the figures."""
    found = measured_skills()
    assert len(labelled_texts()) >= 80
    for half in HALVES:
        assert found["ours", half].precision >= 0.92
        assert found["ours", half].recall >= 0.85
        assert found["substrings", half].precision < 0.85


def test_further_names_mean_one_skill_each() -> None:
    from matching.vocabulary.tables import read_rows

    owners = {squeeze(name): skill.code for skill in all_skills().values() for name in (skill.name_zh, *skill.synonyms)}
    rows = read_rows("skill_synonyms.csv")
    assert len({squeeze(row["name"]) for row in rows}) == len(rows)
    assert [row["name"] for row in rows if owners.get(squeeze(row["name"]), row["code"]) != row["code"]] == []
    assert {row["code"] for row in rows} <= set(all_skills())
    assert [row["phrase"] for row in read_rows("skill_lookalikes.csv") if squeeze(row["phrase"]) in all_names()] == []
