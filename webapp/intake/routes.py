"""Pages of intake: bring a file, say what its columns mean, preview, start, follow, fetch the bad rows."""

import csv
import io
from pathlib import Path
from typing import Any

from flask import Blueprint, flash, jsonify, make_response, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from openpyxl import Workbook
from werkzeug.wrappers import Response

from webapp.core.errors import NotFound, RuleBroken
from webapp.core.permissions import Permission, Role
from webapp.http import navigation
from webapp.http.access import needs
from webapp.http.form import SUBMITTED_WITH_ERRORS
from webapp.http.locale import language
from webapp.http.session import current_actor
from webapp.http.site import current_site, reading, transaction
from webapp.http.wording import error_text, label, labels
from webapp.intake import queries, services
from webapp.intake.forms import DefaultsForm, UploadForm
from webapp.intake.models import Batch, RefusedRow, WarnedRow
from webapp.intake.presenters import preview_row, problem_text
from webapp.intake.reading import rows_of
from webapp.intake.rules import PROTECTED, fields_of, missing_fields
from webapp.reference.catalogue import Catalogue
from webapp.reference.queries import catalogue

blueprint = Blueprint("intake", __name__)

navigation.add(lazy_gettext("Files"), "intake.list_batches", Role.EMPLOYER, Role.AGENCY, Role.OFFICER, order=50)

Answer = Response | str | tuple[str, int]
_DATA = Path(__file__).parent / "data"


@blueprint.route("/files", methods=["GET", "POST"])
@needs(Permission.INTAKE_RUN)
def list_batches() -> Answer:
    actor, site, form = current_actor(), current_site(), UploadForm()
    kinds = labels("batch_kind")
    form.kind.choices = kinds if actor.organisation_id is None else kinds[:1]
    if form.validate_on_submit():
        try:
            upload = form.file.data
            with transaction() as session:
                batch = services.keep_upload(
                    session,
                    actor,
                    form.kind.data,
                    upload.filename or "",
                    upload.read(),
                    site.settings.upload_dir,
                    clock=site.clock,
                )
                batch_id = batch.id
            return redirect(url_for(".map_columns", batch_id=batch_id), 303)
        except RuleBroken as error:
            form.attach(error)
    with reading() as session:
        batches = queries.batches(session, actor)
    text = render_template("intake/list_batches.html", form=form, batches=batches, is_bureau=not actor.organisation_id)
    return text, SUBMITTED_WITH_ERRORS if form.is_submitted() else 200


@blueprint.get("/files/template/<kind>.csv")
@needs(Permission.INTAKE_RUN)
def download_template(kind: str) -> Response:
    if kind not in ("vacancy", "profile"):
        raise NotFound("not_found")
    text = (_DATA / f"template_{kind}_zh.csv").read_text(encoding="utf-8")
    return _download(text.encode("utf-8-sig"), "text/csv", f"template-{kind}.csv")


def _download(data: bytes, mimetype: str, name: str) -> Response:
    response = make_response(data)
    response.mimetype = mimetype
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return response


@blueprint.route("/files/<int:batch_id>/columns", methods=["GET", "POST"])
@needs(Permission.INTAKE_RUN)
def map_columns(batch_id: int) -> Answer:
    actor, site, form = current_actor(), current_site(), DefaultsForm()
    with reading() as session:
        batch = queries.batch_visible_to(session, actor, batch_id)
        form.prepare(catalogue(session), language())
    if batch.state != "uploaded":
        return redirect(url_for(".show_batch", batch_id=batch_id), 303)
    problems: list[str] = []
    mapping: dict[str, str] = dict(batch.mapping)
    if request.method == "GET":
        for name, value in batch.options.items():
            if name in form:
                form[name].data = value
    else:
        chosen = {column: request.form.get(f"column-{place}", "") for place, column in enumerate(batch.columns)}
        mapping = {column: field for column, field in chosen.items() if field}
        if batch.kind == "profile" or form.validate():
            try:
                with transaction() as session:
                    options = form.to_options() if batch.kind == "vacancy" else {}
                    services.confirm_mapping(session, actor, batch_id, mapping, options)
                return redirect(url_for(".preview_batch", batch_id=batch_id), 303)
            except RuleBroken as error:
                problems.append(error_text(error))
    samples = _samples(batch, site.settings.upload_dir)
    text = render_template(
        "intake/map_columns.html",
        batch=batch,
        form=form,
        problems=problems,
        rows=[(place, column, samples[column], mapping.get(column, "")) for place, column in enumerate(batch.columns)],
        fields=[(field, label("intake_field", field)) for field in (*fields_of(batch.kind), PROTECTED)],
        is_vacancy=batch.kind == "vacancy",
    )
    return text, SUBMITTED_WITH_ERRORS if request.method == "POST" else 200


def _samples(batch: Batch, folder: Path, size: int = 3) -> dict[str, list[str]]:
    samples: dict[str, list[str]] = {column: [] for column in batch.columns}
    for number, row in rows_of(folder / batch.stored_name):
        for column in batch.columns:
            samples[column].append(row[column][:30])
        if number > size:
            break
    return samples


