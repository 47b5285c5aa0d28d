"""What the pages of introductions show: lines of lists and the board, interviews, offers, history, the next step."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import url_for
from flask_babel import format_date, format_time, gettext, ngettext

from webapp.core.clock import CHINA
from webapp.core.crypto import Vault
from webapp.http.wording import label
from webapp.placements.answer_terms import term_on
from webapp.placements.interviews import INTERVIEW_STATES, is_over
from webapp.placements.models import HistoryEntry, Interview, Introduction, IntroductionMessage, Offer, WorkStart
from webapp.placements.offers import has_lapsed
from webapp.placements.queries import Row
from webapp.placements.rules import EMPLOYER_STEPS, ENDED, PLAIN_STEPS, SEEKER_STEPS, Stage, Step, possible_steps
from webapp.placements.services import contact_of
from webapp.postings.presenters import TalentCard, VacancyCard, pay_label, talent_card, vacancy_card
from webapp.postings.rules import monthly_pay
from webapp.reference.catalogue import Catalogue


def beijing(instant: datetime) -> str:
    """Day of the week, date and time of day, as China's clocks show it."""
    local = instant.astimezone(CHINA)
    return f"{format_date(local.date(), 'full')} {format_time(local.time().replace(microsecond=0), 'short')}"


@dataclass(frozen=True)
class PlainStep:
    """A step of one button."""

    url: str
    label: str
    asks: str | None = None


@dataclass(frozen=True)
class CandidateLine:
    """One candidate in a list or on the board. `name` is the person's while the contact is open."""

    id: int
    version: int
    url: str
    name: str
    card: TalentCard
    vacancy_title: str
    vacancy_url: str
    board_url: str
    state: str
    state_label: str
    changed_at: datetime
    applied_at: datetime
    contact: list[str]
    is_overdue: bool
    due_label: str
    note: str
    plain_steps: list[PlainStep]
    may_offer_times: bool
    may_offer: bool
    may_decline: bool
    may_shortlist: bool


@dataclass(frozen=True)
class Column:
    """One stage of the board: its lines, how many there are in all, and where the rest is."""

    stage: str
    label: str
    count: int
    lines: list[CandidateLine]
    url: str


@dataclass(frozen=True)
class SlotView:
    id: int
    label: str
    is_past: bool


@dataclass(frozen=True)
class InterviewView:
    id: int
    version: int
    state: str
    state_label: str
    mode_label: str
    when: str
    minutes: int
    place: str
    link: str
    note: str
    wish: str
    slots: list[SlotView]
    has_file: bool
    is_live: bool


@dataclass(frozen=True)
class OfferView:
    id: int
    state: str
    state_label: str
    pay: str
    starts_on: date
    place: str
    valid_until: date
    words: str
    answer: str
    is_open: bool
    is_below_posted: bool


@dataclass(frozen=True)
class HistoryLine:
    at: datetime
    who: str
    label: str


@dataclass(frozen=True)
class MessageView:
    at: datetime
    who: str
    is_mine: bool
    body: str


@dataclass(frozen=True)
class NextStep:
    """What comes next, with where to go for it; `is_mine` when the reader is the one who has to act."""

    text: str
    url: str | None = None
    action: str | None = None
    is_mine: bool = False


def due_before(now: datetime) -> datetime:
    """Applications sent before this instant should have been answered."""
    return now - timedelta(days=term_on(now.astimezone(CHINA).date()).answer_days)


def _employer_steps(introduction: Introduction) -> list[PlainStep]:
    """`shortlist` first; what has a form of its own is offered beside these."""
    asks = {Step.HIRE: gettext("Note that the two of you have agreed on a start outside this site?")}
    return [
        PlainStep(
            url_for("placements.take_step", introduction_id=introduction.id, step_name=step.value),
            label("introduction_step", step),
            asks.get(step),
        )
        for step in possible_steps(introduction.state, EMPLOYER_STEPS)
        if step in PLAIN_STEPS and not (step is Step.BACK and introduction.state == "offered")
    ]


def seeker_steps(introduction: Introduction) -> list[PlainStep]:
    """Offers are answered on the offer itself."""
    asks = {
        Step.WITHDRAW: gettext("Withdraw? The employer then no longer sees your name and number."),
        Step.DECLINE: gettext("Decline this invitation?"),
    }
    return [
        PlainStep(
            url_for("placements.take_step", introduction_id=introduction.id, step_name=step.value),
            label("introduction_step", step),
            asks.get(step),
        )
        for step in possible_steps(introduction.state, SEEKER_STEPS)
        if step in PLAIN_STEPS and not (step is Step.DECLINE and introduction.state == "offered")
    ]


