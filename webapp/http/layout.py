"""What every template may use besides its own page: the actor, the menu, the language links, dates."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from flask import Flask, request, url_for
from flask_babel import format_date, format_datetime, format_decimal, gettext, lazy_gettext

from webapp.core.actor import Actor
from webapp.core.permissions import Role
from webapp.http import navigation, panels
from webapp.http.locale import ARGUMENT, LANGUAGES, language
from webapp.http.session import current_actor
from webapp.http.wording import label, register_labels

register_labels(
    "role",
    {
        Role.SEEKER: lazy_gettext("Job seeker"),
        Role.EMPLOYER: lazy_gettext("Employer"),
        Role.AGENCY: lazy_gettext("Agency"),
        Role.OFFICER: lazy_gettext("Bureau officer"),
        Role.INSPECTOR: lazy_gettext("Labour inspector"),
        Role.COORDINATOR: lazy_gettext("Nine-city coordinator"),
        Role.ADMINISTRATOR: lazy_gettext("Administrator"),
    },
)

# Each language is named in itself, whatever the page's language; escapes keep CJK out of the code.
LANGUAGE_NAMES = {"zh": "\u4e2d\u6587", "en": "English"}


@dataclass(frozen=True)
class ShownActor:
    """The signed-in person as the header shows them."""

    display_name: str
    role: str
    role_label: str


@dataclass(frozen=True)
class LanguageLink:
    label: str
    url: str
    is_current: bool
    code: str


def init_app(app: Flask) -> None:
    app.context_processor(_context)
    app.jinja_env.filters["day"] = day
    app.jinja_env.filters["moment"] = moment
    app.jinja_env.filters["number"] = number
    app.jinja_env.globals["label"] = label
    app.jinja_env.globals["panels"] = panels.shown


def _context() -> dict[str, Any]:
    return {
        "actor": _shown(current_actor()),
        "navigation": navigation.links(),
        "language": language(),
        "language_links": _language_links(),
        "site_name": gettext("Nine-City Jobs and Talent Service"),
    }


def _shown(actor: Actor) -> ShownActor | None:
    if not actor.is_signed_in or actor.role is None:
        return None
    return ShownActor(actor.display_name, actor.role, label("role", actor.role))


def _language_links() -> list[LanguageLink]:
    here = _here() if request.method in ("GET", "HEAD") else "/"
    current = language()
    return [
        LanguageLink(
            LANGUAGE_NAMES[code], url_for("pages.choose_language", code=code, next=here), code == current, code
        )
        for code in LANGUAGES
    ]


def _here() -> str:
    """This page without a language of its own: who chooses another one wants to see it."""
    arguments = [(name, value) for name, value in request.args.items(multi=True) if name != ARGUMENT]
    return f"{request.path}?{urlencode(arguments)}" if arguments else request.path


def day(value: date | None) -> str:
    """A date as the reader's language writes it; nothing for None."""
    return "" if value is None else format_date(value, "medium")


def moment(value: datetime | None) -> str:
    """An instant as China's wall clock shows it."""
    return "" if value is None else format_datetime(value, "medium")


def number(value: float | int | None) -> str:
    return "" if value is None else format_decimal(value)
