"""Papers for notice boards: one vacancy in large type, several of one employer, each with a QR code of its address."""

import io

import segno
from flask import render_template, url_for
from werkzeug.wrappers import Response

from webapp.core.errors import NotFound
from webapp.http.access import public
from webapp.http.caching import conditional, fingerprint
from webapp.http.session import current_actor
from webapp.http.site import current_site, reading
from webapp.organisations.queries import visible_organisation
from webapp.postings.queries import VacancyRow, vacancy_visible_to
from webapp.postings.rules import is_shown
from webapp.publicity import queries
from webapp.publicity.addresses import vacancy_address
from webapp.publicity.blueprint import blueprint
from webapp.publicity.presenters import notices, poster
from webapp.reference.queries import catalogue

LARGEST_ID = 2**31


@blueprint.get("/vacancies/<public_id>/notice")
@public
def print_vacancy(public_id: str) -> str:
    """Only what is open now is worth a sheet of paper."""
    site = current_site()
    with reading() as session:
        row = vacancy_visible_to(session, current_actor(), public_id, site.clock.now())
        names = catalogue(session)
    _refuse_closed(row)
    sheets = notices(row, names, site.clock.now())
    return render_template(
        "publicity/print_vacancy.html",
        sheets=sheets,
        qr_url=url_for(".show_qr", public_id=public_id),
        address=vacancy_address(public_id),
        back_url=url_for("postings.show_vacancy", public_id=public_id),
    )


def _refuse_closed(row: VacancyRow) -> None:
    vacancy = row[0]
    if not is_shown(vacancy.state, vacancy.expires_at, current_site().clock.now()):
        raise NotFound("not_found")


@blueprint.get("/vacancies/<public_id>/qr.svg")
@public
def show_qr(public_id: str) -> Response:
    """The vacancy's address as a picture; medium correction, so that a crease does no harm."""
    with reading() as session:
        row = vacancy_visible_to(session, current_actor(), public_id, current_site().clock.now())
    _refuse_closed(row)
    address = vacancy_address(public_id)

    def make() -> bytes:
        picture = io.BytesIO()
        segno.make(address, error="m", micro=False).save(picture, kind="svg", omitsize=True, border=4)
        return picture.getvalue()

    return conditional(make, "image/svg+xml", fingerprint(address), None)


@blueprint.get("/organisations/<int:organisation_id>/poster")
@public
def print_poster(organisation_id: int) -> str:
    if organisation_id >= LARGEST_ID:
        raise NotFound("not_found")
    with reading() as session:
        organisation = visible_organisation(session, current_actor(), organisation_id)
        rows = queries.open_of_organisation(session, organisation_id, current_site().clock.now())
        names = catalogue(session)
    return render_template("publicity/print_poster.html", poster=poster(organisation, rows, names))
