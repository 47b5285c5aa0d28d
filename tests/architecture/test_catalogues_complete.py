"""Every message has its Chinese words, once, with the same places to fill in."""

import re
from collections import defaultdict
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

from tests.architecture.sources import WEBAPP, name_of

KEYWORDS = {**DEFAULT_KEYWORDS, "_l": None, "lazy_gettext": None, "lazy_ngettext": (1, 2)}
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
PLACES = re.compile(r"%\((\w+)\)([sd])|\{(\w+)\}")


@cache
def _used() -> dict[str, str]:
    """msgid -> where it is used first."""
    found: dict[str, str] = {}
    for name, line, message, _, _ in extract_from_dir(str(WEBAPP), METHODS, keywords=KEYWORDS):
        # What is said of one and of many is filed under the words for one.
        msgid = message if isinstance(message, str) else message[0]
        found.setdefault(msgid, f"{name}:{line}")
    return found


@cache
def _catalogues() -> dict[str, Catalog]:
    paths = sorted(WEBAPP.rglob("zh_Hans_CN/LC_MESSAGES/messages.po"))
    return {name_of(path): _read(path) for path in paths}


def _read(path: Path) -> Catalog:
    return read_po(BytesIO(path.read_bytes()), locale="zh_Hans_CN", abort_invalid=True)


def _id(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _said(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def _messages() -> list[tuple[str, Message]]:
    return [(name, message) for name, catalogue in _catalogues().items() for message in catalogue if message.id]


def test_every_message_has_chinese_words() -> None:
    said = {_id(message) for _, message in _messages() if all(_said(message))}
    missing = sorted(f"{where}: {msgid}" for msgid, where in _used().items() if msgid and msgid not in said)
    assert len(_used()) > 500
    assert missing == []


def test_no_message_is_said_in_two_ways() -> None:
    ways: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
    for _, message in _messages():
        ways[_id(message)].add(_said(message))
    assert {msgid: sorted(said) for msgid, said in ways.items() if len(said) > 1} == {}


def test_nothing_is_uncertain_and_every_place_is_kept() -> None:
    wrong = []
    for name, message in _messages():
        asked = set(PLACES.findall("".join(message.id)))
        # One form for one and many: Chinese may leave out a number that English spells.
        if message.fuzzy or any(set(PLACES.findall(text)) != asked for text in _said(message) if text):
            wrong.append(f"{name}: {_id(message)}")
    assert wrong == []
