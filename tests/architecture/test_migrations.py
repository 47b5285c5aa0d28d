"""One line of migrations that ends where the models are."""

import ast
import re

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from tests.architecture.sources import ROOT, name_of, python_files, tree_of
from webapp.http.site import Site


def _config() -> Config:
    return Config(toml_file=str(ROOT / "pyproject.toml"))


def test_models_match_head(site: Site) -> None:
    """On both databases the migrated tables are those that the models declare; `check` raises otherwise."""
    config = _config()
    with site.database.engine.connect() as connection:
        config.attributes["connection"] = connection
        assert command.check(config) is None  # type: ignore[func-returns-value]


def test_history_is_a_line() -> None:
    scripts = ScriptDirectory.from_config(_config())
    revisions = sorted(script.revision for script in scripts.walk_revisions())
    assert len(scripts.get_heads()) == 1 and len(scripts.get_bases()) == 1
    assert revisions == [f"{number:04}" for number in range(1, len(revisions) + 1)]
    assert all(isinstance(script.down_revision, str | None) for script in scripts.walk_revisions())


def test_migration_files_say_what_they_do() -> None:
    names = [path.name for path in sorted((ROOT / "migrations" / "versions").glob("*.py"))]
    assert names and [name for name in names if not re.fullmatch(r"\d{4}(_[a-z0-9]+)+\.py", name)] == []


def test_migrations_stand_alone() -> None:
    """What was true when a migration was written stays true: it takes nothing from today's code."""
    found = []
    for path in python_files("migrations/versions"):
        for node in ast.walk(tree_of(path)):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            found += [name_of(path) for name in names if name.split(".")[0] in {"webapp", "matching"}]
    assert found == []
