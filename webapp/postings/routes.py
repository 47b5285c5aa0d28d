"""Where a visitor finds and reads vacancies and profiles, and one's own lists. Writing and checking: see beside."""

from typing import Any

from flask import current_app, jsonify, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response

from matching.occupations import suggest
from webapp.core.actor import Actor
from webapp.core.permissions import Permission, Role
from webapp.http import navigation
from webapp.http.access import needs, public
from webapp.http.caching import public_page
from webapp.http.locale import language
from webapp.http.session import current_actor
from webapp.http.site import current_site, reading
from webapp.http.wording import labels
from webapp.postings import checking, lint_pages, policy, queries, read_skill_pages, writing
from webapp.postings.additions import ShownVacancy, additions_to
from webapp.postings.blueprint import blueprint
from webapp.postings.contacts import contact_of
from webapp.postings.models import Profile, Vacancy
from webapp.postings.presenters import profile_page, shown_state, talent_card, vacancy_card, vacancy_page
from webapp.postings.rules import Action, State, possible_actions
from webapp.postings.search_pages import search_page, talent_search_page
from webapp.reference.queries import catalogue

__all__ = ["blueprint"]
# Importing these puts their pages on the blueprint; the tuple keeps the imports honest.
PAGES = (writing, checking, lint_pages, read_skill_pages)

navigation.add(lazy_gettext("Find work"), "postings.search_vacancies", navigation.ANYBODY, order=10)
navigation.add(lazy_gettext("My profiles"), "postings.list_my_profiles", Role.SEEKER, order=20)
navigation.add(lazy_gettext("My vacancies"), "postings.list_my_vacancies", Role.EMPLOYER, Role.AGENCY, order=20)
navigation.add(
    lazy_gettext("Find talents"),
    "postings.search_talents",
    Role.EMPLOYER,
    Role.AGENCY,
    Role.OFFICER,
    Role.COORDINATOR,
    order=40,
)


def _count_to_check(actor: Actor) -> int:
    with reading() as session:
        return queries.count_to_check(session, actor)


navigation.add(
    lazy_gettext("Postings to check"), "postings.list_postings_to_check", Role.OFFICER, order=20, count=_count_to_check
)
navigation.add(
    lazy_gettext("Vacancies in all states"),
    "postings.inspect_vacancies",
    Role.OFFICER,
    Role.INSPECTOR,
    Role.COORDINATOR,
    order=45,
)

Answer = Response | str | tuple[str, int]


# -- search and show ----------------------------------------------------------------------------------------------


@blueprint.get("/vacancies")
@public
def search_vacancies() -> Answer:
    with reading() as session:
        page = search_page(session, request.args, language(), now=current_site().clock.now())
    return render_template("postings/search_vacancies.html", page=page), page.status


@blueprint.get("/talents")
@needs(Permission.TALENT_SEARCH, Permission.VACANCY_SEE_TALENTS)
def search_talents() -> Answer:
    with reading() as session:
        page = talent_search_page(session, request.args, language(), now=current_site().clock.now())
    return render_template("postings/search_talents.html", page=page), page.status


@blueprint.get("/occupations/suggestions")
@public
def suggest_occupations() -> Response:
    """For the live list beside a title: JSON rows of value, label, note and code."""
    text = request.args.get("q", "")[:80]
    with reading() as session:
        names = catalogue(session)
    rows = [
        {"value": text, "label": names.occupation_label(code, language()), "note": code, "target_value": code}
        for code, _ in (suggest(text, 6) if text.strip() else [])
    ]
    return jsonify(rows)


