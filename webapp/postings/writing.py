"""Pages on which vacancies and profiles are written step by step, reviewed, sent, paused and closed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext, ngettext
from werkzeug.wrappers import Response

from matching.occupations import suggest
from matching.vocabulary.skills import of_occupation
from webapp.core.errors import Conflict, NotFound, RuleBroken, RulesBroken
from webapp.core.permissions import Permission, Role
from webapp.http.access import needs
from webapp.http.form import SUBMITTED_WITH_ERRORS
from webapp.http.locale import language
from webapp.http.session import current_actor
from webapp.http.site import current_site, reading, transaction
from webapp.http.wording import error_text, label, labels
from webapp.organisations.clients import clients_to_choose
from webapp.postings import lint_pages, policy, queries, services
from webapp.postings.blueprint import blueprint
from webapp.postings.differences import Difference, differences
from webapp.postings.drafts import draft_of_profile, draft_of_vacancy, snapshot_of
from webapp.postings.forms import ClosingForm
from webapp.postings.lint_notes import review_notes
from webapp.postings.linting import Linter, LintRefused
from webapp.postings.models import Profile, Vacancy
from webapp.postings.presenters import profile_page, vacancy_page
from webapp.postings.profile_forms import PROFILE_STEPS
from webapp.postings.rules import Action, ProfileDraft, State, VacancyDraft, possible_actions
from webapp.postings.vacancy_forms import VACANCY_STEPS
from webapp.reference.catalogue import Catalogue
from webapp.reference.queries import catalogue

Answer = Response | str | tuple[str, int]
Draft = VacancyDraft | ProfileDraft
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
STATE_ACTIONS = {
    "pause": (Action.PAUSE, lazy_gettext("Pause")),
    "resume": (Action.RESUME, lazy_gettext("Show again")),
    "fill": (Action.FILL, lazy_gettext("Mark as filled")),
    "withdraw": (Action.WITHDRAW, lazy_gettext("Withdraw")),
}
_SHOWN = (State.PUBLISHED, State.PAUSED)
_HINTED_SKILLS = 12
_CONFIRMED_MOST = 200


# -- vacancies ----------------------------------------------------------------------------------------------------


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
    vacancy = _own_vacancy(public_id)
    if step == "review":
        return _review_vacancy(vacancy)
    if step not in VACANCY_STEPS:
        raise NotFound("not_found")
    return _vacancy_step(step, vacancy, draft_of_vacancy(vacancy))


def _own_vacancy(public_id: str) -> Vacancy:
    """A vacancy of the actor's organisation; to everybody else this page does not exist."""
    actor = current_actor()
    with reading() as session:
        vacancy, _ = queries.vacancy_visible_to(session, actor, public_id, current_site().clock.now())
    if not policy.may_write_vacancy(actor, vacancy):
        raise NotFound("not_found")
    return vacancy


def _vacancy_step(step: str, vacancy: Vacancy | None, draft: VacancyDraft) -> Answer:
    form = _step_form("vacancy", step, draft, draft.title, vacancy.version if vacancy else 0)
    conflicts: list[Difference] = []
    if form.validate_on_submit():
        answer = _with_occupation(form.to_draft(draft)) if step == "post" else form.to_draft(draft)
        try:
            with transaction() as session:
                saved = services.save_vacancy_draft(
                    session,
                    current_actor(),
                    answer,
                    clock=current_site().clock,
                    vacancy_id=vacancy.id if vacancy else None,
                    version=form.seen_version if vacancy else None,
                    step=step,
                )
            if saved.state not in _SHOWN and lint_pages.is_new_to_the_writer(answer, step, saved.organisation_id):
                flash(gettext("Saved. Please look at the points below; you may also mend them later."), "info")
                return redirect(url_for(".write_vacancy", public_id=saved.public_id, step=step), 303)
            if saved.state in _SHOWN:
                flash(gettext("Saved. The vacancy is now: %(state)s.", state=_state_label(saved)), "success")
                return redirect(url_for(".show_vacancy", public_id=saved.public_id), 303)
            return redirect(
                url_for(".write_vacancy", public_id=saved.public_id, step=_step_after("vacancy", step)), 303
            )
        except (RuleBroken, RulesBroken) as error:
            form.attach(error)
        except Conflict as error:
            conflicts = _keep_answers(form, error, vacancy, draft, answer)
    return _render_step("vacancy", step, form, vacancy, draft, conflicts)


