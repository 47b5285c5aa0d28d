"""Pages of whoever reports a vacancy, with or without an account. Reviewing and answering: see beside."""

from flask import redirect, render_template, session, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from webapp.core.errors import NotFound, RuleBroken
from webapp.http.access import public
from webapp.http.form import SUBMITTED_WITH_ERRORS
from webapp.http.locale import language
from webapp.http.rates import is_within
from webapp.http.session import current_actor
from webapp.http.site import current_site, reading, transaction
from webapp.organisations.models import Organisation
from webapp.postings import additions
from webapp.postings.models import Vacancy
from webapp.postings.presenters import VacancyCard, vacancy_card
from webapp.postings.queries import vacancy_visible_to
from webapp.postings.rules import State
from webapp.reference.queries import catalogue
from webapp.reports import employer_pages, queries, review_pages, services
from webapp.reports.blueprint import blueprint
from webapp.reports.forms import ReceiptForm, ReportForm
from webapp.reports.presenters import ReportState, report_state
from webapp.reports.receipts import as_stored, new_receipt, shown

__all__ = ["blueprint"]
# Importing these puts their pages on the blueprint; the tuple keeps the imports honest.
PAGES = (review_pages, employer_pages)

Answer = Response | str | tuple[str, int]
_RECEIPT = "report_receipt"


def _link_to_report(database_session: Session, vacancy: additions.ShownVacancy) -> additions.Additions:
    """Everybody but its own employer; also while it is just over, since a fraud may be noticed afterwards."""
    row = vacancy.vacancy
    is_own = row.organisation_id == vacancy.actor.organisation_id
    if is_own or not _is_reportable(row):
        return additions.Additions()
    url = url_for("reports.report_vacancy", public_id=row.public_id)
    return additions.Additions(links=((gettext("Report this vacancy"), url, "exclamation-triangle-fill"),))


additions.add(_link_to_report)


def _is_reportable(vacancy: Vacancy) -> bool:
    return vacancy.published_at is not None and vacancy.state not in (State.REMOVED, State.WITHDRAWN)


@blueprint.route("/vacancies/<public_id>/reports/new", methods=["GET", "POST"])
@public
def report_vacancy(public_id: str) -> Answer:
    site, form = current_site(), ReportForm()
    vacancy, _, card = _reported(public_id)
    if form.validate_on_submit():
        if form.is_by_machine:
            # A machine is answered like a person and told nothing; its report is thrown away.
            return _hand_out(new_receipt())
        try:
            if not is_within("report", site.settings.report_attempts):
                raise RuleBroken("report_too_many")
            with transaction() as database_session:
                receipt = services.report_vacancy(
                    database_session, vacancy, form.to_draft(), vault=site.vault, clock=site.clock
                )
            return _hand_out(receipt)
        except RuleBroken as error:
            form.attach(error)
    text = render_template("reports/report_vacancy.html", form=form, card=card)
    return text, SUBMITTED_WITH_ERRORS if form.is_submitted() else 200


def _reported(public_id: str) -> tuple[Vacancy, Organisation, VacancyCard]:
    with reading() as database_session:
        found = vacancy_visible_to(database_session, current_actor(), public_id, current_site().clock.now())
        vacancy, organisation = found
        card = vacancy_card(vacancy, organisation, catalogue(database_session), language())
    if not _is_reportable(vacancy):
        raise NotFound("not_found")
    return vacancy, organisation, card


def _hand_out(receipt: str) -> Response:
    """The number travels in the visitor's own cookie, not in an address that others could read."""
    session[_RECEIPT] = shown(receipt)
    return redirect(url_for(".show_receipt"), 303)


@blueprint.get("/reports/receipt")
@public
def show_receipt() -> Answer:
    receipt = session.get(_RECEIPT)
    if not receipt:
        return redirect(url_for(".look_up_report"), 303)
    return render_template("reports/show_receipt.html", receipt=receipt)


@blueprint.route("/reports/state", methods=["GET", "POST"])
@public
def look_up_report() -> Answer:
    """The number is sent in a form, so that it stands in no address and no log."""
    form = ReceiptForm()
    found: ReportState | None = None
    if form.validate_on_submit():
        try:
            found = _state_of(form.receipt.data or "")
        except RuleBroken as error:
            form.attach(error)
    elif not form.is_submitted():
        form.receipt.data = session.get(_RECEIPT, "")
    text = render_template("reports/look_up_report.html", form=form, found=found)
    return text, 200 if found or not form.is_submitted() else SUBMITTED_WITH_ERRORS


def _state_of(written: str) -> ReportState:
    site = current_site()
    if not is_within("receipt", "30 per hour"):
        raise RuleBroken("report_too_many")
    with reading() as database_session:
        row = queries.report_of_receipt(database_session, as_stored(written), site.vault)
        if row is None:
            raise RuleBroken("receipt_unknown", field="receipt")
        report, case, vacancy = row
        return report_state(report, case, vacancy, queries.steps_of(database_session, case.id))