@blueprint.get("/vacancies/<public_id>")
@public
def show_vacancy(public_id: str) -> Answer:
    """A vacancy that is over answers 410 to the public; one that was taken back shows no more than that."""
    actor, now = current_actor(), current_site().clock.now()
    with reading() as session:
        vacancy, organisation = queries.vacancy_visible_to(session, actor, public_id, now)
        names = catalogue(session)
        actions = _vacancy_actions(actor, vacancy, is_open=shown_state(vacancy, now) == State.PUBLISHED)
        page = vacancy_page(vacancy, organisation, names, language(), now=now, actions=actions)
        shown = ShownVacancy(actor, vacancy, organisation, page, names, language(), now)
        additions = additions_to(session, shown)
    is_own = bool(policy.may_write_vacancy(actor, vacancy))
    is_ours = bool(policy.may_read_vacancy(actor, vacancy))
    knows_more = is_ours or actor.may(Permission.POSTING_INSPECT)
    text = render_template(
        "postings/show_vacancy.html",
        page=page,
        public_id=public_id,
        organisation_id=organisation.id,
        decides_skills=is_own and Action.EDIT in possible_actions(vacancy.state),
        additions=additions,
        shows_body=knows_more or vacancy.state not in (State.WITHDRAWN, State.REMOVED),
        return_reason=vacancy.return_reason if is_ours else None,
        removal_reason=vacancy.removal_reason if knows_more else None,
    )
    if page.is_open and not actor.is_signed_in:
        return public_page(text, max(vacancy.changed_at, organisation.changed_at))
    return text, 200 if page.is_open or knows_more else 410


def _link(text: Any, endpoint: str, method: str = "get", **values: Any) -> list[tuple[str, str, str]]:
    """One action, if the room that offers it is in the house."""
    return [(str(text), url_for(endpoint, **values), method)] if endpoint in current_app.view_functions else []


def _vacancy_actions(actor: Actor, vacancy: Vacancy, *, is_open: bool) -> list[tuple[str, str, str]]:
    public_id = vacancy.public_id
    fitting = _link(gettext("See fitting talents"), "matches.list_matches_of_vacancy", public_id=public_id)
    if policy.may_write_vacancy(actor, vacancy):
        return [*(fitting if is_open else []), *_writers_actions(vacancy, is_open=is_open)]
    if policy.may_read_vacancy(actor, vacancy):
        candidates = _link(gettext("Candidates"), "placements.list_candidates", public_id=public_id)
        return [*(fitting if is_open else []), *(candidates if vacancy.published_at is not None else [])]
    if policy.may_check_vacancy(actor, vacancy):
        check = _link(gettext("Check this posting"), "postings.check_vacancy", public_id=public_id)
        return [*(check if vacancy.state == State.SUBMITTED else []), *(fitting if is_open else [])]
    if is_open and actor.role in (Role.SEEKER, None):
        return _link(gettext("Apply"), "placements.apply", public_id=public_id)
    return []


def _writers_actions(vacancy: Vacancy, *, is_open: bool) -> list[tuple[str, str, str]]:
    public_id, possible = vacancy.public_id, possible_actions(vacancy.state)
    actions: list[tuple[str, str, str]] = []
    if vacancy.state == State.REMOVED:
        return _link(gettext("Read why, and object"), "reports.list_questions")
    if vacancy.published_at is not None:
        actions += _link(gettext("Candidates"), "placements.list_candidates", public_id=public_id)
    if Action.EDIT in possible:
        actions += _link(gettext("Edit"), "postings.write_vacancy", public_id=public_id, step="post")
    if Action.SUBMIT in possible:
        actions += _link(gettext("Check and send"), "postings.write_vacancy", public_id=public_id, step="review")
    if vacancy.state == State.PUBLISHED:
        text = gettext("Change the last day") if is_open else gettext("Show it for longer")
        actions += _link(text, "postings.write_vacancy", public_id=public_id, step="duties")
    for name in ("pause", "resume"):
        action, text = writing.STATE_ACTIONS[name]
        if action in possible:
            actions += _link(text, "postings.change_vacancy", "post", public_id=public_id, action_name=name)
    if Action.FILL in possible:
        actions += _link(gettext("Close"), "postings.close_vacancy", public_id=public_id)
    elif Action.WITHDRAW in possible:
        _, text = writing.STATE_ACTIONS["withdraw"]
        actions += _link(text, "postings.change_vacancy", "post", public_id=public_id, action_name="withdraw")
    return actions


