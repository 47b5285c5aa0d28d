"""Writing to the other side: from a template or freely, seen before it is sent."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from webapp.core.errors import Conflict, RuleBroken
from webapp.core.permissions import Permission
from webapp.http.access import needs
from webapp.http.form import SUBMITTED_WITH_ERRORS
from webapp.http.session import current_actor
from webapp.http.site import current_site, reading, transaction
from webapp.http.wording import error_text
from webapp.placements import queries
from webapp.placements.blueprint import blueprint
from webapp.placements.correspondence import fill_facts, write_message
from webapp.placements.forms import MessageForm
from webapp.placements.introduction_pages import template_text
from webapp.placements.message_templates import fill, templates_for
from webapp.placements.telling import tell_employer, tell_seeker

Answer = Response | str | tuple[str, int]


@blueprint.route("/introductions/<int:introduction_id>/messages/new", methods=["GET", "POST"])
@needs(Permission.PROFILE_OWN, Permission.CANDIDATE_ANSWER)
def write_to_other_side(introduction_id: int) -> Answer:
    """The first press shows the message as it will be read; the second one sends just that."""
    actor, site, form = current_actor(), current_site(), MessageForm()
    with reading() as session:
        introduction, vacancy, organisation, _ = queries.introduction_for(session, actor, introduction_id)
        is_employer = queries.is_employer(actor, vacancy)
        facts = fill_facts(session, introduction, vacancy, organisation)
        templates = templates_for(session, actor) if is_employer else []
    if not form.is_submitted():
        form.body.data = template_text(templates)
    preview = None
    if form.validate_on_submit():
        try:
            # A seeker has no templates: braces in their words are just braces.
            words = fill(form.body.data, facts) if is_employer else form.body.data
            if form.previewed.data == words:
                with transaction() as session:
                    write_message(session, actor, introduction_id, words, clock=site.clock)
                    if is_employer:
                        tell_seeker(session, introduction_id, "message", words)
                    else:
                        tell_employer(session, introduction_id, "message")
                flash(gettext("Your message is sent."), "success")
                return redirect(url_for(".show_introduction", introduction_id=introduction_id), 303)
            preview = form.previewed.data = words
        except RuleBroken as error:
            form.attach(error)
        except Conflict as error:
            form.form_errors.append(error_text(error))
    else:
        form.previewed.data = ""
    text = render_template(
        "placements/write_to_other_side.html",
        form=form,
        introduction_id=introduction_id,
        vacancy_title=vacancy.title,
        is_employer=is_employer,
        templates=templates,
        preview=preview,
    )
    has_errors = bool(form.errors or form.form_errors)
    return text, SUBMITTED_WITH_ERRORS if form.is_submitted() and has_errors else 200
