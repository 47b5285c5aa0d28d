"""Pages of the bureau: which organisations wait, one of them with its files and history, and its first member."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from webapp.accounts import queries as account_queries
from webapp.accounts.forms import InvitationForm
from webapp.accounts.letters import mail_invitation
from webapp.core.errors import Conflict, NotFound, RuleBroken
from webapp.core.permissions import Permission
from webapp.http.access import needs
from webapp.http.form import SUBMITTED_WITH_ERRORS
from webapp.http.locale import language
from webapp.http.session import current_actor
from webapp.http.site import current_site, reading, transaction
from webapp.http.wording import error_text, label
from webapp.organisations import presenters, queries, services
from webapp.organisations.blueprint import blueprint
from webapp.organisations.forms import DecisionForm
from webapp.organisations.rules import Decision
from webapp.reference.queries import catalogue

Answer = Response | str | tuple[str, int]


@blueprint.get("/organisations/to-verify")
@needs(Permission.ORGANISATION_VERIFY)
def list_organisations_to_verify() -> Answer:
    lists = [(name, label("organisation_list", name)) for name in queries.ORGANISATION_LISTS]
    state = request.args.get("state", "waiting")
    if state not in queries.ORGANISATION_LISTS:
        raise NotFound("not_found")
    today, after = current_site().clock.today(), request.args.get("after")
    with reading() as session:
        page = queries.organisations_to_verify(session, current_actor(), today=today, listed=state, after=after)
        rows = presenters.organisation_lines(page.items)
    here = ".list_organisations_to_verify"
    return render_template(
        "organisations/list_organisations_to_verify.html",
        rows=rows,
        total=page.total,
        state=state,
        states=lists,
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
                    decision=Decision(form.decision.data),
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
            row,
            catalogue(session),
            language(),
            today=site.clock.today(),
            vault=site.vault,
            member_count=len(members),
            evidence=queries.evidence_of(session, row.id),
            steps=queries.steps_of(session, row.id),
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
