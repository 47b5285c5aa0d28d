"""One spelling for many, and the words of a title."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.folding import fold, squeeze
from matching.occupations import clean_title
from matching.text import segment, similarity


@given(st.text(max_size=80))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_width_case_blanks_and_traditional_characters_fold_away() -> None:
    assert fold("ＪＡＶＡ　 開發工程師") == "java 开发工程师"
    assert squeeze("C 语言 / 单片机") == "c语言单片机"


@pytest.mark.parametrize(
    ("title", "cleaned"),
    [
        ("诚聘保洁员包吃住5000-8000元", "保洁员"),
        ("高薪急聘 电工 双休+五险一金", "电工"),
        ("【急招】叉车司机（底薪6k）", "叉车司机"),
        ("Java开发工程师15-20K", "java开发工程师"),
        ("招聘电工2人", "电工"),
        ("高薪诚聘招聘主管", "招聘主管"),
        ("急招急诊护士", "急诊护士"),
        ("社保专员", "社保专员"),
        ("2026届校招软件工程师", "软件工程师"),
        ("普工", "普工"),
        ("（普工）", "普工"),
        ("", ""),
    ],
)
def test_a_title_loses_its_offer_and_keeps_its_trade(title: str, cleaned: str) -> None:
    assert clean_title(title) == cleaned


@given(st.text(max_size=120))
def test_words_cover_the_text_in_order(text: str) -> None:
    letters = [char for char in fold(text) if char.isalnum()]
    found = [char for word in segment(text) for char in word if char.isalnum()]
    assert found == letters


def test_compound_names_come_apart_and_endings_stand_alone() -> None:
    assert segment("数控车工") == ("数控", "车工")
    assert segment("保洁员") == ("保洁", "员")
    assert segment("Java开发工程师") == ("java", "开发", "工程师")
    assert segment("C++/C#开发") == ("c++", "c#", "开发")


def test_headers_alike_in_other_order_are_alike() -> None:
    assert similarity("工作城市", "城市 工作") > similarity("工作城市", "招聘人数")
    assert similarity("", "工作城市") == 0.0
