"""Drafts are edited without losing anybody's change, adopted after a look, and what was in force never changes."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from matching import DEFAULT_PLAN, MatchPlan
from tests.factories.people import actor_for, make_account, make_officer
from tests.factories.plans import NOTE, RESULT, adopt, answers, make_coordinator, make_draft, preview
from webapp.audit.models import AuditEntry
from webapp.core.actor import Actor
from webapp.core.clock import FixedClock
from webapp.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from webapp.core.queue import Job
from webapp.http.site import Site
from webapp.plans import queries, services
from webapp.plans.models import PlanPreview, StoredPlan


@pytest.fixture
def coordinator(session: Session) -> Actor:
    return make_coordinator(session)


def state_of(session: Session, plan_id: int) -> str:
    return session.scalars(select(StoredPlan.state).where(StoredPlan.id == plan_id)).one()


def test_the_built_in_plan_is_in_force_until_one_is_adopted(
    session: Session, coordinator: Actor, clock: FixedClock
) -> None:
    assert queries.in_force(session).stored is None
    assert queries.plan_in_force(session) == DEFAULT_PLAN
    plan = adopt(session, coordinator, clock)
    force = queries.in_force(session)
    assert force.stored is not None and force.stored.id == plan.id
    assert force.plan.version == "2026-11-23-1"
    assert force.plan.weight("pay") == 0.8
    assert (plan.based_on, plan.note, plan.built_in_version) == (DEFAULT_PLAN.version, NOTE, DEFAULT_PLAN.version)


def test_adopting_another_retires_the_first_which_stays_as_it_was(
    session: Session, coordinator: Actor, clock: FixedClock
) -> None:
    first = adopt(session, coordinator, clock)
    kept = dict(first.plan)
    clock.advance(timedelta(hours=1))
    second = adopt(session, coordinator, clock, min_score=0.6)
    session.refresh(first)
    assert (first.state, first.plan, first.retired_at) == ("retired", kept, clock.now())
    assert (second.state, second.version) == ("adopted", "2026-11-23-2")
    for plan in (first, second):
        attempts: list[Callable[[], object]] = [
            lambda plan=plan: services.edit_plan(  # type: ignore[misc]
                session, coordinator, plan.id, answers(), seen_revision=plan.revision, clock=clock
            ),
            lambda plan=plan: services.discard_plan(session, coordinator, plan.id, clock=clock),  # type: ignore[misc]
            lambda plan=plan: services.ask_preview(session, coordinator, plan.id, clock=clock),  # type: ignore[misc]
            lambda plan=plan: services.adopt_plan(  # type: ignore[misc]
                session, coordinator, plan.id, NOTE, seen_revision=plan.revision, clock=clock
            ),
        ]
        for attempt in attempts:
            with pytest.raises(Conflict, match="plan_is_no_draft"):
                attempt()


def test_two_plans_cannot_be_in_force_whatever_the_code_does(
    session: Session, coordinator: Actor, clock: FixedClock
) -> None:
    adopt(session, coordinator, clock)
    draft = make_draft(session, coordinator, clock)
    with pytest.raises(IntegrityError):
        session.execute(update(StoredPlan).where(StoredPlan.id == draft.id).values(state="adopted", note="x"))


def test_a_plan_in_force_has_a_note_whatever_the_code_does(
    session: Session, coordinator: Actor, clock: FixedClock
) -> None:
    draft = make_draft(session, coordinator, clock)
    with pytest.raises(IntegrityError):
        session.execute(update(StoredPlan).where(StoredPlan.id == draft.id).values(state="adopted", note=""))


def test_nothing_is_adopted_unseen_or_without_a_reason(session: Session, coordinator: Actor, clock: FixedClock) -> None:
    draft = make_draft(session, coordinator, clock)

    def attempt(note: str = NOTE) -> StoredPlan:
        return services.adopt_plan(session, coordinator, draft.id, note, seen_revision=draft.revision, clock=clock)

    with pytest.raises(Conflict, match="plan_not_previewed"):
        attempt()
    asked = services.ask_preview(session, coordinator, draft.id, clock=clock)
    with pytest.raises(Conflict, match="plan_not_previewed"):
        attempt()
    services.finish_preview(session, asked.id, RESULT, clock=clock)
    session.expire(asked)
    with pytest.raises(RuleBroken, match="plan_note_missing"):
        attempt(" ")
    assert attempt().state == "adopted"


def test_editing_makes_the_preview_stale_and_editing_back_makes_it_good_again(
    session: Session, coordinator: Actor, clock: FixedClock
) -> None:
    draft = make_draft(session, coordinator, clock)
    preview(session, coordinator, draft.id, clock)
    services.edit_plan(session, coordinator, draft.id, answers(min_score=0.6), seen_revision=2, clock=clock)
    with pytest.raises(Conflict, match="plan_preview_stale"):
        services.adopt_plan(session, coordinator, draft.id, NOTE, seen_revision=3, clock=clock)
    assert queries.plan_in_force(session) == DEFAULT_PLAN
    services.edit_plan(session, coordinator, draft.id, answers(note="other words"), seen_revision=3, clock=clock)
    assert services.adopt_plan(session, coordinator, draft.id, NOTE, seen_revision=4, clock=clock).state == "adopted"


def test_another_plan_in_force_makes_the_preview_stale(session: Session, coordinator: Actor, clock: FixedClock) -> None:
    draft = make_draft(session, coordinator, clock, min_score=0.5)
    preview(session, coordinator, draft.id, clock)
    adopt(session, coordinator, clock)
    with pytest.raises(Conflict, match="plan_preview_stale"):
        services.adopt_plan(session, coordinator, draft.id, NOTE, seen_revision=2, clock=clock)


def test_who_saves_what_another_saved_meanwhile_is_told(
    session: Session, coordinator: Actor, clock: FixedClock
) -> None:
    other = make_coordinator(session)
    draft = services.copy_plan(session, coordinator, None, clock=clock)
    services.edit_plan(session, other, draft.id, answers(min_score=0.6), seen_revision=1, clock=clock)
    with pytest.raises(Conflict, match="plan_changed_meanwhile"):
        services.edit_plan(session, coordinator, draft.id, answers(min_score=0.3), seen_revision=1, clock=clock)
    session.refresh(draft)
    assert MatchPlan.from_json(draft.plan).min_score == 0.6
    with pytest.raises(Conflict, match="plan_changed_meanwhile"):
        preview(session, other, draft.id, clock)
        services.adopt_plan(session, coordinator, draft.id, NOTE, seen_revision=1, clock=clock)


def test_a_discarded_draft_is_kept_and_its_version_is_never_used_again(
    session: Session, coordinator: Actor, clock: FixedClock
) -> None:
    draft = make_draft(session, coordinator, clock)
    services.discard_plan(session, coordinator, draft.id, clock=clock)
    assert state_of(session, draft.id) == "discarded"
    assert services.copy_plan(session, coordinator, draft.id, clock=clock).version == "2026-11-23-2"
    with pytest.raises(Conflict, match="plan_is_no_draft"):
        services.discard_plan(session, coordinator, draft.id, clock=clock)


def test_going_back_to_the_built_in_plan_needs_a_reason_and_renews(
    session: Session, coordinator: Actor, clock: FixedClock
) -> None:
    with pytest.raises(Conflict, match="built_in_already_in_force"):
        services.return_to_built_in(session, coordinator, NOTE, clock=clock)
    plan = adopt(session, coordinator, clock)
    with pytest.raises(RuleBroken, match="plan_note_missing"):
        services.return_to_built_in(session, coordinator, "", clock=clock)
    services.return_to_built_in(session, coordinator, "too many complaints", clock=clock)
    session.refresh(plan)
    assert (plan.state, plan.retired_note) == ("retired", "too many complaints")
    assert queries.plan_in_force(session) == DEFAULT_PLAN
    promised = select(func.count()).select_from(Job).where(Job.name == "matches.renew_under_plan")
    assert session.scalar(promised) == 2


def test_a_plan_that_the_release_cannot_compute_does_not_stop_matching(
    session: Session, coordinator: Actor, clock: FixedClock
) -> None:
    plan = adopt(session, coordinator, clock)
    plan.plan = {**plan.plan, "wish": {"a comparison of old": 1.0}}
    session.flush()
    force = queries.in_force(session)
    assert force.plan == DEFAULT_PLAN and force.stored is None
    assert force.unreadable is not None and force.unreadable.id == plan.id
    with pytest.raises(Conflict, match="plan_unreadable"):
        services.copy_plan(session, coordinator, plan.id, clock=clock)


def test_only_the_coordinator_changes_plans_and_officers_read_them(
    session: Session, coordinator: Actor, clock: FixedClock
) -> None:
    draft = make_draft(session, coordinator, clock)
    preview(session, coordinator, draft.id, clock)
    officer, seeker = make_officer(session), actor_for(make_account(session))
    for actor in (officer, seeker):
        attempts: list[Callable[[], object]] = [
            lambda actor=actor: services.copy_plan(session, actor, None, clock=clock),  # type: ignore[misc]
            lambda actor=actor: services.edit_plan(  # type: ignore[misc]
                session, actor, draft.id, answers(), seen_revision=2, clock=clock
            ),
            lambda actor=actor: services.ask_preview(session, actor, draft.id, clock=clock),  # type: ignore[misc]
            lambda actor=actor: services.adopt_plan(  # type: ignore[misc]
                session, actor, draft.id, NOTE, seen_revision=2, clock=clock
            ),
            lambda actor=actor: services.discard_plan(session, actor, draft.id, clock=clock),  # type: ignore[misc]
            lambda actor=actor: services.return_to_built_in(session, actor, NOTE, clock=clock),  # type: ignore[misc]
        ]
        for attempt in attempts:
            with pytest.raises(NotAllowed):
                attempt()
    assert [plan.id for plan in queries.plans(session, officer)] == [draft.id]
    assert queries.plans(session, seeker) == []
    with pytest.raises(NotFound):
        queries.plan_visible_to(session, seeker, draft.id)


def test_asking_twice_for_the_same_preview_is_one_promise(
    session: Session, coordinator: Actor, clock: FixedClock
) -> None:
    draft = make_draft(session, coordinator, clock)
    first = services.ask_preview(session, coordinator, draft.id, clock=clock)
    assert services.ask_preview(session, coordinator, draft.id, clock=clock).id == first.id
    services.edit_plan(session, coordinator, draft.id, answers(min_score=0.6), seen_revision=2, clock=clock)
    second = services.ask_preview(session, coordinator, draft.id, clock=clock)
    assert second.id != first.id
    assert session.scalar(select(func.count()).select_from(PlanPreview)) == 2


def test_every_step_is_in_the_audit(session: Session, coordinator: Actor, clock: FixedClock) -> None:
    adopt(session, coordinator, clock)
    steps = session.scalars(select(AuditEntry.action).where(AuditEntry.subject_kind == "plan").order_by(AuditEntry.id))
    assert list(steps) == ["plan.drafted", "plan.changed", "plan.previewed", "plan.adopted"]


# -- at the same moment ---------------------------------------------------------------------------------------------


# What the slower of two is told depends on how far it had read when the faster was done.
TOLD = ("plan_changed_meanwhile", "plan_preview_stale", "plan_is_no_draft")


def at_once(site: Site, *steps: Callable[[Session], object]) -> list[str]:
    """Carry out the steps in threads of their own that start together; "done" or the code of the conflict of each."""
    barrier, answers_of = Barrier(len(steps)), ["?"] * len(steps)

    def run(place: int, step: Callable[[Session], object]) -> None:
        barrier.wait(timeout=10)
        try:
            with site.database.transaction() as session:
                step(session)
            answers_of[place] = "done"
        except Conflict as error:
            answers_of[place] = error.code

    threads = [Thread(target=run, args=pair) for pair in enumerate(steps)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return sorted(answers_of)


def test_of_two_who_adopt_in_the_same_moment_one_wins(site: Site, clock: FixedClock) -> None:
    with site.database.transaction() as session:
        people = [make_coordinator(session), make_coordinator(session)]
        drafts = [make_draft(session, who, clock, min_score=0.4 + place / 10).id for place, who in enumerate(people)]
        for who, draft_id in zip(people, drafts, strict=True):
            preview(session, who, draft_id, clock)

    def adopting(place: int) -> Callable[[Session], object]:
        return lambda session: services.adopt_plan(
            session, people[place], drafts[place], NOTE, seen_revision=2, clock=clock
        )

    results = at_once(site, adopting(0), adopting(1))
    assert results[0] == "done" and results[1] in TOLD
    with site.database.reading() as session:
        states = list(session.scalars(select(StoredPlan.state).order_by(StoredPlan.state)))
    assert states == ["adopted", "draft"]


def test_a_plan_adopted_by_two_in_the_same_moment_is_adopted_once(site: Site, clock: FixedClock) -> None:
    with site.database.transaction() as session:
        people = [make_coordinator(session), make_coordinator(session)]
        draft_id = make_draft(session, people[0], clock).id
        preview(session, people[0], draft_id, clock)

    def adopting(who: Actor) -> Callable[[Session], object]:
        return lambda session: services.adopt_plan(session, who, draft_id, NOTE, seen_revision=2, clock=clock)

    results = at_once(site, adopting(people[0]), adopting(people[1]))
    assert results[0] == "done" and results[1] in TOLD
    with site.database.reading() as session:
        assert state_of(session, draft_id) == "adopted"
        promised = select(func.count()).select_from(Job).where(Job.name == "matches.renew_under_plan")
        assert session.scalar(promised) == 1


def test_of_two_who_save_in_the_same_moment_one_is_told(site: Site, clock: FixedClock) -> None:
    with site.database.transaction() as session:
        people = [make_coordinator(session), make_coordinator(session)]
        draft_id = services.copy_plan(session, people[0], None, clock=clock).id

    def saving(who: Actor, bar: float) -> Callable[[Session], object]:
        return lambda session: services.edit_plan(
            session, who, draft_id, answers(min_score=bar), seen_revision=1, clock=clock
        )

    assert at_once(site, saving(people[0], 0.3), saving(people[1], 0.7)) == ["done", "plan_changed_meanwhile"]
    with site.database.reading() as session:
        assert session.get_one(StoredPlan, draft_id).revision == 2
