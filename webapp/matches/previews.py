"""The work behind a plan's preview: a sample of what is public now, ranked under the plan in force and the draft."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from matching import JobRecord, MatchPlan, TalentRecord
from matching.evaluation import pairs
from matching.evaluation.plan_changes import compare
from webapp.core.clock import Clock
from webapp.core.database import Database
from webapp.matches import queries
from webapp.matches.records import job_record, talent_record
from webapp.plans import services as plans
from webapp.plans.rules import SAMPLE_PROFILES, SAMPLE_VACANCIES, stratified

_LEAST_STEP = 3


def carry_out_preview(database: Database, preview_id: int, *, clock: Clock, still_at_it: Callable[[], None]) -> None:
    """Compute and store, once. One that was interrupted begins anew; what fails says so before it is tried again."""
    with database.transaction() as session:
        both = plans.begin_preview(session, preview_id)
    if both is None:
        return
    try:
        result = _computed(database, both, clock, _reporter(database, preview_id, still_at_it))
    except Exception as error:
        with database.transaction() as session:
            plans.fail_preview(session, preview_id, type(error).__name__, clock=clock)
        raise
    with database.transaction() as session:
        plans.finish_preview(session, preview_id, result, clock=clock)


def _computed(
    database: Database, both: tuple[MatchPlan, MatchPlan], clock: Clock, report: Callable[[int, int], None]
) -> dict[str, Any]:
    jobs, talents = _sample(database, clock)
    changes = compare(jobs, talents, *both, progress=report)
    golden = [asdict(pairs.result(pairs.plan_scores(plan))) for plan in both]
    return {**changes.to_json(), "golden_before": golden[0], "golden_after": golden[1]}


def _sample(database: Database, clock: Clock) -> tuple[list[JobRecord], list[TalentRecord]]:
    now = clock.now()
    with database.reading() as session:
        vacancy_ids = stratified(queries.public_vacancies_by_city(session, now), SAMPLE_VACANCIES)
        profile_ids = stratified(queries.public_profiles_by_city(session, now), SAMPLE_PROFILES)
        jobs = [job_record(row) for row in queries.vacancies_by_id(session, vacancy_ids)]
        talents = [talent_record(row) for row in queries.profiles_by_id(session, profile_ids)]
    return jobs, talents


def _reporter(database: Database, preview_id: int, still_at_it: Callable[[], None]) -> Callable[[int, int], None]:
    """Writes progress in steps that a reader notices; the last tenth is left for the labelled pairs."""
    told = 0

    def report(done: int, total: int) -> None:
        nonlocal told
        percent = 90 * done // max(1, total)
        if percent < told + _LEAST_STEP:
            return
        told = percent
        with database.transaction() as session:
            plans.tell_progress(session, preview_id, percent)
        still_at_it()

    return report
