"""Background work of postings."""

from webapp.accounts.events import AccountClosed
from webapp.core import events, queue
from webapp.core.queue import JobContext
from webapp.postings import grouping, services
from webapp.postings.events import VacancyChanged


@queue.job("postings.withdraw_profiles")
def withdraw_profiles(context: JobContext, *, account_id: int) -> None:
    with context.database.transaction() as session:
        services.withdraw_profiles_of(session, account_id, clock=context.clock)


@queue.job("postings.group_vacancy")
def group_vacancy(context: JobContext, *, vacancy_id: int) -> None:
    with context.database.transaction() as session:
        grouping.group_vacancy(session, vacancy_id, clock=context.clock)


@queue.job("postings.group_new", every_minutes=10)
def group_new(context: JobContext) -> None:
    """What has no key yet, one transaction each, so that search waits for nobody."""
    with context.database.reading() as session:
        ids = grouping.ungrouped_ids(session)
    for vacancy_id in ids:
        with context.database.transaction() as session:
            grouping.group_vacancy(session, vacancy_id, clock=context.clock)
        context.extend_lease()


events.subscribe(VacancyChanged, "postings.group_vacancy")
events.subscribe(AccountClosed, "postings.withdraw_profiles")
