"""Pages on which owners collect evidence, send it to the bureau, answer it and confirm their facts again."""

from dataclasses import replace

from flask import flash, make_response, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from webapp.core.errors import Conflict, NotFound, RuleBroken, RulesBroken
from webapp.core.permissions import Permission
from webapp.http.access import needs
from webapp.http.form import SUBMITTED_WITH_ERRORS
from webapp.http.locale import language
from webapp.http.session import current_actor
from webapp.http.site import current_site, reading, transaction
from webapp.http.wording import error_text
from webapp.organisations import evidence, presenters, queries, services
from webapp.organisations.blueprint import blueprint
from webapp.organisations.duties import Duty, duties_of
from webapp.organisations.evidence import MEBIBYTES_MOST, Place
from webapp.organisations.forms import EvidenceForm, SendForm
from webapp.organisations.rules import AUTHORISATION
from webapp.reference.queries import catalogue

Answer = Response | str | tuple[str, int]
_ENDINGS = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}


def evidence_place() -> Place:
    site = current_site()
    return Place(site.settings.evidence_dir, site.vault)


@blueprint.route("/organisation/verification", methods=["GET", "POST"])
@needs(Permission.ORGANISATION_MANAGE)
def show_verification() -> Answer:
    """Where the verification stands, its files and history; sending is the form at its end."""
    actor, site, form = current_actor(), current_site(), SendForm()
    if actor.organisation_id is None:
        flash(gettext("Please describe your organisation first."), "warning")
        return redirect(url_for(".edit_organisation"), 303)
    status = 200
    if form.validate_on_submit():
        try:
            with transaction() as session:
                services.send_to_bureau(
                    session, actor, words=form.words.data or "", version=form.known_version, clock=site.clock
                )
            flash(gettext("Sent to the bureau of the city. It checks within a few working days."), "success")
            return redirect(url_for(".show_verification"), 303)
        except (RuleBroken, RulesBroken) as error:
            form.attach(error)
        except Conflict as error:
            form.form_errors.append(error_text(error))
            status = 409
    if form.is_submitted() and status == 200:
        status = SUBMITTED_WITH_ERRORS
    return _verification_page(form, EvidenceForm(formdata=None)), status


def _verification_page(form: SendForm, upload: EvidenceForm) -> str:
    actor, today = current_actor(), current_site().clock.today()
    with reading() as session:
        row = queries.own_organisation(session, actor)
        held = [one for one in queries.evidence_of(session, row.id) if one.kind != AUTHORISATION]
        form.version.data = str(row.version)
        return render_template(
            "organisations/show_verification.html",
            form=form,
            upload=upload,
            page=presenters.organisation_page(row, catalogue(session), language(), today),
            duties=[_led_to_the_form(duty) for duty in duties_of(session, actor, today)],
            evidence=presenters.evidence_lines(held),
            missing=presenters.missing_labels(row, held),
            steps=presenters.step_lines(queries.steps_of(session, row.id)),
            review=row.review,
            most=MEBIBYTES_MOST,
        )


def _led_to_the_form(duty: Duty) -> Duty:
    """What leads to this page leads to its form, where one is on it already."""
    return replace(duty, url="#send") if duty.url == url_for(".show_verification") else duty


@blueprint.post("/organisation/evidence")
@needs(Permission.ORGANISATION_MANAGE)
def add_evidence() -> Answer:
    actor, form = current_actor(), EvidenceForm()
    if actor.organisation_id is None:
        raise NotFound("not_found")
    if form.validate_on_submit():
        try:
            with transaction() as session:
                data = form.file.data.read()
                evidence.add_evidence(
                    session, actor, form.kind.data, data, evidence_place(), clock=current_site().clock
                )
            flash(gettext("The file is kept, encrypted. Only you and the bureau can open it."), "success")
            return redirect(url_for(".show_verification"), 303)
        except RuleBroken as error:
            form.attach(error)
    return _verification_page(SendForm(formdata=None), form), SUBMITTED_WITH_ERRORS


@blueprint.post("/organisation/evidence/<int:evidence_id>/removal")
@needs(Permission.ORGANISATION_MANAGE)
def remove_evidence(evidence_id: int) -> Answer:
    if evidence_id >= 2**31:
        raise NotFound("not_found")
    with transaction() as session:
        evidence.remove_evidence(session, current_actor(), evidence_id, evidence_place(), clock=current_site().clock)
    flash(gettext("The file is gone."), "success")
    return redirect(url_for(".show_verification"), 303)


@blueprint.get("/evidence/<int:evidence_id>")
@needs(Permission.ORGANISATION_MANAGE, Permission.ORGANISATION_VERIFY)
def read_evidence(evidence_id: int) -> Response:
    """Always a download, never shown within the site; the read leaves a line in the audit."""
    if evidence_id >= 2**31:
        raise NotFound("not_found")
    with transaction() as session:
        clock = current_site().clock
        one, data = evidence.take_out(session, current_actor(), evidence_id, evidence_place(), clock=clock)
        media_type, name = one.media_type, f"evidence-{one.id}.{_ENDINGS[one.media_type]}"
    response = make_response(data)
    response.mimetype = media_type
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
