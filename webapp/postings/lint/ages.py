"""The least age on the day work begins (N-11): sixteen, and eighteen where the post has declared hazards."""

import re
from collections.abc import Iterator

from webapp.postings.lint.facts import PostingFacts
from webapp.postings.lint.fields import spanned
from webapp.postings.lint.findings import Finding, Severity
from webapp.postings.lint.tables import limit
from webapp.postings.lint.texts import DraftText
from webapp.postings.rules import VacancyDraft

_LEAST = re.compile(
    "\u5e74?\u6ee1?(?P<age>1[67]|\u5341\u516d|\u5341\u4e03)\u5468?\u5c81(?:\u53ca)?(?:\u4ee5\u4e0a|\u5373\u53ef|\u8d77|\u53ef)"
)
_WORDS = {"\u5341\u516d": 16, "\u5341\u4e03": 17}


def find_ages(draft: VacancyDraft, facts: PostingFacts, texts: tuple[DraftText, ...]) -> Iterator[Finding]:
    """A post with declared hazards that invites people of sixteen or seventeen. Younger ones: the words of W-CHILD."""
    if not draft.hazards:
        return
    least = int(limit("hazard_age", facts.today))
    for text in texts:
        for found in _LEAST.finditer(text.normal.plain):
            age = _WORDS.get(found["age"]) or int(found["age"])
            values = {"age": age, "least": least}
            yield spanned("N-11", "minors_and_hazards", Severity.BLOCK, text, found, facts.today, dict(values))
