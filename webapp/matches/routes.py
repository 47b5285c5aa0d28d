"""Pages of matching: runs with progress and results, explanations, and the matches of one posting."""

from collections.abc import Iterator
from typing import Any

from flask import (
    Blueprint,
    flash,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    stream_with_context,
    url_for,
)
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response

from matching import Explanation
from webapp.audit.services import note
from webapp.core.errors import NotFound, RuleBroken
from webapp.core.permissions import Permission, Role
from webapp.http import navigation
from webapp.http.access import needs
from webapp.http.form import SUBMITTED_WITH_ERRORS
from webapp.http.locale import language
from webapp.http.session import current_actor
from webapp.http.site import current_site, reading, transaction
from webapp.http.wording import error_text, labels
from webapp.matches import exports, queries, services
from webapp.matches.explanations import PairReasons, reasons_of
from webapp.matches.forms import RunForm
from webapp.matches.presenters import (
    explanation_page,
    export_header,
    export_options,
    pair_card,
    percent,
    run_card,
    short_reasons,
)
from webapp.plans.queries import plan_in_force
from webapp.postings.policy import may_read_vacancy, may_write_profile
from webapp.postings.presenters import talent_card, vacancy_card
from webapp.postings.queries import profile_visible_to, vacancy_visible_to
from webapp.reference.queries import catalogue

blueprint = Blueprint("matches", __name__)

navigation.add(lazy_gettext("Jobs for me"), "matches.recommendations", Role.SEEKER, order=15)
navigation.add(lazy_gettext("Talents for us"), "matches.list_talents_for_us", Role.EMPLOYER, Role.AGENCY, order=25)
navigation.add(lazy_gettext("Match runs"), "matches.list_runs", Role.OFFICER, Role.COORDINATOR, order=30)

Answer = Response | str | tuple[str, int]


# -- runs ---------------------------------------------------------------------------------------------------------


@blueprint.get("/match-runs")
@needs(Permission.MATCH_RUN)
def list_runs() -> str:
    with reading() as session:
        names = catalogue(session)
        cards = [run_card(run, names, language()) for run in queries.runs(session, current_actor())]
    return render_template("matches/list_runs.html", runs=cards)


@blueprint.route("/match-runs/new", methods=["GET", "POST"])
@needs(Permission.MATCH_RUN)
def start_run() -> Answer:
    actor, form = current_actor(), RunForm()
    with reading() as session:
        form.prepare(catalogue(session), language())
        plan = plan_in_force(session)
    if request.method == "GET":
        form.to_cities.data = [actor.city_code] if actor.city_code else []
        form.is_spread.data = bool(plan.congestion)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                run = services.start_run(session, actor, form.to_draft(), clock=current_site().clock)
                run_id = run.id
            return redirect(url_for(".show_run", run_id=run_id), 303)
        except RuleBroken as error:
            form.attach(error)
    text = render_template("matches/start_run.html", form=form, plan_version=plan.version)
    return text, SUBMITTED_WITH_ERRORS if form.is_submitted() else 200


def _filter() -> queries.PairFilter:
    decision = request.args.get("decision")
    return queries.PairFilter(
        decision=decision if decision in dict(labels("pair_filter")) else None,
        to_city=(request.args.get("city") or "")[:6] or None,
        is_top_only=request.args.get("top") == "1",
    )


@blueprint.get("/match-runs/<int:run_id>")
@needs(Permission.MATCH_RUN)
def show_run(run_id: int) -> Answer:
    chosen = _filter()
    with reading() as session:
        names = catalogue(session)
        run = queries.run_visible_to(session, current_actor(), run_id)
        counts, page = {}, queries.NO_PAIRS
        if run.state == "done":
            counts = queries.decisions_count(session, run_id)
            page = queries.pairs_page(session, run_id, chosen, after=request.args.get("after"), counts=counts)
        card = run_card(run, names, language(), counts)
        reasons = reasons_of(session, run, [row[0] for row in page.items])
        pairs = [pair_card(row, reasons[row[0].id].explanation, names, language()) for row in page.items]
    kept: dict[str, Any] = {
        "run_id": run_id,
        "decision": chosen.decision,
        "city": chosen.to_city,
        "top": request.args.get("top"),
    }
    response = make_response(
        render_template(
            "matches/show_run.html",
            run=card,
            pairs=pairs,
            total=page.total,
            export=export_options(page.total or 0),
            chosen=chosen,
            filters=labels("pair_filter"),
            reasons=labels("dismissal_reason"),
            next_url=url_for(".show_run", after=page.next_cursor, **kept) if page.next_cursor else None,
            first_url=url_for(".show_run", **kept) if request.args.get("after") else None,
            kept={key: value for key, value in kept.items() if value and key != "run_id"},
        )
    )
    if card.is_active:
        # Without script the page looks again by itself.
        response.headers["Refresh"] = "3"
    return response


