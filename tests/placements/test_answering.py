"""What happens between an application and the first day of work, below the pages."""

from datetime import date, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.factories.people import make_employer, make_organisation
from tests.factories.postings import make_vacancy
from tests.placements.scenes import POST, Scene, another_applies, applied, make_scene, step, times
from webapp.core.clock import CHINA, FixedClock
from webapp.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from webapp.core.queue import Job
from webapp.placements import closing, correspondence, interviews, offers, services, starts
from webapp.placements.calendar_files import interview_file
from webapp.placements.history import history_of
from webapp.placements.models import Interview, Introduction, WorkStart
from webapp.placements.offers import OfferDraft
from webapp.placements.rules import DECLINE_REASONS, STATES_OF, Step


@pytest.fixture
def scene(session: Session) -> Scene:
    return make_scene(session)


def offer_draft(clock: FixedClock, **facts: object) -> OfferDraft:
    today = clock.today()
    values: dict[str, object] = {
        "pay_yuan": 6800.0,
        "pay_period": "month",
        "starts_on": today + timedelta(days=10),
        "place": "Science Avenue 88",
        "valid_until": today + timedelta(days=5),
        "words": "",
    }
    return OfferDraft(**{**values, **facts})  # type: ignore[arg-type]


# -- stages, history, two recruiters ----------------------------------------------------------------------------


def test_every_state_has_one_column() -> None:
    states = [state for states in STATES_OF.values() for state in states]
    assert len(states) == len(set(states)) == 12


def test_no_reason_names_a_protected_trait() -> None:
    traits = ("sex", "gender", "age", "marri", "birth", "ethnic", "relig", "hukou", "disab", "health", "local", "look")
    assert [code for code in DECLINE_REASONS if any(trait in code.split("_") for trait in traits)] == []
    assert "other" not in DECLINE_REASONS


def test_each_step_is_written_down_with_who_and_when(session: Session, scene: Scene, clock: FixedClock) -> None:
    introduction = applied(session, scene, clock)
    clock.advance(timedelta(hours=2))
    step(session, scene.employer, introduction, Step.SHORTLIST, clock)
    session.flush()
    lines = [(entry.event, entry.side, entry.account_id, entry.at) for entry, _ in history_of(session, introduction.id)]
    assert lines == [
        ("applied", "seeker", scene.seeker.account_id, clock.now() - timedelta(hours=2)),
        ("shortlisted", "employer", scene.employer.account_id, clock.now()),
    ]


def test_the_second_of_two_recruiters_is_told_and_changes_nothing(
    session: Session, scene: Scene, clock: FixedClock
) -> None:
    introduction = applied(session, scene, clock)
    seen = introduction.version
    colleague = make_employer(session, scene.organisation)
    step(session, scene.employer, introduction, Step.SHORTLIST, clock, version=seen)
    with pytest.raises(Conflict) as caught:
        step(session, colleague, introduction, Step.REJECT, clock, version=seen)
    assert caught.value.code == "candidate_changed_meanwhile"
    assert caught.value.facts == {
        "event": "shortlisted",
        "side": "employer",
        "who": scene.employer.display_name,
    }
    assert introduction.state == "shortlisted"


def test_turning_down_needs_a_reason_of_the_list(session: Session, scene: Scene, clock: FixedClock) -> None:
    introduction = applied(session, scene, clock)
    for wrong in (None, "", "too_old", "other"):
        with pytest.raises(RuleBroken, match="decline_reason_missing"):
            step(session, scene.employer, introduction, Step.REJECT, clock, decline_reason=wrong)
    assert introduction.state == "applied"
    step(session, scene.employer, introduction, Step.REJECT, clock, decline_reason="experience_short")
    assert (introduction.state, introduction.decline_reason) == ("rejected", "experience_short")


def test_the_first_answer_stops_the_clock_and_later_ones_do_not_move_it(
    session: Session, scene: Scene, clock: FixedClock
) -> None:
    introduction = applied(session, scene, clock)
    clock.advance(timedelta(days=2))
    step(session, scene.employer, introduction, Step.SHORTLIST, clock)
    first = introduction.answered_at
    assert first == clock.now()
    clock.advance(timedelta(days=3))
    step(session, scene.employer, introduction, Step.REJECT, clock)
    assert introduction.answered_at == first


