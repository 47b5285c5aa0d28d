"""Buttons beside skills that were read from a posting: list it, it is none, take that back."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from webapp.core.errors import NotFound, RuleBroken
from webapp.core.permissions import Permission
from webapp.http.access import needs
from webapp.http.locale import language
from webapp.http.session import current_actor
from webapp.http.site import current_site, transaction
from webapp.postings import policy, queries
from webapp.postings import read_skill_decisions as decisions
from webapp.postings.blueprint import blueprint
from webapp.postings.models import Profile, Vacancy
from webapp.postings.rules import Action, possible_actions
from webapp.reference.queries import catalogue

_DISMISSALS = {"none": True, "restore": False}


@blueprint.post("/vacancies/<public_id>/read-skills/<code>")
@needs(Permission.VACANCY_PUBLISH)
def decide_vacancy_skill(public_id: str, code: str) -> Response:
    actor, site = current_actor(), current_site()
    decision = request.form.get("decision", "")
    with transaction() as session:
        vacancy, _ = queries.vacancy_visible_to(session, actor, public_id, site.clock.now())
        if not policy.may_write_vacancy(actor, vacancy):
            raise NotFound("not_found")
        if decision in ("must", "nice"):
            decisions.list_vacancy_skill(session, actor, vacancy.id, code, is_must=decision == "must", clock=site.clock)
        elif decision in _DISMISSALS:
            decisions.dismiss_vacancy_skill(
                session, actor, vacancy.id, code, is_dismissed=_DISMISSALS[decision], clock=site.clock
            )
        else:
            raise RuleBroken("read_skill_decision_unknown", field="decision")
        _tell(decision, catalogue(session).skill_label(code, language()) or code)
    return _back("vacancy", vacancy)


@blueprint.post("/profiles/<public_id>/read-skills/<code>")
@needs(Permission.PROFILE_OWN, Permission.POSTING_CHECK)
def decide_profile_skill(public_id: str, code: str) -> Response:
    actor, site = current_actor(), current_site()
    decision = request.form.get("decision", "")
    with transaction() as session:
        profile = queries.profile_visible_to(session, actor, public_id, site.clock.now())
        if not policy.may_write_profile(actor, profile):
            raise NotFound("not_found")
        if decision == "listed":
            decisions.list_profile_skill(session, actor, profile.id, code, clock=site.clock, vault=site.vault)
        elif decision in _DISMISSALS:
            decisions.dismiss_profile_skill(
                session, actor, profile.id, code, is_dismissed=_DISMISSALS[decision], clock=site.clock
            )
        else:
            raise RuleBroken("read_skill_decision_unknown", field="decision")
        _tell(decision, catalogue(session).skill_label(code, language()) or code)
    return _back("profile", profile)


def _tell(decision: str, name: str) -> None:
    texts = {
        "none": gettext("“%(name)s” does not count any more.", name=name),
        "restore": gettext("“%(name)s” counts again as read from the text.", name=name),
    }
    flash(texts.get(decision) or gettext("“%(name)s” is listed now.", name=name), "success")


def _back(kind: str, posting: Vacancy | Profile) -> Response:
    """To the review while it is being written, else to the posting."""
    if Action.SUBMIT in possible_actions(posting.state):
        return redirect(url_for(f".write_{kind}", public_id=posting.public_id, step="review"), 303)
    return redirect(url_for(f".show_{kind}", public_id=posting.public_id), 303)
