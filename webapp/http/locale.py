"""Chinese first, English second; the choice is remembered in a cookie for everybody, signed in or not."""

from urllib.parse import urlsplit

from flask import Flask, request
from flask_babel import Babel, get_locale

LANGUAGES = {"zh": "zh_Hans_CN", "en": "en"}
COOKIE = "language"
# Search engines are given one address a language; visitors keep their choice in the cookie.
ARGUMENT = "language"
_COOKIE_SECONDS = 365 * 24 * 3600


def init_app(app: Flask) -> None:
    app.config["BABEL_DEFAULT_LOCALE"] = LANGUAGES["zh"]
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Asia/Shanghai"
    Babel(app, locale_selector=select_locale)


def select_locale() -> str:
    """What the address says, else the cookie, else the browser's wish, else Chinese."""
    asked = request.args.get(ARGUMENT, "")
    if asked in LANGUAGES:
        return LANGUAGES[asked]
    chosen = request.cookies.get(COOKIE, "")
    if chosen in LANGUAGES:
        return LANGUAGES[chosen]
    best = request.accept_languages.best_match(list(LANGUAGES), default="zh")
    return LANGUAGES[best or "zh"]


def language() -> str:
    """ "zh" or "en": which column of a bilingual row to show."""
    locale = get_locale()
    return "en" if locale is not None and locale.language == "en" else "zh"


def safe_next(target: str | None) -> str | None:
    """The path to return to, if it is one of this site; another site's address is dropped."""
    if not target or "\\" in target or not target.startswith("/") or target.startswith("//"):
        return None
    parts = urlsplit(target)
    return None if parts.scheme or parts.netloc else target
