"""Background work, thin over huey. A job is first a row in the caller's transaction (the outbox); after the commit it
is handed to huey; a sweep every minute hands over what a crash left behind. Handlers take ids and are idempotent.
"""

import logging
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from huey import SqliteHuey, crontab
from sqlalchemy import JSON, CheckConstraint, Index, String, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from webapp.core.clock import Clock
from webapp.core.database import Base, Database, Instant
from webapp.core.settings import Settings

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 5
AT_ONCE = datetime(2000, 1, 1, tzinfo=UTC)
LEASE = timedelta(minutes=10)
PAUSES = (timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30))


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    PARKED = "parked"


class Job(Base):
    """One piece of background work, from the moment it was promised until it was done or parked."""

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint("state IN ('waiting','running','done','parked')", name="state_known"),
        Index("ix_job_state_run_after", "state", "run_after"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(10), default=JobState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    run_after: Mapped[datetime] = mapped_column(Instant)
    created_at: Mapped[datetime] = mapped_column(Instant)
    leased_until: Mapped[datetime | None] = mapped_column(Instant)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
    worker: Mapped[str | None] = mapped_column(String(120))
    last_error: Mapped[str | None] = mapped_column(String(200))


@dataclass(frozen=True)
class JobContext:
    """What a handler may use; it opens its own transactions, so that long work can commit in steps."""

    database: Database
    clock: Clock
    settings: Settings
    job_id: int

    def extend_lease(self) -> None:
        """Say "still at it": called by long work, so that the sweep does not start it a second time."""
        with self.database.transaction() as session:
            until = self.clock.now() + LEASE
            session.execute(update(Job).where(Job.id == self.job_id).values(leased_until=until))


Handler = Callable[..., None]
_handlers: dict[str, Handler] = {}
_recurring: dict[str, int] = {}


def job(name: str, *, every_minutes: int | None = None) -> Callable[[Handler], Handler]:
    """Register `handler(context, **payload)` under a name such as "matches.rank_vacancy"."""

    def register(handler: Handler) -> Handler:
        _handlers[name] = handler
        if every_minutes:
            _recurring[name] = every_minutes
        return handler

    return register


def handler_names() -> frozenset[str]:
    return frozenset(_handlers)


def enqueue(session: Session, job_name: str, *, run_after: datetime | None = None, **payload: Any) -> Job:
    """Promise a job within the caller's transaction. `payload` holds ids and plain JSON values only."""
    # "At once" is a moment in the past, so that a test's clock and the real one agree that the job is due.
    row = Job(
        name=job_name, payload=payload, run_after=run_after or AT_ONCE, created_at=Clock().now(), state=JobState.WAITING
    )
    session.add(row)
    session.info.setdefault("promised_jobs", []).append(row)
    return row


def run_job(context_of: Callable[[int], JobContext], job_id: int) -> bool:
    """Run one job if it is due and free; True when it was done now. Failures are recorded, never raised."""
    context = context_of(job_id)
    claimed = _claim(context)
    if claimed is None:
        return False
    name, payload = claimed
    try:
        _handlers[name](context, **payload)
    except Exception as error:
        # Whatever a handler raises must not stop the worker; the row keeps the kind of failure for staff.
        log.exception("job_failed", extra={"job_id": job_id, "job_name": name})
        _record_failure(context, error)
        return False
    with context.database.transaction() as session:
        values = {"state": JobState.DONE, "finished_at": context.clock.now(), "leased_until": None}
        session.execute(update(Job).where(Job.id == job_id).values(values))
    return True


def _claim(context: JobContext) -> tuple[str, dict[str, Any]] | None:
    now = context.clock.now()
    with context.database.transaction() as session:
        statement = (
            update(Job)
            .where(Job.id == context.job_id, Job.state == JobState.WAITING, Job.run_after <= now)
            .values(
                state=JobState.RUNNING,
                attempts=Job.attempts + 1,
                leased_until=now + LEASE,
                worker=socket.gethostname(),
            )
            .returning(Job.name, Job.payload)
        )
        row = session.execute(statement).one_or_none()
        return (row[0], row[1]) if row else None


def _record_failure(context: JobContext, error: Exception) -> None:
    with context.database.transaction() as session:
        row = session.get_one(Job, context.job_id)
        row.last_error = type(error).__name__ + ":" + str(getattr(error, "code", ""))
        row.leased_until = None
        if row.attempts >= MAX_ATTEMPTS:
            row.state = JobState.PARKED
            row.finished_at = context.clock.now()
        else:
            row.state = JobState.WAITING
            row.run_after = context.clock.now() + PAUSES[min(row.attempts, len(PAUSES)) - 1]


def due_job_ids(session: Session, now: datetime, limit: int = 500) -> list[int]:
    """Jobs whose time has come, oldest first."""
    statement = (
        select(Job.id)
        .where(Job.state == JobState.WAITING, Job.run_after <= now)
        .order_by(Job.run_after, Job.id)
        .limit(limit)
    )
    return list(session.scalars(statement))


def release_abandoned(session: Session, now: datetime, worker: str | None = None) -> int:
    """Give back what a dead worker held: an expired lease, or everything of `worker` when it starts anew."""
    expired = Job.leased_until < now
    free = or_(expired, Job.worker == worker) if worker else expired
    values = {"state": JobState.WAITING, "leased_until": None}
    result = session.execute(update(Job).where(Job.state == JobState.RUNNING, free).values(values))
    return int(result.rowcount)  # type: ignore[attr-defined]


class Queue:
    """Joins the outbox to huey. The site only hands over; the worker also runs."""

    def __init__(self, database: Database, settings: Settings, clock: Clock) -> None:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        self._database, self._settings, self._clock = database, settings, clock
        self.huey = SqliteHuey("nine-cities", filename=str(settings.queue_path), results=False)
        self._task = self.huey.task(name="run_job")(self._run)
        self._sweep_task = self.huey.periodic_task(crontab(minute="*"), name="sweep")(self.sweep)
        database.after_commit = self.hand_over

    def context_of(self, job_id: int) -> JobContext:
        return JobContext(self._database, self._clock, self._settings, job_id)

    def hand_over(self, job_ids: list[int]) -> None:
        """Tell huey of promised jobs. A failure here is harmless: the sweep finds the rows."""
        for job_id in job_ids:
            try:
                self._task(job_id)
            except Exception:
                log.exception("hand_over_failed", extra={"job_id": job_id})
                return

    def start_worker(self) -> None:
        """Called once when the worker starts: what its predecessor was doing when it died is due again."""
        with self._database.transaction() as session:
            release_abandoned(session, self._clock.now(), worker=socket.gethostname())
        self.huey.storage.flush_queue()
        self.sweep(with_recurring=False)

    def sweep(self, with_recurring: bool = True) -> None:
        now = self._clock.now()
        with self._database.transaction() as session:
            release_abandoned(session, now)
            if with_recurring:
                self._promise_recurring(session, now)
        with self._database.reading() as session:
            job_ids = due_job_ids(session, now)
        self.hand_over(job_ids)

    def run_all_due(self, rounds: int = 50) -> int:
        """Run everything due in this process, jobs of jobs included; for tests and for loading sample data."""
        done = 0
        for _ in range(rounds):
            with self._database.reading() as session:
                job_ids = due_job_ids(session, self._clock.now())
            if not job_ids:
                break
            done += sum(run_job(self.context_of, job_id) for job_id in job_ids)
        return done

    def _run(self, job_id: int) -> None:
        run_job(self.context_of, job_id)

    def _promise_recurring(self, session: Session, now: datetime) -> None:
        minute = int(now.timestamp() // 60)
        for name, every in _recurring.items():
            if minute % every:
                continue
            waiting = select(Job.id).where(Job.name == name, Job.state != JobState.DONE).limit(1)
            if session.scalar(waiting) is None:
                enqueue(session, name)


def settle(session: Session, job_names: tuple[str, ...], up_to_id: int, now: datetime) -> None:
    """Mark waiting jobs of these names as done: something larger has done their work."""
    session.execute(
        update(Job)
        .where(Job.name.in_(job_names), Job.state == JobState.WAITING, Job.id <= up_to_id)
        .values(state=JobState.DONE, finished_at=now)
    )
