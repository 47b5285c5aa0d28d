"""Where a new vacancy starts from: templates by occupation, the organisation's own, and earlier vacancies."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from webapp.core.actor import Actor
from webapp.core.errors import Conflict, NotFound, RuleBroken
from webapp.core.permissions import Permission
from webapp.http.access import needs
from webapp.http.form import SUBMITTED_WITH_ERRORS
from webapp.http.locale import language
from webapp.http.session import current_actor
from webapp.http.site import current_site, reading, transaction
from webapp.http.wording import error_text
from webapp.postings import policy, queries, templates
from webapp.postings.blueprint import blueprint
from webapp.postings.drafts import draft_of_vacancy
from webapp.postings.lasting_forms import TemplateNameForm
from webapp.postings.presenters import posted_label
from webapp.postings.rules import VacancyDraft
from webapp.postings.writing import own_vacancy, vacancy_step
from webapp.reference.catalogue import Catalogue
from webapp.reference.queries import catalogue

Answer = Response | str | tuple[str, int]
_COPIES_OFFERED = 10


@dataclass(frozen=True)
class Start:
    """What a new vacancy is made of: the draft, where it came from as it is kept, and the words for the reader."""

    draft: VacancyDraft
    copied_from: str | None = None
    source: str = ""


@blueprint.route("/vacancies/new", methods=["GET", "POST"])
@needs(Permission.VACANCY_PUBLISH)
def start_vacancy() -> Answer:
    """Blank, or from `template`, `own` or `copy` in the address; nothing is stored before the first step is saved."""
    actor = current_actor()
    if actor.organisation_id is None:
        flash(gettext("Please describe your organisation first."), "warning")
        return redirect(url_for("organisations.edit_organisation"), 303)
    with reading() as session:
        start = _start(session, actor, request.args)
    return vacancy_step("post", None, start.draft, copied_from=start.copied_from, source=start.source)


def _start(session: Session, actor: Actor, asked: Mapping[str, str]) -> Start:
    today = current_site().clock.today()
    if "template" in asked:
        template = templates.post_templates().get(asked["template"])
        if template is None:
            raise NotFound("not_found")
        name = template.title_en if language() == "en" else template.title_zh
        draft = templates.asked_anew(template.draft, today)
        return Start(draft, f"template:{template.code}", gettext("the template “%(name)s”", name=name))
    if "own" in asked:
        if not (asked["own"].isdecimal() and asked["own"].isascii() and len(asked["own"]) < 10):
            raise NotFound("not_found")
        own = templates.own_template(session, actor, int(asked["own"]))
        draft = templates.asked_anew(templates.draft_of_snapshot(own.snapshot), today)
        return Start(draft, f"own:{own.id}", gettext("your template “%(name)s”", name=own.name))
    if "copy" in asked:
        old, _ = queries.vacancy_visible_to(session, actor, asked["copy"], current_site().clock.now())
        if not policy.may_write_vacancy(actor, old):
            raise NotFound("not_found")
        said = gettext("your vacancy “%(name)s” of %(day)s", name=old.title, day=posted_label(old.created_at))
        return Start(templates.asked_anew(draft_of_vacancy(old), today), old.public_id, said)
    return Start(templates.blank_draft(today))


@blueprint.get("/vacancies/templates")
@needs(Permission.VACANCY_PUBLISH)
def list_templates() -> Answer:
    actor = current_actor()
    with reading() as session:
        names = catalogue(session)
        own = templates.own_templates(session, actor)
        earlier = queries.vacancies_of_organisation(session, actor.organisation_id or 0, size=_COPIES_OFFERED).items
    return render_template(
        "postings/list_templates.html",
        groups=_template_groups(names),
        own=[(row.id, row.name, posted_label(row.changed_at)) for row in own],
        earlier=[(row.public_id, row.title, posted_label(row.created_at)) for row in earlier if row.title],
        count=len(templates.post_templates()),
    )


def _template_groups(names: Catalogue) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """(group of occupations, its templates as (code, title, occupation)), in the order of the classification."""
    said = language()
    groups: dict[str, list[tuple[str, str, str]]] = {}
    for one in sorted(templates.post_templates().values(), key=lambda one: one.occupation_code):
        title = one.title_en if said == "en" else one.title_zh
        group = names.occupation_label(f"{one.occupation_code[0]}-00-00-00", said)
        groups.setdefault(group, []).append((one.code, title, names.occupation_label(one.occupation_code, said)))
    return list(groups.items())


@blueprint.route("/vacancies/<public_id>/template", methods=["GET", "POST"])
@needs(Permission.VACANCY_PUBLISH)
def save_template(public_id: str) -> Answer:
    """Keep a vacancy's words as a template of the organisation."""
    vacancy, form = own_vacancy(public_id), TemplateNameForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                templates.save_template(
                    session, current_actor(), vacancy.id, form.name.data, clock=current_site().clock
                )
            flash(gettext("“%(name)s” is kept as a template.", name=form.name.data), "success")
            return redirect(url_for(".list_templates"), 303)
        except RuleBroken as error:
            form.attach(error)
        except Conflict as error:
            form.name.errors = [error_text(error)]
    if not form.is_submitted():
        form.name.data = vacancy.title
    back = url_for(".show_vacancy", public_id=public_id)
    text = render_template(
        "postings/save_template.html",
        form=form,
        title=gettext("Keep as a template"),
        about=vacancy.title,
        back_url=back,
    )
    return text, SUBMITTED_WITH_ERRORS if form.is_submitted() else 200


@blueprint.route("/vacancies/templates/<int:template_id>", methods=["GET", "POST"])
@needs(Permission.VACANCY_PUBLISH)
def rename_template(template_id: int) -> Answer:
    actor, form = current_actor(), TemplateNameForm()
    with reading() as session:
        template = templates.own_template(session, actor, template_id)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                templates.rename_template(session, actor, template_id, form.name.data, clock=current_site().clock)
            flash(gettext("The template is now called “%(name)s”.", name=form.name.data), "success")
            return redirect(url_for(".list_templates"), 303)
        except RuleBroken as error:
            form.attach(error)
        except Conflict as error:
            form.name.errors = [error_text(error)]
    if not form.is_submitted():
        form.name.data = template.name
    text = render_template(
        "postings/save_template.html",
        form=form,
        title=gettext("Rename the template"),
        about=template.name,
        back_url=url_for(".list_templates"),
    )
    return text, SUBMITTED_WITH_ERRORS if form.is_submitted() else 200


@blueprint.post("/vacancies/templates/<int:template_id>/removal")
@needs(Permission.VACANCY_PUBLISH)
def delete_template(template_id: int) -> Answer:
    with transaction() as session:
        templates.delete_template(session, current_actor(), template_id, clock=current_site().clock)
    flash(gettext("The template is deleted. Vacancies that were made of it stay as they are."), "success")
    return redirect(url_for(".list_templates"), 303)
