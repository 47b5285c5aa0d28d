"""Use cases of plans: copy, edit, preview, adopt, discard, and go back to the built-in plan."""

from typing import Any

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from matching import DEFAULT_PLAN, MatchPlan
from webapp.audit.services import note as audit
from webapp.core import events
from webapp.core.actor import Actor, ensure
from webapp.core.clock import Clock
from webapp.core.errors import Conflict, RuleBroken
from webapp.plans import queries
from webapp.plans.events import PlanInForceChanged, PreviewAsked
from webapp.plans.models import PlanPreview, StoredPlan
from webapp.plans.policy import may_manage_plans
from webapp.plans.rules import (
    LONGEST_NOTE,
    PlanDraft,
    check_is_draft,
    check_note,
    check_preview,
    next_version,
    plan_of,
)

# -- drafts ---------------------------------------------------------------------------------------------------------


def copy_plan(session: Session, actor: Actor, plan_id: int | None, *, clock: Clock) -> StoredPlan:
    """A new draft with the content of another plan, of the built-in one where none is named."""
    ensure(may_manage_plans(actor))
    source = queries.plan_visible_to(session, actor, plan_id) if plan_id is not None else None
    plan = DEFAULT_PLAN if source is None else queries.readable(source.plan)
    if plan is None:
        raise Conflict("plan_unreadable")
    version = next_version(clock.today(), queries.versions(session))
    draft = StoredPlan(
        version=version,
        plan={**plan.to_json(), "version": version},
        based_on=plan.version,
        made_by=actor.account_id,
        made_at=clock.now(),
        changed_at=clock.now(),
    )
    session.add(draft)
    try:
        session.flush()  # for its id; two copies in the same moment would share a version
    except IntegrityError as error:
        raise Conflict("plan_changed_meanwhile") from error
    audit(session, actor, "plan.drafted", "plan", draft.id, clock=clock, version=version)
    return draft


def edit_plan(
    session: Session, actor: Actor, plan_id: int, draft: PlanDraft, *, seen_revision: int, clock: Clock
) -> StoredPlan:
    """Save a draft, unless somebody else saved it since `seen_revision`."""
    ensure(may_manage_plans(actor))
    stored = queries.plan_visible_to(session, actor, plan_id)
    check_is_draft(stored.state)
    if len(draft.note) > LONGEST_NOTE:
        raise RuleBroken("plan_note_too_long", field="note", facts={"most": LONGEST_NOTE})
    values: dict[str, Any] = {"plan": plan_of(draft, stored.version).to_json(), "note": draft.note}
    values |= {"changed_by": actor.account_id, "changed_at": clock.now(), "revision": seen_revision + 1}
    _change_if(session, stored, values, StoredPlan.state == "draft", StoredPlan.revision == seen_revision)
    audit(session, actor, "plan.changed", "plan", stored.id, clock=clock, revision=seen_revision + 1)
    return stored


def discard_plan(session: Session, actor: Actor, plan_id: int, *, clock: Clock) -> StoredPlan:
    """Lay a draft aside. The row stays, so that neither its version nor its id is ever used for another."""
    ensure(may_manage_plans(actor))
    stored = queries.plan_visible_to(session, actor, plan_id)
    check_is_draft(stored.state)
    values = {"state": "discarded", "changed_by": actor.account_id, "changed_at": clock.now()}
    _change_if(session, stored, values, StoredPlan.state == "draft")
    audit(session, actor, "plan.discarded", "plan", stored.id, clock=clock, version=stored.version)
    return stored


def _change_if(session: Session, stored: StoredPlan, values: dict[str, Any], *conditions: Any) -> None:
    """Change the row only where the conditions still hold: the database decides between two at once."""
    statement = update(StoredPlan).where(StoredPlan.id == stored.id, *conditions).values(values)
    result = session.execute(statement.execution_options(synchronize_session=False))
    if result.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict("plan_changed_meanwhile")
    session.refresh(stored)


# -- previews -------------------------------------------------------------------------------------------------------


