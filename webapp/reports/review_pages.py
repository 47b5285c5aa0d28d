"""Pages of the bureau: the queue of reported vacancies, and one case with its decision."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from webapp.core.actor import Actor
from webapp.core.errors import Conflict, RuleBroken
from webapp.core.permissions import Permission, Role
from webapp.http import navigation
from webapp.http.access import needs
from webapp.http.form import SUBMITTED_WITH_ERRORS
from webapp.http.locale import language
from webapp.http.session import current_actor
from webapp.http.site import current_site, reading, transaction
from webapp.http.wording import error_text, label
from webapp.postings.models import Vacancy
from webapp.postings.rules import Action, possible_actions
from webapp.reference.queries import catalogue
from webapp.reports import letters, queries, services
from webapp.reports.blueprint import blueprint
from webapp.reports.forms import CaseForm
from webapp.reports.presenters import case_cards, case_page
from webapp.reports.rules import BUREAU_STEPS, Step, possible_steps

Answer = Response | str | tuple[str, int]
_VIEWS = {
    "waiting": ("open", "answered", "objected"),
    "asked": ("asked",),
    "removed": ("removed",),
    "dismissed": ("dismissed", "ended"),
}
_VIEW_TITLES = {
    "waiting": lazy_gettext("Waiting for us"),
    "asked": lazy_gettext("Waiting for the employer"),
    "removed": lazy_gettext("Taken down"),
    "dismissed": lazy_gettext("No action"),
}


def _count_waiting(actor: Actor) -> int:
    with reading() as session:
        return queries.count_waiting(session, actor)


navigation.add(lazy_gettext("Reports"), "reports.list_cases", Role.OFFICER, order=22, count=_count_waiting)


@blueprint.get("/reports")
@needs(Permission.POSTING_CHECK)
def list_cases() -> Answer:
    actor, now = current_actor(), current_site().clock.now()
    view = request.args.get("view", "waiting")
    view = view if view in _VIEWS else "waiting"
    with reading() as session:
        found = queries.cases_of_bureau(session, actor, _VIEWS[view], after=request.args.get("after"))
        cards = case_cards(session, found.items, catalogue(session), language(), now=now)
        counts = queries.counts_by_state(session, actor)
    views = [
        (url_for(".list_cases", view=code), str(title), sum(counts.get(state, 0) for state in _VIEWS[code]), code)
        for code, title in _VIEW_TITLES.items()
    ]
    return render_template(
        "reports/list_cases.html",
        cards=cards,
        views=views,
        view=view,
        next_url=url_for(".list_cases", view=view, after=found.next_cursor) if found.next_cursor else None,
        first_url=url_for(".list_cases", view=view) if request.args.get("after") else None,
    )


@blueprint.route("/reports/<int:case_id>", methods=["GET", "POST"])
@needs(Permission.POSTING_CHECK)
def show_case(case_id: int) -> Answer:
    site, actor, form = current_site(), current_actor(), CaseForm()
    with reading() as session:
        row = queries.case_to_review(session, actor, case_id)
        names = catalogue(session)
        page = case_page(session, row, names, language(), now=site.clock.now(), vault=site.vault)
        has_objected = services.has_objected(queries.steps_of(session, case_id))
    removable = _is_removable(row[1])
    steps = possible_steps(row[0].state, BUREAU_STEPS, is_removable=removable, has_objected=has_objected)
    form.step.choices = [SelectChoice(step.value, label("report_step", step)) for step in steps]
    if form.validate_on_submit() and _decide(case_id, form):
        return redirect(url_for(".list_cases"), 303)
    form.version.data = str(page.version)
    text = render_template(
        "reports/show_case.html", page=page, form=form, has_steps=bool(steps), vacancy=_shown(row[1])
    )
    return text, SUBMITTED_WITH_ERRORS if form.is_submitted() else 200


def _is_removable(vacancy: Vacancy) -> bool:
    return Action.REMOVE in possible_actions(vacancy.state)


def _shown(vacancy: Vacancy) -> dict[str, object]:
    """What an officer reads of the vacancy here; the whole of it is one link away."""
    return {
        "duties": [line for line in vacancy.duties.splitlines() if line.strip()],
        "check_url": url_for("postings.check_vacancy", public_id=vacancy.public_id)
        if vacancy.state == "submitted"
        else None,
        "removal_reason": vacancy.removal_reason,
    }


def _decide(case_id: int, form: CaseForm) -> bool:
    """Save the decision and promise the letters; False, with the reason in the form, where that could not be done."""
    site, step, words = current_site(), Step(form.step.data), form.text.data or ""
    try:
        with transaction() as session:
            case, vacancy, _ = services.take_bureau_step(
                session, current_actor(), case_id, step, words, clock=site.clock, version=form.seen_version
            )
            letters.tell_employer(session, case, vacancy, step, words, site.vault)
            if step is Step.REMOVE:
                letters.tell_applicants_of_removal(session, vacancy, words)
            elif step is Step.RESTORE:
                letters.tell_applicants_of_return(session, vacancy)
    except RuleBroken as error:
        form.attach(error)
        return False
    except Conflict as error:
        form.form_errors.append(error_text(error))
        return False
    flash(gettext("Your decision is saved."), "success")
    return True
