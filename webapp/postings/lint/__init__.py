"""The lint: what is unlawful, doubtful or suspicious in a vacancy, by pure rules over a draft.

One file a rule family; word lists, limits and citations are dated files in `data/`. Findings are codes and values;
words for readers are in `webapp/postings/lint_messages.py`. Knows no framework and no database.
"""

from webapp.postings.lint.facts import MinimumWage, PostingFacts
from webapp.postings.lint.findings import Finding, Report, Severity
from webapp.postings.lint.ruleset import lint

__all__ = ["Finding", "MinimumWage", "PostingFacts", "Report", "Severity", "lint"]