def candidate_line(
    row: Row,
    names: Catalogue,
    language: str,
    *,
    vault: Vault,
    now: datetime,
    interview: Interview | None,
    offer: Offer | None,
    answers: bool,
) -> CandidateLine:
    """`answers`: may who reads this move candidates?"""
    introduction, vacancy, _, profile = row
    card = talent_card(profile, names, language)
    contact = contact_of(introduction, profile, vault)
    term = term_on(now.astimezone(CHINA).date())
    due_at = term.due_at(introduction.created_at)
    waits = introduction.state == "applied" and introduction.answered_at is None
    steps = possible_steps(introduction.state, EMPLOYER_STEPS) if answers else []
    running = interview is not None and interview.state != "cancelled" and not is_over(interview, now)
    return CandidateLine(
        id=introduction.id,
        version=introduction.version,
        url=url_for("placements.show_introduction", introduction_id=introduction.id),
        name=contact[0] if contact else card.label,
        card=card,
        vacancy_title=vacancy.title,
        vacancy_url=url_for("postings.show_vacancy", public_id=vacancy.public_id),
        board_url=url_for("placements.list_candidates", public_id=vacancy.public_id),
        state=introduction.state,
        state_label=label("introduction_state", introduction.state),
        changed_at=introduction.changed_at,
        applied_at=introduction.created_at,
        contact=contact,
        is_overdue=waits and due_at < now,
        due_label=_due_label(due_at, now) if waits else "",
        note=_note(introduction, interview, offer, now),
        plain_steps=_employer_steps(introduction) if answers else [],
        may_offer_times=answers and introduction.state in INTERVIEW_STATES and not running,
        may_offer=Step.OFFER in steps,
        may_decline=Step.REJECT in steps,
        may_shortlist=Step.SHORTLIST in steps,
    )


def _due_label(due_at: datetime, now: datetime) -> str:
    if due_at < now:
        days = (now - due_at).days
        return ngettext("%(num)s day overdue", "%(num)s days overdue", days) if days else gettext("Overdue since today")
    days = (due_at.astimezone(CHINA).date() - now.astimezone(CHINA).date()).days
    return (
        ngettext("%(num)s day left to answer", "%(num)s days left to answer", days) if days else gettext("Answer today")
    )


def _note(introduction: Introduction, interview: Interview | None, offer: Offer | None, now: datetime) -> str:
    """The one fact that matters now on a card of the board."""
    if introduction.state == "interview" and interview is not None:
        view = interview_view(interview, now)
        return view.when if interview.state == "chosen" else view.state_label
    if introduction.state == "offered" and offer is not None:
        view_state = "lapsed" if has_lapsed(offer, now.astimezone(CHINA).date()) else offer.state
        return label("offer_state", view_state)
    if introduction.state == "rejected":
        return label("decline_reason", introduction.decline_reason) if introduction.decline_reason else ""
    return ""


def interview_view(interview: Interview, now: datetime) -> InterviewView:
    state = "over" if is_over(interview, now) else interview.state
    return InterviewView(
        id=interview.id,
        version=interview.version,
        state=state,
        state_label=label("interview_state", state),
        mode_label=label("interview_mode", interview.mode),
        when=beijing(interview.starts_at) if interview.starts_at and interview.state == "chosen" else "",
        minutes=interview.minutes,
        place=interview.place,
        link=interview.link,
        note=interview.note,
        wish=interview.wish,
        slots=[SlotView(slot.id, beijing(slot.starts_at), slot.starts_at <= now) for slot in interview.slots],
        has_file=interview.starts_at is not None,
        is_live=state in ("offered", "chosen", "none_fits"),
    )


def offer_view(offer: Offer, posted_pay_yuan_month: float | None, today: date) -> OfferView:
    state = "lapsed" if has_lapsed(offer, today) else offer.state
    offered = monthly_pay(offer.pay_yuan, offer.pay_period)
    return OfferView(
        id=offer.id,
        state=state,
        state_label=label("offer_state", state),
        pay=pay_label(offer.pay_yuan, None, offer.pay_period),
        starts_on=offer.starts_on,
        place=offer.place,
        valid_until=offer.valid_until,
        words=offer.words,
        answer=offer.answer,
        is_open=state == "open",
        is_below_posted=posted_pay_yuan_month is not None and offered < posted_pay_yuan_month,
    )


def history_lines(rows: list[tuple[HistoryEntry, str | None]], *, is_employer: bool) -> list[HistoryLine]:
    """Newest first. Members of an employer see each other's names; the other side is a side, not a name."""
    lines = []
    for entry, name in rows:
        if entry.side == "site":
            who = gettext("This site")
        elif entry.side == "seeker":
            who = gettext("Applicant") if is_employer else gettext("You")
        else:
            who = (name or gettext("Employer")) if is_employer else gettext("Employer")
        lines.append(HistoryLine(entry.at, who, label("introduction_event", entry.event)))
    return lines[::-1]


def message_views(rows: list[IntroductionMessage], *, is_employer: bool) -> list[MessageView]:
    mine = "employer" if is_employer else "seeker"
    who = {"employer": gettext("Employer"), "seeker": gettext("Applicant"), "site": gettext("This site")}
    return [
        MessageView(row.at, gettext("You") if row.side == mine else who[row.side], row.side == mine, row.body)
        for row in rows
    ]


