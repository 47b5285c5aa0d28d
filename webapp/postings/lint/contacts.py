"""Contact details in free text (PF-14): found, and covered on public pages."""

import re
from collections.abc import Iterator
from datetime import date

from webapp.postings.lint.fields import spanned
from webapp.postings.lint.findings import Finding, Severity
from webapp.postings.lint.normal import NormalText, normal
from webapp.postings.lint.tables import pattern
from webapp.postings.lint.texts import DraftText

COVER = "\u25cf"


def _matches(text: NormalText) -> Iterator[re.Match[str]]:
    if pattern("contact_hint").search(text.plain):
        yield from pattern("contact").finditer(text.plain)


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
