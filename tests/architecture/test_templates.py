"""Templates print: no raw HTML, no words outside the catalogues, nothing inline, nothing that leads nowhere."""

import re
from pathlib import Path

import pytest
from flask import Flask

from tests.architecture.sources import TEMPLATES, calls_in, first_text, name_of, python_files, templates

CJK = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
CODE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
INLINE = {
    "a style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style[\s>]", re.IGNORECASE),
    "an on… attribute": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    # Data for search engines is no script: browsers do not run that type.
    "a script without src": re.compile(
        r"<script(?![^>]*\ssrc)(?! type=\"application/ld\+json\">)[^>]*>", re.IGNORECASE
    ),
    "a javascript: address": re.compile(r"[\"']\s*javascript:", re.IGNORECASE),
}
ENDPOINT = re.compile(r"url_for\(\s*[\"']([\w.]+)[\"']")
TARGET = re.compile(r"\{%-?\s*(?:from|import|extends|include)\s+[\"']([^\"']+)[\"']")
FROM = re.compile(r"\{%-?\s*from\s+[\"']([^\"']+)[\"']\s+import\s+(.*?)\s*-?%\}", re.DOTALL)
IMPORT = re.compile(r"\{%-?\s*import\s+[\"'][^\"']+[\"']\s+as\s+(\w+)")

every_template = pytest.mark.parametrize("path", templates(), ids=lambda path: path.relative_to(TEMPLATES).as_posix())


@every_template
def test_nothing_is_marked_safe_or_inline(path: Path) -> None:
    text = COMMENT.sub("", path.read_text(encoding="utf-8"))
    html = CODE.sub("", text)
    found = [what for what, pattern in INLINE.items() if pattern.search(html)]
    assert not re.search(r"\|\s*safe\b|autoescape\s+false", text)
    assert found == []


@every_template
def test_words_are_in_the_catalogues(path: Path) -> None:
    assert CJK.findall(path.read_text(encoding="utf-8")) == []


@every_template
def test_what_a_template_uses_exists_and_is_used(path: Path) -> None:
    text = COMMENT.sub("", path.read_text(encoding="utf-8"))
    assert [target for target in TARGET.findall(text) if not (TEMPLATES / target).is_file()] == []
    missing, unused = [], [name for name in IMPORT.findall(text) if not re.search(rf"\b{name}\.", text)]
    for target, names in FROM.findall(text):
        macros = (TEMPLATES / target).read_text(encoding="utf-8")
        for item in names.removesuffix("with context").split(","):
            name, _, alias = item.strip().partition(" as ")
            if not re.search(rf"(macro|set)\s+{re.escape(name)}\b", macros):
                missing.append(name)
            if len(re.findall(rf"\b{re.escape(alias or name)}\b", text)) < 2:
                unused.append(name)
    assert (missing, unused) == ([], [])


def test_every_linked_endpoint_exists(house: Flask) -> None:
    linked = {
        (name_of(path), endpoint)
        for path in templates()
        for endpoint in ENDPOINT.findall(path.read_text(encoding="utf-8"))
    }
    for path in python_files("webapp"):
        linked |= {(name_of(path), first_text(call) or "") for name, call in calls_in(path) if name == "url_for"}
    # ".list_accounts" is an endpoint of the room itself, whose blueprint has the name of the folder.
    linked = {(where, where.split("/")[1] + to if to.startswith(".") else to) for where, to in linked}
    known = {rule.endpoint for rule in house.url_map.iter_rules()} | {""}
    assert linked and sorted(pair for pair in linked if pair[1] not in known) == []


def test_code_holds_no_chinese_words() -> None:
    """Words belong to catalogues; sample data and what reads people's files are data and may hold them."""
    found = [
        name_of(path)
        for path in python_files("webapp")
        if "samples" not in path.parts and re.search(r"[\u3400-\u9fff]", path.read_text(encoding="utf-8"))
    ]
    assert found == []
