"""Letters about postings that the worker writes, in the receiver's language. They name posts, never persons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from flask import Flask
from flask_babel import force_locale, format_date, gettext, ngettext

from webapp.http import locale
from webapp.http.locale import LANGUAGES


@dataclass(frozen=True)
class EndingVacancy:
    title: str
    last_day: date


@cache
def _words() -> Flask:
    """The catalogues without the site: a worker has no request whose language there could be."""
    app = Flask("webapp")
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "postings/translations;translations"
    locale.init_app(app)
    return app


def expiry_letter(language: str, endings: Sequence[EndingVacancy], base_url: str) -> tuple[str, str]:
    """(subject, body) for one person, with all their vacancies that end soon."""
    with _words().app_context(), force_locale(LANGUAGES.get(language, LANGUAGES["zh"])):
        subject = ngettext("%(num)s vacancy ends soon", "%(num)s vacancies end soon", len(endings))
        lines = [
            gettext("Hello,"),
            gettext("these vacancies of your organisation leave the search soon:"),
            "\n".join(
                gettext("- %(title)s: last day %(day)s", title=one.title, day=format_date(one.last_day, "medium"))
                for one in endings
            ),
            gettext("If you still look for people, let them stand 30 days longer with one press. Sign in here:"),
            f"{base_url.rstrip('/')}/my/vacancies?state=ending",
            gettext("If all places are taken, please close them and say how they were filled."),
            gettext("Nine-City Jobs and Talent Service"),
        ]
    return subject, "\n\n".join(lines) + "\n"
