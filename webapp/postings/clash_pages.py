"""After two people wrote one vacancy at once: the other's words beside one's own, to take over field by field.

What only the other changed is put into the form at once; where both did, the writer chooses. No word of either is lost.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import format_datetime, gettext
from sqlalchemy.orm import Session

from webapp.accounts.models import Account
from webapp.postings import queries
from webapp.postings.differences import named_words
from webapp.postings.drafts import snapshot_of
from webapp.postings.merging import Clash, clashes
from webapp.postings.models import Vacancy
from webapp.postings.rules import VacancyDraft
from webapp.postings.templates import draft_of_snapshot
from webapp.reference.catalogue import Catalogue

PREFIX = "take-"


@dataclass(frozen=True)
class ClashRow:
    """One field; `needs_choice` where both changed it, else the other's words stand in the form already."""

    field: str
    name: str
    theirs: str
    mine: str
    needs_choice: bool


@dataclass(frozen=True)
class ClashView:
    """`said` names who saved and when."""

    rows: list[ClashRow]
    said: str


def choices_made(answers: Mapping[str, str]) -> dict[str, str]:
    """Field to "mine" or "theirs", as the radio buttons of an earlier clash say."""
    return {
        name.removeprefix(PREFIX): value
        for name, value in answers.items()
        if name.startswith(PREFIX) and value in ("mine", "theirs")
    }


def find_clashes(
    session: Session, vacancy: Vacancy, saved: VacancyDraft, answer: VacancyDraft, seen_version: int | None
) -> list[Clash]:
    """What differs, judged by what the writer had before their eyes."""
    replaced = queries.replaced_version(session, vacancy.id, seen_version) if seen_version is not None else None
    seen = draft_of_snapshot(replaced.snapshot) if replaced else None
    return clashes(seen, saved, answer)


def clash_view(session: Session, vacancy: Vacancy, found: list[Clash], names: Catalogue, language: str) -> ClashView:
    rows = []
    for one in found:
        theirs = named_words(one.name, _plain(one.name, one.theirs), names, language)
        mine = named_words(one.name, _plain(one.name, one.mine), names, language)
        if theirs and mine:
            rows.append(ClashRow(one.name, theirs[0], theirs[1], mine[1], one.is_mine))
    return ClashView(rows, _who(session, vacancy))


def _plain(name: str, value: Any) -> Any:
    return snapshot_of(VacancyDraft(**{name: value}))[name]


def _who(session: Session, vacancy: Vacancy) -> str:
    last = queries.last_saver(session, vacancy.id)
    if last is None:
        return ""
    account = session.get(Account, last.account_id) if last.account_id else None
    at: datetime = last.at
    if account is None:
        return gettext("Saved by somebody else at %(time)s", time=format_datetime(at, "short"))
    return gettext("Saved by %(name)s at %(time)s", name=account.display_name, time=format_datetime(at, "short"))
