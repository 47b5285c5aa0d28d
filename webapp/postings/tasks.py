"""Background work of postings."""

from webapp.accounts.events import AccountClosed
from webapp.core import events, queue
from webapp.core.queue import JobContext
from webapp.organisations.events import VerificationLapsed
from webapp.organisations.models import Organisation
from webapp.organisations.queries import terms_on
from webapp.organisations.standing import is_grace_over
from webapp.postings import services


@queue.job("postings.withdraw_profiles")
def withdraw_profiles(context: JobContext, *, account_id: int) -> None:
    with context.database.transaction() as session:
        services.withdraw_profiles_of(session, account_id, clock=context.clock)


@queue.job("postings.pause_of_lapsed_organisation")
def pause_of_lapsed_organisation(context: JobContext, *, organisation_id: int) -> None:
    """Looks again: between the promise and now the bureau may have verified the organisation."""
    with context.database.transaction() as session:
        organisation = session.get_one(Organisation, organisation_id)
        terms = terms_on(session, context.clock.today())
        if organisation.state != "verified" or is_grace_over(organisation.due_on, context.clock.today(), terms):
            services.pause_vacancies_of(session, organisation_id, clock=context.clock)


events.subscribe(VerificationLapsed, "postings.pause_of_lapsed_organisation")
events.subscribe(AccountClosed, "postings.withdraw_profiles")