# -- messages ---------------------------------------------------------------------------------------------------


def test_a_message_is_kept_and_answers_the_application(session: Session, scene: Scene, clock: FixedClock) -> None:
    introduction = applied(session, scene, clock)
    correspondence.write_message(session, scene.employer, introduction.id, "Call me: 13800001111", clock=clock)
    correspondence.write_message(session, scene.seeker, introduction.id, "Thank you", clock=clock)
    session.flush()
    found = correspondence.messages_of(session, introduction.id)
    assert [(one.side, one.body) for one in found] == [
        ("employer", "Call me: 13800001111"),
        ("seeker", "Thank you"),
    ]
    assert introduction.answered_at == clock.now()


@pytest.mark.parametrize(
    "words",
    [
        "13800001111",
        "138 0000 1111",
        "１３８００００１１１１",
        "hr@firm.example",
        "hr ＠ firm.cn",
        "微信：hr_2026",
        "QQ 12345678",
    ],
)
def test_no_contact_is_given_away_before_consent(session: Session, scene: Scene, clock: FixedClock, words: str) -> None:
    with pytest.raises(RuleBroken, match="contact_in_words"):
        services.invite(session, scene.employer, scene.profile, scene.vacancy.id, words, clock=clock)
    introduction = services.invite(session, scene.employer, scene.profile, scene.vacancy.id, "Hello", clock=clock)
    for actor in (scene.employer, scene.seeker):
        with pytest.raises(RuleBroken, match="contact_in_words"):
            correspondence.write_message(session, actor, introduction.id, words, clock=clock)


@pytest.mark.parametrize("words", ["Pay 6000-8000", "2026-11-30 14:30", "Room 1208, 8 hours, 5 days", "6,500 yuan"])
def test_dates_times_and_pay_are_no_contact(session: Session, scene: Scene, clock: FixedClock, words: str) -> None:
    introduction = services.invite(session, scene.employer, scene.profile, scene.vacancy.id, words, clock=clock)
    correspondence.write_message(session, scene.employer, introduction.id, words, clock=clock)


def test_strangers_neither_read_nor_write(session: Session, scene: Scene, clock: FixedClock) -> None:
    introduction = applied(session, scene, clock)
    stranger = make_employer(session, make_organisation(session))
    with pytest.raises(NotFound):
        correspondence.write_message(session, stranger, introduction.id, "Hello", clock=clock)
    step(session, scene.seeker, introduction, Step.WITHDRAW, clock)
    with pytest.raises(Conflict, match="introduction_ended"):
        correspondence.write_message(session, scene.employer, introduction.id, "Why?", clock=clock)


# -- interviews -------------------------------------------------------------------------------------------------


def offered(session: Session, scene: Scene, clock: FixedClock, *days: float) -> tuple[Introduction, Interview]:
    introduction = applied(session, scene, clock)
    draft = times(clock, *(days or (2, 3, 4)))
    return introduction, interviews.offer_times(session, scene.employer, introduction.id, draft, clock=clock)


def read_file(interview: Interview, clock: FixedClock) -> Calendar:
    content = interview_file(
        interview, summary="S", organisation="Firm", sender="no-reply@x.example", url="http://x/1", now=clock.now()
    )
    return Calendar.from_ical(content)


def test_the_seeker_picks_one_of_three_times(session: Session, scene: Scene, clock: FixedClock) -> None:
    introduction, interview = offered(session, scene, clock)
    assert (introduction.state, interview.state, len(interview.slots)) == ("interview", "offered", 3)
    with pytest.raises(NotAllowed):
        interviews.choose_time(session, scene.employer, interview.id, interview.slots[0].id, version=None, clock=clock)
    slot = interview.slots[1]
    interviews.choose_time(session, scene.seeker, interview.id, slot.id, version=interview.version, clock=clock)
    assert (interview.state, interview.starts_at) == ("chosen", slot.starts_at)


