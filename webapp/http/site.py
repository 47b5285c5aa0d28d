"""The installation that the running app belongs to, and the two ways to its database."""

from contextlib import AbstractContextManager
from dataclasses import dataclass

from flask import current_app
from sqlalchemy.orm import Session

from webapp.core.clock import Clock
from webapp.core.crypto import Vault
from webapp.core.database import Database
from webapp.core.queue import Queue
from webapp.core.settings import Settings


@dataclass(frozen=True)
class Site:
    """What `create_app` put together; found again in a request by `current_site`."""

    settings: Settings
    database: Database
    queue: Queue
    clock: Clock
    vault: Vault


def current_site() -> Site:
    site: Site = current_app.extensions["nine_cities"]
    return site


def transaction() -> AbstractContextManager[Session]:
    """One unit of work for a request that changes something."""
    return current_site().database.transaction()


def reading() -> AbstractContextManager[Session]:
    """One view of the data for a request that only shows something."""
    return current_site().database.reading()
