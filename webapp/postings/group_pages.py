"""The page of vacancies that say nearly the same: one employer's post in all its places, side by side."""

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from webapp.http.access import public
from webapp.http.locale import language
from webapp.http.site import current_site, reading
from webapp.postings import queries
from webapp.postings.blueprint import blueprint
from webapp.postings.presenters import vacancy_card
from webapp.reference.queries import catalogue


@blueprint.get("/vacancies/groups/<key>")
@public
def show_group(key: str) -> Response | str:
    now = current_site().clock.now()
    with reading() as session:
        names = catalogue(session)
        found = queries.open_group(session, key, now, after=request.args.get("after"))
        cards = [vacancy_card(row, firm, names, language()) for row, firm in found.items]
    return render_template(
        "postings/show_group.html",
        cards=cards,
        next_url=url_for(".show_group", key=key, after=found.next_cursor) if found.next_cursor else None,
        first_url=url_for(".show_group", key=key) if request.args.get("after") else None,
    )
