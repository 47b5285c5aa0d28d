"""Numbers as postings write them: 1.5万, 8千, 6K, 三."""

import re

_UNITS = {"万": 10_000.0, "w": 10_000.0, "千": 1_000.0, "k": 1_000.0, "百": 100.0, "": 1.0}
NUMBER = r"(\d+(?:,\d{3})*(?:\.\d+)?)\s*(万|w|千|k|百)?"
_CHINESE = {char: value for value, char in enumerate("零一二三四五六七八九十")} | {"两": 2, "半": 0}


def amount(digits: str, unit: str | None) -> float:
    return float(digits.replace(",", "")) * _UNITS[unit or ""]


def with_digits(text: str) -> str:
    """Chinese numerals up to ten written as digits ("三年" to "3年")."""
    return re.sub("[一二两三四五六七八九十]", lambda found: str(_CHINESE[found.group()]), text)
