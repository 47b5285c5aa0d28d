"""The one address of each page: on the configured host, without what a visitor happened to add to it."""

from typing import Any

from flask import url_for

from webapp.http.site import current_site
from webapp.publicity.rules import LANGUAGE_ARGUMENT


def absolute(path: str) -> str:
    """A Host header must not decide what search engines, papers and feeds hold."""
    return current_site().settings.base_url.rstrip("/") + path


def canonical(endpoint: str, **values: Any) -> str:
    return absolute(url_for(endpoint, **values))


def vacancy_address(public_id: str) -> str:
    return canonical("postings.show_vacancy", public_id=public_id)


def in_language(address: str, language: str) -> str:
    """The same page in one language, whatever the visitor's browser wishes."""
    return f"{address}{'&' if '?' in address else '?'}{LANGUAGE_ARGUMENT}={language}"
