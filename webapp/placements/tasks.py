"""Background work of introductions: consents taken back, vacancies closed, and the daily look at what waits."""

from webapp.accounts.events import AccountClosed, ConsentWithdrawn
from webapp.core import events, queue
from webapp.core.crypto import Vault
from webapp.core.queue import JobContext
from webapp.placements import closing, reminders, services, starts
from webapp.placements.letters import Post
from webapp.postings.events import VacancyChanged


def _post(context: JobContext) -> Post:
    return Post(Vault(context.settings.secret_key), context.settings.base_url)


@queue.job("placements.close_contacts_at")
def close_contacts_at(context: JobContext, *, consent_id: int, account_id: int, purpose: str) -> None:
    if purpose == "contact":
        with context.database.transaction() as session:
            services.close_contacts_of(session, account_id, consent_id=consent_id, clock=context.clock)


@queue.job("placements.close_all_contacts")
def close_all_contacts(context: JobContext, *, account_id: int) -> None:
    with context.database.transaction() as session:
        services.close_contacts_of(session, account_id, consent_id=None, clock=context.clock)


@queue.job("placements.close_remaining")
def close_remaining(context: JobContext, *, vacancy_id: int) -> None:
    with context.database.transaction() as session:
        closing.close_remaining(session, vacancy_id, clock=context.clock, post=_post(context))


@queue.job("placements.look_at_what_waits", every_minutes=24 * 60)
def look_at_what_waits(context: JobContext) -> None:
    with context.database.transaction() as session:
        reminders.remind_employers(session, clock=context.clock, post=_post(context))
    with context.database.transaction() as session:
        starts.record_lonely_starts(session, clock=context.clock)


events.subscribe(ConsentWithdrawn, "placements.close_contacts_at")
events.subscribe(AccountClosed, "placements.close_all_contacts")
events.subscribe(VacancyChanged, "placements.close_remaining")
