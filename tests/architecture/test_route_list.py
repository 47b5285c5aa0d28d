"""Addresses are promises: bookmarks, mails and notices hold them. A change of the list is seen in review.

To renew the list after a wanted change: `python -m tests.architecture.test_route_list`.
"""

import tempfile
from pathlib import Path

from flask import Flask

LIST = Path(__file__).parent / "routes.txt"


def routes_of(app: Flask) -> list[str]:
    lines = []
    for rule in app.url_map.iter_rules():
        methods = ",".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        lines.append(f"{methods} {rule.rule} -> {rule.endpoint}")
    return sorted(lines)


def test_route_list(house: Flask) -> None:
    assert routes_of(house) == LIST.read_text(encoding="utf-8").splitlines()


def _renew() -> None:
    from webapp.core.settings import read_settings
    from webapp.factory import create_app

    with tempfile.TemporaryDirectory() as folder:
        app = create_app(read_settings({"NINE_DATA_DIR": folder, "NINE_SECRET_KEY": "for the list only"}))
        LIST.write_text("\n".join(routes_of(app)) + "\n", encoding="utf-8")
        app.extensions["nine_cities"].database.engine.dispose()


if __name__ == "__main__":
    _renew()
