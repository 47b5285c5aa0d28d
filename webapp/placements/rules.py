"""How an introduction goes on: who may take which step from which state. Pure."""

from enum import StrEnum

from webapp.core.errors import Conflict


class Step(StrEnum):
    ACCEPT = "accept"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    REJECT = "reject"
    HIRE = "hire"


SEEKER_STEPS = (Step.ACCEPT, Step.DECLINE, Step.WITHDRAW)
EMPLOYER_STEPS = (Step.REJECT, Step.HIRE)

_NEXT: dict[tuple[str, Step], str] = {
    ("invited", Step.ACCEPT): "accepted",
    ("invited", Step.DECLINE): "declined",
    ("applied", Step.WITHDRAW): "withdrawn",
    ("accepted", Step.WITHDRAW): "withdrawn",
    ("invited", Step.REJECT): "rejected",
    ("applied", Step.REJECT): "rejected",
    ("accepted", Step.REJECT): "rejected",
    ("applied", Step.HIRE): "hired",
    ("accepted", Step.HIRE): "hired",
}
# The name and number are open to the employer in these states only.
CONTACT_OPEN = ("applied", "accepted", "hired")


def next_state(state: str, step: Step) -> str:
    """Raises Conflict where the step does not fit, for example after the other side has withdrawn."""
    try:
        return _NEXT[state, step]
    except KeyError:
        raise Conflict("step_not_possible_now") from None


def possible_steps(state: str, side: tuple[Step, ...]) -> list[Step]:
    return [step for step in side if (state, step) in _NEXT]
