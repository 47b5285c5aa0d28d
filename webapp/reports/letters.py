"""Letters about reports, each in both languages. They name the vacancy and the reason, never who reported."""

from collections.abc import Callable
from typing import Any

from flask import url_for
from flask_babel import force_locale, gettext
from sqlalchemy.orm import Session

from webapp.accounts.models import Account
from webapp.accounts.queries import members_of
from webapp.core import mail, queue
from webapp.core.crypto import Vault
from webapp.http.locale import LANGUAGES
from webapp.http.site import current_site
from webapp.postings.models import Vacancy
from webapp.reports.models import ReportCase

TELL_APPLICANTS = "reports.tell_applicants"
_LINE = "\n\n----------\n\n"


def tell_applicants_of_removal(session: Session, vacancy: Vacancy, reason: str) -> None:
    """Everybody who applied, by a job of its own: there may be hundreds."""

    def lines() -> list[str]:
        return [
            gettext("Hello,"),
            gettext("the bureau has taken down a vacancy that you applied for: %(title)s", title=vacancy.title),
            gettext("The reason: %(reason)s", reason=reason),
            gettext("The employer no longer sees your name and number. Your profile and other applications stay."),
            gettext("If you paid money or gave documents, keep the proof and call 12333. In danger call 110."),
            _link("placements.list_my_introductions"),
        ]

    _tell_applicants(session, vacancy, lambda: gettext("A vacancy that you applied for was taken down"), lines)


def tell_applicants_of_return(session: Session, vacancy: Vacancy) -> None:
    def lines() -> list[str]:
        return [
            gettext("Hello,"),
            gettext("the bureau has looked again, and this vacancy is shown again: %(title)s", title=vacancy.title),
            gettext("Your application counts as before: the employer sees your name and number. You can withdraw."),
            _link("placements.list_my_introductions"),
        ]

    _tell_applicants(session, vacancy, lambda: gettext("A vacancy that you applied for is shown again"), lines)


def tell_employer(session: Session, case: ReportCase, vacancy: Vacancy, step: str, words: str, vault: Vault) -> None:
    """The members of the organisation; a step that does not concern them has no letter."""
    said = {
        "ask": lambda: gettext("The bureau asks you about a report on your vacancy: %(title)s", title=vacancy.title),
        "remove": lambda: gettext("The bureau has taken down your vacancy: %(title)s", title=vacancy.title),
        "restore": lambda: gettext("The bureau has brought your vacancy back: %(title)s", title=vacancy.title),
        "uphold": lambda: gettext("The bureau upholds the removal of your vacancy: %(title)s", title=vacancy.title),
    }
    if step not in said:
        return
    address = _link("reports.answer_case", case_id=case.id)

    def lines() -> list[str]:
        what_next = {
            "ask": gettext("Please answer here:"),
            "remove": gettext("You can object here, once, with your reasons; the bureau looks at it again:"),
        }
        return [said[step](), words, what_next.get(step, gettext("To read it:")), address]

    subject, body = _both(said[step], lines)
    for account in members_of(session, vacancy.organisation_id):
        _send(session, account, subject, body, vault)


def _tell_applicants(
    session: Session, vacancy: Vacancy, subject: Callable[[], str], lines: Callable[[], list[str]]
) -> None:
    words, body = _both(subject, lines)
    queue.enqueue(session, TELL_APPLICANTS, vacancy_id=vacancy.id, subject=words, body=body)


def _both(subject: Callable[[], str], lines: Callable[[], list[str]]) -> tuple[str, str]:
    """Chinese, then English, in one letter."""
    subjects, bodies = [], []
    for locale in LANGUAGES.values():
        with force_locale(locale):
            subjects.append(subject())
            bodies.append("\n\n".join([*lines(), gettext("Nine-City Jobs and Talent Service")]))
    return " / ".join(subjects), _LINE.join(bodies) + "\n"


def _send(session: Session, account: Account, subject: str, body: str, vault: Vault) -> None:
    if account.is_active and account.email_sealed:
        mail.send(session, to=vault.open(account.email_sealed), subject=subject, body=body)


def _link(endpoint: str, **values: Any) -> str:
    """Built on the configured address: a Host header must not decide where a letter's link leads."""
    return current_site().settings.base_url.rstrip("/") + url_for(endpoint, **values)
