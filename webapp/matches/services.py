"""Use cases of matching: start, cancel and decide (`carrying_out` has the work between); keep the standing matches of
each posting.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from matching import MatchPlan, RankedMatch, rank, rank_jobs
from webapp.audit.services import note
from webapp.core import queue
from webapp.core.actor import Actor
from webapp.core.clock import Clock
from webapp.core.database import Database
from webapp.core.errors import Conflict, NotAllowed
from webapp.core.permissions import Permission
from webapp.matches import queries
from webapp.matches.explanations import PairReasons, reasons_of
from webapp.matches.models import MatchRun, RunPair, StandingMatch
from webapp.matches.records import job_record, jobs_to_match, talent_record, talents_to_match
from webapp.matches.rules import STANDING_PER_POSTING, RunDraft, check_decision, check_run
from webapp.matches.standing_index import StandingIndex
from webapp.plans.queries import plan_in_force
from webapp.plans.rules import USUAL_CONGESTION
from webapp.postings.models import Profile, Vacancy
from webapp.postings.queries import PROFILE_LOADED, VACANCY_LOADED
from webapp.postings.rules import is_shown

RUN_JOB = "matches.carry_out_run"
_ROWS_A_STATEMENT = 2000


# -- runs ---------------------------------------------------------------------------------------------------------


def start_run(session: Session, actor: Actor, draft: RunDraft, *, clock: Clock) -> MatchRun:
    """Promise a run; the worker carries it out. The plan in force is kept with the run, spreading as it was asked."""
    if not actor.may(Permission.MATCH_RUN) or actor.account_id is None:
        raise NotAllowed("role_may_not")
    check_run(draft)
    plan = _spread_as_asked(plan_in_force(session), draft.is_spread)
    run = MatchRun(
        account_id=actor.account_id,
        city_code=actor.city_code,
        from_cities=list(draft.from_cities),
        to_cities=list(draft.to_cities),
        occupation_group=draft.occupation_group,
        track=draft.track,
        per_vacancy=draft.per_vacancy,
        plan=plan.to_json(),
        plan_version=plan.version,
        state="waiting",
        created_at=clock.now(),
    )
    session.add(run)
    session.flush()  # for its id
    note(session, actor, "run.started", "run", run.id, clock=clock)
    queue.enqueue(session, RUN_JOB, run_id=run.id)
    return run


def _spread_as_asked(plan: MatchPlan, is_spread: bool | None) -> MatchPlan:
    """How lists are filled is asked run by run; what a pair is worth is not, so the version stays."""
    if is_spread is None:
        return plan
    return replace(plan, congestion=(plan.congestion or USUAL_CONGESTION) if is_spread else 0.0)


def cancel_run(session: Session, actor: Actor, run_id: int, *, clock: Clock) -> MatchRun:
    """Ask a run to stop; one that has not begun stops at once."""
    run = queries.run_visible_to(session, actor, run_id)
    if run.state not in ("waiting", "running"):
        raise Conflict("run_already_ended")
    run.wants_cancel = True
    if run.state == "waiting":
        run.state, run.finished_at = "cancelled", clock.now()
    note(session, actor, "run.cancelled", "run", run.id, clock=clock)
    return run


def decide_pairs(
    session: Session,
    actor: Actor,
    pair_ids: Sequence[int],
    decision: str,
    reason: str | None,
    *,
    clock: Clock,
) -> int:
    """Recommend or dismiss pairs; returns how many were changed. Deciding the same again changes nothing."""
    check_decision(decision, reason)
    pairs = queries.pairs_visible_to(session, actor, [*dict.fromkeys(pair_ids)])
    changed = [pair for pair in pairs if (pair.decision, pair.decision_reason) != (decision, reason)]
    keep_reasons(session, changed)
    for pair in changed:
        pair.decision, pair.decision_reason = decision, reason if decision == "dismissed" else None
        pair.decided_by, pair.decided_at = actor.account_id, clock.now()
        pair.version += 1
        note(session, actor, f"pair.{decision}", "pair", pair.id, clock=clock, reason=reason)
    return len(changed)


def keep_exported_reasons(session: Session, actor: Actor, reasons: dict[int, PairReasons]) -> None:
    """What an export says of pairs stays true of them: the file leaves the house, and somebody may ask about it."""
    for pair in queries.pairs_visible_to(session, actor, [*reasons]):
        if pair.explanation is None:
            pair.explanation = reasons[pair.id].to_json()


def keep_reasons(session: Session, pairs: Sequence[RunPair]) -> None:
    """Store the whole explanation of pairs that somebody acts on: it must say the same in a year, with other word lists
    and other records.
    """
    by_run: dict[int, list[RunPair]] = {}
    for pair in pairs:
        if pair.explanation is None:
            by_run.setdefault(pair.run_id, []).append(pair)
    for run_id, some in by_run.items():
        found = reasons_of(session, session.get_one(MatchRun, run_id), some)
        for pair in some:
            pair.explanation = found[pair.id].to_json()


# -- standing matches ---------------------------------------------------------------------------------------------


def rank_vacancy(session: Session, vacancy_id: int, *, clock: Clock, index: StandingIndex | None = None) -> int:
    """Renew the matches of one vacancy; none when it is not public. Running it twice gives the same rows.

    With an index at hand it is compared with the best alone, and found are the same.
    """
    now = clock.now()
    statement = select(Vacancy).where(Vacancy.id == vacancy_id)
    vacancy = session.scalar(statement.options(*VACANCY_LOADED))
    session.execute(delete(StandingMatch).where(StandingMatch.vacancy_id == vacancy_id))
    if vacancy is None or not is_shown(vacancy.state, vacancy.expires_at, now):
        return 0
    plan = plan_in_force(session)
    job = job_record(vacancy)
    if index is None:
        talents = talents_to_match(session, now, track=job.track)
    else:
        talents = index.talents(session, now, plan, job, STANDING_PER_POSTING)
    found = rank([job], talents, plan, k=STANDING_PER_POSTING)
    return _store_standing(session, found.values(), plan, now)


def rank_profile(session: Session, profile_id: int, *, clock: Clock, index: StandingIndex | None = None) -> int:
    """Renew the matches of one profile; none when it is not public."""
    now = clock.now()
    statement = select(Profile).where(Profile.id == profile_id)
    profile = session.scalar(statement.options(*PROFILE_LOADED))
    session.execute(delete(StandingMatch).where(StandingMatch.profile_id == profile_id))
    if profile is None or not is_shown(profile.state, profile.expires_at, now):
        return 0
    plan = plan_in_force(session)
    talent = talent_record(profile)
    if index is None:
        jobs = jobs_to_match(session, now, track=talent.track)
    else:
        jobs = index.jobs(session, now, plan, talent, STANDING_PER_POSTING)
    found = rank_jobs([talent], jobs, plan, k=STANDING_PER_POSTING)
    return _store_standing(session, found.values(), plan, now)


def rank_everything(database: Database, *, clock: Clock) -> int:
    """Renew all standing matches at once, from both sides: nightly, after a large import, and under a new plan."""
    stored = None
    while stored is None:
        stored = _rank_everything_once(database, clock)
    return stored


def _rank_everything_once(database: Database, clock: Clock) -> int | None:
    """None, and nothing stored, when another plan came into force meanwhile: the newest plan has the last word."""
    now = clock.now()
    with database.reading() as session:
        plan = plan_in_force(session)
        jobs = jobs_to_match(session, now)
        talents = talents_to_match(session, now)
    found = [*rank(jobs, talents, plan, k=STANDING_PER_POSTING).values()]
    found += rank_jobs(talents, jobs, plan, k=STANDING_PER_POSTING).values()
    with database.transaction() as session:
        if plan_in_force(session) != plan:
            return None
        session.execute(delete(StandingMatch))
        return _store_standing(session, found, plan, now)


def _store_standing(session: Session, lists: Iterable[list[RankedMatch]], plan: MatchPlan, now: datetime) -> int:
    """Write pairs, each once although both sides may have found it."""
    pairs = {(int(match.job_id), int(match.talent_id)): match for matches in lists for match in matches}
    rows = [
        {
            "vacancy_id": vacancy_id,
            "profile_id": profile_id,
            "score": match.score,
            "explanation": match.explanation.to_json(),
            "plan_version": plan.version,
            "made_at": now,
        }
        for (vacancy_id, profile_id), match in pairs.items()
    ]
    _insert_in_parts(session, rows)
    return len(rows)


def _insert_in_parts(session: Session, rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), _ROWS_A_STATEMENT):
        session.execute(insert(StandingMatch), rows[start : start + _ROWS_A_STATEMENT])
