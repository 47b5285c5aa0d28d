"""Where two sides start and end: apply, invite, the seeker's list, the steps of one button. More pages: see beside."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response

from webapp.core.actor import Actor
from webapp.core.errors import Conflict, NotFound, RuleBroken
from webapp.core.permissions import Permission, Role
from webapp.http import navigation
from webapp.http.access import needs
from webapp.http.form import SUBMITTED_WITH_ERRORS, clean_text
from webapp.http.locale import language, safe_next
from webapp.http.session import current_actor
from webapp.http.site import current_site, reading, transaction
from webapp.http.wording import error_text, label
from webapp.placements import (
    board_pages,
    bulk_pages,
    employer_card,
    interview_pages,
    introduction_pages,
    message_pages,
    offer_pages,
    presenters,
    queries,
    services,
    template_pages,
)
from webapp.placements.blueprint import blueprint
from webapp.placements.forms import ApplyForm, InviteForm
from webapp.placements.models import WorkStart
from webapp.placements.rules import PLAIN_STEPS, Step
from webapp.placements.stale import stale_text
from webapp.placements.telling import tell_employer, tell_seeker
from webapp.postings.presenters import talent_card, vacancy_card
from webapp.postings.queries import profile_visible_to, vacancy_visible_to
from webapp.reference.queries import catalogue

__all__ = ["blueprint"]
# Importing these puts their pages on the blueprint; the tuple keeps the imports honest.
PAGES = (
    board_pages,
    bulk_pages,
    employer_card,
    interview_pages,
    introduction_pages,
    message_pages,
    offer_pages,
    template_pages,
)


def _count_to_answer(actor: Actor) -> int:
    """What is overdue: the number in the menu asks for an answer today."""
    now = current_site().clock.now()
    with reading() as session:
        return queries.count_overdue(session, actor.organisation_id or 0, presenters.due_before(now))


navigation.add(lazy_gettext("Applications and invitations"), "placements.list_my_introductions", Role.SEEKER, order=30)
navigation.add(
    lazy_gettext("Candidates"),
    "placements.list_all_candidates",
    Role.EMPLOYER,
    Role.AGENCY,
    order=30,
    count=_count_to_answer,
)

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
                held = queries.introduction_between(session, vacancy.id, form.profile_id.data)
                before = held.state if held else None
                found = services.apply(session, actor, vacancy, organisation, form.profile_id.data, clock=site.clock)
                if found.state != before:
                    tell_employer(session, found.id, found.state)
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
                found = services.invite(
                    session, actor, profile, form.vacancy_id.data, form.message.data or "", clock=site.clock
                )
                tell_seeker(session, found.id, "invited", found.message)
            flash(gettext("The invitation is sent. You see name and number when the person accepts."), "success")
            return redirect(url_for(".list_all_candidates"), 303)
        except RuleBroken as error:
            form.attach(error)
        except Conflict as error:
            form.form_errors.append(error_text(error))
    text = render_template("placements/invite.html", form=form, card=card, has_vacancy=bool(vacancies))
    return text, SUBMITTED_WITH_ERRORS if form.is_submitted() else 200


@blueprint.get("/my/introductions")
@needs(Permission.PROFILE_OWN)
def list_my_introductions() -> str:
    now = current_site().clock.now()
    with reading() as session:
        names = catalogue(session)
        rows = queries.introductions_of_account(session, current_actor().account_id or 0)
        ids = [row[0].id for row in rows]
        interviews, offers = queries.newest_interviews(session, ids), queries.newest_offers(session, ids)
        lines = [
            presenters.seeker_line(
                row,
                names,
                language(),
                now=now,
                interview=interviews.get(row[0].id),
                offer=offers.get(row[0].id),
                start=session.get(WorkStart, row[0].id) if row[0].state == "hired" else None,
                is_open=services.is_contact_open(row[0]),
            )
            for row in rows
        ]
    mine = [line for line in lines if line.next.is_mine]
    return render_template(
        "placements/list_my_introductions.html", to_do=mine, others=[line for line in lines if not line.next.is_mine]
    )


@blueprint.post("/introductions/<int:introduction_id>/steps/<step_name>")
@needs(Permission.PROFILE_OWN, Permission.CANDIDATE_ANSWER)
def take_step(introduction_id: int, step_name: str) -> Answer:
    if step_name not in {step.value for step in PLAIN_STEPS}:
        raise NotFound("not_found")
    actor, site, step = current_actor(), current_site(), Step(step_name)
    reason = str(clean_text(request.form.get("reason") or ""))[:500]
    is_seeker = actor.may(Permission.PROFILE_OWN)
    following = ".list_my_introductions" if is_seeker else ".list_all_candidates"
    back = redirect(safe_next(request.form.get("next")) or url_for(following), 303)
    try:
        with transaction() as session:
            changed = services.take_step(
                session, actor, introduction_id, step, reason=reason, version=_seen_version(), clock=site.clock
            )
            state = changed.state
            if is_seeker:
                tell_employer(session, introduction_id, state)
            elif step is Step.HIRE:
                tell_seeker(session, introduction_id, "hired")
    except Conflict as error:
        # The page was older than what it showed: the person is told who did what, and sees the newest.
        flash(stale_text(error), "error")
        return back
    flash(gettext("Saved: %(state)s.", state=label("introduction_state", state)), "success")
    return back


def _seen_version() -> int | None:
    text: Any = request.form.get("version") or ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None
