"""Pages of the people of an organisation: who is in it, in which role, and the links that let somebody in."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import force_locale, gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from webapp.accounts import queries as account_queries
from webapp.core import mail
from webapp.core.errors import NotFound, RuleBroken
from webapp.core.permissions import Permission, Role
from webapp.http.access import needs, public, signed_in
from webapp.http.form import SUBMITTED_WITH_ERRORS
from webapp.http.locale import LANGUAGES
from webapp.http.session import current_actor
from webapp.http.site import current_site, reading, transaction
from webapp.http.wording import error_text, label, labels
from webapp.organisations import members, policy, presenters, queries
from webapp.organisations.blueprint import blueprint
from webapp.organisations.forms import MemberInvitationForm
from webapp.organisations.members import MadeInvitation

Answer = Response | str | tuple[str, int]


@blueprint.route("/organisation/members", methods=["GET", "POST"])
@needs(Permission.ORGANISATION_OWN)
def list_members() -> Answer:
    """Everybody of the organisation sees who else is in it; owners let people in and change roles."""
    actor, site, form = current_actor(), current_site(), MemberInvitationForm()
    if actor.organisation_id is None:
        flash(gettext("Please describe your organisation first."), "warning")
        return redirect(url_for(".edit_organisation"), 303)
    link = None
    if form.validate_on_submit():
        try:
            with transaction() as session:
                made = members.invite(
                    session,
                    actor,
                    member_role=form.member_role.data,
                    address=form.address.data or "",
                    vault=site.vault,
                    clock=site.clock,
                )
                link = _link(made.token)
                if made.email:
                    _mail_link(session, made, link)
        except RuleBroken as error:
            form.attach(error)
    status = SUBMITTED_WITH_ERRORS if form.is_submitted() and link is None else 200
    return _members_page(MemberInvitationForm(formdata=None) if link else form, link), status


def _link(token: str) -> str:
    """Built on the configured address: a Host header must not decide where an invitation leads."""
    return current_site().settings.base_url.rstrip("/") + url_for(".show_invitation", token=token)


def _members_page(form: MemberInvitationForm, link: str | None) -> str:
    actor, site = current_actor(), current_site()
    is_owner = actor.may(Permission.ORGANISATION_MANAGE)
    with reading() as session:
        organisation = queries.own_organisation(session, actor)
        rows = account_queries.members_of(session, organisation.id)
        lines = presenters.member_lines(rows, actor.account_id, is_owner=is_owner)
        open_links = queries.open_invitations(session, organisation.id, site.clock.now()) if is_owner else []
        invitations = presenters.invitation_lines(open_links, site.vault)
    # Shown once and never again: what is stored of a link cannot be followed.
    return render_template(
        "organisations/list_members.html",
        form=form,
        link=link,
        members=lines,
        invitations=invitations,
        is_owner=is_owner,
        roles=labels("member_role"),
    )


def _mail_link(session: Session, made: MadeInvitation, link: str) -> None:
    """Within the transaction that made the link; in the language of who invites."""
    with force_locale(LANGUAGES[made.language]):
        lines = (
            gettext("Hello,"),
            gettext(
                "%(name)s invites you to act for it on this service. Open this link to accept:",
                name=made.organisation_name,
            ),
            link,
            gettext("The link works once, within seven days."),
            gettext("If you do not know of this, do nothing."),
            gettext("Nine-City Jobs and Talent Service"),
        )
        subject = gettext("Invitation by %(name)s", name=made.organisation_name)
    mail.send(session, to=made.email or "", subject=subject, body="\n\n".join(lines) + "\n")


@blueprint.post("/organisation/invitations/<int:invitation_id>/revocation")
@needs(Permission.ORGANISATION_MANAGE)
def revoke_invitation(invitation_id: int) -> Answer:
    _refuse_impossible(invitation_id)
    with transaction() as session:
        members.revoke(session, current_actor(), invitation_id, clock=current_site().clock)
    flash(gettext("The link no longer works."), "success")
    return redirect(url_for(".list_members"), 303)


def _refuse_impossible(row_id: int) -> None:
    if row_id >= 2**31:
        raise NotFound("not_found")


@blueprint.post("/organisation/members/<int:account_id>/role")
@needs(Permission.ORGANISATION_MANAGE)
def change_member_role(account_id: int) -> Answer:
    _refuse_impossible(account_id)
    try:
        with transaction() as session:
            wanted = request.form.get("member_role", "")[:20]
            members.change_role(session, current_actor(), account_id, wanted, clock=current_site().clock)
        flash(gettext("Saved."), "success")
    except RuleBroken as error:
        flash(error_text(error), "error")
    # Somebody who gave up being owner is told by the page itself.
    return redirect(url_for(".list_members"), 303)


@blueprint.post("/organisation/members/<int:account_id>/removal")
@needs(Permission.ORGANISATION_MANAGE)
def remove_member(account_id: int) -> Answer:
    _refuse_impossible(account_id)
    try:
        with transaction() as session:
            members.remove(session, current_actor(), account_id, clock=current_site().clock)
        flash(gettext("This person can no longer act for your organisation."), "success")
    except RuleBroken as error:
        flash(error_text(error), "error")
    return redirect(url_for(".list_members"), 303)


@blueprint.post("/organisation/membership/end")
@needs(Permission.ORGANISATION_OWN)
def leave_organisation() -> Answer:
    try:
        with transaction() as session:
            members.leave(session, current_actor(), clock=current_site().clock)
        flash(gettext("You have left the organisation."), "success")
    except RuleBroken as error:
        flash(error_text(error), "error")
        return redirect(url_for(".list_members"), 303)
    return redirect(url_for("pages.show_dashboard"), 303)


@blueprint.get("/join/<token>")
@public
def show_invitation(token: str) -> Answer:
    """Who invites, as what, and the next step: register, sign in, or accept."""
    actor = current_actor()
    with reading() as session:
        found = queries.invitation_by_token(session, token, current_site().clock.now())
    if found is None:
        return render_template("organisations/invitation_over.html"), 410
    row, organisation = found
    role = Role.AGENCY if organisation.kind == "agency" else Role.EMPLOYER
    decision = policy.may_join(actor, row.member_role)
    here = url_for(".show_invitation", token=token)
    return render_template(
        "organisations/show_invitation.html",
        organisation_name=organisation.name,
        role_label=label("member_role_with_rights", row.member_role),
        is_signed_in=actor.is_signed_in,
        may_join=bool(decision),
        reason="" if decision else label("join_refused", decision.reason),
        join_url=url_for(".join_organisation", token=token),
        register_url=url_for("accounts.register", role=role.value, next=here),
        sign_in_url=url_for("accounts.sign_in", next=here),
    )


@blueprint.post("/join/<token>/membership")
@signed_in
def join_organisation(token: str) -> Answer:
    with transaction() as session:
        organisation = members.join(session, current_actor(), token, clock=current_site().clock)
        name = organisation.name
    flash(gettext("Welcome to %(name)s.", name=name), "success")
    return redirect(url_for("pages.show_dashboard"), 303)
