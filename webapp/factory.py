"""Puts the site together. The only place that knows every room's edges."""

from typing import Any

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from webapp import schema
from webapp.accounts import messages as accounts_messages
from webapp.accounts import routes as accounts_routes
from webapp.accounts.queries import actor_of
from webapp.core import logging as site_logging
from webapp.core.clock import Clock
from webapp.core.crypto import Vault
from webapp.core.database import Database
from webapp.core.queue import Queue
from webapp.core.settings import Settings
from webapp.http import access, errors, headers, layout, locale, session
from webapp.http.site import Site
from webapp.intake import messages as intake_messages
from webapp.intake import routes as intake_routes
from webapp.intake import tasks as intake_tasks
from webapp.matches import messages as matches_messages
from webapp.matches import routes as matches_routes
from webapp.matches import tasks as matches_tasks
from webapp.organisations import messages as organisations_messages
from webapp.organisations import routes as organisations_routes
from webapp.organisations import tasks as organisations_tasks
from webapp.pages import messages as pages_messages
from webapp.pages import routes as pages_routes
from webapp.placements import messages as placements_messages
from webapp.placements import routes as placements_routes
from webapp.placements import tasks as placements_tasks
from webapp.plans import messages as plans_messages
from webapp.plans import routes as plans_routes
from webapp.postings import lint_messages as postings_lint_messages
from webapp.postings import messages as postings_messages
from webapp.postings import routes as postings_routes
from webapp.postings import tasks as postings_tasks
from webapp.publicity import routes as publicity_routes
from webapp.reports import messages as reports_messages
from webapp.reports import routes as reports_routes
from webapp.reports import tasks as reports_tasks

ROUTES = (
    pages_routes,
    accounts_routes,
    organisations_routes,
    postings_routes,
    intake_routes,
    placements_routes,
    reports_routes,
    publicity_routes,
    plans_routes,
    matches_routes,
)
# Importing these registers words, jobs and subscriptions; the tuple keeps the imports honest.
REGISTRATIONS = (
    schema,
    accounts_messages,
    organisations_messages,
    organisations_tasks,
    postings_messages,
    postings_lint_messages,
    postings_tasks,
    intake_messages,
    intake_tasks,
    placements_messages,
    placements_tasks,
    reports_messages,
    reports_tasks,
    plans_messages,
    matches_messages,
    matches_tasks,
    pages_messages,
)
ROOMS_WITH_WORDS = (
    "accounts",
    "organisations",
    "postings",
    "intake",
    "placements",
    "reports",
    "publicity",
    "plans",
    "matches",
    "pages",
)


def create_site(settings: Settings, clock: Clock | None = None) -> Site:
    """The parts without Flask: what the worker and the command line need."""
    site_logging.configure(settings.log_level)
    database = Database(settings.database_url)
    real_clock = clock or Clock()
    queue = Queue(database, settings, real_clock)
    return Site(settings, database, queue, real_clock, Vault(settings.secret_key))


def create_app(settings: Settings, clock: Clock | None = None) -> Flask:
    """The site as a WSGI application."""
    app = Flask("webapp")
    site = create_site(settings, clock)
    app.extensions["nine_cities"] = site
    _configure(app, settings)
    locale.init_app(app)
    session.init_app(app, actor_of)
    headers.init_app(app)
    access.init_app(app)
    errors.init_app(app)
    layout.init_app(app)
    CSRFProtect(app)
    for module in ROUTES:
        app.register_blueprint(module.blueprint)
    _limit_rates(app, settings)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        REMEMBER_COOKIE_HTTPONLY=True,
        REMEMBER_COOKIE_SAMESITE="Lax",
        REMEMBER_COOKIE_SECURE=settings.secure_cookies,
        MAX_CONTENT_LENGTH=settings.max_upload_mebibytes * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=4 * 1024 * 1024,
        WTF_CSRF_TIME_LIMIT=12 * 3600,
        BABEL_TRANSLATION_DIRECTORIES=";".join(
            # The shared catalogue comes last: the library takes the plural rule from the last one.
            [*(f"{room}/translations" for room in ROOMS_WITH_WORDS), "translations"]
        ),
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    if settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.trusted_proxies, x_proto=1)  # type: ignore[method-assign]


def _limit_rates(app: Flask, settings: Settings) -> None:
    """Slow down whoever guesses passwords or floods forms; per address, counted in one store."""
    limiter = Limiter(get_remote_address, app=app, storage_uri=settings.rate_limit_storage, default_limits=[])
    app.extensions["limiter_instance"] = limiter
    for endpoint in ("accounts.sign_in", "accounts.ask_password_reset", "accounts.register"):
        if endpoint in app.view_functions:
            view: Any = app.view_functions[endpoint]
            app.view_functions[endpoint] = limiter.limit(settings.sign_in_attempts, methods=["POST"])(view)
