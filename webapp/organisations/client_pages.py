"""Pages of an agency's register of clients."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from webapp.core.errors import Conflict, NotFound, RuleBroken, RulesBroken
from webapp.core.permissions import Permission
from webapp.http.access import needs
from webapp.http.form import SUBMITTED_WITH_ERRORS
from webapp.http.session import current_actor
from webapp.http.site import current_site, reading, transaction
from webapp.http.wording import error_text
from webapp.organisations import clients, presenters, queries
from webapp.organisations.blueprint import blueprint
from webapp.organisations.evidence import MEBIBYTES_MOST
from webapp.organisations.forms import ClientForm
from webapp.organisations.models import Organisation
from webapp.organisations.verification_pages import evidence_place

Answer = Response | str | tuple[str, int]


def _agency() -> Organisation:
    """The actor's own agency; to an employer this register does not exist."""
    with reading() as session:
        found = queries.organisation_of(session, current_actor())
    if found is None or found.kind != "agency":
        raise NotFound("not_found")
    return found


@blueprint.route("/organisation/clients", methods=["GET", "POST"])
@needs(Permission.VACANCY_OWN)
def list_clients() -> Answer:
    """All members of the agency read; owners add."""
    actor, today = current_actor(), current_site().clock.today()
    if actor.organisation_id is None:
        flash(gettext("Please describe your organisation first."), "warning")
        return redirect(url_for(".edit_organisation"), 303)
    agency, form = _agency(), ClientForm()
    if form.validate_on_submit() and _save(form, None):
        return redirect(url_for(".list_clients"), 303)
    with reading() as session:
        lines = presenters.client_lines(queries.clients_of(session, agency.id), today)
    text = render_template(
        "organisations/list_clients.html",
        form=form,
        clients=lines,
        is_owner=actor.may(Permission.ORGANISATION_MANAGE),
        most=MEBIBYTES_MOST,
    )
    return text, SUBMITTED_WITH_ERRORS if form.is_submitted() else 200


@blueprint.route("/organisation/clients/<int:client_id>", methods=["GET", "POST"])
@needs(Permission.ORGANISATION_MANAGE)
def edit_client(client_id: int) -> Answer:
    if client_id >= 2**31:
        raise NotFound("not_found")
    _agency()
    form = ClientForm()
    with reading() as session:
        client = queries.own_client(session, current_actor(), client_id)
        line = presenters.client_lines([client], current_site().clock.today())[0]
    if not form.is_submitted():
        form.show(client)
    elif form.validate() and _save(form, client_id):
        return redirect(url_for(".list_clients"), 303)
    else:
        with reading() as session:
            # The reader was told of a colleague's change; saving again now means "mine, although I know".
            form.version.data = str(queries.own_client(session, current_actor(), client_id).version)
    text = render_template("organisations/edit_client.html", form=form, client=line, most=MEBIBYTES_MOST)
    return text, SUBMITTED_WITH_ERRORS if form.is_submitted() else 200


def _save(form: ClientForm, client_id: int | None) -> bool:
    """Save a client; False, with the reason in the form, where that could not be done."""
    try:
        with transaction() as session:
            clients.save_client(
                session,
                current_actor(),
                form.to_draft(),
                file=form.file.data.read() if form.file.data else None,
                place=evidence_place(),
                clock=current_site().clock,
                client_id=client_id,
                version=form.known_version if client_id else None,
            )
    except (RuleBroken, RulesBroken) as error:
        form.attach(error)
        return False
    except Conflict as error:
        form.form_errors.append(error_text(error))
        return False
    flash(gettext("Saved."), "success")
    return True


@blueprint.post("/organisation/clients/<int:client_id>/end")
@needs(Permission.ORGANISATION_MANAGE)
def end_client(client_id: int) -> Answer:
    if client_id >= 2**31:
        raise NotFound("not_found")
    _agency()
    with transaction() as session:
        clients.end_client(session, current_actor(), client_id, clock=current_site().clock)
    flash(gettext("The authorisation ends today."), "success")
    return redirect(url_for(".list_clients"), 303)
