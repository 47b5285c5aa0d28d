"""Pages of plans: history, one plan, draft, preview, adoption. Reading is for all who run matching."""

from typing import Any

from flask import Blueprint, flash, jsonify, make_response, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from matching import DEFAULT_PLAN, MatchPlan
from webapp.core.errors import Conflict, RuleBroken, RulesBroken
from webapp.core.permissions import Permission, Role
from webapp.http import navigation
from webapp.http.access import needs
from webapp.http.form import SUBMITTED_WITH_ERRORS
from webapp.http.locale import language
from webapp.http.session import current_actor
from webapp.http.site import current_site, reading, transaction
from webapp.http.wording import error_text
from webapp.plans import queries, services
from webapp.plans.figures import PreviewPage, example_ids, preview_page
from webapp.plans.forms import AdoptionForm, PlanForm, ReturnForm
from webapp.plans.models import StoredPlan
from webapp.plans.presenters import (
    DifferenceLine,
    built_in_card,
    draft_steps,
    plan_tables,
    stored_card,
)
from webapp.plans.rules import check_is_draft, draft_of, plan_of
from webapp.reference.queries import catalogue

blueprint = Blueprint("plans", __name__)

navigation.add(lazy_gettext("Match plans"), "plans.list_plans", Role.OFFICER, Role.COORDINATOR, order=32)

Answer = Response | str | tuple[str, int]
CHANGED_MEANWHILE = 409


def _may_manage() -> bool:
    return current_actor().may(Permission.PLAN_MANAGE)


# -- reading --------------------------------------------------------------------------------------------------------


@blueprint.get("/match-plans")
@needs(Permission.MATCH_RUN)
def list_plans() -> str:
    with reading() as session:
        force = queries.in_force(session)
        rows = queries.plans(session, current_actor())
        who = queries.names_of(session, rows)
        cards = [stored_card(row, who) for row in rows]
        current = stored_card(force.stored, who) if force.stored else built_in_card(is_in_force=True)
    return render_template(
        "plans/list_plans.html",
        current=current,
        built_in=built_in_card(is_in_force=force.stored is None),
        is_built_in_newer=force.stored is not None and force.stored.built_in_version != DEFAULT_PLAN.version,
        unreadable=stored_card(force.unreadable, who) if force.unreadable else None,
        drafts=[card for card in cards if card.state == "draft"],
        former=[card for card in cards if card.state == "retired"],
        discarded=[card for card in cards if card.state == "discarded"],
        may_manage=_may_manage(),
    )


@blueprint.get("/match-plans/built-in")
@needs(Permission.MATCH_RUN)
def show_built_in_plan() -> str:
    with reading() as session:
        force = queries.in_force(session)
    return render_template(
        "plans/show_plan.html",
        card=built_in_card(is_in_force=force.stored is None),
        tables=plan_tables(DEFAULT_PLAN, force.plan),
        force_version=force.plan.version,
        steps=None,
        may_manage=_may_manage(),
        has_fresh_preview=False,
    )


@blueprint.get("/match-plans/<int:plan_id>")
@needs(Permission.MATCH_RUN)
def show_plan(plan_id: int) -> str:
    with reading() as session:
        stored = queries.plan_visible_to(session, current_actor(), plan_id)
        force = queries.plan_in_force(session)
        plan = queries.readable(stored.plan)
        card = stored_card(stored, queries.names_of(session, [stored]))
        preview = queries.preview_of(session, plan_id)
        is_ready = preview is not None and preview.state == "done" and queries.is_fresh(session, stored, preview)
    return render_template(
        "plans/show_plan.html",
        card=card,
        tables=plan_tables(plan, force) if plan else None,
        force_version=force.version,
        steps=draft_steps(plan_id, "edit", is_ready=is_ready) if stored.state == "draft" and _may_manage() else None,
        may_manage=_may_manage(),
        has_preview=preview is not None,
        has_fresh_preview=is_ready,
    )


# -- drafts ---------------------------------------------------------------------------------------------------------


