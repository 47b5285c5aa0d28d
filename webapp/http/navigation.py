"""The menu of each role. A room says what it offers to whom; a page nobody can reach from here does not exist."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import current_app, request, url_for

from webapp.core.actor import Actor
from webapp.core.permissions import Role
from webapp.http.access import declaration_of
from webapp.http.session import current_actor

ANYBODY = "anybody"


@dataclass(frozen=True)
class Entry:
    """One line of the menu: for which roles (or ANYBODY), and optionally how many things wait there."""

    label: Any
    endpoint: str
    audience: frozenset[str]
    order: int
    count: Callable[[Actor], int] | None = None


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    is_current: bool
    count: int | None


_entries: list[Entry] = []


def add(
    label: Any, endpoint: str, *audience: Role | str, order: int, count: Callable[[Actor], int] | None = None
) -> None:
    """Offer an endpoint (which takes no arguments) in the menu. `label` is a lazy string."""
    entry = Entry(label, endpoint, frozenset(str(who) for who in audience), order, count)
    if not any(other.endpoint == endpoint and other.audience == entry.audience for other in _entries):
        _entries.append(entry)


def entries_for(actor: Actor) -> list[Entry]:
    role = str(actor.role) if actor.role else ""
    offered = [entry for entry in _entries if ANYBODY in entry.audience or role in entry.audience]
    return sorted(offered, key=lambda entry: entry.order)


def links() -> list[Link]:
    """The menu of this request's actor."""
    actor = current_actor()
    return [
        Link(
            label=str(entry.label),
            url=url_for(entry.endpoint),
            is_current=request.endpoint == entry.endpoint,
            count=entry.count(actor) if entry.count else None,
        )
        for entry in entries_for(actor)
        if _is_open_to(actor, entry.endpoint)
    ]


def _is_open_to(actor: Actor, endpoint: str) -> bool:
    """A member who may only read is not led to pages that would refuse them."""
    access = declaration_of(current_app, endpoint)
    return access is None or access.kind != "needs" or bool(access.permissions & actor.permissions)
