"""The vocabulary's files are whole: codes are unique, what they point at exists, labels stand in both languages."""

import csv
import math
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

import matching
from matching.folding import fold, squeeze
from matching.occupations import all_occupations, find, normalise

MATCHING = Path(matching.__file__).parent
EARTH_RADIUS_KM = 6371.0088
NINE_CITIES = {"440100", "350100", "360100", "430100", "450100", "460100", "510100", "520100", "530100"}


def rows_of(path: str) -> list[dict[str, str]]:
    text = (MATCHING / path).read_bytes().decode("utf-8")
    assert "\r" not in text and not text.startswith("\ufeff")
    return list(csv.DictReader(text.splitlines()))


CITIES = rows_of("vocabulary/cities.csv")
ALIASES = rows_of("occupations/aliases.csv")


def test_divisions_are_unique_named_and_hang_under_their_parents() -> None:
    codes = Counter(row["code"] for row in CITIES)
    assert max(codes.values()) == 1
    level_of = {row["code"]: row["level"] for row in CITIES}
    above = {"province": None, "city": "province", "district": "city"}
    for row in CITIES:
        assert re.fullmatch(r"\d{6}", row["code"])
        assert row["name_zh"] and row["name_en"] and row["pinyin"] and row["source"]
        assert level_of.get(row["parent"]) == above[row["level"]]
        assert row["level"] == "province" or row["code"].startswith(row["parent"].rstrip("0"))


def test_the_nine_cities_have_a_place_on_the_map_and_districts() -> None:
    cities = {row["code"]: row for row in CITIES if row["level"] == "city"}
    assert set(cities) == NINE_CITIES
    for code, row in cities.items():
        assert 18 < float(row["latitude"]) < 35 and 97 < float(row["longitude"]) < 123
        assert sum(other["parent"] == code and not other["valid_to"] for other in CITIES) >= 4


def test_a_division_that_ended_says_when_and_what_came_after_it() -> None:
    by_code = {row["code"]: row for row in CITIES}
    ended = [row for row in CITIES if row["valid_to"]]
    assert {row["code"] for row in CITIES if row["replaced_by"]} == {row["code"] for row in ended}
    for row in ended:
        heir = by_code[row["replaced_by"]]
        assert date.fromisoformat(row["valid_to"])
        assert not heir["valid_to"] and heir["parent"] == row["parent"]
    assert {by_code[code]["replaced_by"] for code in ("440102", "440107", "440116")} == {"440104", "440103", "440112"}


def test_one_letter_city_names_count_as_whole_words_only() -> None:
    for row in CITIES:
        for alias in filter(None, row["aliases"].split("|")):
            assert len(alias) > 1 and (len(alias) > 2 or alias.isascii() or alias.startswith("~") or alias[1] in "城")


def test_every_pair_of_cities_has_its_great_circle_distance() -> None:
    places = {row["code"]: (float(row["latitude"]), float(row["longitude"])) for row in CITIES if row["latitude"]}
    listed = rows_of("vocabulary/city_distances.csv")
    pairs = {frozenset((row["from_code"], row["to_code"])): int(row["distance_km"]) for row in listed}
    assert len(pairs) == len(listed) == len(NINE_CITIES) * (len(NINE_CITIES) - 1) // 2
    for pair, distance_km in pairs.items():
        assert round(_great_circle_km(*(places[code] for code in sorted(pair)))) == distance_km


