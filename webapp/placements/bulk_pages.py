"""Several candidates at once, answered one by one: each gets a step, a history line and a letter of their own.

A person ticks each name. There is no "all below a score".
"""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from webapp.core.errors import Conflict, NotFound, RuleBroken
from webapp.core.permissions import Permission
from webapp.http.access import needs
from webapp.http.form import SUBMITTED_WITH_ERRORS
from webapp.http.session import current_actor
from webapp.http.site import current_site, reading, transaction
from webapp.http.wording import label, labels
from webapp.placements import queries, services
from webapp.placements.blueprint import blueprint
from webapp.placements.board_pages import lines_of
from webapp.placements.correspondence import fill_facts
from webapp.placements.forms import DeclineForm
from webapp.placements.introduction_pages import template_text
from webapp.placements.message_templates import Template, fill, templates_for
from webapp.placements.presenters import CandidateLine, due_before
from webapp.placements.queries import Row
from webapp.placements.rules import Stage, Step
from webapp.placements.stale import stale_text
from webapp.placements.telling import tell_seeker

Answer = Response | str | tuple[str, int]
MOST = 200
# Whoever has neither an offer nor an end may be declined together with others.
_REMAINING = (Stage.NEW, Stage.SHORTLISTED, Stage.INTERVIEW)


@dataclass(frozen=True)
class Chosen:
    """A tick: which candidate, in which version the page showed them."""

    introduction_id: int
    version: int | None


def chosen_ones() -> list[Chosen]:
    """Ticks are "id:version"; anything else is left out."""
    found = []
    for text in request.form.getlist("chosen")[:MOST]:
        number, _, version = text.partition(":")
        if number.isascii() and number.isdecimal() and len(number) < 10:
            is_number = version.isascii() and version.isdecimal() and len(version) < 10
            found.append(Chosen(int(number), int(version) if is_number else None))
    return list({one.introduction_id: one for one in found}.values())


@blueprint.post("/vacancies/<public_id>/candidates/shortlist")
@needs(Permission.CANDIDATE_ANSWER)
def shortlist_several(public_id: str) -> Answer:
    chosen = chosen_ones()
    if not chosen:
        flash(gettext("Please tick at least one candidate."), "warning")
    actor, site = current_actor(), current_site()
    moved, refused = 0, []
    for one in chosen:
        try:
            with transaction() as session:
                services.take_step(
                    session,
                    actor,
                    one.introduction_id,
                    Step.SHORTLIST,
                    reason=None,
                    version=one.version,
                    clock=site.clock,
                )
            moved += 1
        except Conflict as error:
            refused.append(stale_text(error))
        except NotFound:
            continue
    _report(ngettext("%(num)s candidate is on the shortlist.", "%(num)s candidates are on the shortlist.", moved))
    for text in refused:
        flash(text, "error")
    return redirect(url_for(".list_candidates", public_id=public_id), 303)


def _report(text: str) -> None:
    if not text.startswith("0"):
        flash(text, "success")


@blueprint.route("/vacancies/<public_id>/candidates/refusals", methods=["GET", "POST"])
@needs(Permission.CANDIDATE_ANSWER)
def decline_several(public_id: str) -> Answer:
    """Ticked ones, or all that remain: one reason, one text with places, a preview for each, then one answer each."""
    actor, form = current_actor(), DeclineForm()
    form.decline_reason.choices = labels("decline_reason")
    with reading() as session:
        rows = _remaining(session, public_id)
        lines = lines_of(session, rows)
        templates = [one for one in templates_for(session, actor) if one.purpose == "decline"]
        facts = {row[0].id: fill_facts(session, row[0], row[1], row[2]) for row in rows}
    is_first = request.method == "GET" or "from_board" in request.form
    chosen = {one.introduction_id: one for one in chosen_ones()}
    if request.method == "GET":
        chosen = {line.id: Chosen(line.id, line.version) for line in lines}
    previews: list[tuple[CandidateLine, str]] = []
    if is_first:
        form.process(formdata=None)
    elif "template" in request.form:
        # The ticks and the reason stay as they are.
        form.reason.data, form.previewed.data = template_text(templates, request.form["template"]), ""
    elif form.validate_on_submit():
        try:
            if not chosen:
                raise RuleBroken("nobody_chosen")
            texts = {key: fill(form.reason.data or "", facts[key], field="reason") for key in chosen if key in facts}
            seen = _seen(form, chosen)
            if form.previewed.data == seen:
                _decline_each(form, chosen, texts)
                return redirect(url_for(".list_candidates", public_id=public_id), 303)
            form.previewed.data = seen
            previews = [(line, texts[line.id]) for line in lines if line.id in texts]
        except RuleBroken as error:
            form.attach(error)
    return _page(public_id, form, lines, chosen, templates, previews)


def _remaining(session: Session, public_id: str) -> list[Row]:
    now, rows = current_site().clock.now(), []
    for stage in _REMAINING:
        rows += queries.introductions_of_organisation(
            session,
            current_actor().organisation_id or 0,
            due_before=due_before(now),
            public_id=public_id,
            stage=stage,
            limit=MOST,
        )
    return rows[:MOST]


def _seen(form: DeclineForm, chosen: dict[int, Chosen]) -> str:
    return "\n".join([form.decline_reason.data, ",".join(map(str, sorted(chosen))), form.reason.data or ""]).strip()


def _decline_each(form: DeclineForm, chosen: dict[int, Chosen], texts: dict[int, str]) -> None:
    """A transaction for each: what one of them changed meanwhile does not hold up the others."""
    actor, site, told = current_actor(), current_site(), 0
    for introduction_id, text in texts.items():
        try:
            with transaction() as session:
                services.take_step(
                    session,
                    actor,
                    introduction_id,
                    Step.REJECT,
                    reason=text,
                    decline_reason=form.decline_reason.data,
                    version=chosen[introduction_id].version,
                    clock=site.clock,
                )
                tell_seeker(session, introduction_id, "rejected", text)
            told += 1
        except Conflict as error:
            flash(stale_text(error), "error")
    _report(ngettext("%(num)s person has your answer.", "%(num)s people have your answer.", told))


def _page(
    public_id: str,
    form: DeclineForm,
    lines: list[CandidateLine],
    chosen: dict[int, Chosen],
    templates: list[Template],
    previews: list[tuple[CandidateLine, str]],
) -> Answer:
    has_errors = bool(form.errors or form.form_errors)
    text = render_template(
        "placements/decline_several.html",
        form=form,
        public_id=public_id,
        lines=lines,
        chosen=set(chosen),
        templates=templates,
        previews=previews,
        told_reason=label("decline_reason", form.decline_reason.data) if form.decline_reason.data else "",
    )
    return text, SUBMITTED_WITH_ERRORS if has_errors else 200
