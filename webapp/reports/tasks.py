"""Background work of reports: letters to many, flags of automatic checks, and forgetting contacts in time."""

from webapp.core import events, mail, queue
from webapp.core.crypto import Vault
from webapp.core.queue import JobContext
from webapp.postings.events import VacancyFlagged
from webapp.reports import queries, services


@queue.job("reports.tell_applicants")
def tell_applicants(context: JobContext, *, vacancy_id: int, subject: str, body: str) -> None:
    vault = Vault(context.settings.secret_key)
    with context.database.transaction() as session:
        for account in queries.accounts_that_applied(session, vacancy_id):
            if account.email_sealed:
                mail.send(session, to=vault.open(account.email_sealed), subject=subject, body=body)


@queue.job("reports.flag_vacancy")
def flag_vacancy(context: JobContext, *, vacancy_id: int, rule_id: str, detail_zh: str, detail_en: str) -> None:
    with context.database.transaction() as session:
        services.flag_vacancy(session, vacancy_id, rule_id, detail_zh, detail_en, clock=context.clock)


@queue.job("reports.forget_contacts", every_minutes=60)
def forget_contacts(context: JobContext) -> None:
    while True:
        with context.database.transaction() as session:
            forgotten = services.forget_old_contacts(session, context.clock.now())
        if not forgotten:
            return


events.subscribe(VacancyFlagged, "reports.flag_vacancy")
