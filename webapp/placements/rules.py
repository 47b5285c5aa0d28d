"""How an introduction goes on: who may take which step from which state, and which column of the board it is in. Pure.

No step of an employer depends on a score: each one is taken by a person, for one candidate.
"""

from enum import StrEnum

from webapp.core.errors import Conflict


class Step(StrEnum):
    ACCEPT = "accept"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    TAKE_OFFER = "take_offer"
    SHORTLIST = "shortlist"
    BACK = "back"
    INTERVIEW = "interview"
    OFFER = "offer"
    HIRE = "hire"
    REJECT = "reject"
    # Taken by the site for both sides: see starts.py and closing.py.
    START = "start"
    CLOSE = "close"


SEEKER_STEPS = (Step.ACCEPT, Step.DECLINE, Step.WITHDRAW, Step.TAKE_OFFER)
EMPLOYER_STEPS = (Step.SHORTLIST, Step.INTERVIEW, Step.OFFER, Step.HIRE, Step.BACK, Step.REJECT)
SITE_STEPS = (Step.START, Step.CLOSE)
# Steps of one button; the others need a form (a reason, a pay, a date).
PLAIN_STEPS = (
    Step.ACCEPT,
    Step.DECLINE,
    Step.WITHDRAW,
    Step.SHORTLIST,
    Step.INTERVIEW,
    Step.BACK,
    Step.HIRE,
)

_IN_PROGRESS = ("applied", "accepted", "shortlisted", "interview")
_NEXT: dict[tuple[str, Step], str] = {
    ("invited", Step.ACCEPT): "accepted",
    ("invited", Step.DECLINE): "declined",
    ("offered", Step.DECLINE): "declined",
    ("offered", Step.TAKE_OFFER): "hired",
    ("hired", Step.WITHDRAW): "withdrawn",
    ("applied", Step.SHORTLIST): "shortlisted",
    ("accepted", Step.SHORTLIST): "shortlisted",
    ("applied", Step.INTERVIEW): "interview",
    ("accepted", Step.INTERVIEW): "interview",
    ("shortlisted", Step.INTERVIEW): "interview",
    # Back to where it came from; the shortlist of an application goes back to "applied" (see next_state).
    ("shortlisted", Step.BACK): "accepted",
    ("interview", Step.BACK): "shortlisted",
    ("offered", Step.BACK): "shortlisted",
    ("invited", Step.REJECT): "rejected",
    ("hired", Step.REJECT): "rejected",
    ("hired", Step.START): "started",
    ("invited", Step.CLOSE): "not_chosen",
    **{(state, Step.WITHDRAW): "withdrawn" for state in _IN_PROGRESS},
    **{(state, Step.REJECT): "rejected" for state in _IN_PROGRESS},
    **{(state, Step.CLOSE): "not_chosen" for state in _IN_PROGRESS},
    **{(state, Step.OFFER): "offered" for state in _IN_PROGRESS},
    **{(state, Step.HIRE): "hired" for state in _IN_PROGRESS},
}
# The name and number are open to the employer in these states only.
CONTACT_OPEN = ("applied", "accepted", "shortlisted", "interview", "offered", "hired", "started")
# What a hire and a start are: facts of the past that no later change of mind undoes.
FACTS = ("hired", "started")
ENDED = ("declined", "rejected", "withdrawn", "not_chosen")


def next_state(state: str, step: Step, *, is_application: bool = False) -> str:
    """Raises Conflict where the step does not fit, for example after the other side has withdrawn."""
    if (state, step) == ("shortlisted", Step.BACK) and is_application:
        return "applied"
    try:
        return _NEXT[state, step]
    except KeyError:
        raise Conflict("step_not_possible_now") from None


def possible_steps(state: str, side: tuple[Step, ...]) -> list[Step]:
    return [step for step in side if (state, step) in _NEXT]


class Stage(StrEnum):
    """A column of the board. "Declined" holds all that ended without a start, each with its own badge."""

    NEW = "new"
    SHORTLISTED = "shortlisted"
    INTERVIEW = "interview"
    OFFER = "offer"
    STARTED = "started"
    DECLINED = "declined"


STATES_OF: dict[Stage, tuple[str, ...]] = {
    Stage.NEW: ("applied", "accepted", "invited"),
    Stage.SHORTLISTED: ("shortlisted",),
    Stage.INTERVIEW: ("interview",),
    Stage.OFFER: ("offered", "hired"),
    Stage.STARTED: ("started",),
    Stage.DECLINED: ENDED,
}

# Reasons an employer may give. All are about the work; none names or stands for a protected trait (Employment
# Promotion Law articles 3 and 25 to 31), and there is no "other", behind which one could hide.
DECLINE_REASONS = (
    "others_fit_better",
    "skills_missing",
    "experience_short",
    "certificate_missing",
    "education_short",
    "pay_apart",
    "start_apart",
    "hours_apart",
    "place_apart",
    "did_not_come",
    "not_reached",
    "places_filled",
    "post_dropped",
)
# What answers an application for the first time, and so stops its clock.
ANSWERING = (Step.SHORTLIST, Step.INTERVIEW, Step.OFFER, Step.HIRE, Step.REJECT)
