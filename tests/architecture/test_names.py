"""Names that say nothing are not used, and the map names every room."""

import ast

from tests.architecture.sources import ROOT, name_of, python_files, templates, tree_of

FORBIDDEN = {"utils", "util", "helpers", "helper", "common", "misc", "base", "manager", "service"}
# The one place where "base" says what it is: what every engine promises.
EXCEPTIONS = {"matching/engines/base.py"}


def test_no_file_has_a_name_that_says_nothing() -> None:
    found = [
        name_of(path)
        for path in [*python_files(), *python_files("tests"), *templates()]
        if path.stem in FORBIDDEN and name_of(path) not in EXCEPTIONS
    ]
    assert found == []


def test_every_room_is_a_package_with_a_docstring() -> None:
    starts = sorted(ROOT.glob("webapp/*/__init__.py")) + sorted(ROOT.glob("matching/*/__init__.py"))
    silent = [name_of(path) for path in starts if not ast.get_docstring(tree_of(path))]
    assert starts and silent == []


def test_the_map_names_every_room_and_every_shared_part() -> None:
    text = (ROOT / "docs" / "map.md").read_text(encoding="utf-8")
    rooms = [path.parent.name for path in sorted(ROOT.glob("webapp/*/__init__.py"))]
    shared = [path.stem for room in ("core", "http") for path in sorted((ROOT / "webapp" / room).glob("[a-z]*.py"))]
    missing = [name for name in rooms if f"`webapp/{name}/`" not in text] + [n for n in shared if f"`{n}`" not in text]
    assert missing == []
