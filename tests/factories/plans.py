"""Coordinators, answers of the plan form, and drafts whose preview is finished without computing it."""

from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from matching import DEFAULT_PLAN
from tests.factories.people import actor_for, make_account
from webapp.core.actor import Actor
from webapp.core.clock import Clock
from webapp.core.permissions import Role
from webapp.plans import services
from webapp.plans.models import StoredPlan
from webapp.plans.rules import PlanDraft, draft_of

NOTE = "Pay counts for more"
FIGURES: dict[str, Any] = {
    "gini": 0.5,
    "relevance": 0.8,
    "relevance_by_before": 0.8,
    "named": 3,
    "could_be_named": 4,
    "listed": 9,
}
GOLDEN: dict[str, Any] = {"ndcg_at_10": 0.9, "precision_at_5": 0.9, "order": 0.8, "trap_order": 0.8}
RESULT: dict[str, Any] = {
    "vacancies": 2,
    "people": 4,
    "places": 8,
    "places_changed": 2,
    "firsts": 2,
    "firsts_changed": 1,
    "rank_correlation": 0.75,
    "fell_below": 1,
    "rose_above": 0,
    "closed": 0,
    "opened": 3,
    "before": FIGURES,
    "after": {**FIGURES, "gini": 0.25},
    "golden_before": GOLDEN,
    "golden_after": GOLDEN,
    "examples": [],
}


def make_coordinator(session: Session) -> Actor:
    return actor_for(make_account(session, Role.COORDINATOR))


def answers(note: str = "", **changes: Any) -> PlanDraft:
    """The built-in plan as it is filled in, with pay at 0.8 and whatever the test says; weights by `weight_<name>`."""
    draft = draft_of(DEFAULT_PLAN, note)
    weights = {**draft.weights, "pay": ("wish", 0.8)}
    weights |= {name.removeprefix("weight_"): changes.pop(name) for name in [*changes] if name.startswith("weight_")}
    return replace(draft, weights=weights, **changes)


def make_draft(session: Session, actor: Actor, clock: Clock, **changes: Any) -> StoredPlan:
    """A copy of the built-in plan, edited once."""
    draft = services.copy_plan(session, actor, None, clock=clock)
    return services.edit_plan(session, actor, draft.id, answers(**changes), seen_revision=1, clock=clock)


def preview(session: Session, actor: Actor, plan_id: int, clock: Clock) -> int:
    """A finished preview of the draft as it is now."""
    asked = services.ask_preview(session, actor, plan_id, clock=clock)
    services.finish_preview(session, asked.id, RESULT, clock=clock)
    session.refresh(asked)
    return asked.id


def adopt(session: Session, actor: Actor, clock: Clock, **changes: Any) -> StoredPlan:
    """A plan of the site in force."""
    draft = make_draft(session, actor, clock, **changes)
    preview(session, actor, draft.id, clock)
    return services.adopt_plan(session, actor, draft.id, NOTE, seen_revision=draft.revision, clock=clock)