@blueprint.get("/match-runs/<int:run_id>/progress")
@needs(Permission.MATCH_RUN)
def show_run_progress(run_id: int) -> Response:
    with reading() as session:
        run = queries.run_visible_to(session, current_actor(), run_id)
        card = run_card(run, catalogue(session), language())
    text = gettext("%(state)s: %(percent)s%%", state=card.state_label, percent=card.percent)
    url = url_for(".show_run", run_id=run_id)
    return jsonify(percent=card.percent, label=text, done=not card.is_active, url=url)


@blueprint.post("/match-runs/<int:run_id>/cancellation")
@needs(Permission.MATCH_RUN)
def cancel_run(run_id: int) -> Answer:
    with transaction() as session:
        services.cancel_run(session, current_actor(), run_id, clock=current_site().clock)
    flash(gettext("The run is being stopped."), "success")
    return redirect(url_for(".show_run", run_id=run_id), 303)


@blueprint.post("/match-runs/<int:run_id>/decisions")
@needs(Permission.MATCH_RUN)
def decide_pairs(run_id: int) -> Answer:
    ids = [int(text) for text in request.form.getlist("pair") if text.isdigit() and len(text) < 12]
    decision, reason = request.form.get("decision", ""), request.form.get("reason") or None
    try:
        with transaction() as session:
            queries.run_visible_to(session, current_actor(), run_id)
            changed = services.decide_pairs(session, current_actor(), ids, decision, reason, clock=current_site().clock)
        flash(gettext("%(count)s pairs saved.", count=changed), "success")
    except RuleBroken as error:
        flash(error_text(error), "error")
    return redirect(url_for(".show_run", run_id=run_id), 303)


@blueprint.get("/match-runs/<int:run_id>/export.<kind>")
@needs(Permission.MATCH_RUN)
def export_run(run_id: int, kind: str) -> Answer:
    if kind not in ("csv", "xlsx"):
        raise NotFound("not_found")
    actor, chosen = current_actor(), _filter()
    with reading() as session:
        run = queries.finished_run_visible_to(session, actor, run_id)
        offered = export_options(queries.pairs_count(session, run_id, chosen))
        names = catalogue(session)
        pairs = queries.pairs_in_order(session, run_id, chosen) if offered.is_in_words else []
        reasons = reasons_of(session, run, pairs)
    if kind == "xlsx" and not offered.has_xlsx:
        flash(
            gettext("These are too many rows for an Excel file. Please take the CSV file, which Excel opens too."),
            "error",
        )
        return redirect(url_for(".show_run", run_id=run_id), 303)
    with transaction() as session:
        services.keep_exported_reasons(session, actor, reasons)
        note(session, actor, "run.exported", "run", run_id, clock=current_site().clock)
    rows = exports.Export(run, chosen, offered.is_in_words, names, language()).parts(reading)
    return _file(kind, export_header(offered.is_in_words), rows, f"match-run-{run_id}")


def _file(kind: str, header: list[str], rows: Iterator[exports.Rows], name: str) -> Response:
    if kind == "csv":
        response = Response(stream_with_context(exports.as_csv(header, rows)), mimetype="text/csv")
    else:
        mimetype = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        response = Response(exports.as_xlsx(header, rows, gettext("Pairs")), mimetype=mimetype)
    response.headers["Content-Disposition"] = f"attachment; filename={name}.{kind}"
    return response


@blueprint.get("/pairs/<int:pair_id>")
@needs(Permission.MATCH_RUN)
def explain_pair(pair_id: int) -> str:
    with reading() as session:
        names = catalogue(session)
        pair, vacancy, organisation, profile = queries.pair_visible_to(session, current_actor(), pair_id)
        run = queries.run_visible_to(session, current_actor(), pair.run_id)
        reasons = reasons_of(session, run, [pair])[pair.id]
        page = explanation_page(reasons, vacancy, organisation, profile, names, language())
        back_url = url_for(".show_run", run_id=pair.run_id)
    return render_template("matches/explain_match.html", page=page, back_url=back_url)


# -- standing matches ---------------------------------------------------------------------------------------------