def _with_occupation(draft: VacancyDraft) -> VacancyDraft:
    """A title without a chosen occupation gets the likeliest one; the review page shows it."""
    if draft.occupation_code or not draft.title:
        return draft
    likely = suggest(draft.title, 1)
    return replace(draft, occupation_code=likely[0][0]) if likely else draft


def _review_vacancy(vacancy: Vacancy) -> Answer:
    actor, site = current_actor(), current_site()
    problems: list[str] = []
    confirmed = frozenset(request.form.getlist("confirm")[:_CONFIRMED_MOST])
    if request.method == "POST":
        try:
            with transaction() as session:
                services.submit_vacancy(session, actor, vacancy.id, clock=site.clock, confirmed=confirmed)
            flash(gettext("Sent to the bureau. You are told when it is published."), "success")
            return redirect(url_for(".list_my_vacancies"), 303)
        except LintRefused as error:
            # What stops it is listed below in any case, with its law and a proposal.
            count = len(error.findings)
            problems = [ngettext("%(num)s point must be mended", "%(num)s points must be mended", count)]
        except (RuleBroken, RulesBroken, Conflict) as error:
            problems = _problem_texts(error)
    with reading() as session:
        names = catalogue(session)
        row, organisation = queries.vacancy_visible_to(session, actor, vacancy.public_id, site.clock.now())
        page = vacancy_page(row, organisation, names, language(), now=site.clock.now(), actions=[])
        report = Linter(session, site.clock.today()).report(draft_of_vacancy(row), organisation)
    text = render_template(
        "postings/review_vacancy.html",
        found=review_notes(report, vacancy.public_id, names, language(), confirmed=confirmed),
        page=page,
        public_id=vacancy.public_id,
        problems=problems,
        can_submit=Action.SUBMIT in possible_actions(row.state),
        return_reason=row.return_reason,
        steps=_step_items("vacancy", "review", vacancy.public_id),
    )
    return text, SUBMITTED_WITH_ERRORS if problems else 200


@blueprint.post("/vacancies/<public_id>/state/<action_name>")
@needs(Permission.VACANCY_PUBLISH)
def change_vacancy(public_id: str, action_name: str) -> Answer:
    if action_name not in STATE_ACTIONS:
        raise NotFound("not_found")
    vacancy = _own_vacancy(public_id)
    return _change_vacancy(vacancy, STATE_ACTIONS[action_name][0], None)


def _change_vacancy(vacancy: Vacancy, action: Action, close_reason: str | None) -> Response:
    try:
        with transaction() as session:
            saved = services.change_vacancy_state(
                session, current_actor(), vacancy.id, action, clock=current_site().clock, close_reason=close_reason
            )
    except (RuleBroken, RulesBroken) as error:
        for text in _problem_texts(error):
            flash(text, "error")
        return redirect(url_for(".show_vacancy", public_id=vacancy.public_id), 303)
    flash(gettext("Saved. The vacancy is now: %(state)s.", state=_state_label(saved)), "success")
    return redirect(url_for(".show_vacancy", public_id=vacancy.public_id), 303)


@blueprint.route("/vacancies/<public_id>/closure", methods=["GET", "POST"])
@needs(Permission.VACANCY_PUBLISH)
def close_vacancy(public_id: str) -> Answer:
    vacancy, form = _own_vacancy(public_id), ClosingForm()
    if Action.FILL not in possible_actions(vacancy.state):
        raise Conflict("step_not_possible_now")
    form.close_reason.choices = labels("close_reason")
    if form.validate_on_submit():
        reason = form.close_reason.data
        return _change_vacancy(vacancy, Action.WITHDRAW if reason == "not_filled" else Action.FILL, reason)
    status = SUBMITTED_WITH_ERRORS if form.is_submitted() else 200
    return render_template(
        "postings/close_vacancy.html", form=form, title=vacancy.title, public_id=vacancy.public_id
    ), status


# -- profiles -----------------------------------------------------------------------------------------------------


