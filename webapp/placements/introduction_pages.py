"""One introduction as its two sides see it, and turning a candidate down with a reason."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from webapp.core.errors import Conflict, NotAllowed, RuleBroken
from webapp.core.permissions import Permission
from webapp.http.access import needs
from webapp.http.form import SUBMITTED_WITH_ERRORS
from webapp.http.locale import language
from webapp.http.session import current_actor
from webapp.http.site import current_site, reading, transaction
from webapp.http.wording import label, labels
from webapp.placements import presenters, queries, services
from webapp.placements.blueprint import blueprint
from webapp.placements.board_pages import lines_of
from webapp.placements.correspondence import fill_facts, messages_of
from webapp.placements.forms import DeclineForm, StartForm
from webapp.placements.history import history_of
from webapp.placements.message_templates import Template, fill, templates_for
from webapp.placements.models import WorkStart
from webapp.placements.queries import Row
from webapp.placements.rules import ENDED, Step
from webapp.placements.stale import stale_text
from webapp.placements.telling import tell_seeker
from webapp.reference.queries import catalogue

Answer = Response | str | tuple[str, int]


@blueprint.get("/introductions/<int:introduction_id>")
@needs(Permission.PROFILE_OWN, Permission.VACANCY_SEE_TALENTS)
def show_introduction(introduction_id: int) -> str:
    return render_introduction(introduction_id)


def render_introduction(introduction_id: int, start_form: StartForm | None = None) -> str:
    """The page of one introduction, from the reader's side; `start_form` brings back refused answers."""
    actor, now = current_actor(), current_site().clock.now()
    with reading() as session:
        row = queries.introduction_for(session, actor, introduction_id)
        is_employer = queries.is_employer(actor, row[1])
        start = session.get(WorkStart, introduction_id)
        shared = _shared(session, row, is_employer=is_employer)
        form = start_form or _start_form(start)
        if is_employer:
            line = lines_of(session, [row])[0]
            return render_template("placements/show_candidate.html", line=line, start=start, start_form=form, **shared)
        page = presenters.seeker_line(
            row,
            catalogue(session),
            language(),
            now=now,
            interview=next(iter(queries.interviews_of(session, introduction_id)), None),
            offer=next(iter(queries.offers_of(session, introduction_id)), None),
            start=start,
            is_open=services.is_contact_open(row[0]),
        )
        steps = presenters.seeker_steps(row[0])
    return render_template(
        "placements/show_introduction.html", page=page, steps=steps, start=start, start_form=form, **shared
    )


def _start_form(start: WorkStart | None) -> StartForm:
    today = current_site().clock.today()
    known = (start.started_on or start.agreed_on) if start else None
    return StartForm(formdata=None, started_on=min(known, today) if known else today)


def _shared(session: Session, row: Row, *, is_employer: bool) -> dict[str, object]:
    """What both sides read: the same interviews, offers, messages and history."""
    introduction, vacancy, _, _ = row
    site = current_site()
    now, today = site.clock.now(), site.clock.today()
    start = session.get(WorkStart, introduction.id)
    return {
        "introduction": introduction,
        "is_employer": is_employer,
        "answers": current_actor().may(Permission.CANDIDATE_ANSWER),
        "has_ended": introduction.state in ENDED,
        "told_reason": label("decline_reason", introduction.decline_reason) if introduction.decline_reason else "",
        "interviews": [
            presenters.interview_view(interview, now) for interview in queries.interviews_of(session, introduction.id)
        ],
        "offers": [
            presenters.offer_view(offer, vacancy.pay_min_yuan_month, today)
            for offer in queries.offers_of(session, introduction.id)
        ],
        "letters": presenters.message_views(messages_of(session, introduction.id), is_employer=is_employer),
        "history": presenters.history_lines(history_of(session, introduction.id), is_employer=is_employer),
        "may_confirm_start": introduction.state == "hired" and _is_due(start, today),
        "has_confirmed": bool(start and (start.employer_confirmed_at if is_employer else start.seeker_confirmed_at)),
        "confirmed_label": label("start_confirmed_by", start.confirmed_by) if start and start.confirmed_by else "",
    }


def _is_due(start: WorkStart | None, today: date) -> bool:
    return start is None or start.agreed_on is None or start.agreed_on <= today


@blueprint.route("/introductions/<int:introduction_id>/refusal", methods=["GET", "POST"])
@needs(Permission.CANDIDATE_ANSWER)
def decline_candidate(introduction_id: int) -> Answer:
    """A person turns one candidate down: a reason of the list, words if they like, a preview, then the answer."""
    actor, site, form = current_actor(), current_site(), DeclineForm()
    form.decline_reason.choices = labels("decline_reason")
    with reading() as session:
        row = queries.introduction_for(session, actor, introduction_id)
        if not queries.is_employer(actor, row[1]):
            raise NotAllowed("not_your_step")
        line = lines_of(session, [row])[0]
        facts = fill_facts(session, row[0], row[1], row[2])
        templates = [one for one in templates_for(session, actor) if one.purpose == "decline"]
    if not form.is_submitted():
        form.version.data = str(row[0].version)
        form.reason.data = template_text(templates)
    preview = None
    if form.validate_on_submit():
        try:
            words = fill(form.reason.data or "", facts, field="reason")
            preview = words or None
            if form.previewed.data == _seen(form.decline_reason.data, words):
                with transaction() as session:
                    services.take_step(
                        session,
                        actor,
                        introduction_id,
                        Step.REJECT,
                        reason=words,
                        decline_reason=form.decline_reason.data,
                        version=form.seen_version,
                        clock=site.clock,
                    )
                    tell_seeker(session, introduction_id, "rejected", words)
                flash(gettext("The person has your answer."), "success")
                return redirect(url_for(".list_candidates", public_id=row[1].public_id), 303)
            form.previewed.data = _seen(form.decline_reason.data, words)
        except RuleBroken as error:
            form.attach(error)
        except Conflict as error:
            form.form_errors.append(stale_text(error))
            form.version.data = str(row[0].version)
    else:
        form.previewed.data = ""
    text = render_template(
        "placements/decline_candidate.html",
        form=form,
        line=line,
        templates=templates,
        is_preview=bool(form.is_submitted() and not form.errors and not form.form_errors),
        preview=preview,
        told_reason=label("decline_reason", form.decline_reason.data) if form.decline_reason.data else "",
    )
    has_errors = bool(form.errors or form.form_errors)
    return text, SUBMITTED_WITH_ERRORS if form.is_submitted() and has_errors else 200


def _seen(reason: str | None, words: str) -> str:
    return f"{reason}\n{words}".strip()


def template_text(templates: list[Template], wanted: str | None = None) -> str:
    """The text of the template that the address (or a button) names, if any."""
    wanted = request.args.get("template", "") if wanted is None else wanted
    return next((one.body for one in templates if f"{one.key}-{one.language}" == wanted), "")
