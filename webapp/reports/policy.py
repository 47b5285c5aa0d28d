"""Who may answer a report, with the reason. Who reviews it is who checks the vacancy (`postings.policy`)."""

from webapp.core.actor import Actor, Decision, allow, refuse
from webapp.core.permissions import Permission


def may_answer(actor: Actor, organisation_id: int) -> Decision:
    """Members of the organisation whose vacancy was reported."""
    if not actor.may(Permission.VACANCY_PUBLISH):
        return refuse("role_may_not")
    is_own = actor.organisation_id is not None and actor.organisation_id == organisation_id
    return allow("own_organisation") if is_own else refuse("other_organisation")
