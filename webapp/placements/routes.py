"""Pages of introductions: apply, invite, answer, candidates."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response

from webapp.core.errors import Conflict, NotFound, RuleBroken
from webapp.core.permissions import Permission, Role
from webapp.http import navigation
from webapp.http.access import needs
from webapp.http.form import SUBMITTED_WITH_ERRORS
from webapp.http.locale import language
from webapp.http.session import current_actor
from webapp.http.site import current_site, reading, transaction
from webapp.http.wording import error_text, label
from webapp.placements import queries, services
from webapp.placements.forms import ApplyForm, InviteForm
from webapp.placements.rules import EMPLOYER_STEPS, SEEKER_STEPS, Step, possible_steps
from webapp.postings.presenters import talent_card, vacancy_card
from webapp.postings.queries import profile_visible_to, vacancy_visible_to
from webapp.reference.queries import catalogue

blueprint = Blueprint("placements", __name__)

navigation.add(lazy_gettext("Applications and invitations"), "placements.list_my_introductions", Role.SEEKER, order=30)
navigation.add(lazy_gettext("Candidates"), "placements.list_all_candidates", Role.EMPLOYER, Role.AGENCY, order=30)

Answer = Response | str | tuple[str, int]


@blueprint.route("/vacancies/<public_id>/applications/new", methods=["GET", "POST"])
@needs(Permission.PROFILE_OWN)
def apply(public_id: str) -> Answer:
    actor, site, form = current_actor(), current_site(), ApplyForm()
    with reading() as session:
        vacancy, organisation = vacancy_visible_to(session, actor, public_id, site.clock.now())
        card = vacancy_card(vacancy, organisation, catalogue(session), language())
        profiles = queries.open_profiles_of(session, actor.account_id or 0, current_site().clock.now())
    form.profile_id.choices = [(row.id, " · ".join(row.wanted_titles)) for row in profiles]
    if profiles and form.validate_on_submit():
        try:
            with transaction() as session:
                vacancy, organisation = vacancy_visible_to(session, actor, public_id, site.clock.now())
                services.apply(session, actor, vacancy, organisation, form.profile_id.data, clock=site.clock)
            flash(gettext("You have applied. The employer can now see your name and number."), "success")
            return redirect(url_for(".list_my_introductions"), 303)
        except (RuleBroken, Conflict) as error:
            form.form_errors.append(error_text(error))
    text = render_template("placements/apply.html", form=form, card=card, has_profile=bool(profiles))
    return text, SUBMITTED_WITH_ERRORS if form.is_submitted() else 200


@blueprint.route("/talents/<public_id>/invitations/new", methods=["GET", "POST"])
@needs(Permission.CANDIDATE_ANSWER)
def invite(public_id: str) -> Answer:
    actor, site, form = current_actor(), current_site(), InviteForm()
    with reading() as session:
        profile = profile_visible_to(session, actor, public_id, site.clock.now())
        card = talent_card(profile, catalogue(session), language())
        vacancies = queries.open_vacancies_of(session, actor.organisation_id or 0, current_site().clock.now())
    form.vacancy_id.choices = [(row.id, row.title) for row in vacancies]
    if request.method == "GET":
        chosen = next((row.id for row in vacancies if row.public_id == request.args.get("vacancy")), None)
        form.vacancy_id.data = chosen or (vacancies[0].id if vacancies else None)
    if vacancies and form.validate_on_submit():
        try:
            with transaction() as session:
                profile = profile_visible_to(session, actor, public_id, site.clock.now())
                services.invite(
                    session, actor, profile, form.vacancy_id.data, form.message.data or "", clock=site.clock
                )
                services.tell_seeker(
                    session,
                    profile,
                    gettext("An employer invites you"),
                    gettext("Sign in to see who it is and answer:") + f"\n\n{site.settings.base_url}\n",
                    site.vault,
                )
            flash(gettext("The invitation is sent. You see name and number when the person accepts."), "success")
            return redirect(url_for(".list_all_candidates"), 303)
        except (RuleBroken, Conflict) as error:
            form.form_errors.append(error_text(error))
    text = render_template("placements/invite.html", form=form, card=card, has_vacancy=bool(vacancies))
    return text, SUBMITTED_WITH_ERRORS if form.is_submitted() else 200


def _steps(state: str, side: tuple[Step, ...]) -> list[tuple[str, str]]:
    return [(step.value, label("introduction_step", step)) for step in possible_steps(state, side)]


@blueprint.get("/my/introductions")
@needs(Permission.PROFILE_OWN)
def list_my_introductions() -> str:
    with reading() as session:
        names = catalogue(session)
        rows = [
            {
                "id": introduction.id,
                "card": vacancy_card(vacancy, organisation, names, language()),
                "state": introduction.state,
                "state_label": label("introduction_state", introduction.state),
                "changed_at": introduction.changed_at,
                "message": introduction.message,
                "reason": introduction.reason,
                "is_open_to_employer": services.is_contact_open(introduction),
                "steps": _steps(introduction.state, SEEKER_STEPS),
            }
            for introduction, vacancy, organisation, _ in queries.introductions_of_account(
                session, current_actor().account_id or 0
            )
        ]
    return render_template("placements/list_my_introductions.html", rows=rows)


def _candidates(public_id: str | None) -> list[dict[str, Any]]:
    site = current_site()
    answers = current_actor().may(Permission.CANDIDATE_ANSWER)
    with reading() as session:
        names = catalogue(session)
        found = queries.introductions_of_organisation(
            session, current_actor().organisation_id or 0, public_id=public_id
        )
        return [
            {
                "id": introduction.id,
                "card": talent_card(profile, names, language()),
                "vacancy_title": vacancy.title,
                "vacancy_url": url_for("postings.show_vacancy", public_id=vacancy.public_id),
                "state": introduction.state,
                "state_label": label("introduction_state", introduction.state),
                "changed_at": introduction.changed_at,
                "contact": services.contact_of(introduction, profile, site.vault),
                "steps": _steps(introduction.state, EMPLOYER_STEPS) if answers else [],
            }
            for introduction, vacancy, _, profile in found
        ]


@blueprint.get("/candidates")
@needs(Permission.VACANCY_SEE_TALENTS)
def list_all_candidates() -> str:
    return render_template("placements/list_candidates.html", rows=_candidates(None))


@blueprint.get("/vacancies/<public_id>/candidates")
@needs(Permission.VACANCY_SEE_TALENTS)
def list_candidates(public_id: str) -> str:
    return render_template("placements/list_candidates.html", rows=_candidates(public_id))


@blueprint.post("/introductions/<int:introduction_id>/steps/<step_name>")
@needs(Permission.PROFILE_OWN, Permission.CANDIDATE_ANSWER)
def take_step(introduction_id: int, step_name: str) -> Answer:
    if step_name not in {step.value for step in Step}:
        raise NotFound("not_found")
    actor, site = current_actor(), current_site()
    reason = (request.form.get("reason") or "").replace("\x00", "").strip()[:200]
    with transaction() as session:
        changed = services.take_step(session, actor, introduction_id, Step(step_name), reason=reason, clock=site.clock)
        state = changed.state
    flash(gettext("Saved: %(state)s.", state=label("introduction_state", state)), "success")
    following = ".list_my_introductions" if actor.may(Permission.PROFILE_OWN) else ".list_all_candidates"
    return redirect(url_for(following), 303)
