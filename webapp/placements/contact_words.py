"""No phone number, e-mail address or chat account in words that are exchanged before the seeker has opened the contact.

Pure. Spelling tricks are folded first: full width, blanks and dots between digits.
"""

import re
import unicodedata

from webapp.core.errors import RuleBroken

_EMAIL = re.compile(r"[\w.+-]+\s*@\s*[\w-]+(\s*\.\s*[\w-]+)+")
_DIGITS = re.compile(r"(?:\d[\s.\-_·()]{0,2}){7,}\d?")
# "WeChat", "weixin", "QQ" with an account behind; \u5fae\u4fe1 and \u52a0\u6211 as people write them.
_CHAT = re.compile(r"(?:\u5fae\u4fe1|\u8587\u4fe1|wechat|weixin|vx|qq)[\s:\u53f7\u662f]*[a-z0-9_-]{5,}", re.IGNORECASE)
_YEAR_OR_PAY = re.compile(r"\d{4}\s*-\s*\d{1,2}\s*-\s*\d{1,2}|\d{1,2}:\d{2}|\d{4,6}\s*-\s*\d{4,6}")


def has_contact(text: str) -> bool:
    """Whether the words give away how to reach somebody outside this site. Dates, times and pay ranges do not."""
    folded = unicodedata.normalize("NFKC", text)
    without_dates = _YEAR_OR_PAY.sub(" | ", folded)
    return bool(_EMAIL.search(folded) or _CHAT.search(folded) or _DIGITS.search(without_dates))


def refuse_contact(text: str, *, field: str) -> None:
    if has_contact(text):
        raise RuleBroken("contact_in_words", field=field)
