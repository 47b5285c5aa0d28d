"""The code lists of the release are whole before they are loaded."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

import matching
import webapp.reference

DATA = Path(webapp.reference.__file__).parent / "data"
VOCABULARY = Path(matching.__file__).parent / "vocabulary"
SHARED = {"code", "name_zh", "name_en", "parent", "valid_from", "valid_to", "replaced_by", "source", "verified_on"}
FILES = sorted(path.name for path in DATA.glob("*.csv"))


def rows_of(path: Path) -> list[dict[str, str]]:
    text = path.read_bytes().decode("utf-8")
    assert "\r" not in text and not text.startswith("\ufeff")
    return list(csv.DictReader(text.splitlines()))


@pytest.mark.parametrize("name", FILES)
def test_a_list_has_unique_codes_names_in_both_languages_and_a_source(name: str) -> None:
    rows = rows_of(DATA / name)
    codes = Counter(row["code"] for row in rows)
    assert rows and set(rows[0]) >= SHARED
    assert max(codes.values()) == 1
    for row in rows:
        assert None not in row and all(value == value.strip() for value in row.values())
        assert row["code"] and row["name_zh"] and row["name_en"] and row["source"]
        assert row["name_en"].isascii()
        assert not row["parent"] or row["parent"] in codes
        assert not row["replaced_by"] or row["replaced_by"] in codes


@pytest.mark.parametrize("name", FILES)
def test_no_two_codes_of_a_list_look_alike_to_the_one_who_chooses(name: str) -> None:
    if name.startswith("holidays_"):
        pytest.skip("a festival has several days")
    rows = rows_of(DATA / name)
    assert len({(row["name_zh"], row["parent"]) for row in rows}) == len(rows)
    assert len({row["name_en"] for row in rows}) == len(rows)


@pytest.mark.parametrize("name", FILES)
def test_days_are_days(name: str) -> None:
    for row in rows_of(DATA / name):
        for column in ("valid_from", "valid_to", "verified_on"):
            assert not row[column] or date.fromisoformat(row[column])


def test_industries_are_twenty_sections_and_ninety_seven_divisions() -> None:
    rows = rows_of(DATA / "industries.csv")
    sections = [row["code"] for row in rows if not row["parent"]]
    divisions = [row for row in rows if row["parent"]]
    assert sections == list("ABCDEFGHIJKLMNOPQRST")
    assert [row["code"] for row in divisions] == [f"{number:02d}" for number in range(1, 98)]
    ranges = {"C": (13, 43), "E": (47, 50), "G": (53, 60), "I": (63, 65)}
    for section, (first, last) in ranges.items():
        numbers = [int(row["code"]) for row in divisions if row["parent"] == section]
        assert numbers == list(range(first, last + 1))


def test_education_ranks_are_those_of_the_matcher() -> None:
    ranks = {row["code"]: row["rank"] for row in rows_of(VOCABULARY / "education.csv")}
    for row in rows_of(DATA / "education.csv"):
        assert ranks[row["code"]] == row["rank"]


@pytest.mark.parametrize(
    ("shown", "matched"), [("skill_levels.csv", "skill_levels.csv"), ("professional_titles.csv", "title_ranks.csv")]
)
def test_ladders_shown_have_the_rungs_of_the_matcher(shown: str, matched: str) -> None:
    assert [row["rank"] for row in rows_of(DATA / shown)] == [row["rank"] for row in rows_of(VOCABULARY / matched)]


def test_a_higher_skill_level_has_a_lower_old_number() -> None:
    rows = rows_of(DATA / "skill_levels.csv")
    numbered = [int(row["national_qualification_number"]) for row in rows if row["national_qualification_number"]]
    assert numbered == [5, 4, 3, 2, 1]
    assert len(rows) == 8


def test_there_are_twenty_seven_series_of_titles() -> None:
    assert len(rows_of(DATA / "title_series.csv")) == 27


def test_a_minimum_wage_is_of_a_known_place_and_says_whether_it_was_verified() -> None:
    places = {row["code"] for row in rows_of(VOCABULARY / "cities.csv")}
    for row in rows_of(DATA / "minimum_wages.csv"):
        assert row["division_code"] in places
        assert row["valid_from"] and float(row["yuan_month"]) > 0
        assert row["verified_on"] or "not verified" in row["source"]


def test_the_calendar_swaps_every_weekend_it_takes() -> None:
    """39 days named: what is free beyond weekends and the 13 festival days is worked on weekends elsewhere."""
    rows = rows_of(DATA / "holidays_2026.csv")
    days = {date.fromisoformat(row["code"]): row for row in rows}
    free = [day for day, row in days.items() if row["kind"] == "day_off"]
    worked = [day for day, row in days.items() if row["kind"] == "working_day"]
    festival = [day for day, row in days.items() if row["is_statutory"] == "1"]
    assert all(day.weekday() >= 5 for day in worked)
    assert set(festival) <= set(free) and len(festival) == 13
    extra = [day for day in free if day.weekday() < 5 and day not in festival]
    on_weekends = [day for day in festival if day.weekday() >= 5]
    assert len(extra) == len(worked) + len(on_weekends)
