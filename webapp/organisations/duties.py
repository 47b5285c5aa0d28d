"""What an organisation has to do now, in words: for its overview and its own pages."""

from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import format_date, gettext, ngettext
from sqlalchemy.orm import Session

from webapp.core.actor import Actor
from webapp.core.permissions import Permission
from webapp.http.wording import label
from webapp.organisations import queries
from webapp.organisations.models import AgencyClient, Organisation
from webapp.organisations.rules import Review, State
from webapp.organisations.standing import (
    VERIFICATION,
    Deadline,
    Terms,
    deadlines,
    grace_ends_on,
    is_grace_over,
)


@dataclass(frozen=True)
class Duty:
    """One thing to do, or to wait for. `tone` is that of a notice; `url` leads to the way out, for who may take it."""

    tone: str
    title: str
    text: str
    url: str | None = None
    action: str = ""


def duties_of(session: Session, actor: Actor, today: date) -> list[Duty]:
    """The gravest first; empty when nothing waits."""
    may_act = actor.may(Permission.ORGANISATION_MANAGE)
    organisation = queries.organisation_of(session, actor)
    if organisation is None:
        return [_describe()] if may_act else []
    terms = queries.terms_on(session, today)
    found = [*_verification_duties(session, organisation), *_deadline_duties(organisation, terms, today)]
    if organisation.kind == "agency":
        found += _client_duties(queries.clients_of(session, organisation.id), terms, today)
    order = {"bad": 0, "warn": 1, "info": 2}
    found.sort(key=lambda duty: order[duty.tone])
    return found if may_act else [_without_link(duty) for duty in found]


def _without_link(duty: Duty) -> Duty:
    """A member who is no owner reads what is the matter and who can do something about it."""
    if duty.url is None:
        return duty
    return Duty(duty.tone, duty.title, duty.text + " " + gettext("An owner of your organisation can do this."))


def _describe() -> Duty:
    return Duty(
        "warn",
        gettext("Describe your organisation"),
        gettext("The bureau of your city verifies it; then you can publish vacancies."),
        url_for("organisations.edit_organisation"),
        gettext("Describe it now"),
    )


def _verification_duties(session: Session, one: Organisation) -> list[Duty]:
    here = url_for("organisations.show_verification")
    if one.review == Review.MORE_ASKED:
        asked = queries.last_step(session, one.id, "more_asked")
        words = asked.words if asked else ""
        return [Duty("warn", gettext("The bureau asks for more"), words, here, gettext("Answer the bureau"))]
    if one.review == Review.WAITING:
        text = gettext("It checks within a few working days. You can prepare vacancies meanwhile.")
        return [Duty("info", gettext("The bureau of the city is checking your organisation"), text)]
    if one.state == State.UNVERIFIED:
        text = gettext(
            "Add the files that prove your facts, then send them. Without a verification nothing is published."
        )
        return [
            Duty("warn", gettext("Your organisation is not verified yet"), text, here, gettext("Go on to verification"))
        ]
    if one.state == State.REFUSED:
        title = gettext("The bureau did not verify your organisation")
        return [Duty("bad", title, one.refusal_reason or "", here, gettext("Mend it and send it again"))]
    return []


def _deadline_duties(one: Organisation, terms: Terms, today: date) -> list[Duty]:
    nearest = max(terms.reminder_days)
    found = []
    for deadline in deadlines(one):
        # While the bureau looks at a renewal there is nothing to do but wait; what is overdue still is said.
        if deadline.days_left(today) <= nearest:
            found.append(_deadline_duty(one, deadline, terms, today))
    return found


def _deadline_duty(one: Organisation, deadline: Deadline, terms: Terms, today: date) -> Duty:
    left, day = deadline.days_left(today), format_date(deadline.due_on, "medium")
    what = label("deadline_subject", deadline.subject)
    is_verification = deadline.subject == VERIFICATION
    url = url_for("organisations.show_verification" if is_verification else "organisations.edit_organisation")
    action = gettext("Confirm your facts") if is_verification else gettext("Enter the new licence")
    if is_verification and one.review is not None:
        url, action = url_for("organisations.show_verification"), gettext("See how it stands")
    if left < 0:
        return Duty("bad", _ended_title(what, day), _ended_text(deadline, terms, today), url, action)
    title = ngettext(
        "%(what)s ends in %(num)s day, on %(day)s",
        "%(what)s ends in %(num)s days, on %(day)s",
        left,
        what=what,
        day=day,
    )
    text = gettext("After that day you cannot publish anything new until it is renewed.")
    return Duty("warn" if left <= min(terms.reminder_days) else "info", title, text, url, action)


def _ended_title(what: str, day: str) -> str:
    return gettext("%(what)s ended on %(day)s: you cannot publish anything new", what=what, day=day)


def _ended_text(deadline: Deadline, terms: Terms, today: date) -> str:
    if deadline.subject != VERIFICATION:
        return gettext(
            "Enter the renewed licence with its file; you can publish again when the bureau has verified it."
        )
    if is_grace_over(deadline.due_on, today, terms):
        return gettext(
            "Your published vacancies were paused. Confirm your facts; when the bureau has verified them, show the "
            "vacancies again."
        )
    last = format_date(grace_ends_on(deadline.due_on, terms), "medium")
    return gettext(
        "What is published stays visible until %(day)s and is paused then. Confirm your facts; you can publish again "
        "when the bureau has verified them.",
        day=last,
    )


def _client_duties(clients: list[AgencyClient], terms: Terms, today: date) -> list[Duty]:
    soon = [one for one in clients if 0 <= (one.authorised_to - today).days <= max(terms.reminder_days)]
    return [
        Duty(
            "info",
            gettext(
                "Your authorisation by %(name)s ends on %(day)s",
                name=one.name,
                day=format_date(one.authorised_to, "medium"),
            ),
            gettext("After that day you cannot publish for this client."),
            url_for("organisations.edit_client", client_id=one.id),
            gettext("Renew the authorisation"),
        )
        for one in soon[:3]
    ]