@blueprint.route("/profiles/new", methods=["GET", "POST"])
@needs(Permission.PROFILE_OWN)
def start_profile() -> Answer:
    validity = current_site().clock.today() + timedelta(days=120)
    return _profile_step("wish", None, ProfileDraft(valid_through=validity, employment_forms=("full_time",)))


@blueprint.route("/profiles/<public_id>/<step>", methods=["GET", "POST"])
@needs(Permission.PROFILE_OWN, Permission.POSTING_CHECK)
def write_profile(public_id: str, step: str) -> Answer:
    profile = _own_profile(public_id)
    if step == "review":
        return _review_profile(profile)
    if step not in PROFILE_STEPS:
        raise NotFound("not_found")
    return _profile_step(step, profile, draft_of_profile(profile, current_site().vault))


def _own_profile(public_id: str) -> Profile:
    """A profile of the person, or one that the officer's bureau keeps."""
    actor = current_actor()
    with reading() as session:
        profile = queries.profile_visible_to(session, actor, public_id, current_site().clock.now())
    if not policy.may_write_profile(actor, profile):
        raise NotFound("not_found")
    return profile


def _profile_step(step: str, profile: Profile | None, draft: ProfileDraft) -> Answer:
    title = draft.wanted_titles[0] if draft.wanted_titles else ""
    form = _step_form("profile", step, draft, title, profile.version if profile else 0)
    conflicts: list[Difference] = []
    if form.validate_on_submit():
        site = current_site()
        answer = _with_occupations(form.to_draft(draft)) if step == "wish" else form.to_draft(draft)
        try:
            with transaction() as session:
                saved = services.save_profile_draft(
                    session,
                    current_actor(),
                    answer,
                    clock=site.clock,
                    vault=site.vault,
                    profile_id=profile.id if profile else None,
                    version=form.seen_version if profile else None,
                    step=step,
                )
            if saved.state in _SHOWN:
                flash(gettext("Saved. The profile is now: %(state)s.", state=_state_label(saved)), "success")
                return redirect(url_for(".show_profile", public_id=saved.public_id), 303)
            return redirect(
                url_for(".write_profile", public_id=saved.public_id, step=_step_after("profile", step)), 303
            )
        except (RuleBroken, RulesBroken) as error:
            form.attach(error)
        except Conflict as error:
            conflicts = _keep_answers(form, error, profile, draft, answer)
    return _render_step("profile", step, form, profile, draft, conflicts)


def _with_occupations(draft: ProfileDraft) -> ProfileDraft:
    """Each wanted title gets its likeliest occupation, after the one that was chosen."""
    likely = [code for title in draft.wanted_titles for code, _ in suggest(title, 1)]
    return replace(draft, occupation_codes=tuple(dict.fromkeys([*draft.occupation_codes, *likely])))


def _review_profile(profile: Profile) -> Answer:
    actor, site = current_actor(), current_site()
    problems: list[str] = []
    if request.method == "POST":
        try:
            with transaction() as session:
                services.submit_profile(session, actor, profile.id, clock=site.clock, vault=site.vault)
            flash(gettext("Sent to the bureau of your city. You are told when it is shown."), "success")
            if actor.may(Permission.PROFILE_OWN):
                return redirect(url_for(".list_my_profiles"), 303)
            return redirect(url_for(".show_profile", public_id=profile.public_id), 303)
        except (RuleBroken, RulesBroken, Conflict) as error:
            problems = _problem_texts(error)
    with reading() as session:
        names = catalogue(session)
    page = profile_page(profile, names, language(), now=site.clock.now(), contact=[], is_own=True, actions=[])
    text = render_template(
        "postings/review_profile.html",
        page=page,
        public_id=profile.public_id,
        problems=problems,
        can_submit=Action.SUBMIT in possible_actions(profile.state),
        return_reason=profile.return_reason,
        steps=_step_items("profile", "review", profile.public_id),
    )
    return text, SUBMITTED_WITH_ERRORS if problems else 200


