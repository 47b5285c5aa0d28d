"""The employer's candidates: all of them with what is overdue on top, and the board of one vacancy."""

from typing import Any

from flask import render_template, request, url_for
from sqlalchemy.orm import Session

from webapp.core.permissions import Permission
from webapp.http.access import needs
from webapp.http.locale import language
from webapp.http.session import current_actor
from webapp.http.site import current_site, reading
from webapp.http.wording import label
from webapp.placements import queries
from webapp.placements.answer_terms import term_on
from webapp.placements.blueprint import blueprint
from webapp.placements.presenters import CandidateLine, Column, candidate_line, due_before, stage_facets
from webapp.placements.queries import Row
from webapp.placements.rules import Stage
from webapp.placements.starts import places_filled, places_promised
from webapp.postings.presenters import shown_state
from webapp.postings.queries import vacancy_visible_to
from webapp.reference.queries import catalogue

PAGE = 30
# So many cards stand in a column; the rest is one link away.
COLUMN_MOST = 25


def lines_of(session: Session, rows: list[Row]) -> list[CandidateLine]:
    """Rows with their newest interview and offer, as a page shows them."""
    site, names = current_site(), catalogue(session)
    ids = [row[0].id for row in rows]
    interviews, offers = queries.newest_interviews(session, ids), queries.newest_offers(session, ids)
    return [
        candidate_line(
            row,
            names,
            language(),
            vault=site.vault,
            now=site.clock.now(),
            interview=interviews.get(row[0].id),
            offer=offers.get(row[0].id),
            answers=current_actor().may(Permission.CANDIDATE_ANSWER),
        )
        for row in rows
    ]


def _wanted_stage() -> Stage | None:
    wanted = request.args.get("stage", "")
    return Stage(wanted) if wanted in {stage.value for stage in Stage} else None


def _page_number() -> int:
    text = request.args.get("page", "1")
    return int(text) if text.isascii() and text.isdecimal() and 0 < len(text) < 6 and int(text) > 0 else 1


@blueprint.get("/candidates")
@needs(Permission.VACANCY_SEE_TALENTS)
def list_all_candidates() -> str:
    """Of all vacancies; `stage` and `overdue` narrow the list."""
    now, organisation_id = current_site().clock.now(), current_actor().organisation_id or 0
    stage, only_overdue, number = _wanted_stage(), request.args.get("overdue") == "1", _page_number()
    with reading() as session:
        counts = queries.stage_counts(session, organisation_id)
        overdue = queries.count_overdue(session, organisation_id, due_before(now))
        rows = queries.introductions_of_organisation(
            session,
            organisation_id,
            due_before=due_before(now),
            stage=stage,
            only_overdue=only_overdue,
            offset=(number - 1) * PAGE,
            limit=PAGE + 1,
        )
        lines = lines_of(session, rows[:PAGE])
    chosen: dict[str, Any] = {"stage": stage.value} if stage else {}
    chosen |= {"overdue": 1} if only_overdue else {}
    here = ".list_all_candidates"
    return render_template(
        "placements/list_all_candidates.html",
        lines=lines,
        facets=stage_facets(counts),
        stage=stage.value if stage else None,
        only_overdue=only_overdue,
        overdue=overdue,
        answers=current_actor().may(Permission.CANDIDATE_ANSWER),
        days=term_on(current_site().clock.today()).answer_days,
        next_url=url_for(here, page=number + 1, **chosen) if len(rows) > PAGE else None,
        first_url=url_for(here, **chosen) if number > 1 else None,
        here=request.full_path,
    )


@blueprint.get("/vacancies/<public_id>/candidates")
@needs(Permission.VACANCY_SEE_TALENTS)
def list_candidates(public_id: str) -> str:
    """The board of one vacancy: a column a stage, or one stage as a list."""
    actor, now, stage = current_actor(), current_site().clock.now(), _wanted_stage()
    organisation_id = actor.organisation_id or 0
    with reading() as session:
        vacancy, _ = vacancy_visible_to(session, actor, public_id, now)
        counts = queries.stage_counts(session, organisation_id, public_id=public_id)
        columns = [
            _column(session, public_id, one, counts[one], limit=200 if stage else COLUMN_MOST)
            for one in ([stage] if stage else Stage)
        ]
        overdue = queries.count_overdue(session, organisation_id, due_before(now), public_id)
        filled, promised = places_filled(session, vacancy), places_promised(session, vacancy)
    state = shown_state(vacancy, now)
    return render_template(
        "placements/list_candidates.html",
        public_id=public_id,
        title=vacancy.title,
        state=state,
        state_label=label("posting_state", state),
        headcount=vacancy.headcount,
        filled=filled,
        promised=promised,
        columns=columns,
        facets=stage_facets(counts),
        stage=stage.value if stage else None,
        overdue=overdue,
        total=sum(counts.values()),
        waiting=counts[Stage.NEW] + counts[Stage.SHORTLISTED] + counts[Stage.INTERVIEW],
        answers=actor.may(Permission.CANDIDATE_ANSWER),
        here=request.full_path,
    )


def _column(session: Session, public_id: str, stage: Stage, count: int, *, limit: int) -> Column:
    rows = queries.introductions_of_organisation(
        session,
        current_actor().organisation_id or 0,
        due_before=due_before(current_site().clock.now()),
        public_id=public_id,
        stage=stage,
        limit=limit,
    )
    url = url_for(".list_candidates", public_id=public_id, stage=stage.value)
    return Column(stage.value, label("introduction_stage", stage), count, lines_of(session, rows), url)
