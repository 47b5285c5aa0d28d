"""Keyset pages: a list is cut by the last row seen, so that there is no ceiling and no row is shown twice."""

import base64
import json
from dataclasses import dataclass
from typing import Generic, TypeVar

from webapp.core.errors import RuleBroken

Item = TypeVar("Item")
PAGE_SIZE = 20
PAGE_SIZE_MAX = 100


@dataclass(frozen=True)
class Page(Generic[Item]):
    """One page of a list; `next_cursor` is None on the last one."""

    items: list[Item]
    next_cursor: str | None
    total: int | None = None


def encode_cursor(*values: str | int | float | None) -> str:
    text = json.dumps(values, ensure_ascii=True, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode("ascii")).decode("ascii").rstrip("=")


def decode_cursor(cursor: str, width: int) -> list[str | int | float | None]:
    """The values that `encode_cursor` was given. Raises RuleBroken("cursor_unusable") for anything else."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        values = json.loads(base64.urlsafe_b64decode(padded.encode("ascii")))
    except (ValueError, UnicodeError) as error:
        raise RuleBroken("cursor_unusable", field="after") from error
    if not isinstance(values, list) or len(values) != width:
        raise RuleBroken("cursor_unusable", field="after")
    if not all(isinstance(value, str | int | float | None) for value in values):
        raise RuleBroken("cursor_unusable", field="after")
    return values
