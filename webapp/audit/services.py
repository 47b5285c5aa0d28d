"""Adding a line to the audit, in the transaction of the act itself."""

from typing import Any

from sqlalchemy.orm import Session

from webapp.audit.models import AuditEntry
from webapp.core.actor import Actor
from webapp.core.clock import Clock


def note(
    session: Session,
    actor: Actor,
    action: str,
    subject_kind: str,
    subject_id: int | None,
    *,
    clock: Clock,
    city_code: str | None = None,
    **facts: Any,
) -> None:
    """Record an act. `facts` are ids, codes and numbers; never names or free text of people."""
    session.add(
        AuditEntry(
            at=clock.now(),
            account_id=actor.account_id,
            role=actor.role,
            city_code=city_code or actor.city_code,
            action=action,
            subject_kind=subject_kind,
            subject_id=subject_id,
            facts=facts,
        )
    )