@blueprint.post("/match-plans")
@needs(Permission.PLAN_MANAGE)
def copy_plan() -> Answer:
    """`source` is a plan's number, or "built-in"."""
    source = request.form.get("source", "")
    is_number = source.isascii() and source.isdigit() and len(source) < 9
    if source != "built-in" and not is_number:
        flash(error_text(RuleBroken("plan_source_unknown")), "error")
        return redirect(url_for(".list_plans"), 303)
    with transaction() as session:
        plan_id = int(source) if is_number else None
        draft_id = services.copy_plan(session, current_actor(), plan_id, clock=current_site().clock).id
    flash(gettext("A draft was made. Nothing changes for anybody until it is adopted."), "success")
    return redirect(url_for(".edit_plan", plan_id=draft_id), 303)


@blueprint.route("/match-plans/<int:plan_id>/edit", methods=["GET", "POST"])
@needs(Permission.PLAN_MANAGE)
def edit_plan(plan_id: int) -> Answer:
    form = PlanForm()
    form.prepare()
    with reading() as session:
        stored = _draft(session, plan_id)
    if not form.is_submitted():
        form.fill(draft_of(MatchPlan.from_json(stored.plan), stored.note), stored.revision)
        return _edit_page(form, stored)
    if form.validate():
        try:
            with transaction() as session:
                services.edit_plan(
                    session,
                    current_actor(),
                    plan_id,
                    form.to_draft(),
                    seen_revision=form.seen_revision,
                    clock=current_site().clock,
                )
            flash(gettext("Saved. The next step is the preview."), "success")
            return redirect(url_for(".show_plan", plan_id=plan_id), 303)
        except (RuleBroken, RulesBroken) as error:
            form.attach(error)
        except Conflict as error:
            if error.code != "plan_changed_meanwhile":
                raise
            with reading() as session:
                newest = _draft(session, plan_id)
            return _edit_page(form, newest, CHANGED_MEANWHILE, _theirs_and_mine(form, newest))
    return _edit_page(form, stored, SUBMITTED_WITH_ERRORS)


def _draft(session: Session, plan_id: int) -> StoredPlan:
    """The draft, or Conflict where the plan is none any more."""
    stored = queries.plan_visible_to(session, current_actor(), plan_id)
    check_is_draft(stored.state)
    if queries.readable(stored.plan) is None:
        raise Conflict("plan_unreadable")
    return stored


def _theirs_and_mine(form: PlanForm, stored: StoredPlan) -> list[DifferenceLine]:
    """What saving these answers would change of what somebody else saved; the answers are kept, and saving them now
    is a decision made with open eyes.
    """
    form.revision.data = str(stored.revision)
    form.revision.raw_data = None
    theirs = MatchPlan.from_json(stored.plan)
    return plan_tables(plan_of(form.to_draft(), stored.version), theirs).differences


def _edit_page(
    form: PlanForm, stored: StoredPlan, status: int = 200, theirs_and_mine: list[DifferenceLine] | None = None
) -> tuple[str, int]:
    text = render_template(
        "plans/edit_plan.html",
        form=form,
        plan_id=stored.id,
        version=stored.version,
        based_on=stored.based_on,
        steps=draft_steps(stored.id, "edit", is_ready=False),
        theirs_and_mine=theirs_and_mine,
        comparisons=[(form[f"weight_{name}"], form[f"side_{name}"]) for name in form.comparisons],
    )
    return text, status


@blueprint.route("/match-plans/<int:plan_id>/removal", methods=["GET", "POST"])
@needs(Permission.PLAN_MANAGE)
def discard_plan(plan_id: int) -> Answer:
    if request.method == "POST":
        with transaction() as session:
            services.discard_plan(session, current_actor(), plan_id, clock=current_site().clock)
        flash(gettext("The draft was discarded. It can still be read and copied."), "success")
        return redirect(url_for(".list_plans"), 303)
    with reading() as session:
        version = _draft(session, plan_id).version
    return render_template("plans/discard_plan.html", plan_id=plan_id, version=version)


# -- previews -------------------------------------------------------------------------------------------------------


@blueprint.post("/match-plans/<int:plan_id>/previews")
@needs(Permission.PLAN_MANAGE)
def preview_plan(plan_id: int) -> Answer:
    with transaction() as session:
        services.ask_preview(session, current_actor(), plan_id, clock=current_site().clock)
    return redirect(url_for(".show_preview", plan_id=plan_id), 303)


