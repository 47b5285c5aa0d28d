"""Words of domain guide 4.2: sex, birth, ethnic group, registered home, health, age, deposits, bait and the like.

The lists are data (`words.toml`); here is how they are read.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from webapp.postings.lint.contexts import is_denied, is_requirement
from webapp.postings.lint.findings import Finding, Severity
from webapp.postings.lint.normal import NormalText
from webapp.postings.lint.tables import is_in_force, read_words, rules_on
from webapp.postings.lint.texts import DraftText


@dataclass(frozen=True)
class WordList:
    """One list: what it finds and how grave it is where a requirement is stated, and elsewhere."""

    rule: str
    code: str
    severity: Severity | None
    elsewhere: Severity | None
    hints: tuple[str, ...]
    pattern: re.Pattern[str]
    lawful: re.Pattern[str] | None


def expanded(pattern: str, classes: dict[str, str]) -> str:
    """The pattern with the named classes of the file put in; braces with digits are the pattern's own."""
    for _ in range(2):
        pattern = re.sub(r"\{([a-z]+)\}", lambda found: classes[found.group(1)], pattern)
    return pattern


def _compiled(patterns: Iterable[str], classes: dict[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{expanded(one, classes)})" for one in patterns))


@lru_cache(maxsize=8)
def word_lists(today: date) -> tuple[WordList, ...]:
    """The lists in force on the day."""
    said = read_words()
    classes = said["classes"]
    lawful = {row["rule"]: _compiled(row["patterns"], classes) for row in said["lawful"] if is_in_force(row, today)}
    known = rules_on(today)
    return tuple(
        WordList(
            row["rule"],
            row["code"],
            Severity(row["severity"]) if row["severity"] else None,
            Severity(row["elsewhere"]) if row["elsewhere"] else None,
            tuple(row["hints"]),
            _compiled(row["patterns"], classes),
            lawful.get(row["rule"]),
        )
        for row in said["words"]
        if row["rule"] in known and is_in_force(row, today)
    )


def find_words(texts: Iterable[DraftText], today: date) -> Iterator[Finding]:
    """Every finding of the word lists; of several of one rule over the same words, the gravest and longest."""
    lists = word_lists(today)
    for text in texts:
        taken: dict[str, list[tuple[int, int]]] = {}
        denied: dict[str, list[tuple[int, int]]] = {}
        for one in lists:
            for start, end in _matches(one, text.normal, denied.setdefault(one.rule, [])):
                held = taken.setdefault(one.rule, [])
                if any(start < last and first < end for first, last in held):
                    continue
                finding = _finding(one, text, start, end, today)
                if finding is not None:
                    held.append((start, end))
                    yield finding


def _matches(one: WordList, text: NormalText, denied: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Matches that count. `denied` holds those of the rule that the text takes back, and is added to."""
    if not any(hint in text.plain for hint in one.hints):
        return
    found = [match.span() for match in one.pattern.finditer(text.plain)]
    harmless = [match.span() for match in one.lawful.finditer(text.plain)] if found and one.lawful else []
    for start, end in found:
        if start == end or any(start < last and first < end for first, last in harmless):
            continue
        if any(start < last and first < end for first, last in denied):
            continue
        if is_denied(one.rule, text.plain, start, end, denied):
            denied.append((start, end))
        else:
            yield start, end


def _finding(one: WordList, text: DraftText, start: int, end: int, today: date) -> Finding | None:
    is_stated = text.is_requirement or is_requirement(text.normal.plain, start, end)
    severity = one.severity if is_stated else one.elsewhere
    if severity is None:
        return None
    first, last = text.normal.span(start, end)
    return Finding(
        rule=one.rule,
        code=one.code,
        severity=severity,
        field=text.field,
        text=text.normal.original[first:last],
        start=first,
        end=last,
        item=text.item,
        values={"words": text.normal.original[first:last]},
        laws=rules_on(today)[one.rule].laws,
    )
