"""What a run may ask for, and what may be decided about a pair. Pure."""

from dataclasses import dataclass

from webapp.core.errors import RuleBroken

PER_VACANCY_MOST = 50
STANDING_PER_POSTING = 30
# Up to here an export says in words why each pair fits, and what it says is kept; beyond, it gives the numbers.
EXPORT_IN_WORDS_MOST = 1000
# A spreadsheet file is made whole before it is sent; larger ones are for CSV, which is sent while it is read.
EXPORT_XLSX_MOST = 20_000
REASONS = ("distance", "pay", "skills", "already_placed", "declined", "other")


@dataclass(frozen=True)
class RunDraft:
    """From where people are, to where posts are, and how many people a post."""

    from_cities: tuple[str, ...]
    to_cities: tuple[str, ...]
    occupation_group: str | None
    track: str | None
    per_vacancy: int
    # None: as the plan in force has it.
    is_spread: bool | None = None


def check_run(draft: RunDraft) -> None:
    """Raises RuleBroken beside the field that is wrong."""
    if not draft.from_cities:
        raise RuleBroken("from_cities_missing", field="from_cities")
    if not draft.to_cities:
        raise RuleBroken("to_cities_missing", field="to_cities")
    if not 1 <= draft.per_vacancy <= PER_VACANCY_MOST:
        raise RuleBroken("per_vacancy_out_of_bounds", field="per_vacancy", facts={"most": PER_VACANCY_MOST})


def check_decision(decision: str, reason: str | None) -> None:
    """A dismissed pair needs a reason: it teaches the next run and answers the person who asks."""
    if decision not in ("recommended", "dismissed"):
        raise RuleBroken("decision_unknown")
    if decision == "dismissed" and reason not in REASONS:
        raise RuleBroken("dismissal_reason_missing", field="reason")
