"""From failure to answer: one HTML page and one JSON shape (problem details, RFC 9457), made here and nowhere else."""

import logging

from flask import Flask, g, jsonify, render_template, request
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from webapp.core.errors import Conflict, NotAllowed, NotFound, RuleBroken, RulesBroken, SiteError
from webapp.http.wording import error_text

log = logging.getLogger(__name__)

_STATUS: dict[type[SiteError], int] = {RuleBroken: 422, RulesBroken: 422, NotAllowed: 403, NotFound: 404, Conflict: 409}


def init_app(app: Flask) -> None:
    app.register_error_handler(SiteError, _site_error)
    app.register_error_handler(CSRFError, _csrf_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unexpected)


def _site_error(error: SiteError) -> tuple[str | Response, int]:
    status = _STATUS.get(type(error), 400)
    return _answer(status, error.code, error_text(error), error.field)


def _csrf_error(error: CSRFError) -> tuple[str | Response, int]:
    text = gettext("This form was open too long or came from another site. Go back, reload the page and send it again.")
    return _answer(400, "form_too_old", text, None)


def _http_error(error: HTTPException) -> tuple[str | Response, int] | Response:
    status = error.code or 500
    if status < 400:
        return error.get_response()
    return _answer(status, f"http_{status}", _http_text(status), None)


def _unexpected(error: Exception) -> tuple[str | Response, int]:
    log.exception("request_failed", extra={"request_id": g.get("request_id"), "endpoint": request.endpoint})
    return _answer(500, "http_500", _http_text(500), None)


def _http_text(status: int) -> str:
    texts = {
        400: gettext("The request could not be understood."),
        403: gettext("You may not open this page."),
        404: gettext("There is no such page, or it is no longer there."),
        405: gettext("This address cannot be used in this way."),
        410: gettext("This posting is no longer there."),
        413: gettext("What you sent is too large."),
        429: gettext("Too many tries. Please wait a few minutes and try again."),
    }
    return texts.get(status, gettext("Something went wrong on our side. Nothing you had saved is lost."))


def _title(status: int) -> str:
    titles = {
        403: gettext("Not allowed"),
        404: gettext("Page not found"),
        409: gettext("Changed meanwhile"),
        413: gettext("Too large"),
        422: gettext("Please check"),
        429: gettext("Please wait"),
    }
    return titles.get(status, gettext("Sorry, that did not work"))


def _answer(status: int, code: str, text: str, field: str | None) -> tuple[str | Response, int]:
    if request.path.startswith("/api/"):
        body = {
            "type": "about:blank",
            "title": _title(status),
            "status": status,
            "detail": text,
            "code": code,
            "field": field,
            "request_id": g.get("request_id"),
        }
        response = jsonify(body)
        response.mimetype = "application/problem+json"
        return response, status
    page = render_template(
        "errors/error.html", status=status, title=_title(status), text=text, request_id=g.get("request_id")
    )
    return page, status
