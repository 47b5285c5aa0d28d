"""Letters about introductions, in the receiver's language, from a request or from background work.

They say what happened and where to look. The seeker is told the employer's own words; the employer's letters carry
nothing about the person, since a mailbox is often read by several people.
"""

from dataclasses import dataclass
from functools import lru_cache
from gettext import NullTranslations
from pathlib import Path

from babel.support import Translations
from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.accounts.models import Account
from webapp.core import mail
from webapp.core.crypto import Vault
from webapp.organisations.models import Organisation
from webapp.postings.models import Profile, Vacancy

_FOLDER = Path(__file__).parent / "translations"


@dataclass(frozen=True)
class Post:
    """What a letter needs besides its words: the key of sealed addresses, and where the site is."""

    vault: Vault
    base_url: str


@lru_cache(maxsize=2)
def _words(language: str) -> NullTranslations:
    """Read without a request, so that the worker can write letters too. English is the source text."""
    return NullTranslations() if language == "en" else Translations.load(str(_FOLDER), ["zh_Hans_CN"])


def _seeker_lines(t: NullTranslations, event: str) -> str:
    lines = {
        "invited": t.gettext("An employer invites you"),
        "message": t.gettext("You have a message about %(vacancy)s"),
        "interview_offered": t.gettext("Please choose a time for an interview about %(vacancy)s"),
        "interview_changed": t.gettext("The interview about %(vacancy)s was changed; please look"),
        "interview_cancelled": t.gettext("The interview about %(vacancy)s was cancelled"),
        "offered": t.gettext("You have an offer: %(vacancy)s"),
        "offer_withdrawn": t.gettext("The offer for %(vacancy)s was taken back"),
        "hired": t.gettext("%(organisation)s noted that you will start as %(vacancy)s"),
        "rejected": t.gettext("An answer to your application: %(vacancy)s"),
        "not_chosen": t.gettext("%(vacancy)s is closed and you were not chosen"),
        "start_confirmed": t.gettext("%(organisation)s confirmed your start; please confirm it too"),
        "started": t.gettext("Your start as %(vacancy)s is recorded"),
    }
    return lines[event]


def _employer_lines(t: NullTranslations, event: str) -> str:
    lines = {
        "applied": t.gettext("A new application: %(vacancy)s"),
        "accepted": t.gettext("Your invitation was accepted: %(vacancy)s"),
        "declined": t.gettext("A candidate said no: %(vacancy)s"),
        "withdrawn": t.gettext("A candidate withdrew: %(vacancy)s"),
        "message": t.gettext("A candidate wrote to you: %(vacancy)s"),
        "time_chosen": t.gettext("A candidate chose a time: %(vacancy)s"),
        "no_time_fits": t.gettext("No time fits a candidate: %(vacancy)s"),
        "offer_accepted": t.gettext("Your offer was accepted: %(vacancy)s"),
        "start_confirmed": t.gettext("A candidate confirmed the start; please confirm it too: %(vacancy)s"),
        "started": t.gettext("A start is recorded: %(vacancy)s"),
        "reminder": t.gettext("An application waits for your answer: %(vacancy)s"),
        "overdue": t.gettext("An application is overdue for an answer: %(vacancy)s"),
    }
    return lines[event]


def tell_seeker(
    session: Session,
    post: Post,
    profile: Profile,
    vacancy: Vacancy,
    organisation: Organisation,
    event: str,
    *,
    introduction_id: int,
    words: str = "",
) -> None:
    """Mail to the person, if they have an account with e-mail. `words` are what the employer wrote."""
    account = session.get(Account, profile.account_id) if profile.account_id else None
    if account is None or not account.is_active or not account.email_sealed:
        return
    t = _words(account.language)
    facts = {"vacancy": vacancy.title, "organisation": organisation.name}
    subject = _seeker_lines(t, event) % facts
    body = [
        subject,
        t.gettext("From: %(organisation)s") % facts,
        *([words] if words else []),
        t.gettext("Sign in to read it and to answer:"),
        f"{post.base_url.rstrip('/')}/introductions/{introduction_id}",
    ]
    mail.send(session, to=post.vault.open(account.email_sealed), subject=subject, body="\n\n".join(body) + "\n")


def tell_employer(session: Session, post: Post, vacancy: Vacancy, event: str, *, introduction_id: int) -> int:
    """Mail to who wrote the vacancy, else to the owners of the organisation; returns how many were written to."""
    letters = 0
    for account in _receivers(session, vacancy):
        t = _words(account.language)
        subject = _employer_lines(t, event) % {"vacancy": vacancy.title}
        address = f"{post.base_url.rstrip('/')}/introductions/{introduction_id}"
        body = f"{subject}\n\n{t.gettext('Sign in to see who it is:')}\n\n{address}\n"
        mail.send(session, to=post.vault.open(account.email_sealed or ""), subject=subject, body=body)
        letters += 1
    return letters


def _receivers(session: Session, vacancy: Vacancy) -> list[Account]:
    members = select(Account).where(
        Account.organisation_id == vacancy.organisation_id, Account.is_active, Account.email_sealed.is_not(None)
    )
    writer = list(session.scalars(members.where(Account.id == (vacancy.created_by or 0))))
    return writer or list(session.scalars(members.where(Account.member_role == "owner").order_by(Account.id)))
