"""Words for codes. Rules and states are codes below the edge; rooms register here how a reader is told."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext

from webapp.core.errors import SiteError

_errors: dict[str, Any] = {}
_labels: dict[str, dict[str, Any]] = {}


def register_errors(texts: Mapping[str, Any]) -> None:
    """Texts (lazy strings, English as written) of error codes; `%(name)s` is filled from the error's facts."""
    _errors.update(texts)


def register_labels(kind: str, texts: Mapping[str, Any]) -> None:
    """Texts of the values of one enumeration, such as "vacancy_state"."""
    _labels.setdefault(kind, {}).update(texts)


def error_text(error: SiteError) -> str:
    """What a reader is told of a broken rule, in the language of the request."""
    template = _errors.get(error.code)
    if template is None:
        return gettext("This could not be done.")
    return str(template) % error.facts if error.facts else str(template)


def label(kind: str, code: str | None) -> str:
    """The label of a code; an unknown code is shown as not stated rather than raw."""
    if code is None or code == "":
        return gettext("Not stated")
    text = _labels.get(kind, {}).get(str(code))
    return gettext("Not stated") if text is None else str(text)


def labels(kind: str) -> list[tuple[str, str]]:
    """(code, label) of one enumeration in its registered order, as a form's choices."""
    return [(code, str(text)) for code, text in _labels.get(kind, {}).items()]


def known_error_codes() -> frozenset[str]:
    return frozenset(_errors)