def test_the_calendar_file_follows_change_and_cancellation(session: Session, scene: Scene, clock: FixedClock) -> None:
    _, interview = offered(session, scene, clock)
    with pytest.raises(ValueError, match="no time"):
        read_file(interview, clock)
    agreed = interview.slots[0].starts_at
    interviews.choose_time(session, scene.seeker, interview.id, interview.slots[0].id, version=None, clock=clock)
    first = read_file(interview, clock)
    event = first.walk("VEVENT")[0]
    assert (first["METHOD"], str(event["STATUS"])) == ("PUBLISH", "CONFIRMED")
    assert event.decoded("DTSTART") == agreed
    assert event["DTSTART"].params["TZID"] == "Asia/Shanghai"
    assert [str(zone["TZID"]) for zone in first.walk("VTIMEZONE")] == ["Asia/Shanghai"]
    assert event.decoded("DTEND") - event.decoded("DTSTART") == timedelta(minutes=30)

    # Another address at the agreed time: still agreed, and newer.
    moved = times(clock, 2, 5, place="Gate 9")
    interviews.change_times(session, scene.employer, interview.id, moved, version=interview.version, clock=clock)
    second = read_file(interview, clock)
    changed = second.walk("VEVENT")[0]
    assert (second["METHOD"], str(changed["LOCATION"])) == ("PUBLISH", "Gate 9")
    assert changed["UID"] == event["UID"] and changed["SEQUENCE"] > event["SEQUENCE"]

    # Only other times: what was agreed is off, until the seeker chooses again.
    other = times(clock, 6, 7)
    interviews.change_times(session, scene.employer, interview.id, other, version=interview.version, clock=clock)
    third = read_file(interview, clock)
    assert (interview.state, third["METHOD"], str(third.walk("VEVENT")[0]["STATUS"])) == (
        "offered",
        "CANCEL",
        "CANCELLED",
    )
    interviews.choose_time(session, scene.seeker, interview.id, interview.slots[0].id, version=None, clock=clock)
    fourth = read_file(interview, clock).walk("VEVENT")[0]
    assert fourth.decoded("DTSTART") == clock.now() + timedelta(days=6)
    interviews.cancel_interview(session, scene.employer, interview.id, version=interview.version, clock=clock)
    last = read_file(interview, clock)
    assert last["METHOD"] == "CANCEL"
    sequences = [one["SEQUENCE"] for one in (event, changed, third.walk("VEVENT")[0], fourth, last.walk("VEVENT")[0])]
    assert sequences == sorted(set(sequences))


def test_none_fits_with_a_wish_and_other_times_follow(session: Session, scene: Scene, clock: FixedClock) -> None:
    introduction, interview = offered(session, scene, clock)
    with pytest.raises(RuleBroken, match="wish_missing"):
        interviews.refuse_times(session, scene.seeker, interview.id, "", version=None, clock=clock)
    interviews.refuse_times(session, scene.seeker, interview.id, "After six", version=None, clock=clock)
    assert (interview.state, interview.wish, introduction.state) == ("none_fits", "After six", "interview")
    with pytest.raises(Conflict, match="interview_already_offered"):
        interviews.offer_times(session, scene.employer, introduction.id, times(clock, 8), clock=clock)
    interviews.change_times(session, scene.employer, interview.id, times(clock, 8), version=None, clock=clock)
    assert (interview.state, interview.wish) == ("offered", "")


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"place": ""}, "interview_place_missing"),
        ({"mode": "online", "link": "http://x.example"}, "interview_link_missing"),
        ({"mode": "online", "link": ""}, "interview_link_missing"),
        ({"slots": ()}, "slots_missing"),
    ],
)
def test_what_an_offer_of_times_must_say(
    session: Session, scene: Scene, clock: FixedClock, facts: dict[str, object], code: str
) -> None:
    introduction = applied(session, scene, clock)
    with pytest.raises(RuleBroken, match=code):
        interviews.offer_times(session, scene.employer, introduction.id, times(clock, 2, **facts), clock=clock)
    assert introduction.state == "applied"


def test_times_lie_ahead_and_are_not_repeated(session: Session, scene: Scene, clock: FixedClock) -> None:
    introduction = applied(session, scene, clock)
    for days, code in (((0.01,), "slot_too_soon"), ((-1,), "slot_too_soon"), ((200,), "slot_too_late")):
        with pytest.raises(RuleBroken, match=code):
            interviews.offer_times(session, scene.employer, introduction.id, times(clock, *days), clock=clock)
    with pytest.raises(RuleBroken, match="slots_twice"):
        interviews.offer_times(session, scene.employer, introduction.id, times(clock, 2, 2), clock=clock)