def ask_preview(session: Session, actor: Actor, plan_id: int, *, clock: Clock) -> PlanPreview:
    """Promise a preview of the draft as it is now; one of the same content that is under way is enough."""
    ensure(may_manage_plans(actor))
    stored = queries.plan_visible_to(session, actor, plan_id)
    check_is_draft(stored.state)
    newest = queries.preview_of(session, stored.id)
    if newest is not None and newest.state in ("waiting", "running") and queries.is_fresh(session, stored, newest):
        return newest
    preview = PlanPreview(
        plan_id=stored.id,
        plan=stored.plan,
        against=queries.plan_in_force(session).to_json(),
        asked_by=actor.account_id,
        asked_at=clock.now(),
    )
    session.add(preview)
    session.flush()  # for its id
    audit(session, actor, "plan.previewed", "plan", stored.id, clock=clock, version=stored.version)
    events.record(session, PreviewAsked(preview_id=preview.id))
    return preview


def begin_preview(session: Session, preview_id: int) -> tuple[MatchPlan, MatchPlan] | None:
    """(plan in force, draft) of a preview that is to be computed; None when it is done already or is not there."""
    preview = session.get(PlanPreview, preview_id)
    if preview is None or preview.state == "done":
        return None
    preview.state, preview.percent_done, preview.failure_code = "running", 0, None
    return MatchPlan.from_json(preview.against), MatchPlan.from_json(preview.plan)


def tell_progress(session: Session, preview_id: int, percent: int) -> None:
    session.execute(update(PlanPreview).where(PlanPreview.id == preview_id).values(percent_done=percent))


def finish_preview(session: Session, preview_id: int, result: dict[str, Any], *, clock: Clock) -> None:
    values = {"state": "done", "percent_done": 100, "result": result, "finished_at": clock.now()}
    session.execute(update(PlanPreview).where(PlanPreview.id == preview_id).values(values))


def fail_preview(session: Session, preview_id: int, code: str, *, clock: Clock) -> None:
    """So that the page does not wait for ever; the queue tries again, and so may the coordinator."""
    values = {"state": "failed", "failure_code": code[:60], "finished_at": clock.now()}
    session.execute(update(PlanPreview).where(PlanPreview.id == preview_id).values(values))


# -- adoption -------------------------------------------------------------------------------------------------------


def adopt_plan(
    session: Session, actor: Actor, plan_id: int, note: str | None, *, seen_revision: int, clock: Clock
) -> StoredPlan:
    """Put a draft in force in the place of the plan that is. Pairs that exist keep the plan they were made with."""
    ensure(may_manage_plans(actor))
    stored = queries.plan_visible_to(session, actor, plan_id)
    check_is_draft(stored.state)
    text = check_note(note)
    force, preview = queries.in_force(session), queries.preview_of(session, stored.id)
    is_fresh = preview is not None and queries.is_fresh(session, stored, preview)
    check_preview(preview.state if preview else None, is_fresh)
    _retire(session, actor, clock, force.row, note="")
    values: dict[str, Any] = {"state": "adopted", "note": text, "adopted_by": actor.account_id}
    values |= {"adopted_at": clock.now(), "built_in_version": DEFAULT_PLAN.version}
    try:
        _change_if(session, stored, values, StoredPlan.state == "draft", StoredPlan.revision == seen_revision)
    except IntegrityError as error:
        raise Conflict("plan_changed_meanwhile") from error
    audit(session, actor, "plan.adopted", "plan", stored.id, clock=clock, version=stored.version)
    events.record(session, PlanInForceChanged(version=stored.version))
    return stored


def return_to_built_in(session: Session, actor: Actor, note: str | None, *, clock: Clock) -> None:
    """Take the adopted plan out of force: the quick way out when it turns out badly. Needs no preview."""
    ensure(may_manage_plans(actor))
    text, adopted = check_note(note), queries.in_force(session).row
    if adopted is None:
        raise Conflict("built_in_already_in_force")
    _retire(session, actor, clock, adopted, note=text)
    audit(session, actor, "plan.retired", "plan", adopted.id, clock=clock, version=adopted.version)
    events.record(session, PlanInForceChanged(version=DEFAULT_PLAN.version))


def _retire(session: Session, actor: Actor, clock: Clock, adopted: StoredPlan | None, *, note: str) -> None:
    """Take exactly this plan out of force. Not "whichever is": another may have been adopted a moment ago, and then
    nobody has seen this one beside it. Where none was in force, the index refuses the second of two.
    """
    if adopted is None:
        return
    values = {"state": "retired", "retired_by": actor.account_id, "retired_at": clock.now(), "retired_note": note}
    _change_if(session, adopted, values, StoredPlan.state == "adopted")