def _talents(rows: list[queries.StandingRow], names: Any) -> list[dict[str, Any]]:
    return [
        {
            "card": talent_card(
                profile,
                names,
                language(),
                fit_percent=percent(match.score),
                reasons=short_reasons(Explanation.from_json(match.explanation), names, language()),
            ),
            "why_url": url_for(".explain_standing_match", match_id=match.id),
            "invite_url": url_for("placements.invite", public_id=profile.public_id, vacancy=vacancy.public_id),
            "vacancy_title": vacancy.title,
        }
        for match, vacancy, _, profile in rows
    ]


def _vacancies(rows: list[queries.StandingRow], names: Any) -> list[dict[str, Any]]:
    return [
        {
            "card": vacancy_card(
                vacancy,
                organisation,
                names,
                language(),
                fit_percent=percent(match.score),
                reasons=short_reasons(Explanation.from_json(match.explanation), names, language()),
            ),
            "why_url": url_for(".explain_standing_match", match_id=match.id),
            "apply_url": url_for("placements.apply", public_id=vacancy.public_id),
        }
        for match, vacancy, organisation, _ in rows
    ]


@blueprint.get("/vacancies/<public_id>/matches")
@needs(Permission.VACANCY_SEE_TALENTS, Permission.MATCH_RUN)
def list_matches_of_vacancy(public_id: str) -> str:
    actor, now = current_actor(), current_site().clock.now()
    with reading() as session:
        names = catalogue(session)
        vacancy, organisation = vacancy_visible_to(session, actor, public_id, now)
        if not may_read_vacancy(actor, vacancy) and not actor.may(Permission.MATCH_RUN):
            raise NotFound("not_found")
        rows = _talents(queries.matches_of_vacancy(session, vacancy.id, now), names)
        card = vacancy_card(vacancy, organisation, names, language())
    may_invite = actor.may(Permission.CANDIDATE_ANSWER)
    return render_template("matches/list_talents.html", rows=rows, card=card, may_invite=may_invite)


@blueprint.get("/talents-for-us")
@needs(Permission.VACANCY_SEE_TALENTS)
def list_talents_for_us() -> str:
    actor, now = current_actor(), current_site().clock.now()
    with reading() as session:
        rows = queries.matches_of_organisation(session, actor.organisation_id or 0, now)
        talents = _talents(rows, catalogue(session))
    return render_template(
        "matches/list_talents.html", rows=talents, card=None, may_invite=actor.may(Permission.CANDIDATE_ANSWER)
    )


@blueprint.get("/talents/<public_id>/matches")
@needs(Permission.PROFILE_OWN, Permission.MATCH_RUN)
def list_matches_of_profile(public_id: str) -> str:
    actor, now = current_actor(), current_site().clock.now()
    with reading() as session:
        names = catalogue(session)
        profile = profile_visible_to(session, actor, public_id, now)
        if not may_write_profile(actor, profile) and not actor.may(Permission.MATCH_RUN):
            raise NotFound("not_found")
        rows = _vacancies(queries.matches_of_profile(session, profile.id, now), names)
        card = talent_card(profile, names, language())
    may_apply = actor.may(Permission.PROFILE_OWN)
    return render_template("matches/list_vacancies.html", rows=rows, card=card, may_apply=may_apply)


@blueprint.get("/jobs-for-me")
@needs(Permission.PROFILE_OWN)
def recommendations() -> str:
    actor, now = current_actor(), current_site().clock.now()
    with reading() as session:
        rows = queries.matches_of_account(session, actor.account_id or 0, now)
        vacancies = _vacancies(rows, catalogue(session))
    return render_template("matches/list_vacancies.html", rows=vacancies, card=None, may_apply=True)


@blueprint.get("/matches/<int:match_id>")
@needs(Permission.PROFILE_OWN, Permission.VACANCY_SEE_TALENTS, Permission.MATCH_RUN)
def explain_standing_match(match_id: int) -> str:
    actor, now = current_actor(), current_site().clock.now()
    with reading() as session:
        names = catalogue(session)
        match, vacancy, organisation, profile = queries.standing_match_visible_to(session, actor, match_id, now)
        explanation = Explanation.from_json(match.explanation)
        page = explanation_page(PairReasons(explanation), vacancy, organisation, profile, names, language())
    back_url = url_for(".recommendations") if actor.may(Permission.PROFILE_OWN) else None
    if back_url is None and actor.may(Permission.VACANCY_SEE_TALENTS):
        back_url = url_for(".list_matches_of_vacancy", public_id=vacancy.public_id)
    return render_template("matches/explain_match.html", page=page, back_url=back_url or url_for(".list_runs"))
