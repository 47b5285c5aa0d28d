"""Pay as it is written, to yuan a month.

Conversion: 21.75 paid days and 174 hours a month (Ministry of Labour circular 2008 no. 3 on monthly working time).
"""

import re
from dataclasses import dataclass

from matching.folding import fold
from matching.text.numbers import NUMBER, amount

HOURS_PER_MONTH = 174.0
DAYS_PER_MONTH = 21.75
_NEGOTIABLE = re.compile("面议|面谈|negotiable")
_MONTHS = re.compile(r"(?:[·*x×,， ]|^)\s*(1[2-9]|2[0-4])\s*(?:薪|个月|months?)")
_RANGE = re.compile(NUMBER + r"\s*元?\s*(?:-|~|–|—|至|到)\s*" + NUMBER)
_SINGLE = re.compile(NUMBER)
_OPEN_ABOVE = re.compile("以上|起|及以上|above|\\+|from")
_OPEN_BELOW = re.compile("以下|以内|below|up to")
_PERIODS = (
    ("hour", re.compile("小时|时薪|/时|/h\\b|每时|hour")),
    ("day", re.compile("天|日薪|/日|每日|day")),
    ("year", re.compile("年|year|annual|p\\.a")),
    ("piece", re.compile("件|计件|piece")),
    ("month", re.compile("月|month")),
)


@dataclass(frozen=True, slots=True)
class ParsedPay:
    """A pay range. `problem` is "negotiable", "unreadable" or "out_of_order", and the numbers are then None."""

    min_yuan: float | None
    max_yuan: float | None
    period: str
    months: float | None
    min_yuan_month: float | None
    max_yuan_month: float | None
    problem: str | None = None


def per_month(yuan: float, period: str, months: float | None = None) -> float:
    """Yuan a month of an amount a period; a 13th salary is spread over the year only when it is paid by the year."""
    factors = {"hour": HOURS_PER_MONTH, "day": DAYS_PER_MONTH, "year": 1 / 12.0}
    return round(yuan * factors.get(period, 1.0), 2)


def parse_pay(text: str) -> ParsedPay:
    """Read "1-1.5万·13薪", "5千-8千", "300元/天", "8000以上", "6K-9K". Never raises."""
    folded = fold(text).replace("¥", "").replace("￥", "").replace("rmb", "")
    if _NEGOTIABLE.search(folded):
        return _failed("negotiable")
    months = _MONTHS.search(folded)
    if months:
        folded = folded[: months.start()] + " " + folded[months.end() :]
    low, high = _numbers(folded)
    if low is None and high is None:
        return _failed("unreadable")
    if low is not None and high is not None and low > high:
        return _failed("out_of_order")
    period = _period(folded, low if low is not None else high or 0.0)
    paid_months = float(months.group(1)) if months else None
    return ParsedPay(
        low,
        high,
        period,
        paid_months,
        None if low is None else per_month(low, period),
        None if high is None else per_month(high, period),
    )


def _failed(problem: str) -> ParsedPay:
    return ParsedPay(None, None, "month", None, None, None, problem)


def _numbers(text: str) -> tuple[float | None, float | None]:
    found = _RANGE.search(text)
    if found:
        low_digits, low_unit, high_digits, high_unit = found.groups()
        # "1-1.5万": the unit of the end holds for the beginning, unless that is already a large number.
        shared = low_unit or (high_unit if float(low_digits.replace(",", "")) < 1000 else None)
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
    return low_unit if low_unit and float(high_digits.replace(",", "")) < 1000 else None


def _period(text: str, value: float) -> str:
    for period, pattern in _PERIODS:
        if pattern.search(text):
            return period
    return "month"
