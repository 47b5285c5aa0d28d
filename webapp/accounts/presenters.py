"""Rows to page facts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from webapp.accounts.models import Account, Consent
from webapp.accounts.policy import may_close_or_reopen, may_invite_again
from webapp.accounts.rules import TERMS_PURPOSE, Address, masked
from webapp.audit.models import AuditEntry
from webapp.core.actor import Actor
from webapp.core.crypto import Vault
from webapp.core.permissions import Role
from webapp.http.wording import label, labels
from webapp.reference.catalogue import Catalogue


@dataclass(frozen=True)
class ConsentLine:
    id: int
    purpose: str
    receiver: str | None
    text_version: str
    given_at: datetime
    withdrawn_at: datetime | None
    may_withdraw: bool


@dataclass(frozen=True)
class AccountPage:
    """The reader's own account; the addresses are shown to nobody else."""

    display_name: str
    role_label: str
    city_label: str
    email: str
    phone: str
    language: str
    created_at: datetime
    consents: list[ConsentLine]


@dataclass(frozen=True)
class AccountLine:
    """An account as an administrator sees it: enough to recognise, not to write to."""

    id: int
    display_name: str
    role_label: str
    city_label: str
    address: str
    state: str
    created_at: datetime
    last_sign_in_at: datetime | None
    may_close: bool
    may_reopen: bool
    may_invite_again: bool


@dataclass(frozen=True)
class AuditLine:
    at: datetime
    who: str
    role_label: str
    city_label: str
    action: str
    subject: str
    subject_id: int | None
    facts: list[tuple[str, str]]


def _opened(sealed: str | None, vault: Vault) -> str:
    return vault.open(sealed) if sealed else ""


def account_page(
    account: Account, consents: Iterable[Consent], *, vault: Vault, catalogue: Catalogue, language: str
) -> AccountPage:
    return AccountPage(
        display_name=account.display_name,
        role_label=label("role", account.role),
        city_label=catalogue.city_label(account.city_code, language),
        email=_opened(account.email_sealed, vault),
        phone=_opened(account.phone_sealed, vault),
        language=account.language,
        created_at=account.created_at,
        consents=[_consent_line(consent) for consent in consents],
    )


def _consent_line(consent: Consent) -> ConsentLine:
    return ConsentLine(
        id=consent.id,
        purpose=label("consent_purpose", consent.purpose),
        receiver=consent.receiver,
        text_version=consent.text_version,
        given_at=consent.given_at,
        withdrawn_at=consent.withdrawn_at,
        may_withdraw=consent.withdrawn_at is None and consent.purpose != TERMS_PURPOSE,
    )


def account_line(account: Account, actor: Actor, *, vault: Vault, catalogue: Catalogue, language: str) -> AccountLine:
    may_change = bool(may_close_or_reopen(actor, account))
    return AccountLine(
        id=account.id,
        display_name=account.display_name,
        role_label=label("role", account.role),
        city_label=catalogue.city_label(account.city_code, language),
        address=masked_address(account, vault),
        state="open" if account.is_active else "closed",
        created_at=account.created_at,
        last_sign_in_at=account.last_sign_in_at,
        may_close=may_change and account.is_active,
        may_reopen=may_change and not account.is_active,
        may_invite_again=account.is_active
        and account.last_sign_in_at is None
        and account.email_sealed is not None
        and bool(may_invite_again(actor, account)),
    )


def masked_address(account: Account, vault: Vault) -> str:
    if account.email_sealed:
        return masked(Address("email", vault.open(account.email_sealed)))
    return masked(Address("phone", _opened(account.phone_sealed, vault)))


def audit_lines(
    entries: Iterable[AuditEntry], names: Mapping[int, str], catalogue: Catalogue, language: str
) -> list[AuditLine]:
    """The audit in words. A code that no room has words for is shown as it is: here precision counts more."""
    actions, subjects = dict(labels("audit_action")), dict(labels("audit_subject"))
    return [
        AuditLine(
            at=entry.at,
            who=names.get(entry.account_id or 0, ""),
            role_label=label("role", entry.role) if entry.role in set(Role) else "",
            city_label=catalogue.city_label(entry.city_code, language),
            action=actions.get(entry.action, entry.action),
            subject=subjects.get(entry.subject_kind, entry.subject_kind),
            subject_id=entry.subject_id,
            facts=[(key, str(value)) for key, value in (entry.facts or {}).items()],
        )
        for entry in entries
    ]
