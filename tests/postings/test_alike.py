"""Which vacancies of one employer are shown as one: judged by pairs that people read, and which key they get."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.postings.alike import LEAST_LIKENESS, Wording, choose_key, group_duties, group_title, key_of, likeness

with (Path(__file__).parent / "near_duplicates.csv").open(encoding="utf-8", newline="") as file:
    PAIRS = [{name: text.replace("|", "\n") for name, text in row.items()} for row in csv.DictReader(file)]


def _likeness(pair: dict[str, str]) -> float:
    if group_title(pair["title_a"]) != group_title(pair["title_b"]):
        return 0.0
    return likeness(group_duties(pair["duties_a"]), group_duties(pair["duties_b"]))


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair["why"])
def test_the_pairs_that_people_read_are_told_apart(pair: dict[str, str]) -> None:
    assert (_likeness(pair) >= LEAST_LIKENESS) == (pair["same"] == "1")


def test_the_line_is_not_drawn_through_a_crowd() -> None:
    """Between the least alike of the same and the most alike of the others there is room on both sides of the line."""
    same = min(_likeness(pair) for pair in PAIRS if pair["same"] == "1")
    other = max(_likeness(pair) for pair in PAIRS if pair["same"] == "0")
    assert other + 0.02 < LEAST_LIKENESS < same - 0.02, (other, same)


def test_the_key_is_that_of_the_most_alike_and_then_of_the_oldest() -> None:
    words = "负责厂区配电柜和照明线路的日常巡检与维修。"
    near = Wording(2, "电工", words + "填写记录。", "near")
    same = Wording(3, "急聘电工（贵阳）", words, "same")
    younger = Wording(4, "电工", words, "younger")
    assert choose_key("7", Wording(9, "电工", words), [younger, near, same]) == "same"
    assert choose_key("7", Wording(9, "焊工", words), [younger, near, same]) == key_of("7", "焊工", words)
    assert choose_key("7", Wording(9, "电工", words), [Wording(9, "电工", words, "itself")]) == key_of(
        "7", "电工", words
    )


def test_two_employers_never_share_a_key() -> None:
    assert key_of("1", "电工", "巡检") != key_of("2", "电工", "巡检")


@given(st.text(max_size=40), st.text(max_size=200))
def test_any_text_has_a_key(title: str, duties: str) -> None:
    assert len(key_of("1", title, duties)) == 16


def _measure() -> None:
    for least in (0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95):
        hits = [(pair["same"] == "1", _likeness(pair) >= least) for pair in PAIRS]
        right = sum(same == found for same, found in hits)
        print(least, "right", right, "missed", hits.count((True, False)), "wrong", hits.count((False, True)))
    for same, step in (("1", 1), ("0", -1)):
        values = sorted((round(_likeness(pair), 3), pair["why"]) for pair in PAIRS if pair["same"] == same)
        print("same" if same == "1" else "others", values[::step][:6])


if __name__ == "__main__":
    _measure()
