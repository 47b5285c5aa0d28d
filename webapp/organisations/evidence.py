"""Files that prove something: what may come in, where it lies, and who may take it out.

A file is known by its content, whatever it is called. It lies encrypted under a random name in a folder that the site
does not serve; every download leaves a line in the audit.
"""

import hashlib
import re
import secrets
import time
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from webapp.audit.services import note
from webapp.core.actor import Actor, ensure
from webapp.core.clock import Clock
from webapp.core.crypto import Vault
from webapp.core.errors import Conflict, NotFound, RuleBroken
from webapp.organisations import policy, queries
from webapp.organisations.models import Evidence
from webapp.organisations.rules import EVIDENCE_KINDS

MEBIBYTES_MOST = 8
FILES_MOST = 60
_NAME = re.compile(r"[0-9a-f]{32}")
# A file whose row was never committed is thrown away by then.
_ORPHAN_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Place:
    """Where files lie and with which key."""

    folder: Path
    vault: Vault


def media_type_of(data: bytes) -> str | None:
    """PDF, PNG or JPEG by its first and last bytes; None for anything else, whatever its name says."""
    if data.startswith(b"%PDF-") and b"%%EOF" in data[-2048:]:
        return "application/pdf"
    if data.startswith(b"\x89PNG\r\n\x1a\n") and data[12:16] == b"IHDR" and b"IEND" in data[-64:]:
        return "image/png"
    if data.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in data[-2048:]:
        return "image/jpeg"
    return None


def check_file(data: bytes) -> str:
    """The media type of a file that may come in. Raises RuleBroken beside the field "file"."""
    if not data:
        raise RuleBroken("evidence_empty", field="file")
    if len(data) > MEBIBYTES_MOST * 1024 * 1024:
        raise RuleBroken("evidence_too_large", field="file", facts={"most": MEBIBYTES_MOST})
    found = media_type_of(data)
    if found is None:
        raise RuleBroken("evidence_kind_unknown", field="file")
    return found


def add_evidence(session: Session, actor: Actor, kind: str, data: bytes, place: Place, *, clock: Clock) -> Evidence:
    """Keep a file of the actor's own organisation, as one of the kinds that the form offers."""
    if kind not in EVIDENCE_KINDS:
        raise RuleBroken("evidence_purpose_missing", field="kind")
    return keep_file(session, actor, kind, data, place, clock=clock)


def keep_file(session: Session, actor: Actor, kind: str, data: bytes, place: Place, *, clock: Clock) -> Evidence:
    organisation = queries.own_organisation(session, actor)
    ensure(policy.may_manage(actor, organisation))
    media_type = check_file(data)
    if len(queries.evidence_of(session, organisation.id)) >= FILES_MOST:
        raise RuleBroken("evidence_too_many", field="file", facts={"most": FILES_MOST})
    one = Evidence(
        organisation_id=organisation.id,
        kind=kind,
        stored_name=_write(data, place),
        media_type=media_type,
        size_bytes=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        uploaded_by=actor.account_id,
        uploaded_at=clock.now(),
    )
    session.add(one)
    session.flush()  # for its id
    city_code = organisation.city_code
    note(session, actor, "evidence.added", "evidence", one.id, clock=clock, city_code=city_code, kind=kind)
    return one


def _write(data: bytes, place: Place) -> str:
    """The random name under which the sealed content lies; readable by the site's own user alone."""
    place.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = secrets.token_hex(16)
    path = place.folder / name
    path.touch(mode=0o600)
    path.write_bytes(place.vault.seal_bytes(data))
    return name


def remove_evidence(session: Session, actor: Actor, evidence_id: int, place: Place, *, clock: Clock) -> None:
    """Take a file back that the bureau has not been shown yet."""
    one, organisation = queries.evidence_with_owner(session, evidence_id)
    if actor.organisation_id != organisation.id:
        raise NotFound("not_found")
    ensure(policy.may_manage(actor, organisation))
    if one.sent_at is not None:
        raise Conflict("evidence_was_sent")
    session.delete(one)
    (place.folder / one.stored_name).unlink(missing_ok=True)
    city_code = organisation.city_code
    note(session, actor, "evidence.removed", "evidence", evidence_id, clock=clock, city_code=city_code)


def take_out(session: Session, actor: Actor, evidence_id: int, place: Place, *, clock: Clock) -> tuple[Evidence, bytes]:
    """The content, for the bureau of the place or an owner; to everybody else there is no such file."""
    one, organisation = queries.evidence_with_owner(session, evidence_id)
    decision = policy.may_read_evidence(actor, organisation)
    path = place.folder / one.stored_name
    if not decision or not path.is_file():
        raise NotFound("not_found")
    # The bureau reads what it was sent, not what an owner is still collecting.
    if decision.reason == "bureau_of_place" and one.sent_at is None:
        raise NotFound("not_found")
    data = place.vault.open_bytes(path.read_bytes())
    city_code = organisation.city_code
    note(session, actor, "evidence.read", "evidence", one.id, clock=clock, city_code=city_code, by=decision.reason)
    return one, data


def sweep(session: Session, folder: Path) -> int:
    """Throw away files that no row names: what a transaction left that was rolled back. How many there were."""
    if not folder.is_dir():
        return 0
    known, before = queries.stored_names(session), time.time() - _ORPHAN_SECONDS
    orphans = [
        path
        for path in folder.iterdir()
        if _NAME.fullmatch(path.name) and path.name not in known and path.stat().st_mtime < before
    ]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)
