"""Pages of employers and agencies: what the bureau asks about their vacancies, and objecting to a removal."""

from flask import flash, redirect, render_template, url_for
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
from webapp.reference.queries import catalogue
from webapp.reports import policy, queries, services
from webapp.reports.blueprint import blueprint
from webapp.reports.forms import CaseForm
from webapp.reports.presenters import answer_until, case_cards, case_page
from webapp.reports.rules import ANSWER_DAYS, EMPLOYER_STEPS, Step, possible_steps

Answer = Response | str | tuple[str, int]


def _count_to_answer(actor: Actor) -> int:
    with reading() as session:
        return queries.count_to_answer(session, actor)


navigation.add(
    lazy_gettext("Questions of the bureau"),
    "reports.list_questions",
    Role.EMPLOYER,
    Role.AGENCY,
    order=26,
    count=_count_to_answer,
)


@blueprint.get("/reports/questions")
@needs(Permission.VACANCY_OWN)
def list_questions() -> Answer:
    with reading() as session:
        rows = queries.cases_of_employer(session, current_actor())
        cards = case_cards(session, rows, catalogue(session), language(), now=current_site().clock.now())
    return render_template("reports/list_questions.html", cards=cards)


@blueprint.route("/reports/questions/<int:case_id>", methods=["GET", "POST"])
@needs(Permission.VACANCY_OWN)
def answer_case(case_id: int) -> Answer:
    site, actor, form = current_site(), current_actor(), CaseForm()
    with reading() as session:
        row = queries.case_to_answer(session, actor, case_id)
        page = case_page(session, row, catalogue(session), language(), now=site.clock.now(), vault=None)
        done = queries.steps_of(session, case_id)
    has_objected = services.has_objected(done)
    steps = possible_steps(row[0].state, EMPLOYER_STEPS, is_removable=False, has_objected=has_objected)
    if not policy.may_answer(actor, row[1].organisation_id):
        steps = []
    form.step.choices = [SelectChoice(step.value, label("report_step", step)) for step in steps]
    if len(steps) == 1 and not form.is_submitted():
        form.step.data = steps[0].value
    if form.validate_on_submit() and _save(case_id, form):
        return redirect(url_for(".list_questions"), 303)
    form.version.data = str(page.version)
    text = render_template(
        "reports/answer_case.html",
        page=page,
        form=form,
        step=steps[0].value if steps else "",
        removal_reason=row[1].removal_reason,
        answer_until=answer_until(done, ANSWER_DAYS) if row[0].state == "asked" else None,
        has_objected=has_objected,
    )
    return text, SUBMITTED_WITH_ERRORS if form.is_submitted() else 200


def _save(case_id: int, form: CaseForm) -> bool:
    try:
        with transaction() as session:
            services.take_employer_step(
                session,
                current_actor(),
                case_id,
                Step(form.step.data),
                form.text.data or "",
                clock=current_site().clock,
                version=form.seen_version,
            )
    except RuleBroken as error:
        form.attach(error)
        return False
    except Conflict as error:
        form.form_errors.append(error_text(error))
        return False
    flash(gettext("Sent to the bureau."), "success")
    return True
