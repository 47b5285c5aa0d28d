"""Skills by any of their names, ladders, certificates and places."""

import csv
from io import StringIO

import pytest

from matching.vocabulary import ladders
from matching.vocabulary.certificates import covers, missing
from matching.vocabulary.places import distance_km, find_city
from matching.vocabulary.skills import Vocabulary

ROWS = list(
    csv.DictReader(
        StringIO(
            "code,name_zh,name_en,kind,synonyms,occupations\n"
            "SK1,Java,Java,language,,2-02-10-03\n"
            "SK2,JavaScript,,language,JS|js脚本,\n"
            "SK3,叉车驾驶,Forklift,technique,开叉车|叉车操作,6-30-05-00\n"
            "SK4,叉车,,tool,,\n"
            "SK5,办公软件,MS Office,tool,,6-30-05-01\n"
        )
    )
)
VOCABULARY = Vocabulary(ROWS)


@pytest.mark.parametrize(("text", "code"), [("开叉车", "SK3"), ("ＪＳ", "SK2"), ("ms office", "SK5"), ("绣花", None)])
def test_a_skill_is_found_by_any_of_its_names(text: str, code: str | None) -> None:
    assert VOCABULARY.find(text) == code


def test_skills_in_a_text_are_the_longest_names_in_its_own_places() -> None:
    text = "要求会叉车驾驶、ＪＳ及 MS  Office，懂JavaScripts者优先；会Java"
    found = [(code, text[start:end]) for code, start, end in VOCABULARY.in_text(text)]
    assert found == [("SK3", "叉车驾驶"), ("SK2", "ＪＳ"), ("SK5", "MS  Office"), ("SK1", "Java")]


def test_two_spellings_share_a_key_and_unknown_ones_their_letters() -> None:
    assert VOCABULARY.key_of("SK3") == VOCABULARY.key_of("叉车操作") == "SK3"
    assert VOCABULARY.key_of("绣 花") == VOCABULARY.key_of("绣花") == "绣花"


def test_an_occupation_has_its_own_skills_before_those_of_its_groups() -> None:
    assert VOCABULARY.of_occupation("6-30-05-01") == ("SK5", "SK3")


def test_education_has_an_above_and_unfinished_ranks_below_finished() -> None:
    rank = ladders.education_rank
    assert rank("11") > rank("14") > rank("21") > rank("31") > rank("61") > rank("71") > rank("81")  # type: ignore[operator]
    assert rank("21") > rank("22") > rank("23") > rank("31")  # type: ignore[operator]
    assert rank(None) is None


def test_the_old_numbers_of_skill_levels_run_the_other_way() -> None:
    assert [rung.rank for rung in ladders.skill_levels()] == list(range(1, 9))
    assert ladders.find_skill_level("高级工") == ladders.find_skill_level("国家职业资格三级") == 4
    assert ladders.find_skill_level("五级") < ladders.find_skill_level("一级")  # type: ignore[operator]
    assert [rung.rank for rung in ladders.title_ranks()] == [1, 2, 3, 4, 5]
    assert ladders.find_title_rank("高级工程师") == 4
    assert ladders.find_title_rank("大师") is None


@pytest.mark.parametrize(
    ("held", "asked", "does"),
    [
        ("电工证", "电工证", True),
        ("低压电工作业证", "电工操作证", True),
        ("电工证", "低压电工作业证", False),
        ("焊工证", "电工证", False),
        ("教师资格证书", "教师资格证", True),
        ("健康证明", "健康证", True),
    ],
)
def test_a_special_certificate_does_for_the_general_one_only(held: str, asked: str, does: bool) -> None:
    assert covers(held, asked) is does


def test_what_is_missing_keeps_its_order() -> None:
    assert missing(("电工证", "健康证", "焊工证"), ("健康证",)) == ["电工证", "焊工证"]


def test_cities_have_names_and_distances() -> None:
    assert find_city("广州市") == find_city("guangzhou") == find_city("穗") == "440100"
    assert find_city("某城") is None
    assert distance_km("440100", "440100") == 0.0
    assert distance_km("440100", "510100") == distance_km("510100", "440100")
    assert distance_km("440100", "000000") is None
