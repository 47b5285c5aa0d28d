"""The answer clock, its letters, and the employer's card against a count by hand."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.placements.scenes import POST, Scene, another_applies, applied, make_scene, step
from webapp.core.clock import FixedClock
from webapp.core.queue import Job
from webapp.placements import queries, reminders
from webapp.placements.answer_terms import term_on
from webapp.placements.employer_records import employer_record
from webapp.placements.presenters import due_before
from webapp.placements.rules import Step


@pytest.fixture
def scene(session: Session) -> Scene:
    return make_scene(session)


def subjects(session: Session) -> list[str]:
    rows = session.scalars(select(Job).where(Job.name == "core.send_mail").order_by(Job.id))
    return [row.payload["subject"] for row in rows]


def test_the_term_is_a_dated_row() -> None:
    term = term_on(date(2026, 11, 23))
    assert (term.answer_days, term.remind_after_days, term.start_alone_days) == (7, (3, 7), 14)
    assert term_on(date(2000, 1, 1)) == term, "before the first row the first one counts"


def test_employers_are_reminded_after_three_and_seven_days_once_each(
    session: Session, scene: Scene, clock: FixedClock
) -> None:
    applied(session, scene, clock)
    session.flush()
    sent = []
    for _ in range(10):
        clock.advance(timedelta(days=1))
        for _ in range(2):  # a second run on the same day changes nothing
            sent.append(reminders.remind_employers(session, clock=clock, post=POST))
            session.flush()
    assert [number for number, count in enumerate(sent) if count] == [4, 12]
    assert len(subjects(session)) == 2
    assert all(scene.vacancy.title in subject for subject in subjects(session))


def test_a_missed_week_sends_one_letter_and_an_answer_none(session: Session, scene: Scene, clock: FixedClock) -> None:
    introduction = applied(session, scene, clock)
    _, other = another_applies(session, scene, clock)
    step(session, scene.employer, other, Step.SHORTLIST, clock)
    clock.advance(timedelta(days=9))
    session.flush()
    assert reminders.remind_employers(session, clock=clock, post=POST) == 1
    session.flush()
    assert reminders.remind_employers(session, clock=clock, post=POST) == 0
    assert introduction.reminders_sent == 2


def test_what_is_overdue_comes_first_and_is_counted(session: Session, scene: Scene, clock: FixedClock) -> None:
    old = applied(session, scene, clock)
    clock.advance(timedelta(days=6))
    _, older_answered = another_applies(session, scene, clock)
    clock.advance(timedelta(days=2))
    _, fresh = another_applies(session, scene, clock)
    step(session, scene.employer, older_answered, Step.SHORTLIST, clock)
    session.flush()
    due = due_before(clock.now())
    rows = queries.introductions_of_organisation(session, scene.organisation.id, due_before=due)
    assert [row[0].id for row in rows] == [old.id, older_answered.id, fresh.id] or [row[0].id for row in rows] == [
        old.id,
        fresh.id,
        older_answered.id,
    ]
    assert rows[0][0] is old
    assert queries.count_overdue(session, scene.organisation.id, due) == 1


def test_the_employer_card_is_what_a_hand_counts(session: Session, scene: Scene, clock: FixedClock) -> None:
    assert scene.organisation.verified_at is None
    # Six applications on one day: answered after 1, 2 and 6 days, one never, one withdrawn before any answer,
    # and one that is too young to count.
    people = [another_applies(session, scene, clock) for _ in range(6)]
    for days, (_, introduction) in zip((1, 2, 6), people, strict=False):
        later = FixedClock(clock.now() + timedelta(days=days))
        step(session, scene.employer, introduction, Step.SHORTLIST, later)
    actor, withdrawn = people[5]
    step(session, actor, withdrawn, Step.WITHDRAW, clock)
    clock.advance(timedelta(days=15))
    another_applies(session, scene, clock)
    session.flush()
    record = employer_record(session, scene.organisation.id, clock.now())
    assert (record.counted, record.answered, record.answer_rate_percent, record.median_days) == (5, 3, 60, 2.0)


def test_below_five_the_card_says_nothing(session: Session, scene: Scene, clock: FixedClock) -> None:
    for _ in range(4):
        _, introduction = another_applies(session, scene, clock)
        step(session, scene.employer, introduction, Step.SHORTLIST, clock)
    clock.advance(timedelta(days=20))
    session.flush()
    record = employer_record(session, scene.organisation.id, clock.now())
    assert record.is_too_few and record.answer_rate_percent is None and record.median_days is None
