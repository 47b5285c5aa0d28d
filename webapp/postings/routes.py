"""Pages of vacancies and profiles: search, show, write step by step, check."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, current_app, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response

from matching.occupations import suggest
from webapp.core.actor import Actor
from webapp.core.errors import Conflict, NotFound, RuleBroken, RulesBroken
from webapp.core.permissions import Permission, Role
from webapp.http import navigation
from webapp.http.access import needs, public
from webapp.http.form import SUBMITTED_WITH_ERRORS
from webapp.http.locale import language
from webapp.http.session import current_actor
from webapp.http.site import current_site, reading, transaction
from webapp.http.wording import error_text, label, labels
from webapp.postings import policy, queries, services
from webapp.postings.forms import PROFILE_STEPS, VACANCY_STEPS, DecisionForm
from webapp.postings.models import Profile, Vacancy
from webapp.postings.presenters import profile_page, talent_card, vacancy_card, vacancy_page
from webapp.postings.rules import Action, ProfileDraft, State, VacancyDraft, possible_actions
from webapp.postings.search_pages import search_page, talent_search_page
from webapp.reference.catalogue import Catalogue
from webapp.reference.queries import catalogue

blueprint = Blueprint("postings", __name__)

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

Answer = Response | str | tuple[str, int]
_ALL_STEPS = {"vacancy": VACANCY_STEPS, "profile": PROFILE_STEPS}
_STEP_TITLES = {
    "post": lazy_gettext("The post"),
    "place": lazy_gettext("Place and pay"),
    "contract": lazy_gettext("Contract and hours"),
    "requirements": lazy_gettext("Requirements"),
    "duties": lazy_gettext("The work"),
    "wish": lazy_gettext("What I look for"),
    "where": lazy_gettext("Where and for how much"),
    "background": lazy_gettext("What I can do"),
    "contact": lazy_gettext("About me"),
    "review": lazy_gettext("Check and send"),
}
_ACTIONS = {
    "pause": (Action.PAUSE, lazy_gettext("Pause")),
    "resume": (Action.RESUME, lazy_gettext("Show again")),
    "fill": (Action.FILL, lazy_gettext("Mark as filled")),
    "withdraw": (Action.WITHDRAW, lazy_gettext("Withdraw")),
}


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
    actor, now = current_actor(), current_site().clock.now()
    with reading() as session:
        vacancy, organisation = queries.vacancy_visible_to(session, actor, public_id, now)
        actions = _vacancy_actions(actor, vacancy)
        page = vacancy_page(vacancy, organisation, catalogue(session), language(), now=now, actions=actions)
        knows_more = bool(policy.may_write_vacancy(actor, vacancy)) or actor.may(Permission.POSTING_INSPECT)
    status = 200 if page.is_open or knows_more else 410
    return render_template("postings/show_vacancy.html", page=page), status


def _link(text: Any, endpoint: str, method: str = "get", **values: Any) -> list[tuple[str, str, str]]:
    """One action, if the room that offers it is in the house."""
    return [(str(text), url_for(endpoint, **values), method)] if endpoint in current_app.view_functions else []


def _vacancy_actions(actor: Actor, vacancy: Vacancy) -> list[tuple[str, str, str]]:
    actions: list[tuple[str, str, str]] = []
    is_open = vacancy.state == State.PUBLISHED
    if is_open and (actor.role in (Role.SEEKER, None)):
        actions += _link(gettext("Apply"), "placements.apply", public_id=vacancy.public_id)
    if policy.may_write_vacancy(actor, vacancy):
        if is_open:
            actions += _link(
                gettext("See fitting talents"), "matches.list_matches_of_vacancy", public_id=vacancy.public_id
            )
            actions += _link(gettext("Candidates"), "placements.list_candidates", public_id=vacancy.public_id)
        possible = possible_actions(vacancy.state)
        if Action.EDIT in possible:
            actions += _link(gettext("Edit"), "postings.write_vacancy", public_id=vacancy.public_id, step="post")
        for name, (action, text) in _ACTIONS.items():
            if action in possible:
                actions += _link(text, "postings.change_vacancy", "post", public_id=vacancy.public_id, action_name=name)
    elif policy.may_check_vacancy(actor, vacancy):
        if vacancy.state == State.SUBMITTED:
            actions += _link(gettext("Check this posting"), "postings.check_vacancy", public_id=vacancy.public_id)
        if is_open:
            actions += _link(
                gettext("See fitting talents"), "matches.list_matches_of_vacancy", public_id=vacancy.public_id
            )
    return actions


@blueprint.get("/talents/<public_id>")
@needs(Permission.TALENT_SEARCH, Permission.VACANCY_SEE_TALENTS, Permission.PROFILE_OWN)
def show_profile(public_id: str) -> Answer:
    actor, site = current_actor(), current_site()
    with reading() as session:
        profile = queries.profile_visible_to(session, actor, public_id, site.clock.now())
        page = _profile_page(actor, profile, catalogue(session))
    return render_template("postings/show_profile.html", page=page)


def _profile_page(actor: Actor, profile: Profile, names: Catalogue) -> Any:
    site = current_site()
    sees_contact = policy.may_see_contact(actor, profile)
    contact = []
    if sees_contact and profile.real_name_sealed:
        contact.append((gettext("Full name"), site.vault.open(profile.real_name_sealed)))
    if sees_contact and profile.phone_sealed:
        contact.append((gettext("Mobile number"), site.vault.open(profile.phone_sealed)))
    return profile_page(
        profile,
        names,
        language(),
        now=site.clock.now(),
        contact=contact,
        is_own=bool(policy.may_write_profile(actor, profile)),
        actions=_profile_actions(actor, profile),
    )


def _matches_link(vacancy: Vacancy) -> list[tuple[str, str, str]]:
    return _link(gettext("See fitting talents"), "matches.list_matches_of_vacancy", public_id=vacancy.public_id)


def _profile_actions(actor: Actor, profile: Profile) -> list[tuple[str, str, str]]:
    actions: list[tuple[str, str, str]] = []
    if policy.may_write_profile(actor, profile):
        if profile.state == State.PUBLISHED:
            actions += _link(
                gettext("See fitting vacancies"), "matches.list_matches_of_profile", public_id=profile.public_id
            )
        possible = possible_actions(profile.state)
        if Action.EDIT in possible:
            actions += _link(gettext("Edit"), "postings.write_profile", public_id=profile.public_id, step="wish")
        for name, (action, text) in _ACTIONS.items():
            if action in possible:
                actions += _link(text, "postings.change_profile", "post", public_id=profile.public_id, action_name=name)
    if policy.may_check_profile(actor, profile) and profile.state == State.SUBMITTED:
        actions += _link(gettext("Check this profile"), "postings.check_profile", public_id=profile.public_id)
    if profile.state == State.PUBLISHED and actor.may(Permission.VACANCY_SEE_TALENTS):
        actions += _link(gettext("Invite"), "placements.invite", public_id=profile.public_id)
    return actions


# -- own lists ----------------------------------------------------------------------------------------------------


@blueprint.get("/my/vacancies")
@needs(Permission.VACANCY_PUBLISH)
def list_my_vacancies() -> Answer:
    actor, now = current_actor(), current_site().clock.now()
    state = request.args.get("state") or None
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
        states=labels("posting_state"),
        state=state,
        has_organisation=actor.organisation_id is not None,
    )


@blueprint.get("/my/profiles")
@needs(Permission.PROFILE_OWN)
def list_my_profiles() -> Answer:
    actor, now = current_actor(), current_site().clock.now()
    with reading() as session:
        names = catalogue(session)
        rows = queries.profiles_of_account(session, actor.account_id or 0)
        cards = [talent_card(row, names, language(), now=now) for row in rows]
    return render_template("postings/list_my_profiles.html", cards=cards)


# -- writing ------------------------------------------------------------------------------------------------------


@blueprint.route("/vacancies/new", methods=["GET", "POST"])
@needs(Permission.VACANCY_PUBLISH)
def start_vacancy() -> Answer:
    if current_actor().organisation_id is None:
        flash(gettext("Please describe your organisation first."), "warning")
        return redirect(url_for("organisations.edit_organisation"), 303)
    validity = current_site().clock.today() + timedelta(days=60)
    blank = VacancyDraft(hour_scheme="standard", hours_per_day=8, days_per_week=5, valid_through=validity)
    return _vacancy_step("post", None, blank)


@blueprint.route("/vacancies/<public_id>/<step>", methods=["GET", "POST"])
@needs(Permission.VACANCY_PUBLISH)
def write_vacancy(public_id: str, step: str) -> Answer:
    actor = current_actor()
    with reading() as session:
        vacancy, _ = queries.vacancy_visible_to(session, actor, public_id, current_site().clock.now())
        if not policy.may_write_vacancy(actor, vacancy):
            raise NotFound("not_found")
        draft = services.draft_of_vacancy(vacancy)
    if step == "review":
        return _review_vacancy(vacancy)
    if step not in VACANCY_STEPS:
        raise NotFound("not_found")
    return _vacancy_step(step, vacancy, draft)


def _vacancy_step(step: str, vacancy: Vacancy | None, draft: VacancyDraft) -> Answer:
    form = _step_form("vacancy", step, draft, draft.title, vacancy.version if vacancy else 0)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                saved = services.save_vacancy_draft(
                    session,
                    current_actor(),
                    _with_occupation(form.to_draft(draft)) if step == "post" else form.to_draft(draft),
                    clock=current_site().clock,
                    vacancy_id=vacancy.id if vacancy else None,
                    version=form.seen_version if vacancy else None,
                    step=step,
                )
                public_id = saved.public_id
            following = _step_after("vacancy", step)
            return redirect(url_for(".write_vacancy", public_id=public_id, step=following), 303)
        except (RuleBroken, RulesBroken) as error:
            form.attach(error)
        except Conflict as error:
            form.form_errors.append(error_text(error))
            form.version.data = str(vacancy.version if vacancy else 0)
    held_id = vacancy.public_id if vacancy else None
    is_public = vacancy is not None and vacancy.state == State.PUBLISHED
    return _render_step("vacancy", step, form, held_id, is_public)


def _with_occupation(draft: VacancyDraft) -> VacancyDraft:
    """A title without a chosen occupation gets the likeliest one; the review page shows it."""
    from dataclasses import replace

    if draft.occupation_code or not draft.title:
        return draft
    likely = suggest(draft.title, 1)
    return replace(draft, occupation_code=likely[0][0]) if likely else draft


def _step_form(kind: str, step: str, draft: Any, title: str, version: int) -> Any:
    """The form of a step with its choices; filled from the draft on the first view."""
    with reading() as session:
        names = catalogue(session)
    form = _ALL_STEPS[kind][step]()
    typed = request.form.get("title") or request.form.get("wanted_titles") or title
    form.prepare(names, language(), _occupation_choices(draft, typed, names))
    if not form.is_submitted():
        form.fill(draft)
        form.version.data = str(version)
    return form


def _occupation_choices(draft: Any, title: str, names: Catalogue) -> list[tuple[str, str]]:
    """ "Did you mean": the likeliest occupations of the title, and what was chosen before or just now."""
    held = getattr(draft, "occupation_code", None) or next(iter(getattr(draft, "occupation_codes", ())), None)
    chosen = request.form.get("occupation_code")
    codes = [code for code in (chosen, held) if code and code in names.occupations]
    first_title = title.strip().splitlines()[0][:80] if title and title.strip() else ""
    codes += [code for code, _ in (suggest(first_title, 8) if first_title else [])]
    return [(code, names.occupation_label(code, language())) for code in dict.fromkeys(codes)]


def _step_after(kind: str, step: str) -> str:
    order = [*_ALL_STEPS[kind], "review"]
    return order[order.index(step) + 1]


def _step_items(kind: str, current: str, public_id: str | None) -> list[dict[str, Any]]:
    order = [*_ALL_STEPS[kind], "review"]
    place = order.index(current)
    return [
        {
            "label": _STEP_TITLES[name],
            "state": "current" if name == current else "done" if number < place else "todo",
            "url": url_for(f".write_{kind}", public_id=public_id, step=name) if public_id else None,
        }
        for number, name in enumerate(order)
    ]


def _render_step(kind: str, step: str, form: Any, public_id: str | None, is_public: bool) -> tuple[str, int]:
    status = SUBMITTED_WITH_ERRORS if form.is_submitted() else 200
    page = render_template(
        f"postings/write_{kind}.html",
        form=form,
        step=step,
        step_title=_STEP_TITLES[step],
        steps=_step_items(kind, step, public_id),
        is_public=is_public,
        back_url=_back_url(kind, public_id),
    )
    return page, status


def _back_url(kind: str, public_id: str | None) -> str:
    """Where "go on later" leads: one's own list, or for a bureau's clerk the profile itself."""
    if kind == "vacancy":
        return url_for(".list_my_vacancies")
    if public_id and not current_actor().may(Permission.PROFILE_OWN):
        return url_for(".show_profile", public_id=public_id)
    return url_for(".list_my_profiles")


def _review_vacancy(vacancy: Vacancy) -> Answer:
    actor, site = current_actor(), current_site()
    problems: list[str] = []
    if request.method == "POST":
        try:
            with transaction() as session:
                services.submit_vacancy(session, actor, vacancy.id, clock=site.clock)
            flash(gettext("Sent to the bureau. You are told when it is published."), "success")
            return redirect(url_for(".list_my_vacancies"), 303)
        except (RuleBroken, RulesBroken, Conflict) as error:
            problems = _problem_texts(error)
    with reading() as session:
        row, organisation = queries.vacancy_visible_to(session, actor, vacancy.public_id, site.clock.now())
        page = vacancy_page(row, organisation, catalogue(session), language(), now=site.clock.now(), actions=[])
    can_submit = Action.SUBMIT in possible_actions(vacancy.state)
    text = render_template(
        "postings/review_vacancy.html",
        page=page,
        problems=problems,
        can_submit=can_submit,
        steps=_step_items("vacancy", "review", vacancy.public_id),
    )
    return text, SUBMITTED_WITH_ERRORS if problems else 200


def _problem_texts(error: RuleBroken | RulesBroken | Conflict) -> list[str]:
    broken = error.broken if isinstance(error, RulesBroken) else [error]
    return [error_text(one) for one in broken]


@blueprint.post("/vacancies/<public_id>/state/<action_name>")
@needs(Permission.VACANCY_PUBLISH)
def change_vacancy(public_id: str, action_name: str) -> Answer:
    if action_name not in _ACTIONS:
        raise NotFound("not_found")
    actor, site = current_actor(), current_site()
    with transaction() as session:
        vacancy, _ = queries.vacancy_visible_to(session, actor, public_id, site.clock.now())
        services.change_vacancy_state(session, actor, vacancy.id, _ACTIONS[action_name][0], clock=site.clock)
        state = vacancy.state
    flash(gettext("Saved. The vacancy is now: %(state)s.", state=label("posting_state", state)), "success")
    return redirect(url_for(".show_vacancy", public_id=public_id), 303)


@blueprint.route("/profiles/new", methods=["GET", "POST"])
@needs(Permission.PROFILE_OWN)
def start_profile() -> Answer:
    validity = current_site().clock.today() + timedelta(days=120)
    return _profile_step("wish", None, ProfileDraft(valid_through=validity, employment_forms=("full_time",)))


@blueprint.route("/profiles/<public_id>/<step>", methods=["GET", "POST"])
@needs(Permission.PROFILE_OWN, Permission.POSTING_CHECK)
def write_profile(public_id: str, step: str) -> Answer:
    actor, site = current_actor(), current_site()
    with reading() as session:
        profile = queries.profile_visible_to(session, actor, public_id, site.clock.now())
        if not policy.may_write_profile(actor, profile):
            raise NotFound("not_found")
        draft = services.draft_of_profile(profile, site.vault)
        names = catalogue(session)
    if step == "review":
        return _review_profile(profile, names)
    if step not in PROFILE_STEPS:
        raise NotFound("not_found")
    return _profile_step(step, profile, draft)


def _profile_step(step: str, profile: Profile | None, draft: ProfileDraft) -> Answer:
    title = draft.wanted_titles[0] if draft.wanted_titles else ""
    form = _step_form("profile", step, draft, title, profile.version if profile else 0)
    if form.validate_on_submit():
        try:
            site = current_site()
            with transaction() as session:
                saved = services.save_profile_draft(
                    session,
                    current_actor(),
                    _with_occupations(form.to_draft(draft)) if step == "wish" else form.to_draft(draft),
                    clock=site.clock,
                    vault=site.vault,
                    profile_id=profile.id if profile else None,
                    version=form.seen_version if profile else None,
                    step=step,
                )
                public_id = saved.public_id
            return redirect(url_for(".write_profile", public_id=public_id, step=_step_after("profile", step)), 303)
        except (RuleBroken, RulesBroken) as error:
            form.attach(error)
        except Conflict as error:
            form.form_errors.append(error_text(error))
            form.version.data = str(profile.version if profile else 0)
    held_id = profile.public_id if profile else None
    is_public = profile is not None and profile.state == State.PUBLISHED
    return _render_step("profile", step, form, held_id, is_public)


def _with_occupations(draft: ProfileDraft) -> ProfileDraft:
    from dataclasses import replace

    if draft.occupation_codes:
        return draft
    likely = [code for title in draft.wanted_titles for code, _ in suggest(title, 1)]
    return replace(draft, occupation_codes=tuple(dict.fromkeys(likely)))


def _review_profile(profile: Profile, names: Catalogue) -> Answer:
    actor, site = current_actor(), current_site()
    problems: list[str] = []
    if request.method == "POST":
        try:
            with transaction() as session:
                services.submit_profile(session, actor, profile.id, clock=site.clock, vault=site.vault)
            flash(gettext("Sent to the bureau of your city. You are told when it is shown."), "success")
            return redirect(url_for(".list_my_profiles"), 303)
        except (RuleBroken, RulesBroken, Conflict) as error:
            problems = _problem_texts(error)
    page = profile_page(profile, names, language(), now=site.clock.now(), contact=[], is_own=True, actions=[])
    text = render_template(
        "postings/review_profile.html",
        page=page,
        problems=problems,
        can_submit=Action.SUBMIT in possible_actions(profile.state),
        steps=_step_items("profile", "review", profile.public_id),
    )
    return text, SUBMITTED_WITH_ERRORS if problems else 200


@blueprint.post("/profiles/<public_id>/state/<action_name>")
@needs(Permission.PROFILE_OWN, Permission.POSTING_CHECK)
def change_profile(public_id: str, action_name: str) -> Answer:
    if action_name not in _ACTIONS:
        raise NotFound("not_found")
    actor, site = current_actor(), current_site()
    with transaction() as session:
        profile = queries.profile_visible_to(session, actor, public_id, site.clock.now())
        services.change_profile_state(session, actor, profile.id, _ACTIONS[action_name][0], clock=site.clock)
        state = profile.state
    flash(gettext("Saved. The profile is now: %(state)s.", state=label("posting_state", state)), "success")
    return redirect(url_for(".show_profile", public_id=public_id), 303)


# -- checking -----------------------------------------------------------------------------------------------------


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
    if form.validate_on_submit():
        try:
            with transaction() as session:
                vacancy, _ = queries.vacancy_visible_to(session, actor, public_id, site.clock.now())
                services.decide_vacancy(
                    session,
                    actor,
                    vacancy.id,
                    approve=form.decision.data == "approve",
                    reason=form.reason.data,
                    clock=site.clock,
                )
            flash(gettext("Your decision is saved."), "success")
            return redirect(url_for(".list_postings_to_check"), 303)
        except RuleBroken as error:
            form.attach(error)
    with reading() as session:
        vacancy, organisation = queries.vacancy_visible_to(session, actor, public_id, site.clock.now())
        if not policy.may_check_vacancy(actor, vacancy):
            raise NotFound("not_found")
        page = vacancy_page(vacancy, organisation, catalogue(session), language(), now=site.clock.now(), actions=[])
        is_waiting = vacancy.state == State.SUBMITTED
    text = render_template("postings/check_vacancy.html", page=page, form=form, is_waiting=is_waiting)
    return text, SUBMITTED_WITH_ERRORS if form.is_submitted() else 200


@blueprint.route("/checks/profiles/<public_id>", methods=["GET", "POST"])
@needs(Permission.POSTING_CHECK)
def check_profile(public_id: str) -> Answer:
    actor, site, form = current_actor(), current_site(), DecisionForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                profile = queries.profile_visible_to(session, actor, public_id, site.clock.now())
                services.decide_profile(
                    session,
                    actor,
                    profile.id,
                    approve=form.decision.data == "approve",
                    reason=form.reason.data,
                    clock=site.clock,
                )
            flash(gettext("Your decision is saved."), "success")
            return redirect(url_for(".list_postings_to_check"), 303)
        except RuleBroken as error:
            form.attach(error)
    with reading() as session:
        profile = queries.profile_visible_to(session, actor, public_id, site.clock.now())
        if not policy.may_check_profile(actor, profile):
            raise NotFound("not_found")
        page = _profile_page(actor, profile, catalogue(session))
        is_waiting = profile.state == State.SUBMITTED
    text = render_template("postings/check_profile.html", page=page, form=form, is_waiting=is_waiting)
    return text, SUBMITTED_WITH_ERRORS if form.is_submitted() else 200
