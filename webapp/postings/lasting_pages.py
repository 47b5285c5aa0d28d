"""Pages of a vacancy's life after publication: renew it, correct its open places, close it with an outcome."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import format_date, gettext
from werkzeug.wrappers import Response

from webapp.core.errors import Conflict, RuleBroken, RulesBroken
from webapp.core.permissions import Permission
from webapp.http.access import needs
from webapp.http.form import SUBMITTED_WITH_ERRORS
from webapp.http.locale import safe_next
from webapp.http.session import current_actor
from webapp.http.site import current_site, transaction
from webapp.http.wording import error_text, label
from webapp.postings import lasting_services
from webapp.postings.blueprint import blueprint
from webapp.postings.lasting import open_places
from webapp.postings.lasting_forms import ClosingForm, PlacesForm
from webapp.postings.models import Vacancy
from webapp.postings.presenters import places_label
from webapp.postings.rules import Action, State, possible_actions
from webapp.postings.writing import own_vacancy

Answer = Response | str | tuple[str, int]


@blueprint.post("/vacancies/<public_id>/renewal")
@needs(Permission.VACANCY_PUBLISH)
def renew_vacancy(public_id: str) -> Answer:
    """One press: 30 days more. Where that cannot be, the reader is told why and nothing changes."""
    vacancy = own_vacancy(public_id)
    back = safe_next(request.form.get("next")) or url_for(".show_vacancy", public_id=public_id)
    try:
        with transaction() as session:
            saved = lasting_services.renew_vacancy(session, current_actor(), vacancy.id, clock=current_site().clock)
    except (RuleBroken, RulesBroken, Conflict) as error:
        broken = error.broken if isinstance(error, RulesBroken) else [error]
        flash(f"{vacancy.title}: {' '.join(error_text(one) for one in broken)}", "warning")
        return redirect(back, 303)
    day = format_date(saved.valid_through, "medium")
    flash(gettext("“%(title)s” now stands until %(day)s.", title=saved.title, day=day), "success")
    return redirect(back, 303)


@blueprint.route("/vacancies/<public_id>/open-places", methods=["GET", "POST"])
@needs(Permission.VACANCY_PUBLISH)
def correct_open_places(public_id: str) -> Answer:
    vacancy, form = own_vacancy(public_id), PlacesForm()
    if vacancy.state not in (State.PUBLISHED, State.PAUSED):
        raise Conflict("step_not_possible_now")
    if form.validate_on_submit():
        try:
            with transaction() as session:
                saved = lasting_services.correct_filled_elsewhere(
                    session,
                    current_actor(),
                    vacancy.id,
                    form.filled_elsewhere.data,
                    clock=current_site().clock,
                    version=form.seen_version,
                )
            flash(gettext("Saved: %(places)s.", places=places_label(saved)), "success")
            full = open_places(saved.headcount, saved.filled_here, saved.filled_elsewhere) == 0
            return redirect(url_for(".close_vacancy" if full else ".show_vacancy", public_id=public_id), 303)
        except RuleBroken as error:
            form.attach(error)
        except Conflict as error:
            form.form_errors.append(error_text(error))
    if not form.is_submitted():
        form.filled_elsewhere.data = vacancy.filled_elsewhere
    return _rendered("correct_open_places", vacancy, form)


@blueprint.route("/vacancies/<public_id>/closure", methods=["GET", "POST"])
@needs(Permission.VACANCY_PUBLISH)
def close_vacancy(public_id: str) -> Answer:
    vacancy, form = own_vacancy(public_id), ClosingForm()
    if Action.FILL not in possible_actions(vacancy.state):
        raise Conflict("step_not_possible_now")
    form.prepare()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                saved = lasting_services.close_vacancy(
                    session,
                    current_actor(),
                    vacancy.id,
                    form.to_closing(),
                    clock=current_site().clock,
                    version=form.seen_version,
                )
            state = label("posting_state", saved.state)
            flash(gettext("Saved. The vacancy is now: %(state)s.", state=state), "success")
            return redirect(url_for(".show_vacancy", public_id=public_id), 303)
        except RuleBroken as error:
            form.attach(error)
        except Conflict as error:
            form.form_errors.append(error_text(error))
    if not form.is_submitted():
        _propose_outcome(form, vacancy)
    return _rendered("close_vacancy", vacancy, form)


def _propose_outcome(form: ClosingForm, vacancy: Vacancy) -> None:
    """What the site knows is filled in; a full vacancy is offered to be closed as filled."""
    form.filled_here.data, form.filled_elsewhere.data = vacancy.filled_here, vacancy.filled_elsewhere
    if open_places(vacancy.headcount, vacancy.filled_here, vacancy.filled_elsewhere) == 0:
        form.outcome.data = "filled"


def _rendered(name: str, vacancy: Vacancy, form: ClosingForm | PlacesForm) -> tuple[str, int]:
    form.version.data = str(vacancy.version)
    text = render_template(
        f"postings/{name}.html",
        form=form,
        title=vacancy.title,
        public_id=vacancy.public_id,
        places=places_label(vacancy),
        headcount=vacancy.headcount,
        filled_here=vacancy.filled_here,
    )
    return text, SUBMITTED_WITH_ERRORS if form.is_submitted() else 200
