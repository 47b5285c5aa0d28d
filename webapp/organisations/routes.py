"""Pages of organisations: the own one and its people, the public page, and the bureau's verification."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response

from webapp.accounts import queries as account_queries
from webapp.accounts import services as account_services
from webapp.accounts.forms import InvitationForm
from webapp.accounts.letters import mail_invitation
from webapp.accounts.models import Account
from webapp.core.actor import Actor
from webapp.core.errors import Conflict, NotFound, RuleBroken, RulesBroken
from webapp.core.permissions import Permission, Role
from webapp.http import navigation
from webapp.http.access import needs, public
from webapp.http.form import SUBMITTED_WITH_ERRORS
from webapp.http.locale import language
from webapp.http.session import current_actor
from webapp.http.site import current_site, reading, transaction
from webapp.http.wording import error_text, labels
from webapp.organisations import presenters, queries, services
from webapp.organisations.forms import DecisionForm, OrganisationForm
from webapp.organisations.rules import State
from webapp.reference.queries import catalogue

blueprint = Blueprint("organisations", __name__)

Answer = Response | str | tuple[str, int]


def _waiting(actor: Actor) -> int:
    with reading() as session:
        return queries.count_to_verify(session, actor)


navigation.add(lazy_gettext("Organisation"), "organisations.edit_organisation", Role.EMPLOYER, Role.AGENCY, order=60)
navigation.add(
    lazy_gettext("Organisations to verify"),
    "organisations.list_organisations_to_verify",
    Role.OFFICER,
    order=40,
    count=_waiting,
)


# -- the own organisation --------------------------------------------------------------------------------


@blueprint.route("/organisation", methods=["GET", "POST"])
@needs(Permission.ORGANISATION_OWN)
def edit_organisation() -> Answer:
    actor, site = current_actor(), current_site()
    with reading() as session:
        names = catalogue(session)
    form = OrganisationForm(names, language(), is_agency=actor.role is Role.AGENCY)
    status = 200
    if form.validate_on_submit():
        try:
            with transaction() as session:
                saved = services.save_organisation(
                    session,
                    actor,
                    form.to_draft(),
                    version=form.known_version,
                    submit=request.form.get("step") != "save",
                    vault=site.vault,
                    clock=site.clock,
                )
            flash(_saved_text(saved.state), "success")
            return redirect(url_for(".edit_organisation"), 303)
        except (RuleBroken, RulesBroken) as error:
            form.attach(error)
        except Conflict as error:
            form.form_errors.append(error_text(error))
            status = 409
    if form.is_submitted() and status == 200:
        status = SUBMITTED_WITH_ERRORS
    return _edit_page(form, actor, is_conflict=status == 409), status


def _edit_page(form: OrganisationForm, actor: Actor, *, is_conflict: bool) -> str:
    """The form with what was typed, else with what is stored."""
    with reading() as session:
        stored = queries.organisation_of(session, actor)
        page = presenters.organisation_page(stored, catalogue(session), language()) if stored else None
        refusal_reason = stored.refusal_reason if stored else None
        if stored and not form.is_submitted():
            form.show(stored, *presenters.contact_of(stored, current_site().vault))
        if stored and is_conflict:
            # The reader was told; saving again now means "mine, although I know of the other".
            form.version.data = str(stored.version)
    return render_template(
        "organisations/edit_organisation.html",
        form=form,
        page=page,
        refusal_reason=refusal_reason,
        is_agency=actor.role is Role.AGENCY,
    )


def _saved_text(state: str) -> str:
    if state == State.SUBMITTED:
        return gettext("Saved and sent to the bureau of the city. It checks within a few working days.")
    return gettext("Saved.")


@blueprint.route("/organisation/members", methods=["GET", "POST"])
@needs(Permission.ORGANISATION_OWN)
def list_members() -> Answer:
    actor, site = current_actor(), current_site()
    if actor.organisation_id is None:
        flash(gettext("Please describe your organisation first."), "warning")
        return redirect(url_for(".edit_organisation"), 303)
    form = InvitationForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                invitation = account_services.invite_member(
                    session,
                    actor,
                    address=form.address.data,
                    display_name=form.display_name.data,
                    vault=site.vault,
                    clock=site.clock,
                )
                organisation = queries.organisation_of(session, actor)
                mail_invitation(session, invitation, inviter=organisation.name if organisation else "")
            flash(gettext("The invitation is on its way."), "success")
            return redirect(url_for(".list_members"), 303)
        except RuleBroken as error:
            form.attach(error)
    with reading() as session:
        own = session.get_one(Account, actor.account_id)
        rows = account_queries.members_of(session, actor.organisation_id)
        members = presenters.member_lines(rows, own.id, is_owner=own.is_organisation_owner)
        is_owner = own.is_organisation_owner
    text = render_template("organisations/list_members.html", form=form, members=members, is_owner=is_owner)
    return text, SUBMITTED_WITH_ERRORS if form.is_submitted() else 200


@blueprint.post("/organisation/members/<int:account_id>/removal")
@needs(Permission.ORGANISATION_OWN)
def remove_member(account_id: int) -> Answer:
    with transaction() as session:
        services.remove_member(session, current_actor(), account_id, clock=current_site().clock)
    flash(gettext("This person can no longer sign in for your organisation."), "success")
    return redirect(url_for(".list_members"), 303)


# -- the public page --------------------------------------------------------------------------------


@blueprint.get("/organisations/<int:organisation_id>")
@public
def show_organisation(organisation_id: int) -> Answer:
    if organisation_id >= 2**31:
        raise NotFound("not_found")
    actor = current_actor()
    with reading() as session:
        row = queries.visible_organisation(session, actor, organisation_id)
        page = presenters.organisation_page(row, catalogue(session), language())
    is_own = actor.organisation_id == organisation_id
    return render_template(
        "organisations/show_organisation.html", page=page, is_own=is_own, organisation_id=organisation_id
    )


# -- the bureau --------------------------------------------------------------------------------


@blueprint.get("/organisations/to-verify")
@needs(Permission.ORGANISATION_VERIFY)
def list_organisations_to_verify() -> Answer:
    states = labels("organisation_state")
    state = request.args.get("state", State.SUBMITTED)
    if state not in {code for code, _ in states}:
        raise NotFound("not_found")
    with reading() as session:
        page = queries.organisations_to_verify(session, current_actor(), state=state, after=request.args.get("after"))
        rows = presenters.organisation_lines(page.items)
    here = ".list_organisations_to_verify"
    return render_template(
        "organisations/list_organisations_to_verify.html",
        rows=rows,
        total=page.total,
        state=state,
        states=states,
        next_url=url_for(here, state=state, after=page.next_cursor) if page.next_cursor else None,
        first_url=url_for(here, state=state) if request.args.get("after") else None,
    )


@blueprint.route("/organisations/<int:organisation_id>/verification", methods=["GET", "POST"])
@needs(Permission.ORGANISATION_VERIFY)
def verify_organisation(organisation_id: int) -> Answer:
    if organisation_id >= 2**31:
        raise NotFound("not_found")
    actor, site = current_actor(), current_site()
    form = DecisionForm()
    status = 200
    if form.validate_on_submit():
        try:
            with transaction() as session:
                services.decide_organisation(
                    session,
                    actor,
                    organisation_id,
                    approve=form.decision.data == "verify",
                    reason=form.reason.data or "",
                    version=form.known_version,
                    clock=site.clock,
                )
            flash(gettext("Your decision is saved."), "success")
            return redirect(url_for(".list_organisations_to_verify"), 303)
        except RuleBroken as error:
            form.attach(error)
        except Conflict as error:
            form.form_errors.append(error_text(error))
            status = 409
    if form.is_submitted() and status == 200:
        status = SUBMITTED_WITH_ERRORS
    with reading() as session:
        row = queries.organisation_to_verify(session, actor, organisation_id)
        members = account_queries.members_of(session, row.id)
        form.version.data = str(row.version)
        page = presenters.decision_page(
            row, catalogue(session), language(), vault=site.vault, member_count=len(members)
        )
    return render_template("organisations/verify_organisation.html", form=form, page=page), status


@blueprint.route("/organisations/<int:organisation_id>/first-member", methods=["GET", "POST"])
@needs(Permission.ORGANISATION_VERIFY)
def invite_first_member(organisation_id: int) -> Answer:
    if organisation_id >= 2**31:
        raise NotFound("not_found")
    actor, site = current_actor(), current_site()
    form = InvitationForm()
    with reading() as session:
        organisation_name = queries.organisation_to_verify(session, actor, organisation_id).name
    if form.validate_on_submit():
        try:
            with transaction() as session:
                invitation = services.invite_first_member(
                    session,
                    actor,
                    organisation_id,
                    address=form.address.data,
                    display_name=form.display_name.data,
                    vault=site.vault,
                    clock=site.clock,
                )
                mail_invitation(session, invitation, inviter=organisation_name)
            flash(gettext("The invitation is on its way."), "success")
            return redirect(url_for(".verify_organisation", organisation_id=organisation_id), 303)
        except RuleBroken as error:
            form.attach(error)
    text = render_template("organisations/invite_first_member.html", form=form, organisation_name=organisation_name)
    return text, SUBMITTED_WITH_ERRORS if form.is_submitted() else 200
