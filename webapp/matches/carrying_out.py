"""The work behind a run: load, compare, save. Made so that it may be killed at any moment.

Saving half a million rows takes longer than other writers should wait, so it goes in parts, each a transaction of less
than a second, while the run is still "running" and its pairs are seen by nobody. The last one makes the run "done". A
worker that begins the run again first throws away what its predecessor left.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import numpy as np
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from matching import Cancelled, JobRecord, MatchPlan, TalentRecord
from matching.records import to_json
from webapp.core.clock import Clock
from webapp.core.database import Database
from webapp.matches.models import MatchRun, RunPair, RunProfileRecord, RunVacancyRecord
from webapp.matches.ranking_runs import HERE, RankedPairs, Where, ranked
from webapp.matches.records import jobs_to_match, talents_to_match

ROWS_A_PART = 20_000
_SECONDS_BETWEEN_REPORTS = 1.0
Row = dict[str, Any]
Table = type[RunPair] | type[RunVacancyRecord] | type[RunProfileRecord]


class _Overtaken(Exception):
    """Another worker has begun this run since, because this one was thought dead."""


def carry_out_run(
    database: Database, run_id: int, *, clock: Clock, still_at_it: Callable[[], None], where: Where = HERE
) -> None:
    """Once: a run that was interrupted begins anew and leaves no half results; a finished one stays as it is."""
    with database.transaction() as session:
        run = _begin(session, run_id, clock)
    if run is None:
        return
    attempt, watch = _Attempt(database, run_id, run.attempt, still_at_it), _Stopwatch()
    try:
        attempt.throw_away_pairs()
        with watch.measuring("load"):
            jobs, talents = _load(database, run, clock)
        attempt.note(vacancies_seen=len(jobs), profiles_seen=len(talents), steps_total=len(jobs))
        plan = MatchPlan.from_json(run.plan)
        with watch.measuring("score"):
            found = ranked(jobs, talents, plan, run.per_vacancy, attempt.report, attempt.wants_cancel, where)
        with watch.measuring("store"):
            for table, rows in _rows(run_id, found, jobs, talents):
                attempt.store(table, rows)
        spread = found.spread.to_json() if found.spread else None
        done = {"state": "done", "finished_at": clock.now(), "pairs_found": len(found), "steps_done": len(jobs)}
        attempt.note(**done, spread=spread, part_names=list(plan.comparisons), seconds=watch.seconds)
    except Cancelled:
        attempt.throw_away_pairs()
        attempt.note(state="cancelled", finished_at=clock.now(), pairs_found=0)
    except _Overtaken:
        return


def _begin(session: Session, run_id: int, clock: Clock) -> MatchRun | None:
    run = session.get(MatchRun, run_id, with_for_update=True)
    if run is None or run.state not in ("waiting", "running"):
        return None
    run.state, run.started_at, run.steps_done = "running", clock.now(), 0
    run.attempt += 1
    return run


def _load(database: Database, run: MatchRun, clock: Clock) -> tuple[list[JobRecord], list[TalentRecord]]:
    now = clock.now()
    with database.reading() as session:
        jobs = jobs_to_match(
            session, now, to_cities=run.to_cities, occupation_group=run.occupation_group, track=run.track
        )
        return jobs, talents_to_match(session, now, from_cities=run.from_cities, track=run.track)


@dataclass
class _Attempt:
    """One worker's try at a run. Each write first asks whether it is still the newest."""

    database: Database
    run_id: int
    number: int
    still_at_it: Callable[[], None]
    _reported_at: float = 0.0
    _asked_at: float = 0.0
    _is_cancelled: bool = False

    @contextmanager
    def writing(self) -> Iterator[Session]:
        with self.database.transaction() as session:
            statement = select(MatchRun.attempt).where(MatchRun.id == self.run_id)
            if session.scalar(statement.with_for_update()) != self.number:
                raise _Overtaken
            yield session

    def note(self, **values: Any) -> None:
        with self.writing() as session:
            session.execute(update(MatchRun).where(MatchRun.id == self.run_id).values(values))

    def store(self, table: Table, rows: Sequence[Row]) -> None:
        """One part. Between two of them others write, and the officer may have asked to stop."""
        if self.wants_cancel():
            raise Cancelled
        with self.writing() as session:
            session.connection().execute(insert(table), rows)
        self.still_at_it()

    def throw_away_pairs(self) -> None:
        """What an attempt that did not end has left; part by part too, for it may be as much."""
        some = select(RunPair.id).where(RunPair.run_id == self.run_id).limit(ROWS_A_PART)
        is_left = True
        while is_left:
            with self.writing() as session:
                gone = session.connection().execute(delete(RunPair).where(RunPair.id.in_(some)))
            is_left = gone.rowcount > 0
        with self.writing() as session:
            for records in (RunVacancyRecord, RunProfileRecord):
                session.execute(delete(records).where(records.run_id == self.run_id))

    def report(self, done: int, total: int) -> None:
        """How far it is, at most once a second and at the end."""
        if done < total and perf_counter() - self._reported_at < _SECONDS_BETWEEN_REPORTS:
            return
        self._reported_at = perf_counter()
        self.note(steps_done=done)
        self.still_at_it()

    def wants_cancel(self) -> bool:
        """Whether somebody asked to stop; the database is asked once a second at most."""
        if not self._asked_at or perf_counter() - self._asked_at >= _SECONDS_BETWEEN_REPORTS:
            self._asked_at = perf_counter()
            with self.database.reading() as session:
                wanted = session.scalar(select(MatchRun.wants_cancel).where(MatchRun.id == self.run_id))
            self._is_cancelled = bool(wanted)
        return self._is_cancelled


