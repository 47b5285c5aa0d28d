"""The list of an organisation's own vacancies: by state, what ends soon, what is full, and what to do with each."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app, render_template, request, url_for
from flask_babel import format_date, gettext, lazy_gettext, ngettext
from sqlalchemy import ColumnElement
from werkzeug.wrappers import Response

from webapp.core.actor import Actor
from webapp.core.permissions import Permission
from webapp.http.access import needs
from webapp.http.locale import language
from webapp.http.session import current_actor
from webapp.http.site import current_site, reading
from webapp.http.wording import label, labels
from webapp.postings import queries
from webapp.postings.blueprint import blueprint
from webapp.postings.lasting import may_be_renewed, open_places
from webapp.postings.models import Vacancy, VacancyOutcome
from webapp.postings.presenters import VacancyCard, vacancy_card
from webapp.postings.rules import State
from webapp.reference.queries import catalogue

ENDING_DAYS = 7
# Not states but questions that an employer asks of the list.
_MORE_FILTERS = {"ending": lazy_gettext("Ending within seven days"), "full": lazy_gettext("All places taken")}


@dataclass(frozen=True)
class OwnVacancy:
    """A card with what its employer wants to know and do; addresses are empty where the step does not fit."""

    public_id: str
    card: VacancyCard
    days_left_label: str
    outcome_label: str
    renewal_url: str
    copy_url: str
    closure_url: str


@blueprint.get("/my/vacancies")
@needs(Permission.VACANCY_OWN)
def list_my_vacancies() -> Response | str:
    actor, now = current_actor(), current_site().clock.now()
    may_post = actor.may(Permission.VACANCY_PUBLISH)
    states = [*labels("posting_state"), *((code, str(text)) for code, text in _MORE_FILTERS.items())]
    asked = request.args.get("state")
    state = asked if asked in dict(states) else None
    with reading() as session:
        names = catalogue(session)
        organisation_id = actor.organisation_id or 0
        found = queries.vacancies_of_organisation(
            session, organisation_id, where=_conditions(state, now), after=request.args.get("after")
        )
        firms = queries.organisations_by_id(session, {organisation_id})
        outcomes = queries.outcomes_of(session, {row.id for row in found.items})
        rows = [
            _own(
                row,
                vacancy_card(row, firms[organisation_id], names, language(), now=now),
                outcomes.get(row.id),
                may_post=may_post,
            )
            for row in found.items
        ]
    next_url = url_for(".list_my_vacancies", state=state, after=found.next_cursor) if found.next_cursor else None
    return render_template(
        "postings/list_my_vacancies.html",
        rows=rows,
        next_url=next_url,
        first_url=url_for(".list_my_vacancies", state=state) if request.args.get("after") else None,
        states=states,
        state=state,
        has_organisation=actor.organisation_id is not None,
        may_post=may_post,
        poster_url=_poster_url(actor),
    )


def _poster_url(actor: Actor) -> str:
    """Empty where the house has no poster, or the account no organisation."""
    if actor.organisation_id is None or "publicity.print_poster" not in current_app.view_functions:
        return ""
    return url_for("publicity.print_poster", organisation_id=actor.organisation_id)


def _conditions(state: str | None, now: datetime) -> list[ColumnElement[bool]]:
    if state == "expired":
        return [Vacancy.state == "published", ~queries.is_public(now)]
    if state == "ending":
        return [queries.is_public(now), Vacancy.expires_at <= now + timedelta(days=ENDING_DAYS)]
    if state == "full":
        taken = Vacancy.filled_here + Vacancy.filled_elsewhere
        return [Vacancy.state.in_(("published", "paused")), taken >= Vacancy.headcount]
    return [Vacancy.state == state] if state else []


def _own(row: Vacancy, card: VacancyCard, outcome: VacancyOutcome | None, *, may_post: bool) -> OwnVacancy:
    """A member who may only read is offered no step."""
    today = current_site().clock.today()
    is_full = (
        row.state in ("published", "paused") and open_places(row.headcount, row.filled_here, row.filled_elsewhere) == 0
    )
    may_renew = may_post and may_be_renewed(row.state, row.valid_through, today) and not is_full
    # What the bureau took down is objected to, not posted anew.
    may_copy = may_post and row.title and row.state != State.REMOVED
    return OwnVacancy(
        public_id=row.public_id,
        card=card,
        days_left_label=days_left_label(row) if row.state in ("published", "paused") else "",
        outcome_label=outcome_label(outcome),
        renewal_url=url_for(".renew_vacancy", public_id=row.public_id) if may_renew else "",
        copy_url=url_for(".start_vacancy", copy=row.public_id) if may_copy else "",
        closure_url=url_for(".close_vacancy", public_id=row.public_id) if is_full and may_post else "",
    )


def days_left_label(row: Vacancy) -> str:
    """ "Last day 30 Nov 2026, 5 days left"; only that it ended where it did."""
    if row.valid_through is None:
        return ""
    left = (row.valid_through - current_site().clock.today()).days
    day = format_date(row.valid_through, "medium")
    if left < 0:
        return gettext("Ended on %(day)s", day=day)
    if left == 0:
        return gettext("Today is the last day")
    return ngettext("Last day %(day)s, %(num)s day left", "Last day %(day)s, %(num)s days left", left, day=day)


def outcome_label(outcome: VacancyOutcome | None) -> str:
    """How it ended, in one line."""
    if outcome is None:
        return ""
    if outcome.outcome == "filled" or outcome.filled_here or outcome.filled_elsewhere:
        counts = gettext(
            "%(here)s through this service, %(elsewhere)s in another way",
            here=outcome.filled_here,
            elsewhere=outcome.filled_elsewhere,
        )
        return f"{label('outcome', outcome.outcome)}: {counts}"
    if outcome.reason:
        return f"{label('outcome', outcome.outcome)}: {label('outcome_reason', outcome.reason)}"
    return label("outcome", outcome.outcome)
