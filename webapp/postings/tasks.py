"""Background work of postings."""

from webapp.accounts.events import AccountClosed
from webapp.core import events, queue
from webapp.core.crypto import Vault
from webapp.core.queue import JobContext
from webapp.organisations.events import VerificationLapsed
from webapp.organisations.models import Organisation
from webapp.organisations.queries import terms_on
from webapp.organisations.standing import is_grace_over
from webapp.postings import grouping, reminders, services
from webapp.postings.events import VacancyPublished


@queue.job("postings.withdraw_profiles")
def withdraw_profiles(context: JobContext, *, account_id: int) -> None:
    with context.database.transaction() as session:
        services.withdraw_profiles_of(session, account_id, clock=context.clock)


@queue.job("postings.group_vacancy")
def group_vacancy(context: JobContext, *, vacancy_id: int) -> None:
    with context.database.transaction() as session:
        grouping.group_vacancy(session, vacancy_id, clock=context.clock)


@queue.job("postings.group_new", every_minutes=2)
def group_new(context: JobContext) -> None:
    """What has no key yet (rows of files, and what was there before): a transaction each, so that nobody waits."""
    with context.database.reading() as session:
        ids = grouping.ungrouped_ids(session)
    for vacancy_id in ids:
        with context.database.transaction() as session:
            grouping.group_vacancy(session, vacancy_id, clock=context.clock)
        context.extend_lease()


@queue.job("postings.remind_of_last_days", every_minutes=60)
def remind_of_last_days(context: JobContext) -> None:
    """Once a day would do; asked every hour, so that a worker that stood still at one minute misses no day."""
    if reminders.is_daytime(context.clock.now()):
        with context.database.transaction() as session:
            vault = Vault(context.settings.secret_key)
            reminders.remind(session, clock=context.clock, vault=vault, base_url=context.settings.base_url)


@queue.job("postings.pause_of_lapsed_organisation")
def pause_of_lapsed_organisation(context: JobContext, *, organisation_id: int) -> None:
    """Looks again: between the promise and now the bureau may have verified the organisation."""
    with context.database.transaction() as session:
        organisation = session.get_one(Organisation, organisation_id)
        terms = terms_on(session, context.clock.today())
        if organisation.state != "verified" or is_grace_over(organisation.due_on, context.clock.today(), terms):
            services.pause_vacancies_of(session, organisation_id, clock=context.clock)


events.subscribe(VacancyPublished, "postings.group_vacancy")
events.subscribe(VerificationLapsed, "postings.pause_of_lapsed_organisation")
events.subscribe(AccountClosed, "postings.withdraw_profiles")
