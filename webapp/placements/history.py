"""Writing down what happened in an introduction, and telling somebody who came too late what that was."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.accounts.models import Account
from webapp.core.actor import Actor
from webapp.core.clock import Clock
from webapp.core.errors import Conflict
from webapp.placements.models import HistoryEntry, Introduction


def write_down(
    session: Session, introduction: Introduction, event: str, *, actor: Actor | None, side: str, clock: Clock
) -> None:
    """Add a line and count the version up. `actor` is None where the site itself acts."""
    introduction.changed_at = clock.now()
    introduction.version = (introduction.version or 0) + 1
    session.add(
        HistoryEntry(
            introduction_id=introduction.id,
            at=clock.now(),
            side=side,
            account_id=actor.account_id if actor else None,
            event=event,
        )
    )


def refuse_stale(session: Session, introduction: Introduction, seen: int | None) -> None:
    """Raise Conflict, saying who did what meanwhile, when the page was made from an older version."""
    if seen is None or seen == introduction.version:
        return
    last = session.execute(
        select(HistoryEntry, Account.display_name)
        .outerjoin(Account, (Account.id == HistoryEntry.account_id) & (HistoryEntry.side == "employer"))
        .where(HistoryEntry.introduction_id == introduction.id)
        .order_by(HistoryEntry.id.desc())
        .limit(1)
    ).one_or_none()
    facts = {
        "event": last[0].event if last else "",
        "side": last[0].side if last else "",
        "who": last[1] if last else "",
    }
    raise Conflict("candidate_changed_meanwhile", facts={key: value or "" for key, value in facts.items()})


def history_of(session: Session, introduction_id: int) -> list[tuple[HistoryEntry, str | None]]:
    """All lines, oldest first, with the name of the account that took the step."""
    statement = (
        select(HistoryEntry, Account.display_name)
        .outerjoin(Account, Account.id == HistoryEntry.account_id)
        .where(HistoryEntry.introduction_id == introduction_id)
        .order_by(HistoryEntry.at, HistoryEntry.id)
    )
    return [(row[0], row[1]) for row in session.execute(statement)]
