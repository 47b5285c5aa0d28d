"""Below the edge there are codes; every one of them has words at the edge."""

import re

from flask import Flask

from matching import all_gate_names, all_level_names
from tests.architecture.sources import calls_in, first_text, name_of, python_files
from webapp.core.permissions import Role
from webapp.http.wording import known_error_codes, labels

# ConfigurationError is shown on the console at the start and has no reader in a browser.
# What a policy refuses becomes NotAllowed with the policy's reason as its code.
ERRORS = {"RuleBroken", "Conflict", "NotAllowed", "NotFound", "refuse"}
CHINESE = re.compile(r"[\u3400-\u9fff]")


def _chinese_labels(house: Flask, kind: str) -> dict[str, str]:
    with house.test_request_context(headers={"Accept-Language": "zh-CN"}):
        return {code: text for code, text in labels(kind) if CHINESE.search(text)}


def test_every_level_is_explained(house: Flask) -> None:
    names = {f"{comparison}.{level}" for comparison, level in all_level_names()}
    said = _chinese_labels(house, "match_level")
    assert names and names - set(said) == set()


def test_every_comparison_and_gate_is_explained(house: Flask) -> None:
    comparisons = {comparison for comparison, _ in all_level_names()}
    assert comparisons - set(_chinese_labels(house, "comparison")) == set()
    assert set(all_gate_names()) - set(_chinese_labels(house, "gate")) == set()
    assert set(all_gate_names()) - set(_chinese_labels(house, "gate_stops")) == set()


def test_no_words_are_left_for_levels_that_are_gone(house: Flask) -> None:
    names = {f"{comparison}.{level}" for comparison, level in all_level_names()}
    with house.test_request_context():
        assert {code for code, _ in labels("match_level")} - names == set()
        assert {code for code, _ in labels("gate")} - set(all_gate_names()) == set()


def test_every_role_has_words(house: Flask) -> None:
    assert {str(role) for role in Role} - set(_chinese_labels(house, "role")) == set()


def test_error_codes_have_words(house: Flask) -> None:
    raised = {
        (code, name_of(path))
        for path in python_files("webapp")
        for name, call in calls_in(path)
        if name in ERRORS and (code := first_text(call)) is not None
    }
    assert raised and sorted(pair for pair in raised if pair[0] not in known_error_codes()) == []