@blueprint.route("/files/<int:batch_id>/preview", methods=["GET", "POST"])
@needs(Permission.INTAKE_RUN)
def preview_batch(batch_id: int) -> Answer:
    actor, site = current_actor(), current_site()
    if request.method == "POST":
        try:
            with transaction() as session:
                services.start(session, actor, batch_id, clock=site.clock)
            return redirect(url_for(".show_batch", batch_id=batch_id), 303)
        except RuleBroken as error:
            flash(error_text(error), "error")
    with reading() as session:
        names = catalogue(session)
        batch = queries.batch_visible_to(session, actor, batch_id)
        if batch.state != "uploaded":
            return redirect(url_for(".show_batch", batch_id=batch_id), 303)
        missing = missing_fields(batch.kind, batch.mapping, has_organisation=batch.organisation_id is not None)
        rows = [] if missing else services.preview(session, batch, site.settings.upload_dir, clock=site.clock)
        shown = [preview_row(row, names, language()) for row in rows]
    return render_template(
        "intake/preview_batch.html",
        batch=batch,
        missing=[label("intake_field", field) for field in missing],
        rows=shown,
        ignored=[column for column, field in batch.mapping.items() if field == PROTECTED],
        unused=[column for column in batch.columns if column not in batch.mapping],
    )


def _percent(batch: Batch) -> int:
    if batch.state == "done":
        return 100
    return round(100 * batch.rows_done / batch.rows_total) if batch.rows_total else 0


@blueprint.get("/files/<int:batch_id>")
@needs(Permission.INTAKE_RUN)
def show_batch(batch_id: int) -> Answer:
    with reading() as session:
        batch = queries.batch_visible_to(session, current_actor(), batch_id)
        page = queries.refused_rows(session, batch_id, after=request.args.get("after"))
        names = catalogue(session)
        rows = [(row.row_number, _problem_texts(row, names), _short(row)) for row in page.items]
        warned = [
            (row.row_number, _warning_texts(row, names), title, url_for("postings.show_vacancy", public_id=public_id))
            for row, title, public_id in queries.warned_rows(session, batch_id)
        ]
    if batch.state == "uploaded":
        return redirect(url_for(".map_columns", batch_id=batch_id), 303)
    is_active = batch.state in ("queued", "running")
    response = make_response(
        render_template(
            "intake/show_batch.html",
            batch=batch,
            rows=rows,
            warned=warned,
            is_active=is_active,
            percent=_percent(batch),
            next_url=url_for(".show_batch", batch_id=batch_id, after=page.next_cursor) if page.next_cursor else None,
            first_url=url_for(".show_batch", batch_id=batch_id) if request.args.get("after") else None,
        )
    )
    if is_active:
        # Without script the page looks again by itself.
        response.headers["Refresh"] = "3"
    return response


def _problem_texts(row: RefusedRow, names: Catalogue) -> list[str]:
    return [problem_text(one["code"], one["field"], one["facts"], names, language()) for one in row.errors]


def _warning_texts(row: WarnedRow, names: Catalogue) -> list[str]:
    return [problem_text(one["code"], one["field"], one["values"], names, language()) for one in row.findings]


def _short(row: RefusedRow) -> str:
    return " · ".join(str(text)[:20] for text in list(row.raw.values())[:4] if text)


@blueprint.get("/files/<int:batch_id>/progress")
@needs(Permission.INTAKE_RUN)
def show_batch_progress(batch_id: int) -> Response:
    with reading() as session:
        batch = queries.batch_visible_to(session, current_actor(), batch_id)
    text = gettext("%(done)s of %(total)s rows", done=batch.rows_done, total=batch.rows_total)
    is_done = batch.state not in ("queued", "running")
    return jsonify(percent=_percent(batch), label=text, done=is_done, url=url_for(".show_batch", batch_id=batch_id))


@blueprint.post("/files/<int:batch_id>/cancellation")
@needs(Permission.INTAKE_RUN)
def cancel_batch(batch_id: int) -> Answer:
    with transaction() as session:
        services.cancel(session, current_actor(), batch_id, clock=current_site().clock)
    flash(gettext("The import is being stopped. What was taken in stays."), "success")
    return redirect(url_for(".show_batch", batch_id=batch_id), 303)


@blueprint.get("/files/<int:batch_id>/refused.<kind>")
@needs(Permission.INTAKE_RUN)
def download_refused(batch_id: int, kind: str) -> Response:
    if kind not in ("csv", "xlsx"):
        raise NotFound("not_found")
    with reading() as session:
        batch = queries.batch_visible_to(session, current_actor(), batch_id)
        columns = [column for column in batch.columns if batch.mapping.get(column) != PROTECTED]
        names = catalogue(session)
        table: list[list[Any]] = [[*columns, gettext("What is wrong")]]
        for row in queries.all_refused_rows(session, batch_id):
            cells = [_safe(row.raw.get(column, "")) for column in columns]
            table.append([*cells, gettext("; ").join(_problem_texts(row, names))])
    if kind == "csv":
        text = io.StringIO()
        csv.writer(text).writerows(table)
        return _download(text.getvalue().encode("utf-8-sig"), "text/csv", f"refused-{batch_id}.csv")
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for cells in table:
        sheet.append(cells)
    file = io.BytesIO()
    book.save(file)
    mimetype = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _download(file.getvalue(), mimetype, f"refused-{batch_id}.xlsx")


def _safe(text: str) -> str:
    """Text that a spreadsheet would run as a formula is kept as text."""
    return "'" + text if text[:1] in "=+-@\t\r" and text else text
