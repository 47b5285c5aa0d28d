"""Background work of introductions: a consent taken back or an account closed ends what rested on it."""

from webapp.accounts.events import AccountClosed, ConsentWithdrawn
from webapp.core import events, queue
from webapp.core.queue import JobContext
from webapp.placements import services


@queue.job("placements.close_contacts_at")
def close_contacts_at(context: JobContext, *, consent_id: int, account_id: int, purpose: str) -> None:
    if purpose == "contact":
        with context.database.transaction() as session:
            services.close_contacts_of(session, account_id, consent_id=consent_id, clock=context.clock)


@queue.job("placements.close_all_contacts")
def close_all_contacts(context: JobContext, *, account_id: int) -> None:
    with context.database.transaction() as session:
        services.close_contacts_of(session, account_id, consent_id=None, clock=context.clock)


events.subscribe(ConsentWithdrawn, "placements.close_contacts_at")
events.subscribe(AccountClosed, "placements.close_all_contacts")
