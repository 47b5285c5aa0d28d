"""Experience as it is written, to months."""

import re

from matching.folding import fold
from matching.text.numbers import with_digits

_ANY = re.compile("不限|无需|无要求|无经验|均可|any|no experience|not required")
_NEW = re.compile("应届|在校|实习|graduate")
_RANGE = re.compile(r"(\d+(?:\.\d+)?)\s*年?\s*(?:-|~|–|—|至|到)\s*(\d+(?:\.\d+)?)\s*(年|个?月|years?|months?|y)?")
_SINGLE = re.compile(r"(\d+(?:\.\d+)?)\s*(年|个?月|years?|months?|y)?")
_BELOW = re.compile("以下|以内|内|below|under|less")


def parse_experience(text: str) -> tuple[int | None, int | None] | None:
    """(least, most) months of "3-5年", "1年以上", "不限"; None when it cannot be read. None inside means open."""
    folded = with_digits(fold(text)).replace("半年", "6个月")
    if not folded:
        return None
    if _ANY.search(folded) or _NEW.search(folded):
        return (0, None)
    found = _RANGE.search(folded)
    if found:
        factor = _months(found.group(3))
        low, high = float(found.group(1)) * factor, float(found.group(2)) * factor
        return (round(low), round(high)) if low <= high else None
    single = _SINGLE.search(folded)
    if single is None:
        return None
    value = round(float(single.group(1)) * _months(single.group(2)))
    return (0, value) if _BELOW.search(folded) else (value, None)


def _months(unit: str | None) -> int:
    return 1 if unit and ("月" in unit or unit.startswith("month")) else 12
