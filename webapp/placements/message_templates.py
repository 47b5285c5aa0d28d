"""Texts with places to fill in: the built-in ones of a release and an organisation's own, checked when saved."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.core.actor import Actor
from webapp.core.clock import Clock
from webapp.core.errors import Conflict, NotFound, RuleBroken
from webapp.placements.contact_words import refuse_contact
from webapp.placements.models import MessageTemplate

_FILE = Path(__file__).parent / "data" / "message_templates.csv"
# What may stand in braces.
PLACEHOLDERS = ("vacancy", "organisation", "place", "time")
PURPOSES = ("interview", "offer", "decline", "other")
_PLACE = re.compile(r"\{([^{}]*)\}")
TEMPLATES_MOST = 100


@dataclass(frozen=True)
class Template:
    """`key` is the name of a built-in one, or the number of an own one."""

    key: str
    name: str
    purpose: str
    language: str
    body: str
    is_own: bool
    version: int = 0


@dataclass(frozen=True)
class TemplateDraft:
    name: str
    purpose: str
    language: str
    body: str


def check_places(body: str, *, field: str = "body") -> None:
    """Every pair of braces names something that can be filled in. Raises RuleBroken with what was written."""
    for name in _PLACE.findall(body):
        if name not in PLACEHOLDERS:
            raise RuleBroken("placeholder_unknown", field=field, facts={"name": name[:30]})
    if re.search(r"[{}]", _PLACE.sub("", body)):
        raise RuleBroken("brace_alone", field=field)


def fill(body: str, facts: Mapping[str, str], *, field: str = "body") -> str:
    """The text as it is sent. A place without a value here, such as the time of an interview that is not agreed,
    is an error: nobody shall read a hole.
    """
    check_places(body, field=field)
    for name in _PLACE.findall(body):
        if not facts.get(name):
            raise RuleBroken("placeholder_empty", field=field, facts={"name": name})
    return _PLACE.sub(lambda found: facts[found.group(1)], body)


@lru_cache(maxsize=1)
def built_in_templates() -> tuple[Template, ...]:
    """Those of the release, each in both languages."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple(
        Template(row["key"], row[f"name_{language}"], row["purpose"], language, row[f"body_{language}"], is_own=False)
        for row in rows
        for language in ("zh", "en")
    )


def _own(row: MessageTemplate) -> Template:
    return Template(str(row.id), row.name, row.purpose, row.language, row.body, is_own=True, version=row.version)


def templates_for(session: Session, actor: Actor) -> list[Template]:
    """The organisation's own, then the built-in ones."""
    statement = select(MessageTemplate).where(MessageTemplate.organisation_id == (actor.organisation_id or 0))
    own = [_own(row) for row in session.scalars(statement.order_by(MessageTemplate.id).limit(TEMPLATES_MOST))]
    return [*own, *built_in_templates()]


def template_of(session: Session, actor: Actor, template_id: int, *, is_locked: bool = False) -> MessageTemplate:
    """One of one's own organisation; NotFound otherwise."""
    statement = select(MessageTemplate).where(
        MessageTemplate.id == template_id, MessageTemplate.organisation_id == (actor.organisation_id or 0)
    )
    row = session.scalar(statement.with_for_update() if is_locked else statement) if template_id < 2**31 else None
    if row is None:
        raise NotFound("not_found")
    return row


def save_template(
    session: Session,
    actor: Actor,
    draft: TemplateDraft,
    *,
    template_id: int | None = None,
    version: int | None = None,
    clock: Clock,
) -> MessageTemplate:
    """A new text, or a new wording of an own one. Contacts may not stand in it: it also goes to the not yet open."""
    if actor.organisation_id is None:
        raise NotFound("not_found")
    check_places(draft.body)
    refuse_contact(draft.body, field="body")
    if template_id is None:
        held = select(MessageTemplate.id).where(MessageTemplate.organisation_id == actor.organisation_id)
        if len(session.scalars(held.limit(TEMPLATES_MOST)).all()) >= TEMPLATES_MOST:
            raise RuleBroken("too_many_templates", facts={"most": TEMPLATES_MOST})
        row = MessageTemplate(organisation_id=actor.organisation_id, version=0)
        session.add(row)
    else:
        row = template_of(session, actor, template_id, is_locked=True)
        if version is not None and version != row.version:
            raise Conflict("changed_meanwhile")
    row.name, row.purpose, row.language, row.body = draft.name, draft.purpose, draft.language, draft.body
    row.changed_by, row.changed_at = actor.account_id, clock.now()
    row.version += 1
    session.flush()  # for its id
    return row


def delete_template(session: Session, actor: Actor, template_id: int) -> None:
    session.delete(template_of(session, actor, template_id, is_locked=True))
