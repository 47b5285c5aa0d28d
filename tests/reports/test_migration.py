"""The migration lets a vacancy be removed without losing a row, and goes back."""

from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text
from sqlalchemy.exc import IntegrityError

from tests.architecture.sources import ROOT
from webapp.core.database import Database, normal_url


def _go(database: Database, revision: str, *, up: bool) -> None:
    config = Config(toml_file=str(ROOT / "pyproject.toml"))
    with database.engine.connect().execution_options(writes=True) as connection:
        config.attributes["connection"] = connection
        (command.upgrade if up else command.downgrade)(config, revision)
        connection.commit()


@pytest.fixture
def empty_database(engine_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Any:
    if engine_kind == "sqlite":
        database = Database(f"sqlite:///{tmp_path / 'site.sqlite3'}")
    else:
        uri = normal_url(request.getfixturevalue("postgresql_server"))
        admin = create_engine(uri, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text("DROP DATABASE IF EXISTS going_up_and_down"))
            connection.execute(text("CREATE DATABASE going_up_and_down"))
        url = admin.url.set(database="going_up_and_down").render_as_string(hide_password=False)
        admin.dispose()
        database = Database(url)
    yield database
    database.engine.dispose()


ROWS = (
    "INSERT INTO division (code, level, name_zh, name_en, pinyin, aliases, source)"
    " VALUES ('440100', 'city', 'x', 'x', '', '[]', '')",
    "INSERT INTO organisation (id, kind, name, city_code, address, introduction, state, created_at, changed_at,"
    " version) VALUES (1, 'employer', 'x', '440100', '', '', 'verified', '2026-11-01', '2026-11-01', 1)",
    "INSERT INTO vacancy (id, public_id, track, state, occupation_edition, certificates, created_at, changed_at,"
    " last_step, version, source_kind, search_text, organisation_id, title, duties, pay_includes_overtime, benefits,"
    " languages, hazards, open_to_cities) VALUES (1, 'v1', 'labour', 'published', '2022', '[]', '2026-11-01',"
    " '2026-11-01', '', 1, 'site', '', 1, 'x', '', false, '[]', '[]', '[]', '[]')",
    "INSERT INTO vacancy_place (vacancy_id, position, city_code, address) VALUES (1, 0, '440100', '')",
)


def test_no_row_is_lost_on_the_way_up_and_down(empty_database: Database) -> None:
    _go(empty_database, "0014", up=True)
    with empty_database.transaction() as session:
        for row in ROWS:
            session.execute(text(row))
    remove = text("UPDATE vacancy SET state = 'removed'")
    with pytest.raises(IntegrityError), empty_database.transaction() as session:
        session.execute(remove)

    _go(empty_database, "0015", up=True)
    with empty_database.transaction() as session:
        session.execute(remove)
        assert session.scalar(text("SELECT count(*) FROM vacancy_place")) == 1
    with pytest.raises(IntegrityError), empty_database.transaction() as session:
        session.execute(text("UPDATE vacancy SET state = 'nonsense'"))

    _go(empty_database, "0014", up=False)
    with empty_database.transaction() as session:
        assert session.scalar(text("SELECT state FROM vacancy")) == "withdrawn"
        assert session.scalar(text("SELECT count(*) FROM vacancy_place")) == 1
    with pytest.raises(IntegrityError), empty_database.transaction() as session:
        session.execute(remove)
    _go(empty_database, "0015", up=True)
