"""Two people wrote one vacancy at the same time: what each of them changed, and a draft of what is chosen. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from webapp.postings.rules import VacancyDraft


@dataclass(frozen=True)
class Clash:
    """A field in which the saved vacancy and the answer differ. `is_mine` is whether this writer changed it."""

    name: str
    theirs: Any
    mine: Any
    is_mine: bool


def clashes(seen: VacancyDraft | None, saved: VacancyDraft, answer: VacancyDraft) -> list[Clash]:
    """Every field to choose in. `seen` is what the writer started from; unknown, all counts as the writer's own."""
    found = []
    for one in fields(VacancyDraft):
        theirs, mine = getattr(saved, one.name), getattr(answer, one.name)
        if theirs != mine:
            is_mine = seen is None or mine != getattr(seen, one.name)
            found.append(Clash(one.name, theirs, mine, is_mine))
    return found


def merged(saved: VacancyDraft, answer: VacancyDraft, choices: Mapping[str, str]) -> VacancyDraft:
    """The answer with the saved words in those fields where the writer chose "theirs"."""
    names = {one.name for one in fields(VacancyDraft)}
    if choices.get("client_name") == "theirs":
        # A client is chosen by number and shown by name.
        choices = {**choices, "client_id": "theirs"}
    taken = {name: getattr(saved, name) for name, choice in choices.items() if name in names and choice == "theirs"}
    return replace(answer, **taken)
