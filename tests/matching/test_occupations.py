"""From titles as people write them to codes of the classification, and the tree of codes."""

import json

import pytest

from matching.occupations import all_occupations, ancestors, distance, find, normalise, relation, suggest
from matching.occupations.classification import read_rows
from matching.occupations.linear_model import LinearModel, train
from matching.occupations.normaliser import MODEL, examples
from matching.occupations.training import RECORD, digests


def test_the_tree_is_the_edition_of_2022() -> None:
    occupations = all_occupations()
    assert len(occupations) == 2047
    for code, item in occupations.items():
        assert item.name
        assert all(group in occupations for group in ancestors(code))
    assert ancestors("6-18-02-04") == ("6-18-02-00", "6-18-00-00", "6-00-00-00")
    assert find("no such code") is None


@pytest.mark.parametrize(
    ("left", "right", "name", "steps"),
    [
        ("6-18-02-04", "6-18-02-04", "same", 0),
        ("6-18-02-04", "6-18-02-01", "same_small_group", 1),
        ("6-18-02-04", "6-18-02-00", "same_small_group", 1),
        ("6-18-02-04", "6-18-01-01", "same_middle_group", 2),
        ("6-18-02-04", "6-31-01-03", "same_major_group", 3),
        ("6-18-02-04", "4-07-05-01", "different", 4),
        ("6-18-02-04", "6-18", "different", 4),
    ],
)
def test_relation_and_distance_go_up_the_tree(left: str, right: str, name: str, steps: int) -> None:
    assert relation(left, right) == relation(right, left) == name
    assert distance(left, right) == steps


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("诚聘保洁员包吃住", "4-09-08-01"),
        ("急招电工 6000-8000", "6-31-01-03"),
        ("焊工", "6-18-02-04"),
        ("保安員", "4-07-05-01"),
        ("中式烹调师（川菜）", "4-03-02-01"),
    ],
)
def test_clear_titles_reach_their_code_whatever_the_offer(title: str, code: str) -> None:
    assert normalise([title])[0][0][0] == code


def test_answers_are_ranked_and_confidences_are_shares() -> None:
    for ranked in normalise(["电工", "外贸业务", "%%%", "", "x" * 100_000]):
        confidences = [confidence for _, confidence in ranked]
        assert len(ranked) <= 5
        assert confidences == sorted(confidences, reverse=True)
        assert all(0.0 <= confidence <= 1.0 for confidence in confidences)
        assert all(find(code) for code, _ in ranked)


def test_the_model_was_trained_on_the_files_as_they_are() -> None:
    """Whoever changes a source runs `python -m matching.occupations.training`."""
    record = json.loads(RECORD.read_text(encoding="utf-8"))
    assert record["sources"] == digests()
    assert record["examples"] == len(examples())


def test_training_again_gives_the_model_that_is_kept() -> None:
    """Eight bits a weight are kept; between machines, the last digits of a sum differ."""
    kept, trained = LinearModel.load(MODEL), train(examples())
    titles = [row["title"] for row in read_rows("job_titles_dev.csv")[:200]]
    assert kept.codes == trained.codes
    assert abs(kept.probabilities(titles) - trained.probabilities(titles)).max() < 0.05


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("diangong", "电工"),
        ("Bao An Yuan", "保安员"),
        ("baojieyuan", "保洁员"),
        ("軟體工程師", "计算机软件工程技术人员"),
        ("Ｊａｖａ开发工程师（双休）", "计算机软件工程技术人员"),
        ("electrician", "电工"),
        ("Warehouse Keeper", "仓储管理员"),
    ],
)
def test_titles_in_other_spellings_and_languages(title: str, name: str) -> None:
    found = find(normalise([title])[0][0][0])
    assert found is not None and found.name == name


def test_typing_finds_names_by_beginning_alias_and_slip() -> None:
    assert suggest("焊")[0][0] == "6-18-02-04"
    assert suggest("焊工")[0][0] == "6-18-02-04"
    assert "2-02-10-03" in [code for code, _ in suggest("java开发")]
    assert suggest("") == suggest("  ") == []
    assert len(suggest("工", limit=3)) == 3
    for code, confidence in suggest("销售"):
        assert find(code).level == 4  # type: ignore[union-attr]
        assert 0.0 <= confidence <= 1.0
