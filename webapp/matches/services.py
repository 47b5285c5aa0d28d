"""Use cases of matching: start, carry out, cancel and decide; keep the standing matches of each posting."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from matching import Cancelled, MatchPlan, RankedMatch, Spread, rank, rank_jobs
from webapp.audit.services import note
from webapp.core import queue
from webapp.core.actor import Actor
from webapp.core.clock import Clock
from webapp.core.database import Database
from webapp.core.errors import Conflict, NotAllowed
from webapp.core.permissions import Permission
from webapp.matches import queries
from webapp.matches.models import MatchRun, RunPair, StandingMatch
from webapp.matches.records import job_record, talent_record
from webapp.matches.rules import STANDING_PER_POSTING, RunDraft, check_decision, check_run
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


def carry_out_run(database: Database, run_id: int, *, clock: Clock, still_at_it: Callable[[], None]) -> None:
    """Load, rank, store. A run that was interrupted begins anew and leaves no half results; a finished one stays."""
    loaded = _begin(database, run_id, clock)
    if loaded is None:
        return
    run, vacancies, profiles = loaded
    reporter = _Reporter(database, run_id, clock, still_at_it)
    spread: list[Spread] = []
    try:
        found = rank(
            [job_record(vacancy) for vacancy in vacancies],
            [talent_record(profile) for profile in profiles],
            MatchPlan.from_json(run.plan),
            k=run.per_vacancy,
            progress=reporter.report,
            cancelled=reporter.wants_cancel,
            report=spread.append,
        )
    except Cancelled:
        _finish(database, run_id, clock, "cancelled", 0)
        return
    _store_pairs(database, run_id, found, spread[0] if spread else None, clock)


def _begin(database: Database, run_id: int, clock: Clock) -> tuple[MatchRun, list[Vacancy], list[Profile]] | None:
    with database.transaction() as session:
        run = session.get(MatchRun, run_id)
        if run is None or run.state not in ("waiting", "running"):
            return None
        run.state, run.started_at, run.steps_done = "running", clock.now(), 0
        session.execute(delete(RunPair).where(RunPair.run_id == run_id))
    with database.reading() as session:
        now = clock.now()
        vacancies = queries.vacancies_to_match(
            session, now, to_cities=run.to_cities, occupation_group=run.occupation_group, track=run.track
        )
        profiles = queries.profiles_to_match(session, now, from_cities=run.from_cities, track=run.track)
    with database.transaction() as session:
        values = {"vacancies_seen": len(vacancies), "profiles_seen": len(profiles), "steps_total": len(vacancies)}
        session.execute(update(MatchRun).where(MatchRun.id == run_id).values(values))
    return run, vacancies, profiles


class _Reporter:
    """Writes how far a run is, at most once a second, and reads whether it is still wanted."""

    def __init__(self, database: Database, run_id: int, clock: Clock, still_at_it: Callable[[], None]) -> None:
        self._database, self._run_id, self._clock, self._still_at_it = database, run_id, clock, still_at_it
        self._asked_at: datetime | None = None
        self._wants_cancel = False

    def report(self, done: int, total: int) -> None:
        with self._database.transaction() as session:
            session.execute(update(MatchRun).where(MatchRun.id == self._run_id).values(steps_done=done))
        self._still_at_it()

    def wants_cancel(self) -> bool:
        now = self._clock.now()
        if self._asked_at is None or (now - self._asked_at).total_seconds() >= 1:
            self._asked_at = now
            with self._database.reading() as session:
                wanted = session.scalar(select(MatchRun.wants_cancel).where(MatchRun.id == self._run_id))
                self._wants_cancel = bool(wanted)
        return self._wants_cancel


def _store_pairs(
    database: Database, run_id: int, found: dict[str, list[RankedMatch]], spread: Spread | None, clock: Clock
) -> None:
    """All pairs and the end of the run in one transaction: a page shows everything or nothing."""
    rows = [
        {
            "run_id": run_id,
            "vacancy_id": int(match.job_id),
            "profile_id": int(match.talent_id),
            "rank": match.rank,
            "score": match.score,
            "explanation": match.explanation.to_json(),
            "version": 1,
        }
        for matches in found.values()
        for match in matches
    ]
    with database.transaction() as session:
        _insert_in_parts(session, RunPair, rows)
        values: dict[str, Any] = {"state": "done", "finished_at": clock.now(), "pairs_found": len(rows)}
        values["spread"] = spread.to_json() if spread else None
        session.execute(update(MatchRun).where(MatchRun.id == run_id).values(values))


def _finish(database: Database, run_id: int, clock: Clock, state: str, pairs: int) -> None:
    with database.transaction() as session:
        values = {"state": state, "finished_at": clock.now(), "pairs_found": pairs}
        session.execute(update(MatchRun).where(MatchRun.id == run_id).values(values))


def _insert_in_parts(session: Session, model: type[RunPair] | type[StandingMatch], rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), _ROWS_A_STATEMENT):
        session.execute(insert(model), rows[start : start + _ROWS_A_STATEMENT])


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
    changed = 0
    for pair_id in dict.fromkeys(pair_ids):
        pair, *_ = queries.pair_visible_to(session, actor, pair_id)
        if pair.decision == decision and pair.decision_reason == reason:
            continue
        pair.decision, pair.decision_reason = decision, reason if decision == "dismissed" else None
        pair.decided_by, pair.decided_at = actor.account_id, clock.now()
        pair.version += 1
        changed += 1
        note(session, actor, f"pair.{decision}", "pair", pair.id, clock=clock, reason=reason)
    return changed


# -- standing matches ---------------------------------------------------------------------------------------------


def rank_vacancy(session: Session, vacancy_id: int, *, clock: Clock) -> int:
    """Renew the matches of one vacancy; none when it is not public. Running it twice gives the same rows."""
    now = clock.now()
    statement = select(Vacancy).where(Vacancy.id == vacancy_id)
    vacancy = session.scalar(statement.options(*VACANCY_LOADED))
    session.execute(delete(StandingMatch).where(StandingMatch.vacancy_id == vacancy_id))
    if vacancy is None or not is_shown(vacancy.state, vacancy.expires_at, now):
        return 0
    plan = plan_in_force(session)
    talents = [talent_record(row) for row in queries.profiles_to_match(session, now, track=vacancy.track)]
    found = rank([job_record(vacancy)], talents, plan, k=STANDING_PER_POSTING)
    return _store_standing(session, found.values(), plan, now)


def rank_profile(session: Session, profile_id: int, *, clock: Clock) -> int:
    """Renew the matches of one profile; none when it is not public."""
    now = clock.now()
    statement = select(Profile).where(Profile.id == profile_id)
    profile = session.scalar(statement.options(*PROFILE_LOADED))
    session.execute(delete(StandingMatch).where(StandingMatch.profile_id == profile_id))
    if profile is None or not is_shown(profile.state, profile.expires_at, now):
        return 0
    plan = plan_in_force(session)
    jobs = [job_record(row) for row in queries.vacancies_to_match(session, now, track=profile.track)]
    found = rank_jobs([talent_record(profile)], jobs, plan, k=STANDING_PER_POSTING)
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
        jobs = [job_record(row) for row in queries.vacancies_to_match(session, now)]
        talents = [talent_record(row) for row in queries.profiles_to_match(session, now)]
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
    _insert_in_parts(session, StandingMatch, rows)
    return len(rows)