def _preview(session: Session, stored: StoredPlan) -> PreviewPage | None:
    preview = queries.preview_of(session, stored.id)
    if preview is None:
        return None
    postings = queries.previewed_pairs(session, *example_ids(preview), current_site().clock.now())
    is_fresh = queries.is_fresh(session, stored, preview)
    return preview_page(preview, is_fresh=is_fresh, postings=postings, names=catalogue(session), language=language())


@blueprint.get("/match-plans/<int:plan_id>/preview")
@needs(Permission.MATCH_RUN)
def show_preview(plan_id: int) -> Answer:
    with reading() as session:
        stored = queries.plan_visible_to(session, current_actor(), plan_id)
        page = _preview(session, stored)
    is_draft = stored.state == "draft"
    is_ready = page is not None and page.is_fresh and page.state == "done"
    response = make_response(
        render_template(
            "plans/show_preview.html",
            page=page,
            plan_id=plan_id,
            version=stored.version,
            is_draft=is_draft,
            is_ready=is_ready,
            may_manage=_may_manage(),
            steps=draft_steps(plan_id, "preview", is_ready=is_ready) if is_draft and _may_manage() else None,
        )
    )
    if page is not None and page.is_active:
        # Without script the page looks again by itself.
        response.headers["Refresh"] = "3"
    return response


@blueprint.get("/match-plans/<int:plan_id>/preview/progress")
@needs(Permission.MATCH_RUN)
def show_preview_progress(plan_id: int) -> Response:
    with reading() as session:
        stored = queries.plan_visible_to(session, current_actor(), plan_id)
        page = _preview(session, stored)
    url = url_for(".show_preview", plan_id=plan_id)
    if page is None:
        return jsonify(percent=0, label="", done=True, url=url)
    text = gettext("%(state)s: %(percent)s%%", state=page.state_label, percent=page.percent)
    return jsonify(percent=page.percent, label=text, done=not page.is_active, url=url)


# -- adoption -------------------------------------------------------------------------------------------------------


@blueprint.route("/match-plans/<int:plan_id>/adoption", methods=["GET", "POST"])
@needs(Permission.PLAN_MANAGE)
def adopt_plan(plan_id: int) -> Answer:
    form = AdoptionForm()
    with reading() as session:
        stored = _draft(session, plan_id)
        force = queries.plan_in_force(session)
        page = _preview(session, stored)
    if not form.is_submitted():
        form.note.data, form.revision.data = stored.note, str(stored.revision)
    elif form.validate():
        try:
            _adopt(form, plan_id)
            flash(gettext("The plan is in force. Standing matches are being renewed in the background."), "success")
            return redirect(url_for(".show_plan", plan_id=plan_id), 303)
        except RuleBroken as error:
            form.attach(error)
    text = render_template(
        "plans/adopt_plan.html",
        form=form,
        plan_id=plan_id,
        version=stored.version,
        force_version=force.version,
        page=page if page is not None and page.is_fresh and page.state == "done" else None,
        differences=plan_tables(MatchPlan.from_json(stored.plan), force).differences,
        steps=draft_steps(plan_id, "adopt", is_ready=True),
    )
    return text, SUBMITTED_WITH_ERRORS if form.is_submitted() else 200


def _adopt(form: AdoptionForm, plan_id: int) -> None:
    facts: dict[str, Any] = {"seen_revision": form.seen_revision, "clock": current_site().clock}
    with transaction() as session:
        services.adopt_plan(session, current_actor(), plan_id, form.note.data, **facts)


@blueprint.route("/match-plans/built-in/return", methods=["GET", "POST"])
@needs(Permission.PLAN_MANAGE)
def return_to_built_in() -> Answer:
    form = ReturnForm()
    with reading() as session:
        force = queries.in_force(session)
    adopted = force.row
    if adopted is None:
        raise Conflict("built_in_already_in_force")
    if form.validate_on_submit():
        with transaction() as session:
            services.return_to_built_in(session, current_actor(), form.note.data, clock=current_site().clock)
        flash(
            gettext("The built-in plan is in force. Standing matches are being renewed in the background."), "success"
        )
        return redirect(url_for(".list_plans"), 303)
    text = render_template(
        "plans/return_to_built_in.html",
        form=form,
        version=adopted.version,
        built_in_version=DEFAULT_PLAN.version,
        differences=plan_tables(DEFAULT_PLAN, force.plan).differences,
    )
    return text, SUBMITTED_WITH_ERRORS if form.is_submitted() else 200
