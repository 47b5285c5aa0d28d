"""Home and the small pages around it."""

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from webapp.core.errors import NotFound
from webapp.http.access import public
from webapp.http.locale import COOKIE, LANGUAGES, safe_next
from webapp.http.site import current_site

blueprint = Blueprint("pages", __name__)

_YEAR_SECONDS = 365 * 24 * 3600


@blueprint.get("/language/<code>")
@public
def choose_language(code: str) -> Response:
    if code not in LANGUAGES:
        raise NotFound("not_found")
    response = redirect(safe_next(request.args.get("next")) or "/", 303)
    secure = current_site().settings.secure_cookies
    response.set_cookie(COOKIE, code, max_age=_YEAR_SECONDS, samesite="Lax", httponly=True, secure=secure)
    return response