@blueprint.get("/talents/<public_id>")
@needs(Permission.TALENT_SEARCH, Permission.VACANCY_SEE_TALENTS, Permission.PROFILE_OWN)
def show_profile(public_id: str) -> Answer:
    actor, site = current_actor(), current_site()
    now = site.clock.now()
    with reading() as session:
        profile = queries.profile_visible_to(session, actor, public_id, now)
        names = catalogue(session)
    is_own = bool(policy.may_write_profile(actor, profile))
    page = profile_page(
        profile,
        names,
        language(),
        now=now,
        contact=contact_of(actor, profile, site.vault),
        is_own=is_own,
        actions=_profile_actions(actor, profile, is_open=shown_state(profile, now) == State.PUBLISHED),
    )
    return render_template(
        "postings/show_profile.html",
        page=page,
        public_id=public_id,
        decides_skills=is_own and Action.EDIT in possible_actions(profile.state),
        return_reason=profile.return_reason if is_own else None,
    )


def _profile_actions(actor: Actor, profile: Profile, *, is_open: bool) -> list[tuple[str, str, str]]:
    public_id = profile.public_id
    actions: list[tuple[str, str, str]] = []
    if policy.may_write_profile(actor, profile):
        if is_open:
            actions += _link(gettext("See fitting vacancies"), "matches.list_matches_of_profile", public_id=public_id)
        possible = possible_actions(profile.state)
        if Action.EDIT in possible:
            actions += _link(gettext("Edit"), "postings.write_profile", public_id=public_id, step="wish")
        if Action.SUBMIT in possible:
            actions += _link(gettext("Check and send"), "postings.write_profile", public_id=public_id, step="review")
        if profile.state == State.PUBLISHED and not is_open:
            text = gettext("Show it for longer")
            actions += _link(text, "postings.write_profile", public_id=public_id, step="contact")
        for name, (action, text) in writing.STATE_ACTIONS.items():
            # A person finds work rather than being "filled"; taking the profile back says the same.
            if action in possible and name != "fill":
                actions += _link(text, "postings.change_profile", "post", public_id=public_id, action_name=name)
    if policy.may_check_profile(actor, profile) and profile.state == State.SUBMITTED:
        actions += _link(gettext("Check this profile"), "postings.check_profile", public_id=public_id)
    if is_open and actor.may(Permission.CANDIDATE_ANSWER):
        actions += _link(gettext("Invite"), "placements.invite", public_id=public_id)
    return actions


# -- own lists ----------------------------------------------------------------------------------------------------


@blueprint.get("/my/vacancies")
@needs(Permission.VACANCY_OWN)
def list_my_vacancies() -> Answer:
    actor, now = current_actor(), current_site().clock.now()
    states = labels("posting_state")
    state = request.args.get("state") if request.args.get("state") in dict(states) else None
    with reading() as session:
        names = catalogue(session)
        organisation_id = actor.organisation_id or 0
        found = queries.vacancies_of_organisation(
            session, organisation_id, state=state, after=request.args.get("after")
        )
        firms = queries.organisations_by_id(session, {organisation_id})
        cards = [vacancy_card(row, firms[organisation_id], names, language(), now=now) for row in found.items]
    next_url = url_for(".list_my_vacancies", state=state, after=found.next_cursor) if found.next_cursor else None
    return render_template(
        "postings/list_my_vacancies.html",
        cards=cards,
        next_url=next_url,
        first_url=url_for(".list_my_vacancies", state=state) if request.args.get("after") else None,
        states=states,
        state=state,
        has_organisation=actor.organisation_id is not None,
        may_post=actor.may(Permission.VACANCY_PUBLISH),
        poster_url=_poster_url(actor),
    )


def _poster_url(actor: Actor) -> str | None:
    poster = _link("", "publicity.print_poster", organisation_id=actor.organisation_id or 0)
    return poster[0][1] if poster and actor.organisation_id else None


@blueprint.get("/my/profiles")
@needs(Permission.PROFILE_OWN)
def list_my_profiles() -> Answer:
    actor, now = current_actor(), current_site().clock.now()
    with reading() as session:
        names = catalogue(session)
        rows = queries.profiles_of_account(session, actor.account_id or 0)
        cards = [talent_card(row, names, language(), now=now) for row in rows]
    return render_template("postings/list_my_profiles.html", cards=cards)