@blueprint.post("/profiles/<public_id>/state/<action_name>")
@needs(Permission.PROFILE_OWN, Permission.POSTING_CHECK)
def change_profile(public_id: str, action_name: str) -> Answer:
    if action_name not in STATE_ACTIONS:
        raise NotFound("not_found")
    profile, action = _own_profile(public_id), STATE_ACTIONS[action_name][0]
    with transaction() as session:
        saved = services.change_profile_state(session, current_actor(), profile.id, action, clock=current_site().clock)
    flash(gettext("Saved. The profile is now: %(state)s.", state=_state_label(saved)), "success")
    return redirect(url_for(".show_profile", public_id=public_id), 303)


# -- what the steps of both share ---------------------------------------------------------------------------------


def _state_label(posting: Vacancy | Profile) -> str:
    return label("posting_state", posting.state)


def _problem_texts(error: RuleBroken | RulesBroken | Conflict) -> list[str]:
    broken = error.broken if isinstance(error, RulesBroken) else [error]
    return [error_text(one) for one in broken]


def _step_form(kind: str, step: str, draft: Any, title: str, version: int) -> Any:
    """The form of a step with its choices; filled from the draft on the first view."""
    with reading() as session:
        names = catalogue(session)
    form = _ALL_STEPS[kind][step]()
    typed = request.form.get("title") or request.form.get("wanted_titles") or title
    form.prepare(names, language(), _occupation_choices(draft, typed[:300], names))
    if step == "post":
        with reading() as session:
            form.offer_clients(clients_to_choose(session, current_actor(), current_site().clock.today()), draft)
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


def _keep_answers(
    form: Any, error: Conflict, posting: Vacancy | Profile | None, saved: Draft, answer: Draft
) -> list[Difference]:
    """After a conflict the answers stay in the form; shown beside them is what the other side saved meanwhile."""
    form.form_errors.append(error_text(error))
    form.version.data = str(posting.version if posting else 0)
    with reading() as session:
        names = catalogue(session)
    return differences(snapshot_of(saved), snapshot_of(answer), names, language())


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


def _render_step(
    kind: str, step: str, form: Any, posting: Vacancy | Profile | None, draft: Any, conflicts: list[Difference]
) -> tuple[str, int]:
    public_id = posting.public_id if posting else None
    seen = ""
    if isinstance(draft, VacancyDraft):
        seen = lint_pages.show_beside(form, step, draft, current_actor().organisation_id)
    page = render_template(
        f"postings/write_{kind}.html",
        form=form,
        step=step,
        step_title=_STEP_TITLES[step],
        steps=_step_items(kind, step, public_id),
        public_id=public_id,
        seen_findings=seen,
        is_public=posting is not None and posting.state in _SHOWN,
        return_reason=posting.return_reason if posting else None,
        conflicts=conflicts,
        offers_clients=current_actor().role is Role.AGENCY,
        skill_hints=_skill_hints(draft) if step in ("requirements", "background") else _NO_HINTS,
        back_url=_back_url(kind, public_id),
    )
    return page, SUBMITTED_WITH_ERRORS if form.is_submitted() else 200


_NO_HINTS: Mapping[str, list[str]] = {"usual": [], "known": [], "unknown": []}


def _skill_hints(draft: Any) -> Mapping[str, list[str]]:
    """What the occupation usually asks for, and which of the written skills the vocabulary knows (by which name)."""
    with reading() as session:
        names = catalogue(session)
    held = draft.must_skills + draft.nice_skills if isinstance(draft, VacancyDraft) else draft.skills
    codes = [draft.occupation_code] if isinstance(draft, VacancyDraft) else list(draft.occupation_codes)
    usual = dict.fromkeys(skill for code in codes if code for skill in of_occupation(code))
    have = {skill.code for skill in held}
    hinted = [names.skill_label(code, language()) for code in usual if code not in have]
    return {
        "usual": [name for name in hinted if name][:_HINTED_SKILLS],
        "known": [names.skill_label(skill.code, language()) or skill.text for skill in held if skill.code],
        "unknown": [skill.text for skill in held if not skill.code],
    }


def _back_url(kind: str, public_id: str | None) -> str:
    """Where "go on later" leads: one's own list, or for a bureau's clerk the profile itself."""
    if kind == "vacancy":
        return url_for(".list_my_vacancies")
    if public_id and not current_actor().may(Permission.PROFILE_OWN):
        return url_for(".show_profile", public_id=public_id)
    return url_for(".list_my_profiles")
