"""The lint beside the fields of the vacancy form: when a step is shown or saved, and while somebody types."""

from typing import Any

from flask import get_template_attribute, jsonify, request
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from webapp.core.errors import NotFound
from webapp.core.permissions import Permission
from webapp.http.access import needs
from webapp.http.locale import language
from webapp.http.session import current_actor
from webapp.http.site import current_site, reading
from webapp.organisations.models import Organisation
from webapp.postings import policy, queries
from webapp.postings.blueprint import blueprint
from webapp.postings.drafts import draft_of_vacancy
from webapp.postings.lint import Finding, Report, Severity
from webapp.postings.lint_notes import LintNote, digest_of_findings, findings_of_step, note_of
from webapp.postings.linting import Linter
from webapp.postings.rules import VacancyDraft
from webapp.postings.vacancy_forms import VACANCY_STEPS
from webapp.reference.queries import catalogue

_STOPS = (Severity.BLOCK, Severity.WARN)


def report_of(draft: VacancyDraft, organisation_id: int | None) -> Report:
    """The lint of what has been written so far."""
    with reading() as session:
        organisation = session.get(Organisation, organisation_id) if organisation_id else None
        return Linter(session, current_site().clock.today()).report(draft, organisation)


def show_beside(form: Any, step: str, draft: VacancyDraft, organisation_id: int | None) -> str:
    """Put the notes of the step beside its fields; returns the digest of what is shown."""
    found = findings_of_step(report_of(draft, organisation_id), step, with_missing="all" in request.args)
    for field in form:
        field.notes = []
    for note in _notes(found):
        if note.field in form:
            form[note.field].notes.append(note)
    return digest_of_findings(found)


def is_new_to_the_writer(draft: VacancyDraft, step: str, organisation_id: int | None) -> bool:
    """Whether a saved step has findings that its page has not shown yet: then it is shown once more."""
    found = findings_of_step(report_of(draft, organisation_id), step, with_missing=False)
    digest = digest_of_findings(found)
    return bool(digest) and digest != request.form.get("seen_findings", "")


def _notes(found: list[Finding]) -> list[LintNote]:
    with reading() as session:
        names = catalogue(session)
    return [note_of(one, names, language()) for one in found]


@blueprint.post("/vacancies/lint")
@needs(Permission.VACANCY_PUBLISH)
def lint_vacancy() -> Response:
    """The notes of one step as it stands in the browser; nothing is kept. JSON: field -> HTML, and what to read out."""
    step, public_id = request.form.get("step", ""), request.form.get("public_id", "")
    if step not in VACANCY_STEPS:
        raise NotFound("not_found")
    actor = current_actor()
    held = _held_draft(public_id)
    with reading() as session:
        names = catalogue(session)
    form = VACANCY_STEPS[step]()
    # A title that is still being typed has no proposals yet; the chosen occupation is a choice all the same.
    chosen = request.form.get("occupation_code", "")
    form.prepare(names, language(), [(chosen, chosen)] if chosen in names.occupations else [])
    form.validate()
    answer = _readable(form, step, held)
    found = findings_of_step(report_of(answer, actor.organisation_id), step, with_missing=False)
    by_field: dict[str, list[LintNote]] = {}
    for note in _notes(found):
        by_field.setdefault(note.field, []).append(note)
    render = get_template_attribute("components/lint.html", "notes")
    count = sum(one.severity in _STOPS for one in found)
    said = ngettext("%(num)s point to look at", "%(num)s points to look at", count)
    return jsonify(
        fields={name: str(render(notes)) for name, notes in by_field.items()},
        count=count,
        digest=digest_of_findings(found),
        news=said if count else gettext("Nothing to object to"),
    )


def _held_draft(public_id: str) -> VacancyDraft:
    """What is saved of the vacancy; somebody else's vacancy does not exist here."""
    if not public_id:
        return VacancyDraft()
    actor = current_actor()
    with reading() as session:
        vacancy, _ = queries.vacancy_visible_to(session, actor, public_id, current_site().clock.now())
        if not policy.may_write_vacancy(actor, vacancy):
            raise NotFound("not_found")
        return draft_of_vacancy(vacancy)


def _readable(form: Any, step: str, held: VacancyDraft) -> VacancyDraft:
    """The step's answers; one that cannot be read yet counts as not given."""
    for field in form:
        if field.errors and not isinstance(field.data, str | list):
            field.data = None
    draft: VacancyDraft = form.to_draft(held)
    return draft
