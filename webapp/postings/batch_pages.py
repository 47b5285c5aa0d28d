"""One change for several of one's own vacancies: choose, say what, and read of each what became of it."""

from dataclasses import dataclass

from flask import render_template, request, url_for
from flask_babel import format_date, gettext
from werkzeug.wrappers import Response

from webapp.core.errors import RuleBroken, RulesBroken, SiteError
from webapp.core.permissions import Permission
from webapp.http.access import needs
from webapp.http.form import SUBMITTED_WITH_ERRORS
from webapp.http.locale import language
from webapp.http.session import current_actor
from webapp.http.site import current_site, reading, transaction
from webapp.http.wording import error_text, label
from webapp.postings import batch, queries
from webapp.postings.batch import BatchAction
from webapp.postings.blueprint import blueprint
from webapp.postings.lasting_forms import BatchForm
from webapp.postings.models import Vacancy
from webapp.postings.presenters import places_label, shown_state
from webapp.reference.catalogue import Catalogue
from webapp.reference.queries import catalogue

Answer = Response | str | tuple[str, int]


@dataclass(frozen=True)
class ChosenRow:
    """A vacancy in the choice, with the version that the reader saw."""

    public_id: str
    version: int
    title: str
    city_label: str
    places_label: str
    state: str
    state_label: str
    is_chosen: bool


@dataclass(frozen=True)
class DoneRow:
    """What became of one vacancy."""

    url: str
    title: str
    text: str
    is_done: bool


@blueprint.route("/my/vacancies/changes", methods=["GET", "POST"])
@needs(Permission.VACANCY_PUBLISH)
def change_many() -> Answer:
    actor, form = current_actor(), BatchForm()
    seen = _seen_versions()
    with reading() as session:
        names = catalogue(session)
        form.prepare(names, language())
        listed = list(seen) or request.form.getlist("listed") or request.args.getlist("v")
        rows = queries.vacancies_chosen(session, actor.organisation_id or -1, listed[: batch.MOST_AT_ONCE])
    if request.method == "POST" and form.validate():
        try:
            if not seen:
                raise RuleBroken("nothing_chosen")
            if len(seen) > batch.MOST_AT_ONCE:
                raise RuleBroken("too_many_chosen", facts={"most": batch.MOST_AT_ONCE})
            action = BatchAction(form.action.data)
            if action is BatchAction.CHANGE:
                batch.check_change(form.to_change())
        except RuleBroken as error:
            form.attach(error)
        else:
            done = [_carry_out(row, seen[row.public_id], action, form) for row in rows if row.public_id in seen]
            failed = [row.public_id for row, one in zip(rows, done, strict=True) if not one.is_done]
            return render_template(
                "postings/changed_many.html",
                rows=done,
                done=sum(one.is_done for one in done),
                again_url=url_for(".change_many", v=failed) if failed else None,
            )
    text = render_template("postings/change_many.html", form=form, rows=[_chosen_row(row, names, seen) for row in rows])
    return text, SUBMITTED_WITH_ERRORS if form.is_submitted() else 200


def _seen_versions() -> dict[str, int]:
    """Public id to the version that was shown, of the boxes that are ticked."""
    found: dict[str, int] = {}
    for value in request.form.getlist("pick")[: batch.MOST_AT_ONCE + 1]:
        public_id, _, version = value.partition(":")
        if public_id.isalnum() and version.isdecimal() and version.isascii() and len(version) < 10:
            found[public_id] = int(version)
    return found


def _chosen_row(row: Vacancy, names: Catalogue, seen: dict[str, int]) -> ChosenRow:
    state = shown_state(row, current_site().clock.now())
    return ChosenRow(
        row.public_id,
        row.version,
        row.title or gettext("Vacancy without a title"),
        " · ".join(names.city_label(place.city_code, language()) for place in row.places),
        places_label(row),
        state,
        label("posting_state", state),
        is_chosen=row.public_id in seen or request.method == "GET",
    )


def _carry_out(row: Vacancy, version: int, action: BatchAction, form: BatchForm) -> DoneRow:
    """One vacancy in one transaction: what goes wrong with it is told and stops no other."""
    title = row.title or gettext("Vacancy without a title")
    url = url_for(".show_vacancy", public_id=row.public_id)
    try:
        with transaction() as session:
            done = batch.carry_out(
                session,
                current_actor(),
                row.id,
                version,
                action,
                form.to_change(),
                clock=current_site().clock,
            )
            text = label("batch_done", done.code)
            if done.code == "renewed":
                text = gettext("Now stands until %(day)s.", day=format_date(done.vacancy.valid_through, "medium"))
        return DoneRow(url, title, text, True)
    except RulesBroken as error:
        return DoneRow(url, title, " ".join(error_text(one) for one in error.broken), False)
    except SiteError as error:
        if error.code == "changed_meanwhile":
            text = gettext("Somebody else saved it meanwhile; nothing was changed. Look at it and choose it again.")
            return DoneRow(url, title, text, False)
        return DoneRow(url, title, error_text(error), False)
