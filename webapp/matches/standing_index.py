"""Open postings held ready to be asked by one that was just published, so that its matches are there within a second.

A worker keeps an index of each side. What changed it learns from the jobs that every change leaves, whichever process
recorded it; what expired it notices when it finds it. It is built anew after a start and under another plan, and
nothing depends on it: without it each posting is compared with all.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matching import JobRecord, MatchPlan, TalentRecord
from webapp.core.queue import Job
from webapp.matches import queries
from webapp.matches.records import jobs_to_match, talents_to_match

if TYPE_CHECKING:
    from matching.matcher import Matcher

Record = JobRecord | TalentRecord
R = TypeVar("R", JobRecord, TalentRecord)
Reader = Callable[[Session, datetime, Sequence[int] | None], list[R]]
# Below so many postings comparing with all of them is as fast.
WORTH_AN_INDEX = 2_000
# A job may be recorded later than one with a higher number; so many are looked at again.
_LOOK_BACK = 2_000
_AT_ONCE = 500


class _Side(Generic[R]):
    """One side of the open postings under one plan."""

    def __init__(self, job_name: str, argument: str, read: Reader[R]) -> None:
        self._job_name, self._argument = job_name, argument
        self._read: Reader[R] = read
        self._matcher: Matcher | None = None
        self._plan: MatchPlan | None = None
        self._last_job = 0
        self._seen: set[int] = set()

    def best(self, session: Session, now: datetime, plan: MatchPlan, asking: Record, k: int) -> list[R]:
        """The `k` best for `asking` of what is public now; ties as `matching.rank` has them."""
        matcher = self._current(session, now, plan)
        while True:
            wanted = {int(found) for found in matcher.top_k([asking], k, threads=1).found_ids}
            shown = self._read(session, now, sorted(wanted))
            gone = wanted - {int(record.id) for record in shown}
            if not gone:
                return shown
            for number in gone:
                matcher.withdraw(_id(number))

    def _current(self, session: Session, now: datetime, plan: MatchPlan) -> "Matcher":
        if self._matcher is None or self._plan != plan:
            return self._built(session, now, plan)
        jobs = session.execute(
            select(Job.id, Job.payload).where(Job.name == self._job_name, Job.id > self._last_job - _LOOK_BACK)
        ).all()
        changed = {int(job.payload[self._argument]) for job in jobs if job.id not in self._seen}
        self._seen = {job.id for job in jobs}
        self._last_job = max(self._seen, default=self._last_job)
        if 2 * len(changed) > len(self._matcher):
            return self._built(session, now, plan)
        numbers = sorted(changed)
        for start in range(0, len(numbers), _AT_ONCE):
            self._renew(session, now, self._matcher, numbers[start : start + _AT_ONCE])
        return self._matcher

    def _renew(self, session: Session, now: datetime, matcher: "Matcher", numbers: Sequence[int]) -> None:
        for number in numbers:
            if _id(number) in matcher:
                matcher.withdraw(_id(number))
        for record in self._read(session, now, numbers):
            matcher.add(record)

    def _built(self, session: Session, now: datetime, plan: MatchPlan) -> "Matcher":
        # Only in a worker: its compiler takes seconds to load.
        from matching.matcher import Matcher

        # Jobs first: what changes while postings are read is read again.
        self._last_job = session.scalar(select(func.max(Job.id))) or 0
        late = Job.id > self._last_job - _LOOK_BACK
        self._seen = set(session.scalars(select(Job.id).where(Job.name == self._job_name, late)))
        # A single list is filled as if it were the first, so that there is nothing to spread.
        self._matcher = Matcher(replace(plan, congestion=0.0)).fit(self._read(session, now, None))
        self._plan = plan
        return self._matcher


def _id(number: int) -> str:
    return f"{number:09d}"


def _read_jobs(session: Session, now: datetime, ids: Sequence[int] | None) -> list[JobRecord]:
    return jobs_to_match(session, now, ids=ids)


def _read_talents(session: Session, now: datetime, ids: Sequence[int] | None) -> list[TalentRecord]:
    return talents_to_match(session, now, ids=ids)


class StandingIndex:
    """Both sides, asked one question at a time: asking learns."""

    def __init__(self, least: int = WORTH_AN_INDEX) -> None:
        """Below `least` public postings of a side it is not indexed."""
        self._least = least
        self._lock = Lock()
        self._jobs = _Side("matches.rank_vacancy", "vacancy_id", _read_jobs)
        self._talents = _Side("matches.rank_profile", "profile_id", _read_talents)

    def talents(self, session: Session, now: datetime, plan: MatchPlan, job: JobRecord, k: int) -> list[TalentRecord]:
        """Profiles among which the `k` best for the vacancy are."""
        if not self._is_worth_it(plan, queries.count_public_profiles(session, now)):
            return talents_to_match(session, now, track=job.track)
        with self._lock:
            return self._talents.best(session, now, plan, job, k)

    def jobs(self, session: Session, now: datetime, plan: MatchPlan, talent: TalentRecord, k: int) -> list[JobRecord]:
        """Vacancies among which the `k` best for the profile are."""
        if not self._is_worth_it(plan, queries.count_public_vacancies(session, now)):
            return jobs_to_match(session, now, track=talent.track)
        with self._lock:
            return self._jobs.best(session, now, plan, talent, k)

    def _is_worth_it(self, plan: MatchPlan, postings: int) -> bool:
        # Postings of different tracks are never compared; a plan without that gate leaves it to the database.
        return postings >= self._least and "track" in plan.gates