def _great_circle_km(here: tuple[float, float], there: tuple[float, float]) -> float:
    (north, east), (far_north, far_east) = ([math.radians(degrees) for degrees in place] for place in (here, there))
    chord = (
        math.sin((far_north - north) / 2) ** 2
        + math.cos(north) * math.cos(far_north) * math.sin((far_east - east) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(chord))


@pytest.mark.parametrize("name", ["education.csv", "skill_levels.csv", "title_ranks.csv"])
def test_ladders_have_labels_in_both_languages(name: str) -> None:
    for row in rows_of(f"vocabulary/{name}"):
        assert row.get("name_zh") or row.get("label_zh")
        assert row.get("name_en") or row.get("label_en")
        assert int(row["rank"]) >= 0


def test_everyday_names_lead_to_occupations_that_exist() -> None:
    occupations = all_occupations()
    seen = Counter((squeeze(row["alias"]), row["code"]) for row in ALIASES)
    assert max(seen.values()) == 1
    for row in ALIASES:
        assert row["code"] in occupations, row
        assert squeeze(row["alias"]) and row["alias"] == row["alias"].strip()
        assert row["weight"] in ("1.0", "0.7", "0.4")


def test_an_exact_everyday_name_means_one_occupation_and_not_anothers_own_name() -> None:
    exact = Counter(squeeze(row["alias"]) for row in ALIASES if row["weight"] == "1.0")
    assert max(exact.values()) == 1
    own = {squeeze(item.name): code for code, item in all_occupations().items()}
    taken = [row for row in ALIASES if own.get(squeeze(row["alias"]), row["code"]) != row["code"]]
    assert not taken


def test_everyday_names_reach_every_major_group_that_hires() -> None:
    groups = Counter(row["code"][0] for row in ALIASES)
    assert len({row["alias"] for row in ALIASES}) >= 1500
    assert all(groups[group] >= 50 for group in "123456")
    assert len({row["code"] for row in ALIASES}) >= 900


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("厨师", "中式烹调师"),
        ("月嫂", "家政服务员"),
        ("保姆", "家政服务员"),
        ("叉车工", "起重装卸机械操作工"),
        ("水电工", "电工"),
        ("外卖骑手", "网约配送员"),
        ("护工", "医疗护理员"),
        ("前端", "计算机软件工程技术人员"),
        ("HR", "人力资源管理专业人员"),
        ("出纳", "会计专业人员"),
        ("外贸业务员", "国际商务专业人员"),
        ("Forklift Driver", "起重装卸机械操作工"),
        ("廚師", "中式烹调师"),
    ],
)
def test_everyday_names_reach_the_occupation_that_likeness_cannot_find(title: str, name: str) -> None:
    found = find(normalise([title])[0][0][0])
    assert found is not None and found.name == name


def test_traditional_characters_fold_to_simplified_ones_in_one_step() -> None:
    rows = rows_of("text/traditional.csv")
    pairs = {row["traditional"]: row["simplified"] for row in rows}
    assert len(pairs) == len(rows) >= 2500
    assert all(len(old) == len(new) == 1 for old, new in pairs.items())
    assert not set(pairs).intersection(pairs.values())
    assert fold("廣州電銲工、鐵工與會計師") == "广州电焊工、铁工与会计师"


def test_what_other_regions_call_otherwise_folds_to_the_mainland_word_and_never_touches_mainland_text() -> None:
    traditional = {row["traditional"] for row in rows_of("text/traditional.csv")}
    words = {row["traditional"]: row["simplified"] for row in rows_of("text/regional_words.csv")}
    assert all(traditional.intersection(word) for word in words)
    assert all(fold(simplified) == simplified for simplified in words.values())
    assert fold("軟體工程師、堆高機作業員") == "软件工程师、叉车操作工"


def test_every_occupation_has_an_english_name_of_its_own() -> None:
    rows = rows_of("occupations/occupation_names_en.csv")
    names = {row["code"]: row["name_en"] for row in rows}
    occupations = all_occupations()
    assert len(names) == len(rows)
    assert set(names) == set(occupations)
    assert all(name and name.isascii() and name == name.strip() for name in names.values())
    # Two codes may share an English name only where the edition itself repeats the Chinese one.
    chinese: dict[str, set[str]] = {}
    for code, name in names.items():
        chinese.setdefault(name, set()).add(occupations[code].name)
    assert all(len(same) == 1 for same in chinese.values())
