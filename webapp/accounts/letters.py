"""The letters of accounts, in the receiver's language. They name offices and organisations, never persons."""

from flask import url_for
from flask_babel import force_locale, gettext
from sqlalchemy.orm import Session

from webapp.accounts.services import Invitation
from webapp.core import mail
from webapp.http.locale import LANGUAGES
from webapp.http.site import current_site


def _link(token: str) -> str:
    """Built on the configured address: a Host header must not decide where a letter's link leads."""
    return current_site().settings.base_url.rstrip("/") + url_for("accounts.set_password", token=token)


def mail_reset(session: Session, reset: Invitation) -> None:
    """A link to a new password, within the transaction that made it."""
    with force_locale(LANGUAGES[reset.language]):
        site_name = gettext("Nine-City Jobs and Talent Service")
        lines = (
            gettext("Hello,"),
            gettext("somebody, probably you, asked for a new password. Open this link to set it:"),
            _link(reset.token),
            gettext("The link works once, within one hour."),
            gettext("If it was not you, do nothing; your password stays as it is."),
            site_name,
        )
        subject = gettext("Set a new password")
    mail.send(session, to=reset.email, subject=subject, body="\n\n".join(lines) + "\n")


def mail_invitation(session: Session, invitation: Invitation, *, inviter: str = "") -> None:
    """A link to the first password of somebody who was appointed by an office or an organisation."""
    with force_locale(LANGUAGES[invitation.language]):
        site_name = gettext("Nine-City Jobs and Talent Service")
        lines = (
            gettext("Hello,"),
            gettext("%(inviter)s made an account for you. Open this link to choose your password:", inviter=inviter)
            if inviter
            else gettext("an account was made for you. Open this link to choose your password:"),
            _link(invitation.token),
            gettext("The link works once, within seven days."),
            gettext("If you do not know of this, do nothing."),
            site_name,
        )
        subject = gettext("Your account on %(site)s", site=site_name)
    mail.send(session, to=invitation.email, subject=subject, body="\n\n".join(lines) + "\n")
