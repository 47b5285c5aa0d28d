"""Default deny. Every endpoint carries exactly one declaration; one without it is refused and fails a test."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from webapp.core.errors import NotAllowed, NotFound
from webapp.core.permissions import Permission
from webapp.http.session import current_actor

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Access:
    """Who may call an endpoint: anybody, any signed-in person, or holders of one of the permissions."""

    kind: str
    permissions: frozenset[Permission] = frozenset()


def _declare(view: View, access: Access) -> View:
    if hasattr(view, "access_declaration"):
        raise TypeError(f"{view.__name__} declares its access twice")
    view.access_declaration = access  # type: ignore[attr-defined]
    return view


def public(view: View) -> View:
    """Open to everybody, signed in or not."""
    return _declare(view, Access("public"))


def signed_in(view: View) -> View:
    """Open to every signed-in person."""
    return _declare(view, Access("signed_in"))


def needs(*permissions: Permission) -> Callable[[View], View]:
    """Open to actors who hold at least one of the permissions."""

    def declare(view: View) -> View:
        return _declare(view, Access("needs", frozenset(permissions)))

    return declare


def declaration_of(app: Flask, endpoint: str) -> Access | None:
    if endpoint == "static":
        return Access("public")
    view = app.view_functions.get(endpoint)
    return getattr(view, "access_declaration", None)


def init_app(app: Flask) -> None:
    app.before_request(_check)


def _check() -> Response | None:
    if request.endpoint is None:
        return None  # Routing answers 404 or 405 by itself.
    access = declaration_of(current_app, request.endpoint)
    if access is None:
        raise NotFound("not_found")
    if access.kind == "public":
        return None
    actor = current_actor()
    if not actor.is_signed_in:
        if request.path.startswith("/api/"):
            raise NotAllowed("sign_in_needed")
        wanted = request.full_path if request.method == "GET" else None
        return redirect(url_for("accounts.sign_in", next=wanted), 303)
    if access.kind == "needs" and not access.permissions & actor.permissions:
        raise NotAllowed("role_may_not")
    return None
