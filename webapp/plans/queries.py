"""Finding plans: the one in force, drafts and history, and the newest preview of each draft."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, false, select, true
from sqlalchemy.orm import Session

from matching import DEFAULT_PLAN, MatchPlan
from webapp.accounts.models import Account
from webapp.core.actor import Actor
from webapp.core.database import one_or_not_found
from webapp.plans.models import PlanPreview, StoredPlan
from webapp.plans.policy import may_read_plans
from webapp.plans.rules import is_same_content
from webapp.postings.models import Profile, Vacancy
from webapp.postings.queries import is_public, is_public_profile

log = logging.getLogger(__name__)

# -- the plan in force ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PlanInForce:
    """`stored` is None while the built-in plan is in force; `unreadable` names an adopted plan that this release
    cannot compute, in whose place the built-in one serves.
    """

    plan: MatchPlan
    stored: StoredPlan | None = None
    unreadable: StoredPlan | None = None

    @property
    def row(self) -> StoredPlan | None:
        """The adopted row, whether it can be computed or not."""
        return self.stored or self.unreadable


def readable(stored: dict[str, Any]) -> MatchPlan | None:
    """The plan of a stored row; None where it names what this release no longer has."""
    try:
        return MatchPlan.from_json(stored)
    except ValueError:
        return None


def in_force(session: Session) -> PlanInForce:
    """The adopted plan; the built-in one until the coordinator has adopted one."""
    stored = session.scalar(select(StoredPlan).where(StoredPlan.state == "adopted"))
    if stored is None:
        return PlanInForce(DEFAULT_PLAN)
    plan = readable(stored.plan)
    if plan is None:
        # Matching goes on, and the page of plans says what happened.
        log.error("plan_in_force_unreadable")
        return PlanInForce(DEFAULT_PLAN, unreadable=stored)
    return PlanInForce(plan, stored)


def plan_in_force(session: Session) -> MatchPlan:
    """What pairs are made with now."""
    return in_force(session).plan


# -- plans ----------------------------------------------------------------------------------------------------------


def visible_plans(actor: Actor) -> ColumnElement[bool]:
    return true() if may_read_plans(actor) else false()


def plans(session: Session, actor: Actor, limit: int = 200) -> list[StoredPlan]:
    """Newest first."""
    statement = select(StoredPlan).where(visible_plans(actor)).order_by(StoredPlan.id.desc()).limit(limit)
    return list(session.scalars(statement))


def plan_visible_to(session: Session, actor: Actor, plan_id: int) -> StoredPlan:
    return one_or_not_found(session, select(StoredPlan).where(StoredPlan.id == plan_id, visible_plans(actor)))


def versions(session: Session) -> list[str]:
    return list(session.scalars(select(StoredPlan.version)))


def names_of(session: Session, plans: Iterable[StoredPlan]) -> dict[int, str]:
    """Display names of who made, adopted and retired plans."""
    ids = {who for plan in plans for who in (plan.made_by, plan.changed_by, plan.adopted_by, plan.retired_by) if who}
    rows = session.execute(select(Account.id, Account.display_name).where(Account.id.in_(ids)))
    return {row[0]: row[1] for row in rows}


# -- previews -------------------------------------------------------------------------------------------------------


def preview_of(session: Session, plan_id: int) -> PlanPreview | None:
    """The newest; older ones are history."""
    statement = select(PlanPreview).where(PlanPreview.plan_id == plan_id).order_by(PlanPreview.id.desc()).limit(1)
    return session.scalar(statement)


def is_fresh(session: Session, plan: StoredPlan, preview: PlanPreview) -> bool:
    """Whether the preview is of exactly this content, beside exactly the plan that is in force."""
    now = plan_in_force(session).to_json()
    return is_same_content(preview.plan, plan.plan) and preview.against == now


def previewed_pairs(
    session: Session, vacancy_ids: Iterable[int], profile_ids: Iterable[int], now: datetime
) -> tuple[dict[int, Vacancy], dict[int, Profile]]:
    """The postings of a preview's examples, as they are today; what is no longer public is missing."""
    vacancies = session.scalars(select(Vacancy).where(Vacancy.id.in_(list(vacancy_ids)), is_public(now)))
    profiles = session.scalars(select(Profile).where(Profile.id.in_(list(profile_ids)), is_public_profile(now)))
    return {row.id: row for row in vacancies}, {row.id: row for row in profiles}
