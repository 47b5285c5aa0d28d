"""Pages of the bureau: what waits for a check, the check itself, and all vacancies for those who oversee."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from webapp.core.errors import Conflict, NotFound, RuleBroken, RulesBroken
from webapp.core.permissions import Permission
from webapp.http.access import needs
from webapp.http.form import SUBMITTED_WITH_ERRORS
from webapp.http.locale import language
from webapp.http.session import current_actor
from webapp.http.site import current_site, reading, transaction
from webapp.http.wording import error_text, labels
from webapp.organisations.models import Organisation
from webapp.postings import policy, queries, services
from webapp.postings.blueprint import blueprint
from webapp.postings.contacts import contact_of
from webapp.postings.differences import Difference, differences
from webapp.postings.drafts import draft_of_vacancy, profile_snapshot, vacancy_snapshot
from webapp.postings.forms import DecisionForm
from webapp.postings.lint_notes import LintNote, note_of, trace_notes
from webapp.postings.linting import Linter, findings_of
from webapp.postings.models import Profile, Vacancy
from webapp.postings.presenters import profile_page, talent_card, vacancy_card, vacancy_page
from webapp.postings.rules import State
from webapp.postings.search_text import search_words
from webapp.reference.catalogue import Catalogue
from webapp.reference.queries import catalogue

Answer = Response | str | tuple[str, int]


@blueprint.get("/checks")
@needs(Permission.POSTING_CHECK)
def list_postings_to_check() -> Answer:
    actor, now = current_actor(), current_site().clock.now()
    with reading() as session:
        names = catalogue(session)
        vacancies = queries.vacancies_to_check(session, actor, after=request.args.get("vacancies_after"))
        profiles = queries.profiles_to_check(session, actor, after=request.args.get("profiles_after"))
        firms = queries.organisations_by_id(session, {row.organisation_id for row in vacancies.items})
        vacancy_cards = [
            (vacancy_card(row, firms[row.organisation_id], names, language(), now=now), row.public_id)
            for row in vacancies.items
        ]
        profile_cards = [(talent_card(row, names, language(), now=now), row.public_id) for row in profiles.items]
    return render_template(
        "postings/list_postings_to_check.html",
        vacancy_cards=vacancy_cards,
        profile_cards=profile_cards,
        more_vacancies=url_for(".list_postings_to_check", vacancies_after=vacancies.next_cursor)
        if vacancies.next_cursor
        else None,
        more_profiles=url_for(".list_postings_to_check", profiles_after=profiles.next_cursor)
        if profiles.next_cursor
        else None,
    )


@blueprint.route("/checks/vacancies/<public_id>", methods=["GET", "POST"])
@needs(Permission.POSTING_CHECK)
def check_vacancy(public_id: str) -> Answer:
    actor, site, form = current_actor(), current_site(), DecisionForm()
    with reading() as session:
        vacancy, organisation = queries.vacancy_visible_to(session, actor, public_id, site.clock.now())
        names = catalogue(session)
        before = queries.last_public_snapshot(session, "vacancy", vacancy.id)
        found = _found(session, vacancy, organisation, names)
    if not policy.may_check_vacancy(actor, vacancy):
        raise NotFound("not_found")
    if form.validate_on_submit() and _decide(services.decide_vacancy, vacancy.id, form):
        return redirect(url_for(".list_postings_to_check"), 303)
    page = vacancy_page(vacancy, organisation, names, language(), now=site.clock.now(), actions=[])
    changes = _changes(before, vacancy_snapshot(vacancy), names)
    return _render_check("vacancy", vacancy, page, form, changes, found)


@blueprint.route("/checks/profiles/<public_id>", methods=["GET", "POST"])
@needs(Permission.POSTING_CHECK)
def check_profile(public_id: str) -> Answer:
    actor, site, form = current_actor(), current_site(), DecisionForm()
    with reading() as session:
        profile = queries.profile_visible_to(session, actor, public_id, site.clock.now())
        names = catalogue(session)
        before = queries.last_public_snapshot(session, "profile", profile.id)
    if not policy.may_check_profile(actor, profile):
        raise NotFound("not_found")
    if form.validate_on_submit() and _decide(services.decide_profile, profile.id, form):
        return redirect(url_for(".list_postings_to_check"), 303)
    page = profile_page(
        profile,
        names,
        language(),
        now=site.clock.now(),
        contact=contact_of(actor, profile, site.vault),
        is_own=False,
        actions=[],
    )
    return _render_check("profile", profile, page, form, _changes(before, profile_snapshot(profile), names))


def _found(session: Session, vacancy: Vacancy, organisation: Organisation, names: Catalogue) -> list[LintNote]:
    """What the lint found when the vacancy was sent; without a trace, what it finds now."""
    trace = queries.newest_trace(session, vacancy.id)
    if trace is not None:
        return trace_notes(trace, findings_of(trace), names, language())
    report = Linter(session, current_site().clock.today()).report(draft_of_vacancy(vacancy), organisation)
    return [note_of(one, names, language()) for one in report.findings]


def _decide(decide: Any, posting_id: int, form: DecisionForm) -> bool:
    """Save the decision; False, with the reason in the form, where that could not be done."""
    try:
        with transaction() as session:
            decide(
                session,
                current_actor(),
                posting_id,
                approve=form.decision.data == "approve",
                reason=form.reason.data,
                clock=current_site().clock,
                version=form.seen_version,
            )
    except (RuleBroken, RulesBroken) as error:
        form.attach(error)
        return False
    except Conflict as error:
        form.form_errors.append(error_text(error))
        return False
    flash(gettext("Your decision is saved."), "success")
    return True


def _changes(before: dict[str, Any] | None, after: dict[str, Any], names: Catalogue) -> list[Difference] | None:
    """What differs from the version that was public last; None where there was none."""
    return None if before is None else differences(before, after, names, language())


def _render_check(
    kind: str,
    posting: Vacancy | Profile,
    page: Any,
    form: DecisionForm,
    changes: list[Difference] | None,
    found: list[LintNote] | None = None,
) -> tuple[str, int]:
    form.version.data = str(posting.version)
    text = render_template(
        f"postings/check_{kind}.html",
        page=page,
        form=form,
        is_waiting=posting.state == State.SUBMITTED,
        changes=changes,
        found=found or [],
    )
    return text, SUBMITTED_WITH_ERRORS if form.is_submitted() else 200


@blueprint.get("/inspection/vacancies")
@needs(Permission.POSTING_INSPECT)
def inspect_vacancies() -> Answer:
    actor, now = current_actor(), current_site().clock.now()
    states = [(code, text) for code, text in labels("posting_state") if code != "draft"]
    state = request.args.get("state", "")
    state = state if state in dict(states) else ""
    words = search_words(request.args.get("q", "")[:60].replace("\x00", ""))
    with reading() as session:
        names = catalogue(session)
        city = names.find_city(request.args.get("city", "")[:40]) or ""
        found = queries.inspected_vacancies(
            session,
            actor,
            now=now,
            state=state,
            city_code=city,
            word=words[0] if words else "",
            after=request.args.get("after"),
        )
        firms = queries.organisations_by_id(session, {row.organisation_id for row in found.items})
        cards = [vacancy_card(row, firms[row.organisation_id], names, language(), now=now) for row in found.items]
        cities = names.city_choices(language()) if policy.works_for_all_cities(actor) else []
    asked: dict[str, Any] = {"state": state or None, "city": city or None, "q": " ".join(words) or None}
    return render_template(
        "postings/inspect_vacancies.html",
        cards=cards,
        total=found.total or 0,
        states=states,
        state=state,
        cities=cities,
        city=city,
        query=" ".join(words),
        next_url=url_for(".inspect_vacancies", **asked, after=found.next_cursor) if found.next_cursor else None,
        first_url=url_for(".inspect_vacancies", **asked) if request.args.get("after") else None,
    )