def test_both_sides_are_warned_of_two_interviews_at_one_time(session: Session, scene: Scene, clock: FixedClock) -> None:
    _, interview = offered(session, scene, clock, 2)
    interviews.choose_time(session, scene.seeker, interview.id, interview.slots[0].id, version=None, clock=clock)
    # The same member arranges another one in the same half hour.
    _, second = another_applies(session, scene, clock)
    overlapping = times(clock, 2 + 20 / 24 / 60)
    with pytest.raises(RuleBroken, match="interviews_clash"):
        interviews.offer_times(session, scene.employer, second.id, overlapping, clock=clock)
    interviews.offer_times(session, scene.employer, second.id, times(clock, 2 + 30 / 24 / 60), clock=clock)
    # The same person is invited by another employer at the same time.
    other = make_organisation(session)
    boss, vacancy = make_employer(session, other), make_vacancy(session, organisation_id=other.id)
    elsewhere = services.apply(session, scene.seeker, vacancy, other, scene.profile.id, clock=clock)
    third = interviews.offer_times(session, boss, elsewhere.id, times(clock, 2), clock=clock)
    slot_id = third.slots[0].id
    with pytest.raises(RuleBroken, match="time_clashes"):
        interviews.choose_time(session, scene.seeker, third.id, slot_id, version=None, clock=clock)
    interviews.choose_time(session, scene.seeker, third.id, slot_id, version=None, accepts_clash=True, clock=clock)
    assert third.state == "chosen"


def test_withdrawing_cancels_the_interview_that_is_to_come(session: Session, scene: Scene, clock: FixedClock) -> None:
    introduction, interview = offered(session, scene, clock, 2)
    interviews.choose_time(session, scene.seeker, interview.id, interview.slots[0].id, version=None, clock=clock)
    step(session, scene.seeker, introduction, Step.WITHDRAW, clock)
    assert interview.state == "cancelled"
    assert services.is_contact_open(introduction) is False


def test_an_old_page_does_not_choose_a_time_that_was_changed(session: Session, scene: Scene, clock: FixedClock) -> None:
    _, interview = offered(session, scene, clock)
    seen, slot_id = interview.version, interview.slots[2].id
    interviews.change_times(session, scene.employer, interview.id, times(clock, 9), version=seen, clock=clock)
    with pytest.raises(Conflict, match="interview_changed_meanwhile"):
        interviews.choose_time(session, scene.seeker, interview.id, slot_id, version=seen, clock=clock)


# -- offers and starts ------------------------------------------------------------------------------------------


def test_offer_accepted_start_confirmed_by_both_fills_a_place(
    session: Session, scene: Scene, clock: FixedClock
) -> None:
    introduction = applied(session, scene, clock)
    offer = offers.make_offer(
        session, scene.employer, introduction.id, offer_draft(clock), version=introduction.version, clock=clock
    )
    with pytest.raises(NotAllowed):
        offers.accept_offer(session, scene.employer, offer.id, clock=clock)
    offers.accept_offer(session, scene.seeker, offer.id, clock=clock)
    assert (introduction.state, offer.state) == ("hired", "accepted")
    assert (starts.places_filled(session, scene.vacancy), starts.places_promised(session, scene.vacancy)) == (0, 1)
    first_day = offer.starts_on
    with pytest.raises(RuleBroken, match="start_in_future"):
        starts.confirm_start(session, scene.seeker, introduction.id, first_day, clock=clock)
    clock.advance(timedelta(days=10))
    starts.confirm_start(session, scene.seeker, introduction.id, first_day, clock=clock)
    assert introduction.state == "hired"
    start = starts.confirm_start(session, scene.employer, introduction.id, first_day, clock=clock)
    assert (introduction.state, start.confirmed_by, start.started_on) == ("started", "both", first_day)
    session.flush()
    assert (starts.places_filled(session, scene.vacancy), starts.places_promised(session, scene.vacancy)) == (1, 0)
    assert services.is_contact_open(introduction)


