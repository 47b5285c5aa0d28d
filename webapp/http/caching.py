"""Pages that may be asked for again cheaply: an ETag and a Last-Modified, and 304 where nothing has changed."""

import gzip
import hashlib
from collections.abc import Callable
from datetime import datetime

from flask import make_response, request
from werkzeug.http import generate_etag
from werkzeug.wrappers import Response

# Ask again each time, but with what you hold: nothing that ended is shown from a store.
_ASK_AGAIN = "no-cache"
_WORTH_PACKING = 2000


def fingerprint(*facts: object) -> str:
    """An ETag from what a page depends on, for pages that cost more to make than to name."""
    return hashlib.sha256("\x1f".join(map(str, facts)).encode("utf-8")).hexdigest()[:32]


def conditional(make: Callable[[], str | bytes], mimetype: str, etag: str, changed_at: datetime | None) -> Response:
    """The made text, or 304 without making it when the asker holds it already. Packed where the asker can unpack."""
    known = Response(mimetype=mimetype)
    known.set_etag(etag, weak=True)
    if not _is_held(known):
        made = make()
        body = made.encode("utf-8") if isinstance(made, str) else made
        known.set_data(_packed(known, body))
    else:
        known.status_code = 304
    if changed_at is not None:
        known.last_modified = changed_at
    known.vary.add("Accept-Encoding")
    known.headers["Cache-Control"] = _ASK_AGAIN
    return known


def _is_held(known: Response) -> bool:
    """Only the ETag counts here: a list changes by what leaves it, and that has no date of its own."""
    etag, _ = known.get_etag()
    return etag is not None and request.if_none_match.contains_weak(etag)


def _packed(response: Response, body: bytes) -> bytes:
    if len(body) < _WORTH_PACKING or "gzip" not in request.accept_encodings:
        return body
    response.headers["Content-Encoding"] = "gzip"
    return gzip.compress(body, compresslevel=6, mtime=0)


def public_page(text: str, changed_at: datetime | None) -> Response:
    """A page of words that is the same for every stranger with the same language."""
    response = make_response(text)
    response.set_etag(generate_etag(response.get_data()))
    response.last_modified = changed_at
    response.headers["Cache-Control"] = _ASK_AGAIN
    response.vary.update(["Accept-Language", "Cookie"])
    return response.make_conditional(request)
