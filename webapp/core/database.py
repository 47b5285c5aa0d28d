"""Engine, metadata and sessions. SQLite in WAL mode by default, PostgreSQL by one setting, one law for both."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import DateTime, Engine, MetaData, Select, create_engine, event
from sqlalchemy.engine import Connection, Dialect, make_url
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

from webapp.core.errors import NotFound

Row = TypeVar("Row")

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Every table of the site shares this metadata, and so one migration line."""

    metadata = MetaData(naming_convention=NAMING)


class Instant(TypeDecorator[datetime]):
    """A point in time. Stored as naive UTC, so that SQLite and PostgreSQL hold and compare the same thing."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class Database:
    """One engine and its sessions. `transaction` is the only place in the product that commits."""

    def __init__(self, url: str) -> None:
        self.url = normal_url(url)
        self.engine = _make_engine(self.url)
        self._sessions = sessionmaker(self.engine, expire_on_commit=False)
        # Set by the queue: told the ids of the jobs that a committed transaction promised.
        self.after_commit: Callable[[list[int]], None] | None = None

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A unit of work: commits at the end of the block, rolls back on any exception."""
        session = self._sessions()
        session.connection(execution_options={"writes": True})
        try:
            yield session
            session.commit()
            promised = [row.id for row in session.info.pop("promised_jobs", [])]
        except BaseException:
            session.rollback()
            raise
        finally:
            session.close()
        if promised and self.after_commit is not None:
            self.after_commit(promised)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A consistent view for a page or an export; what it changes by mistake is thrown away."""
        session = self._sessions()
        try:
            yield session
        finally:
            # Closing throws changes away and, unlike a rollback, leaves what was read usable for the page.
            session.close()


def normal_url(url: str) -> str:
    """Accept the usual spellings of a PostgreSQL address and settle on the driver that is installed."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def _make_engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True)
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": 30, "check_same_thread": False})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, record: ConnectionPoolEntry) -> None:
    # The driver must not open transactions by itself: BEGIN is ours (see _begin_sqlite).
    connection.isolation_level = None
    cursor = connection.cursor()
    # 32 MiB of pages at most: with the usual 2, saving the pairs of a large run takes half as long again.
    cache = "cache_size=-32768"
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", "busy_timeout=30000", cache):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes the write lock at once. Starting as a reader and upgrading later can fail at once with
    # "database is locked" whatever the timeout, when another writer committed in between.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def one_or_not_found(session: Session, statement: Select[Row]) -> Row:
    """The single row, or NotFound: what may not be seen does not exist."""
    row = session.execute(statement).unique().scalar_one_or_none()
    if row is None:
        raise NotFound("not_found")
    return row
