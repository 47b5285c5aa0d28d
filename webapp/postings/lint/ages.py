"""The least age on the day work begins (N-11): sixteen, and eighteen where the post has declared hazards."""

from collections.abc import Iterator

from webapp.postings.lint.facts import PostingFacts
from webapp.postings.lint.fields import spanned
from webapp.postings.lint.findings import Finding, Severity
from webapp.postings.lint.tables import limit, pattern, read_patterns
from webapp.postings.lint.texts import DraftText
from webapp.postings.rules import VacancyDraft


def find_ages(draft: VacancyDraft, facts: PostingFacts, texts: tuple[DraftText, ...]) -> Iterator[Finding]:
    """A post with declared hazards that invites people of sixteen or seventeen. Younger ones: the words of W-CHILD."""
    if not draft.hazards:
        return
    least = int(limit("hazard_age", facts.today))
    for text in texts:
        for found in pattern("least_age").finditer(text.normal.plain):
            age = read_patterns()["numbers"].get(found["age"]) or int(found["age"])
            values = {"age": age, "least": least}
            yield spanned("N-11", "minors_and_hazards", Severity.BLOCK, text, found, facts.today, dict(values))
