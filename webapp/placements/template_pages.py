"""An organisation's message templates beside the built-in ones."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from webapp.core.errors import Conflict, NotFound, RuleBroken
from webapp.core.permissions import Permission
from webapp.http.access import needs
from webapp.http.form import SUBMITTED_WITH_ERRORS
from webapp.http.locale import language
from webapp.http.session import current_actor
from webapp.http.site import current_site, reading, transaction
from webapp.http.wording import error_text, label, labels
from webapp.placements import message_templates
from webapp.placements.blueprint import blueprint
from webapp.placements.forms import TemplateForm
from webapp.placements.message_templates import TemplateDraft, built_in_templates

Answer = Response | str | tuple[str, int]


@blueprint.get("/message-templates")
@needs(Permission.CANDIDATE_ANSWER)
def list_message_templates() -> str:
    with reading() as session:
        found = message_templates.templates_for(session, current_actor())
    rows = [(one, label("template_purpose", one.purpose), label("template_language", one.language)) for one in found]
    return render_template("placements/list_message_templates.html", rows=rows)


@blueprint.route("/message-templates/new", methods=["GET", "POST"])
@needs(Permission.CANDIDATE_ANSWER)
def create_message_template() -> Answer:
    """A new text; `like` starts from a built-in one."""
    form = _form()
    if not form.is_submitted():
        like = request.args.get("like", "")
        found = next((one for one in built_in_templates() if f"{one.key}-{one.language}" == like), None)
        form.language.data = found.language if found else language()
        if found:
            form.name.data, form.purpose.data, form.body.data = found.name, found.purpose, found.body
    return _save(form, None)


@blueprint.route("/message-templates/<int:template_id>", methods=["GET", "POST"])
@needs(Permission.CANDIDATE_ANSWER)
def edit_message_template(template_id: int) -> Answer:
    with reading() as session:
        row = message_templates.template_of(session, current_actor(), template_id)
    form = _form()
    if not form.is_submitted():
        form.name.data, form.purpose.data, form.language.data, form.body.data = (
            row.name,
            row.purpose,
            row.language,
            row.body,
        )
        form.version.data = str(row.version)
    return _save(form, template_id)


def _form() -> TemplateForm:
    form = TemplateForm()
    form.purpose.choices, form.language.choices = labels("template_purpose"), labels("template_language")
    return form


def _save(form: TemplateForm, template_id: int | None) -> Answer:
    if form.validate_on_submit():
        draft: TemplateDraft = form.to_draft()
        try:
            with transaction() as session:
                message_templates.save_template(
                    session,
                    current_actor(),
                    draft,
                    template_id=template_id,
                    version=form.seen_version,
                    clock=current_site().clock,
                )
            flash(gettext("The template is saved."), "success")
            return redirect(url_for(".list_message_templates"), 303)
        except RuleBroken as error:
            form.attach(error)
        except Conflict as error:
            form.form_errors.append(error_text(error))
        except NotFound:
            # An employer without an organisation has nobody to keep templates for.
            form.form_errors.append(gettext("Please describe your organisation first."))
    text = render_template("placements/edit_message_template.html", form=form, template_id=template_id)
    return text, SUBMITTED_WITH_ERRORS if form.is_submitted() else 200


@blueprint.post("/message-templates/<int:template_id>/removal")
@needs(Permission.CANDIDATE_ANSWER)
def delete_message_template(template_id: int) -> Answer:
    with transaction() as session:
        message_templates.delete_template(session, current_actor(), template_id)
    flash(gettext("The template is deleted."), "success")
    return redirect(url_for(".list_message_templates"), 303)
