"""Where the product's own sources are, for the tests that read them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
WEBAPP = ROOT / "webapp"
TEMPLATES = WEBAPP / "templates"
CODE_ROOMS = ("webapp", "matching", "migrations")


def name_of(path: Path) -> str:
    """The path as people write it, from the root of the repository."""
    return path.relative_to(ROOT).as_posix()


def python_files(*rooms: str) -> list[Path]:
    """The product's Python files, or those of some rooms only; wsgi.py belongs to the whole."""
    files = [path for room in rooms or CODE_ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
    return files if rooms else [*files, ROOT / "wsgi.py"]


def templates() -> list[Path]:
    return sorted(TEMPLATES.rglob("*.html"))


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def calls_in(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """(last name of what is called, the call) of every call in a file."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                yield node.func.id, node
            elif isinstance(node.func, ast.Attribute):
                yield node.func.attr, node


def first_text(call: ast.Call) -> str | None:
    """The first argument, where it is written out as text."""
    if call.args and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str):
        return call.args[0].value
    return None
