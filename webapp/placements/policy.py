"""Who may act in an introduction, with the reason."""

from typing import Protocol

from webapp.core.actor import Actor, Decision, allow, refuse
from webapp.core.permissions import Permission


class VacancyLike(Protocol):
    organisation_id: int


def may_answer_for(actor: Actor, vacancy: VacancyLike) -> Decision:
    """Invite, turn down and hire: those members of the posting organisation who write for it."""
    if not actor.may(Permission.CANDIDATE_ANSWER):
        return refuse("role_may_not")
    if actor.organisation_id is None or actor.organisation_id != vacancy.organisation_id:
        return refuse("other_organisation")
    return allow("own_organisation")
