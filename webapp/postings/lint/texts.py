"""The free texts of a draft, each with its field, and whether all of it states requirements."""

from collections.abc import Iterator
from dataclasses import dataclass

from webapp.postings.lint.normal import NormalText, normal
from webapp.postings.rules import VacancyDraft


@dataclass(frozen=True)
class DraftText:
    field: str
    item: int
    is_requirement: bool
    normal: NormalText


def texts_of(draft: VacancyDraft) -> tuple[DraftText, ...]:
    """In the order of the form."""
    return tuple(
        DraftText(field, item, is_requirement, normal(text))
        for field, item, is_requirement, text in _written(draft)
        if text and not text.isspace()
    )


def _written(draft: VacancyDraft) -> Iterator[tuple[str, int, bool, str | None]]:
    yield "title", 0, True, draft.title
    for item, place in enumerate(draft.places):
        yield "address", item, False, place.address
    yield "shift", 0, False, draft.shift
    for field in ("must_skills", "nice_skills"):
        for item, skill in enumerate(getattr(draft, field)):
            yield field, item, True, skill.text
    for field in ("certificates", "languages"):
        for item, text in enumerate(getattr(draft, field)):
            yield field, item, True, text
    yield "duties", 0, False, draft.duties
    yield "hazard_notice", 0, False, draft.hazard_notice
