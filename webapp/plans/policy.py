"""Who may do what with plans."""

from webapp.core.actor import Actor, Decision, allow, refuse
from webapp.core.permissions import Permission


def may_read_plans(actor: Actor) -> Decision:
    """Whoever runs matching may see by what it measures."""
    return allow("runs_matching") if actor.may(Permission.MATCH_RUN) else refuse("role_may_not")


def may_manage_plans(actor: Actor) -> Decision:
    """The coordinator alone: one plan measures people of all nine cities."""
    if actor.may(Permission.PLAN_MANAGE) and actor.account_id is not None:
        return allow("coordinates")
    return refuse("role_may_not")
