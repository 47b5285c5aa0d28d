"""Experience as it is written, to months."""

import re

from matching.folding import fold
from matching.text.numbers import with_digits

_ANY = re.compile("不限|无需|不需|无要求|不要求|无经验|均可|零基础|小白|^无$|^any|no experience|not required|entry")
_NEW = re.compile("应届|在校|实习|毕业生|graduate|intern")
_UNIT = r"(年|个?月|years?|yrs?|months?|y)?"
_RANGE = re.compile(r"(\d{1,3}(?:\.\d)?)\s*(?:年|个月)?\s*(?:-|~|–|—|至|到|to)\s*(\d{1,3}(?:\.\d)?)\s*" + _UNIT)
_SINGLE = re.compile(r"(\d{1,3}(?:\.\d)?)\s*" + _UNIT)
_BELOW = re.compile("以下|以内|之内|不足|不满|below|under|less")
_HALF = re.compile(r"(\d)年半")


def parse_experience(text: str) -> tuple[int | None, int | None] | None:
    """(least, most) months of "3-5年", "1年以上", "不限"; None when it cannot be read. None inside means open.

    "No experience needed" and "graduates" ask for nothing: (0, None).
    """
    folded = _HALF.sub(r"\1.5年", with_digits(fold(text[:200])).replace("半年", "6个月"))
    found = _RANGE.search(folded)
    if found:
        factor = _months(found.group(3))
        low, high = float(found.group(1)) * factor, float(found.group(2)) * factor
        return (round(low), round(high)) if low <= high else None
    if _ANY.search(folded):
        return (0, None)
    single = _SINGLE.search(folded)
    if single is None:
        return (0, None) if _NEW.search(folded) else None
    value = round(float(single.group(1)) * _months(single.group(2)))
    if _NEW.search(folded) and value > 600:
        # "2026届应届生": a year of graduation, not a length of service.
        return (0, None)
    return (0, value) if _BELOW.search(folded) else (value, None)


def _months(unit: str | None) -> int:
    return 1 if unit and ("月" in unit or unit.startswith("month")) else 12
