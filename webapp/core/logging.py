"""Logs carry event names and ids, one JSON object a line. Names, numbers and free text of people never get in:
only keys on the list below pass the formatter, and a test proves it.
"""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime

ALLOWED_KEYS = frozenset(
    {
        "request_id",
        "job_id",
        "job_name",
        "method",
        "endpoint",
        "status",
        "duration_ms",
        "account_id",
        "vacancy_id",
        "profile_id",
        "organisation_id",
        "run_id",
        "batch_id",
        "code",
        "count",
    }
)


class EventFormatter(logging.Formatter):
    """Event name, level, logger and allowed keys; of an exception its type and places, never its text."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "event": record.msg if isinstance(record.msg, str) else type(record.msg).__name__,
        }
        line.update({key: value for key, value in record.__dict__.items() if key in ALLOWED_KEYS})
        if record.exc_info and record.exc_info[0]:
            line["exception"] = record.exc_info[0].__name__
            frames = traceback.extract_tb(record.exc_info[2])[-8:]
            line["where"] = [f"{frame.filename.rsplit('/', 2)[-1]}:{frame.lineno}" for frame in frames]
        return json.dumps(line, ensure_ascii=True, default=str)


def configure(level: str) -> None:
    """One handler for the whole process; repeated calls change only the level."""
    root = logging.getLogger()
    root.setLevel(level)
    if not any(isinstance(handler.formatter, EventFormatter) for handler in root.handlers):
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(EventFormatter())
        root.addHandler(handler)
    for chatty in ("huey", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
