"""One search box: cities, pay and words in any order and spelling."""

import pytest

from webapp.postings.wishes import ReadQuery, occupations_of, read_query


@pytest.mark.parametrize(
    ("text", "cities", "pay", "words"),
    [
        ("", (), None, ()),
        ("   ", (), None, ()),
        ("电工", (), None, ("电工",)),
        ("成都 电工 8000以上", ("510100",), 8000, ("电工",)),
        ("8000以上 电工 成都", ("510100",), 8000, ("电工",)),
        ("chengdu 电工 8000+", ("510100",), 8000, ("电工",)),
        ("Chengdu,电工，8000+", ("510100",), 8000, ("电工",)),
        ("成都市、电工", ("510100",), None, ("电工",)),
        ("广州电工", ("440100",), None, ("电工",)),
        ("电工广州", ("440100",), None, ("电工",)),
        ("广州 成都 电工", ("440100", "510100"), None, ("电工",)),
        ("广州 广州", ("440100",), None, ()),
        ("8k", (), 8000, ()),
        ("1.5万", (), 15000, ()),
        ("6000-8000元/月", (), 6000, ()),
        ("ＪＡＶＡ", (), None, ("java",)),
        ("Java 贵阳", ("520100",), None, ("java",)),
        ("%", (), None, ("%",)),
        ("<script>", (), None, ("<script>",)),
    ],
)
def test_a_query_is_taken_apart(text: str, cities: tuple[str, ...], pay: float | None, words: tuple[str, ...]) -> None:
    read = read_query(text)
    assert (read.cities, read.pay_from_yuan_month, read.words) == (cities, pay, words)


def test_words_mean_occupations_when_that_is_sure() -> None:
    assert "6-31-01-03" in read_query("维修电工").occupations
    assert read_query("").occupations == ()
    assert occupations_of([]) == ()


@pytest.mark.parametrize("text", ["x" * 100_000, "\x00", "😀😀", "9" * 400, "-", "1e999", "０", "²", "广" * 500, "nan"])
def test_anything_can_be_typed(text: str) -> None:
    assert isinstance(read_query(text), ReadQuery)