@dataclass(frozen=True)
class SeekerLine:
    """One application or invitation of a seeker."""

    id: int
    url: str
    card: VacancyCard
    state: str
    state_label: str
    changed_at: datetime
    next: NextStep
    is_open_to_employer: bool
    removal_reason: str | None


def seeker_line(
    row: Row,
    names: Catalogue,
    language: str,
    *,
    now: datetime,
    interview: Interview | None,
    offer: Offer | None,
    start: WorkStart | None,
    is_open: bool,
) -> SeekerLine:
    introduction, vacancy, organisation, _ = row
    return SeekerLine(
        id=introduction.id,
        url=url_for("placements.show_introduction", introduction_id=introduction.id),
        card=vacancy_card(vacancy, organisation, names, language),
        state=introduction.state,
        state_label=label("introduction_state", introduction.state),
        changed_at=introduction.changed_at,
        next=seeker_next(introduction, now=now, interview=interview, offer=offer, start=start),
        is_open_to_employer=is_open,
        removal_reason=vacancy.removal_reason,
    )


def seeker_next(
    introduction: Introduction,
    *,
    now: datetime,
    interview: Interview | None,
    offer: Offer | None,
    start: WorkStart | None,
) -> NextStep:
    """The next step as the seeker should read it, in plain words."""
    here = url_for("placements.show_introduction", introduction_id=introduction.id)
    state, today = introduction.state, now.astimezone(CHINA).date()
    if state in ENDED or state == "started":
        return NextStep(_ended_text(introduction))
    if state == "offered" and offer is not None:
        if has_lapsed(offer, today):
            return NextStep(gettext("The offer was not answered in time. You may write to the employer."), here)
        day = format_date(offer.valid_until, "medium")
        text = gettext("You have an offer. Please answer it by %(day)s.", day=day)
        return NextStep(text, here + "#offer", gettext("Answer the offer"), True)
    if state == "hired":
        return _start_next(here, start, today)
    if interview is not None and interview.state in ("offered", "chosen", "none_fits") and not is_over(interview, now):
        return _interview_next(interview)
    due_at = term_on(today).due_at(introduction.created_at)
    texts = {
        "applied": gettext("Nothing to do for now. The employer is to answer by %(day)s.", day=_day(due_at))
        if due_at >= now
        else gettext("The employer is late with the answer (due %(day)s); we have reminded them.", day=_day(due_at)),
        "accepted": gettext("You accepted. The employer sees your name and number and will be in touch."),
        "shortlisted": gettext("You are on the shortlist. The employer will offer an interview or answer you."),
        "interview": gettext("The employer arranges an interview with you."),
    }
    if introduction.answered_at is not None:
        texts["applied"] = gettext("The employer has written to you and is still deciding.")
    if state == "invited":
        return NextStep(gettext("An employer invites you. Please say yes or no."), here, gettext("Answer"), True)
    return NextStep(texts.get(state, ""))


def _day(instant: datetime) -> str:
    return format_date(instant.astimezone(CHINA).date(), "medium")


def _interview_next(interview: Interview) -> NextStep:
    choose = url_for("placements.choose_time", interview_id=interview.id)
    if interview.state == "offered":
        return NextStep(gettext("Choose a time for the interview."), choose, gettext("Choose a time"), True)
    if interview.state == "chosen" and interview.starts_at is not None:
        return NextStep(gettext("Your interview is on %(when)s, Beijing time.", when=beijing(interview.starts_at)))
    return NextStep(gettext("You said that no time fits. The employer will offer others."))


def _start_next(here: str, start: WorkStart | None, today: date) -> NextStep:
    if start is not None and start.seeker_confirmed_at is not None:
        return NextStep(gettext("You confirmed your start. The employer is to confirm it too."))
    if start is not None and start.agreed_on is not None and start.agreed_on > today:
        return NextStep(gettext("Your first day is %(day)s.", day=format_date(start.agreed_on, "medium")))
    return NextStep(
        gettext("Have you started? Please confirm your first day."), here + "#start", gettext("Confirm my start"), True
    )


def _ended_text(introduction: Introduction) -> str:
    texts = {
        "started": gettext("You have started work. We wish you well."),
        "declined": gettext("You said no. The employer was told."),
        "withdrawn": gettext("You withdrew. The employer no longer sees your name and number."),
        "not_chosen": gettext("The vacancy is closed and you were not chosen. Nothing is held against you."),
        "rejected": gettext("The employer decided against this application. A person decided, not a score."),
    }
    return texts[introduction.state]


def stage_facets(counts: dict[Stage, int]) -> list[tuple[str, str, int]]:
    return [(stage.value, label("introduction_stage", stage), count) for stage, count in counts.items()]