class _Stopwatch:
    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def measuring(self, name: str) -> Iterator[None]:
        begun = perf_counter()
        yield
        self.seconds[name] = round(perf_counter() - begun, 2)


def _rows(
    run_id: int, found: RankedPairs, jobs: Sequence[JobRecord], talents: Sequence[TalentRecord]
) -> Iterator[tuple[Table, list[Row]]]:
    """All that a run keeps, in parts: the records of postings that stand in a pair, then the pairs."""
    vacancies = [
        {"run_id": run_id, "vacancy_id": int(jobs[place].id), "record": to_json(jobs[place])}
        for place in np.unique(found.rows).tolist()
    ]
    profiles = [
        {"run_id": run_id, "profile_id": int(talents[place].id), "record": to_json(talents[place])}
        for place in np.unique(found.columns).tolist()
    ]
    yield from ((RunVacancyRecord, part) for part in _in_parts(vacancies))
    yield from ((RunProfileRecord, part) for part in _in_parts(profiles))
    yield from ((RunPair, part) for part in _pairs(run_id, found, jobs, talents))


def _in_parts(rows: list[Row]) -> Iterator[list[Row]]:
    return (rows[start : start + ROWS_A_PART] for start in range(0, len(rows), ROWS_A_PART))


def _pairs(
    run_id: int, found: RankedPairs, jobs: Sequence[JobRecord], talents: Sequence[TalentRecord]
) -> Iterator[list[Row]]:
    """Lists are stored last rank first: pages go by score and then by the newest row (`queries.pairs_page`), so that
    of two people with one score the better ranked comes first.
    """
    vacancy_ids = np.array([int(job.id) for job in jobs], dtype=np.int64)
    profile_ids = np.array([int(talent.id) for talent in talents], dtype=np.int64)
    order = np.lexsort((-found.ranks, found.rows))
    for start in range(0, len(order), ROWS_A_PART):
        chosen = order[start : start + ROWS_A_PART]
        markets = [None] * len(chosen) if found.markets is None else found.markets[chosen].tolist()
        columns = (
            vacancy_ids[found.rows[chosen]].tolist(),
            profile_ids[found.columns[chosen]].tolist(),
            found.ranks[chosen].tolist(),
            found.scores[chosen].tolist(),
            np.ascontiguousarray(found.parts[chosen], dtype="<f8"),
            markets,
        )
        yield [
            {
                "run_id": run_id,
                "vacancy_id": vacancy_id,
                "profile_id": profile_id,
                "rank": rank,
                "score": score,
                "parts": parts.tobytes(),
                "market": market,
                "version": 1,
            }
            for vacancy_id, profile_id, rank, score, parts, market in zip(*columns, strict=True)
        ]
