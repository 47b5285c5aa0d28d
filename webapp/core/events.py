"""News of the house. A service records that something happened; whoever cares subscribes by job name.

The event becomes job rows in the same transaction, so that news is never lost and never told of what did not happen.
"""

from collections import defaultdict
from dataclasses import asdict
from typing import Any

from sqlalchemy.orm import Session

from webapp.core import queue

_subscribers: defaultdict[type, list[str]] = defaultdict(list)


def subscribe(event_type: type, job_name: str) -> None:
    """Let `job_name` run with the event's fields after each such event. Called by a room's tasks at import."""
    if job_name not in _subscribers[event_type]:
        _subscribers[event_type].append(job_name)


def record(session: Session, event: Any) -> None:
    """Write one job row for each subscriber. `event` is a dataclass whose fields are plain JSON values."""
    for job_name in _subscribers[type(event)]:
        queue.enqueue(session, job_name, **asdict(event))


def subscriptions() -> dict[type, list[str]]:
    """Who listens to what; read by the test that no job name leads nowhere."""
    return dict(_subscribers)
