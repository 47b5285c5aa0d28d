"""Home, dashboards and the small pages around them."""

from flask import Blueprint, redirect, render_template, request
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from webapp.core.errors import NotFound
from webapp.core.permissions import Role
from webapp.http import navigation
from webapp.http.access import public, signed_in
from webapp.http.locale import COOKIE, LANGUAGES, language, safe_next
from webapp.http.session import current_actor
from webapp.http.site import current_site, reading
from webapp.pages.presenters import dashboard, home_page

blueprint = Blueprint("pages", __name__)

_YEAR_SECONDS = 365 * 24 * 3600
navigation.add(lazy_gettext("Overview"), "pages.show_dashboard", *Role, order=1)


@blueprint.get("/")
@public
def show_home() -> str:
    with reading() as session:
        page = home_page(session, current_site().clock.now(), language())
    return render_template("pages/show_home.html", page=page)


@blueprint.get("/overview")
@signed_in
def show_dashboard() -> str:
    with reading() as session:
        page = dashboard(session, current_actor(), current_site().clock.now())
    return render_template("pages/show_dashboard.html", page=page)


@blueprint.get("/help")
@public
def show_help() -> str:
    return render_template("pages/show_help.html")


@blueprint.get("/rights")
@public
def show_rights() -> str:
    return render_template("pages/show_rights.html")


@blueprint.get("/accessibility")
@public
def show_accessibility() -> str:
    return render_template("pages/show_accessibility.html")


@blueprint.get("/privacy")
@public
def show_privacy() -> str:
    return render_template("pages/show_privacy.html")


@blueprint.get("/language/<code>")
@public
def choose_language(code: str) -> Response:
    if code not in LANGUAGES:
        raise NotFound("not_found")
    response = redirect(safe_next(request.args.get("next")) or "/", 303)
    secure = current_site().settings.secure_cookies
    response.set_cookie(COOKIE, code, max_age=_YEAR_SECONDS, samesite="Lax", httponly=True, secure=secure)
    return response
