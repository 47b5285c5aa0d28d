"""Background work of postings."""

from webapp.accounts.events import AccountClosed
from webapp.core import events, queue
from webapp.core.queue import JobContext
from webapp.postings import services


@queue.job("postings.withdraw_profiles")
def withdraw_profiles(context: JobContext, *, account_id: int) -> None:
    with context.database.transaction() as session:
        services.withdraw_profiles_of(session, account_id, clock=context.clock)


events.subscribe(AccountClosed, "postings.withdraw_profiles")