def test_one_side_alone_counts_after_fourteen_days_and_is_marked(
    session: Session, scene: Scene, clock: FixedClock
) -> None:
    introduction = applied(session, scene, clock)
    step(session, scene.employer, introduction, Step.HIRE, clock)
    session.flush()
    starts.confirm_start(session, scene.employer, introduction.id, clock.today(), clock=clock)
    clock.advance(timedelta(days=13, hours=23))
    session.flush()
    assert starts.record_lonely_starts(session, clock=clock) == []
    clock.advance(timedelta(hours=2))
    assert starts.record_lonely_starts(session, clock=clock) == [introduction.id]
    session.flush()
    assert starts.record_lonely_starts(session, clock=clock) == [], "once"
    assert session.get_one(WorkStart, introduction.id).confirmed_by == "employer"
    assert (introduction.state, starts.places_filled(session, scene.vacancy)) == ("started", 1)


def test_an_offer_lapses_at_the_end_of_its_last_day(session: Session, scene: Scene, clock: FixedClock) -> None:
    introduction = applied(session, scene, clock)
    draft = offer_draft(clock, valid_until=clock.today())
    offer = offers.make_offer(session, scene.employer, introduction.id, draft, version=None, clock=clock)
    assert not offers.has_lapsed(offer, clock.today())
    clock.advance(timedelta(days=1))
    with pytest.raises(RuleBroken, match="offer_lapsed"):
        offers.accept_offer(session, scene.seeker, offer.id, clock=clock)
    assert introduction.state == "offered"


def test_an_offer_is_declined_or_taken_back(session: Session, scene: Scene, clock: FixedClock) -> None:
    introduction = applied(session, scene, clock)
    first = offers.make_offer(session, scene.employer, introduction.id, offer_draft(clock), version=None, clock=clock)
    offers.withdraw_offer(session, scene.employer, first.id, clock=clock)
    assert (first.state, introduction.state) == ("withdrawn", "shortlisted")
    second = offers.make_offer(session, scene.employer, introduction.id, offer_draft(clock), version=None, clock=clock)
    with pytest.raises(Conflict, match="offer_not_open"):
        offers.accept_offer(session, scene.seeker, first.id, clock=clock)
    offers.decline_offer(session, scene.seeker, second.id, "Too far", clock=clock)
    assert (second.state, introduction.state, introduction.reason) == ("declined", "declined", "Too far")
    assert not services.is_contact_open(introduction)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"pay_yuan": 0.0}, "offer_pay_unlikely"),
        ({"pay_yuan": 5e7}, "offer_pay_unlikely"),
        ({"starts_on": date(2026, 11, 1)}, "offer_start_unlikely"),
        ({"valid_until": date(2026, 11, 1)}, "offer_validity_unlikely"),
        ({"valid_until": date(2026, 12, 30)}, "offer_valid_after_start"),
    ],
)
def test_what_an_offer_must_say(
    session: Session, scene: Scene, clock: FixedClock, facts: dict[str, object], code: str
) -> None:
    introduction = applied(session, scene, clock)
    with pytest.raises(RuleBroken, match=code):
        offers.make_offer(
            session, scene.employer, introduction.id, offer_draft(clock, **facts), version=None, clock=clock
        )


# -- closing ----------------------------------------------------------------------------------------------------


def test_closing_a_vacancy_tells_everybody_who_waits_once(session: Session, scene: Scene, clock: FixedClock) -> None:
    waiting = applied(session, scene, clock)
    _, offered_one = another_applies(session, scene, clock)
    offers.make_offer(session, scene.employer, offered_one.id, offer_draft(clock), version=None, clock=clock)
    session.flush()
    assert closing.close_remaining(session, scene.vacancy.id, clock=clock, post=POST) == 0, "it is still open"
    scene.vacancy.state = "filled"
    session.flush()
    before = session.scalar(select(func.count()).select_from(Job).where(Job.name == "core.send_mail")) or 0
    assert closing.close_remaining(session, scene.vacancy.id, clock=clock, post=POST) == 1
    session.flush()
    assert closing.close_remaining(session, scene.vacancy.id, clock=clock, post=POST) == 0
    assert (waiting.state, offered_one.state) == ("not_chosen", "offered")
    assert waiting.answered_at is None, "the closing is no answer of the employer's"
    assert not services.is_contact_open(waiting)
    after = session.scalar(select(func.count()).select_from(Job).where(Job.name == "core.send_mail")) or 0
    assert after - before == 1


def test_beijing_time_is_china_time(clock: FixedClock) -> None:
    assert clock.now().astimezone(CHINA).hour == 10
