"""What happens at the edge only: committing, and reading the environment."""

import ast

from tests.architecture.sources import calls_in, name_of, python_files, tree_of

MAY_COMMIT = {"webapp/core/database.py", "webapp/commands.py", "migrations/env.py"}
MAY_READ_ENVIRONMENT = {
    "wsgi.py",
    "webapp/worker.py",
    "webapp/commands.py",
    "webapp/announce.py",
    "migrations/env.py",
}


def test_only_transactions_commit() -> None:
    found = {name_of(path) for path in python_files() if any(name == "commit" for name, _ in calls_in(path))}
    assert found - MAY_COMMIT == set()
    assert "webapp/core/database.py" in found


def test_the_environment_is_read_at_the_edge_only() -> None:
    found = {name_of(path) for path in python_files() if _reads_environment(tree_of(path))}
    assert found - MAY_READ_ENVIRONMENT == set()
    assert "wsgi.py" in found


def _reads_environment(tree: ast.Module) -> bool:
    doors = {"environ", "environb", "getenv", "putenv"}
    for node in ast.walk(tree):
        named: set[str] = set()
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "os":
            named = {node.attr}
        elif isinstance(node, ast.ImportFrom) and node.module == "os":
            named = {alias.name for alias in node.names}
        if named & doors:
            return True
    return False
