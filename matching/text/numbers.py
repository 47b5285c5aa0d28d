"""Numbers as postings write them: 1.5万, 8千, 6K, 三, 十五."""

import re

_UNITS = {"万": 10_000.0, "w": 10_000.0, "千": 1_000.0, "k": 1_000.0, "百": 100.0, "": 1.0}
NUMBER = r"(\d{1,12}(?:\.\d{1,6})?)\s*(万|w|千|k|百)?"
_CHINESE = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2}
_TENS = re.compile("([一二三四五六七八九])?十([一二三四五六七八九])?")


def amount(digits: str, unit: str | None) -> float:
    return round(float(digits) * _UNITS[unit or ""], 2)


def with_digits(text: str) -> str:
    """Chinese numerals up to ninety-nine written as digits ("三年" to "3年", "十五" to "15")."""
    tens = _TENS.sub(lambda found: str(_digit(found.group(1), 1) * 10 + _digit(found.group(2), 0)), text)
    return "".join(str(_CHINESE[char]) if char in _CHINESE else char for char in tens)


def _digit(char: str | None, absent: int) -> int:
    return absent if char is None else _CHINESE[char]
