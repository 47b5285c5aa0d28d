"""Pages of organisations: the own one and the public page. Verification, members and clients: see beside."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response

from webapp.core.actor import Actor
from webapp.core.errors import Conflict, NotFound, RuleBroken, RulesBroken
from webapp.core.permissions import Permission, Role
from webapp.http import navigation
from webapp.http.access import needs, public
from webapp.http.form import SUBMITTED_WITH_ERRORS
from webapp.http.locale import language
from webapp.http.session import current_actor
from webapp.http.site import current_site, reading, transaction
from webapp.http.wording import error_text
from webapp.organisations import (
    client_pages,
    decision_pages,
    member_pages,
    policy,
    presenters,
    queries,
    services,
    verification_pages,
)
from webapp.organisations.blueprint import blueprint
from webapp.organisations.duties import duties_of
from webapp.organisations.forms import OrganisationForm
from webapp.organisations.rules import State
from webapp.reference.queries import catalogue

__all__ = ["blueprint"]
# Importing these puts their pages on the blueprint; the tuple keeps the imports honest.
PAGES = (verification_pages, decision_pages, member_pages, client_pages)

Answer = Response | str | tuple[str, int]


def _waiting(actor: Actor) -> int:
    with reading() as session:
        return queries.count_to_verify(session, actor)


navigation.add(lazy_gettext("Organisation"), "organisations.edit_organisation", Role.EMPLOYER, Role.AGENCY, order=60)
navigation.add(lazy_gettext("Clients"), "organisations.list_clients", Role.AGENCY, order=62)
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
    """The form for owners and for whoever is about to describe a new one; colleagues read."""
    actor, site = current_actor(), current_site()
    if not actor.may(Permission.ORGANISATION_MANAGE):
        return _read_page(actor)
    with reading() as session:
        names = catalogue(session)
        held = queries.organisation_of(session, actor)
    is_agency = held.kind == "agency" if held else actor.role is Role.AGENCY
    form = OrganisationForm(names, language(), is_agency=is_agency)
    status = 200
    if form.validate_on_submit():
        try:
            with transaction() as session:
                saved = services.save_organisation(
                    session,
                    actor,
                    form.to_draft(),
                    version=form.known_version,
                    vault=site.vault,
                    clock=site.clock,
                )
            flash(_saved_text(saved.state, saved.review), "success")
            following = (
                ".show_verification" if saved.state in (State.UNVERIFIED, State.REFUSED) else ".edit_organisation"
            )
            return redirect(url_for(following), 303)
        except (RuleBroken, RulesBroken) as error:
            form.attach(error)
        except Conflict as error:
            form.form_errors.append(error_text(error))
            status = 409
    if form.is_submitted() and status == 200:
        status = SUBMITTED_WITH_ERRORS
    return _edit_page(form, actor, is_agency=is_agency, is_conflict=status == 409), status


def _edit_page(form: OrganisationForm, actor: Actor, *, is_agency: bool, is_conflict: bool) -> str:
    """The form with what was typed, else with what is stored."""
    today = current_site().clock.today()
    with reading() as session:
        stored = queries.organisation_of(session, actor)
        page = presenters.organisation_page(stored, catalogue(session), language(), today) if stored else None
        duties = duties_of(session, actor, today) if stored else []
        if stored and not form.is_submitted():
            form.show(stored, *presenters.contact_of(stored, current_site().vault))
        if stored and is_conflict:
            # The reader was told; saving again now means "mine, although I know of the other".
            form.version.data = str(stored.version)
    return render_template(
        "organisations/edit_organisation.html", form=form, page=page, duties=duties, is_agency=is_agency
    )


def _read_page(actor: Actor) -> str:
    today = current_site().clock.today()
    with reading() as session:
        row = queries.own_organisation(session, actor)
        policy_answer = policy.may_read(actor, row)
        if not policy_answer:
            raise NotFound("not_found")
        page = presenters.organisation_page(row, catalogue(session), language(), today)
        duties = duties_of(session, actor, today)
    return render_template("organisations/read_organisation.html", page=page, duties=duties)


def _saved_text(state: str, review: str | None) -> str:
    if review is not None and state == State.SUBMITTED:
        return gettext("Saved. The bureau of the city looks at what you changed.")
    if state in (State.UNVERIFIED, State.REFUSED):
        return gettext("Saved. Now add the files and send everything to the bureau.")
    return gettext("Saved.")


# -- the public page --------------------------------------------------------------------------------


@blueprint.get("/organisations/<int:organisation_id>")
@public
def show_organisation(organisation_id: int) -> Answer:
    """Who it is, who verified it and until when, and its licences on display."""
    if organisation_id >= 2**31:
        raise NotFound("not_found")
    actor = current_actor()
    with reading() as session:
        row = queries.visible_organisation(session, actor, organisation_id)
        page = presenters.organisation_page(row, catalogue(session), language(), current_site().clock.today())
    is_own = actor.organisation_id == organisation_id
    return render_template(
        "organisations/show_organisation.html", page=page, is_own=is_own, organisation_id=organisation_id
    )
