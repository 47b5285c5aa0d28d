"""The law book of reports: what one says, how grave it is, and which step follows which. Pure."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from webapp.core.errors import Conflict, RuleBroken

TEXT_MOST_LETTERS = 1000
REASON_MOST_LETTERS = 500
CONTACT_MOST_LETTERS = 100
# Long enough to ask back and to answer an objection; then nobody needs to know who wrote.
CONTACT_KEPT = timedelta(days=90)
ANSWER_DAYS = 5


class Category(StrEnum):
    DEPOSIT = "deposit"
    DISCRIMINATION = "discrimination"
    FALSE = "false"
    FRAUD = "fraud"
    CONTACT_IN_TEXT = "contact_in_text"
    FILLED = "filled"
    OTHER = "other"


# What costs people money comes first, then what wrongs them, then what wastes their time.
_GRAVITY = {
    Category.FRAUD: 3,
    Category.DEPOSIT: 3,
    Category.DISCRIMINATION: 2,
    Category.FALSE: 2,
    Category.CONTACT_IN_TEXT: 1,
    Category.FILLED: 1,
    Category.OTHER: 1,
}
# An automatic check names a rule; how grave it is, is for the officer to see.
CHECK_CATEGORY = "check"
_CHECK_GRAVITY = 2


class State(StrEnum):
    OPEN = "open"
    ASKED = "asked"
    ANSWERED = "answered"
    DISMISSED = "dismissed"
    REMOVED = "removed"
    OBJECTED = "objected"
    ENDED = "ended"


class Step(StrEnum):
    DISMISS = "dismiss"
    ASK = "ask"
    REMOVE = "remove"
    CLOSE = "close"
    RESTORE = "restore"
    UPHOLD = "uphold"
    REOPEN = "reopen"
    ANSWER = "answer"
    OBJECT = "object"


BUREAU_STEPS = (Step.DISMISS, Step.ASK, Step.REMOVE, Step.CLOSE, Step.RESTORE, Step.UPHOLD, Step.REOPEN)
EMPLOYER_STEPS = (Step.ANSWER, Step.OBJECT)
# A new report of the vacancy joins a case in one of these; otherwise it opens a new one.
UNDECIDED = (State.OPEN, State.ASKED, State.ANSWERED)
# What waits for the bureau.
WAITING = (State.OPEN, State.ANSWERED, State.OBJECTED)

_NEXT: dict[tuple[State, Step], State] = {
    **{(state, Step.DISMISS): State.DISMISSED for state in UNDECIDED},
    **{(state, Step.REMOVE): State.REMOVED for state in UNDECIDED},
    **{(state, Step.CLOSE): State.ENDED for state in UNDECIDED},
    (State.OPEN, Step.ASK): State.ASKED,
    (State.ANSWERED, Step.ASK): State.ASKED,
    (State.ASKED, Step.ANSWER): State.ANSWERED,
    (State.REMOVED, Step.OBJECT): State.OBJECTED,
    (State.OBJECTED, Step.UPHOLD): State.REMOVED,
    (State.REMOVED, Step.RESTORE): State.DISMISSED,
    (State.OBJECTED, Step.RESTORE): State.DISMISSED,
    (State.DISMISSED, Step.REOPEN): State.OPEN,
    (State.ENDED, Step.REOPEN): State.OPEN,
}


@dataclass(frozen=True)
class ReportDraft:
    """What somebody says of a vacancy. `contact` is sealed when stored and erased after CONTACT_KEPT."""

    category: str
    text: str = ""
    contact: str = ""


def check_report(draft: ReportDraft) -> None:
    """Raises RuleBroken where the bureau could do nothing with it."""
    if draft.category not in set(Category):
        raise RuleBroken("report_category_missing", field="category")
    if draft.category == Category.OTHER and not draft.text:
        raise RuleBroken("report_text_missing", field="text")


def gravity_of(category: str) -> int:
    """1 (slight) to 3 (grave)."""
    return _CHECK_GRAVITY if category == CHECK_CATEGORY else _GRAVITY[Category(category)]


def next_state(state: str, step: Step) -> State:
    """Raises Conflict where the step does not fit, for example after a colleague has decided."""
    try:
        return _NEXT[State(state), step]
    except KeyError:
        raise Conflict("report_step_not_open") from None


def possible_steps(state: str, side: tuple[Step, ...], *, is_removable: bool, has_objected: bool) -> list[Step]:
    """The steps of one side. Only what is public or paused can be taken down; an objection is heard once."""
    steps = [step for step in side if (State(state), step) in _NEXT]
    if not is_removable:
        steps = [step for step in steps if step is not Step.REMOVE]
    else:
        steps = [step for step in steps if step is not Step.CLOSE]
    return [step for step in steps if not (step is Step.OBJECT and has_objected)]
