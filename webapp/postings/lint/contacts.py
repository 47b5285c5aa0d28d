"""Contact details in free text (PF-14): found, and covered on public pages."""

import re
from collections.abc import Iterator
from datetime import date

from webapp.postings.lint.fields import spanned
from webapp.postings.lint.findings import Finding, Severity
from webapp.postings.lint.normal import NormalText, normal
from webapp.postings.lint.texts import DraftText

COVER = "\u25cf"
_DIGIT = "[0-9\u96f6\u3007\u4e00\u5e7a\u4e8c\u4e24\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d]"
_SIGN = "[a-z0-9][a-z0-9_-]{4,19}"
_CHANNELS = "(?:\u5fae\u4fe1|\u8587\u4fe1|\u5a01\u4fe1|v\u4fe1|vx|wx|wechat|qq|\u6263\u6263|\u94c9\u94c9|\u6296\u97f3)"
_PATTERNS = (
    # Mobile numbers, also with blanks, dashes or Chinese digits.
    f"(?<![0-9])(?:\\+?86)?[-\\s]?[1\u4e00\u5e7a][-\\s.]?[3-9\u4e09-\u4e5d\u56db\u516d\u516b](?:[-\\s.]?{_DIGIT}){{9}}(?![0-9])",
    # Landlines with their area code.
    r"(?<![0-9])0[0-9]{2,3}[-\s]?[2-9][0-9]{6,7}(?![0-9])",
    f"{_CHANNELS}(?:\u53f7\u7801?|\u540c\u53f7|\u7fa4)?[:\\s]{{0,3}}{_SIGN}",
    "(?:\u52a0|\u6dfb\u52a0|\u52a0\u6211)(?:\u5fae\u4fe1|\u8587\u4fe1|v\u4fe1?|vx|wx|qq|\u7fa4|\u6263\u6263)(?!\u7ba1\u7406|\u5c0f\u7a0b\u5e8f)",
    r"[a-z0-9._%+-]{2,}@[a-z0-9.-]+\.[a-z]{2,}",
    r"(?:https?://|www\.)[^\s\u3400-\u9fff\uff0c\u3002,;]+",
    "\u626b(?:\u63cf)?(?:\u4e0b\u65b9|\u4e0b\u56fe)?(?:\u4e8c\u7ef4)?\u7801(?:\u6dfb?\u52a0|\u8fdb\u7fa4|\u5165\u7fa4|\u8054\u7cfb|\u6295|\u62a5\u540d|\u5173\u6ce8)",
)
_CONTACT = re.compile("|".join(_PATTERNS))
# A quick look before the slow one: no contact without one of these.
_HINT = re.compile(
    f"{_DIGIT}{{3}}|[0-9][-\\s.][0-9]|@|http|www|qq|vx|wx|wechat|\u5fae\u4fe1|\u8587\u4fe1|\u5a01\u4fe1|v\u4fe1|\u626b"
    "|\u6263\u6263|\u52a0v|\u52a0\u7fa4|\u94c9\u94c9|\u6296\u97f3|\u7fa4"
)


def _matches(text: NormalText) -> Iterator[re.Match[str]]:
    if _HINT.search(text.plain):
        yield from _CONTACT.finditer(text.plain)


def find_contacts(texts: tuple[DraftText, ...], today: date) -> Iterator[Finding]:
    for text in texts:
        for found in _matches(text.normal):
            yield spanned("PF-14", "contact_in_text", Severity.WARN, text, found, today)


def covered(text: str) -> str:
    """The text with contact details covered, of the same length: places in it stay what they were."""
    if not text:
        return text
    chars = list(text)
    read = normal(text)
    for found in _matches(read):
        start, end = read.span(*found.span())
        chars[start:end] = [char if char == "\n" else COVER for char in chars[start:end]]
    return "".join(chars)
