"""Pay as it is written, to yuan a month.

Conversion: 21.75 paid days and 174 hours a month (Ministry of Labour circular 2008 no. 3 on monthly working time).
"""

import re
from dataclasses import dataclass

from matching.folding import fold
from matching.text.numbers import NUMBER, amount

HOURS_PER_MONTH = 174.0
DAYS_PER_MONTH = 21.75
# More than anybody is paid in a year; such a text is a telephone number or a slip of the hand.
_MOST_YUAN = 100_000_000.0

_NEGOTIABLE = re.compile("面议|面谈|协商|详谈|保密|negotiable|competitive|\\bdoe\\b")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_MONTHS = re.compile(r"(?:[·•.*x×,、 +-]|(?<=\D)|^)(1[2-9]|2[0-4])\s*(?:薪|个月薪|个月|months?)")
_TO = r"\s*(?:-|~|–|—|−|―|至|到|to)\s*"
_RANGE = re.compile(
    NUMBER + r"\s*(?:元|yuan|块)?(?:\s*/?\s*(?:每?月|天|日|小时|年|month|day|hour|year))?" + _TO + NUMBER
)
_SINGLE = re.compile(NUMBER)
_OPEN_ABOVE = re.compile("以上|起|不低于|至少|最低|保底|\\+|above|from|at least|over")
_OPEN_BELOW = re.compile("以下|以内|不超过|最高|below|up to|under|at most")
_PERIODS = (
    ("hour", re.compile(r"小时|时薪|/时|每时|/h\b|hour")),
    ("piece", re.compile(r"/件|/个|/单|每件|每单|计件|piece")),
    ("day", re.compile(r"天|日薪|/日|每日|日结|day|daily")),
    ("year", re.compile(r"年薪|/年|每年|一年|年$|year|annual|p\.a")),
    ("month", re.compile(r"月|month|p\.m\b")),
)


@dataclass(frozen=True, slots=True)
class ParsedPay:
    """A pay range. `min` and `max` are yuan a `period` (hour, day, month, year, piece), None where open.

    `months` is the number of monthly salaries a year where one is stated. The monthly amounts are None for piecework.
    """

    min: float | None
    max: float | None
    period: str
    months: float | None
    min_yuan_month: float | None
    max_yuan_month: float | None


def per_month(yuan: float | None, period: str) -> float | None:
    """Yuan a month of an amount a period; None for piecework, which has no month."""
    factors = {"hour": HOURS_PER_MONTH, "day": DAYS_PER_MONTH, "month": 1.0, "year": 1 / 12.0}
    return None if yuan is None or period not in factors else round(yuan * factors[period], 2)


def parse_pay(text: str) -> ParsedPay | None:
    """Read "1-1.5万·13薪", "5千-8千", "300元/天", "8000以上", "6K-9K"; None when `pay_problem` names a reason."""
    parsed = _parse(text)
    return None if isinstance(parsed, str) else parsed


def pay_problem(text: str) -> str | None:
    """Why there is no pay to read: "negotiable", "unreadable", "out_of_order"; None when `parse_pay` succeeds."""
    parsed = _parse(text)
    return parsed if isinstance(parsed, str) else None


def _parse(text: str) -> ParsedPay | str:
    folded = _THOUSANDS.sub("", fold(text[:200]))
    for mark in ("¥", "￥", "rmb", "cny"):
        folded = folded.replace(mark, "")
    months = _MONTHS.search(folded)
    bare = folded[: months.start()] + " " + folded[months.end() :] if months else folded
    low, high = _numbers(bare)
    if low is None and high is None:
        return "negotiable" if _NEGOTIABLE.search(folded) else "unreadable"
    if max(low or 0.0, high or 0.0) > _MOST_YUAN or not max(low or 0.0, high or 0.0):
        return "unreadable"
    if low is not None and high is not None and low > high:
        return "out_of_order"
    period = _period(bare)
    paid_months = float(months.group(1)) if months else None
    return ParsedPay(low, high, period, paid_months, per_month(low, period), per_month(high, period))


def _numbers(text: str) -> tuple[float | None, float | None]:
    found = _RANGE.search(text)
    if found:
        low_digits, low_unit, high_digits, high_unit = found.groups()
        # "1-1.5万": the unit of the end holds for the beginning, unless that is already a large number.
        shared = low_unit or (high_unit if float(low_digits) < 1000 else None)
        return amount(low_digits, shared), amount(high_digits, high_unit or _unit_of_end(low_unit, high_digits))
    single = _SINGLE.search(text)
    if single is None:
        return None, None
    value = amount(*single.groups())
    if _OPEN_BELOW.search(text):
        return None, value
    if _OPEN_ABOVE.search(text):
        return value, None
    return value, value


def _unit_of_end(low_unit: str | None, high_digits: str) -> str | None:
    return low_unit if low_unit and float(high_digits) < 1000 else None


def _period(text: str) -> str:
    return next((period for period, pattern in _PERIODS if pattern.search(text)), "month")
