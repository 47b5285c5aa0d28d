"""The site put together, without tables: enough for rules about routes, words and jobs."""

from collections.abc import Iterator

import pytest
from flask import Flask

from webapp.core.settings import read_settings
from webapp.factory import create_app


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("house")
    app = create_app(read_settings({"NINE_DATA_DIR": str(folder), "NINE_SECRET_KEY": "a key for tests only"}))
    yield app
    app.extensions["nine_cities"].database.engine.dispose()
