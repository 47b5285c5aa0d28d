"""Rows to page facts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from flask import current_app, url_for

from webapp.accounts.models import Account
from webapp.accounts.rules import Address, masked
from webapp.core.clock import CHINA
from webapp.core.crypto import Vault
from webapp.http.wording import label
from webapp.organisations.clients import is_authorised
from webapp.organisations.models import AgencyClient, Evidence, MemberInvitation, Organisation, VerificationStep
from webapp.organisations.rules import (
    LICENCE_FACTS,
    VERIFIED_FACTS,
    Review,
    State,
    Step,
    is_step_open,
    missing_evidence,
)
from webapp.reference.catalogue import Catalogue

BUREAU_STEPS = frozenset({"verified", "more_asked", "refused"})


@dataclass(frozen=True)
class OrganisationPage:
    """What anybody may read of an organisation."""

    id: int
    name: str
    kind_label: str
    state: str
    state_label: str
    is_verified: bool
    credit_code: str | None
    place_label: str
    address: str
    industry_label: str
    size_label: str
    introduction: str
    licences: tuple["LicenceLine", ...]
    verified_on: date | None
    due_on: date | None
    is_overdue: bool
    bureau_label: str
    vacancies_url: str | None


@dataclass(frozen=True)
class LicenceLine:
    """A licence as it must be on display (domain guide N-18)."""

    kind_label: str
    number: str
    issuer: str
    valid_from: date | None
    valid_to: date | None
    is_valid: bool


@dataclass(frozen=True)
class OrganisationLine:
    """One row of the officer's list."""

    id: int
    name: str
    kind_label: str
    credit_code: str | None
    state: str
    state_label: str
    due_on: date | None
    changed_at: datetime


@dataclass(frozen=True)
class DecisionPage:
    """What the officer decides on: the public facts, the contact person, and what may be done now."""

    organisation: OrganisationPage
    contact_name: str
    contact_phone: str
    changed_at: datetime
    has_members: bool
    may_decide: bool
    may_ask: bool
    review_label: str
    evidence: list["EvidenceLine"]
    missing: list[str]
    steps: list["StepLine"]
    changed: list[tuple[str, str, str]]


@dataclass(frozen=True)
class EvidenceLine:
    """A file as a list shows it; `url` downloads it."""

    id: int
    kind_label: str
    media_label: str
    size_kib: int
    uploaded_at: datetime
    is_sent: bool
    url: str


@dataclass(frozen=True)
class StepLine:
    """One line of the history of a verification."""

    at: datetime
    text: str
    words: str
    by_bureau: bool


@dataclass(frozen=True)
class MemberLine:
    id: int
    display_name: str
    role: str
    role_label: str
    has_signed_in: bool
    last_sign_in_at: datetime | None
    is_self: bool
    may_change: bool


@dataclass(frozen=True)
class InvitationLine:
    """A link that still works; the link itself is not kept."""

    id: int
    role_label: str
    address: str
    expires_at: datetime


@dataclass(frozen=True)
class ClientLine:
    id: int
    name: str
    credit_code: str
    authorised_from: date
    authorised_to: date
    is_authorised: bool
    evidence_url: str | None


def organisation_page(row: Organisation, catalogue: Catalogue, language: str, today: date) -> OrganisationPage:
    # Nobody waits for the bureau while it waits for them.
    was_asked_back = row.state == State.SUBMITTED and row.review == Review.MORE_ASKED
    place = [catalogue.city_label(code, language) for code in (row.city_code, row.district_code)]
    return OrganisationPage(
        id=row.id,
        name=row.name,
        kind_label=label("organisation_kind", row.kind),
        state=str(Review.MORE_ASKED) if was_asked_back else row.state,
        state_label=label("organisation_review", row.review)
        if was_asked_back
        else label("organisation_state", row.state),
        is_verified=row.state == "verified",
        credit_code=row.credit_code,
        place_label=" ".join(part for part in place if part),
        address=row.address,
        industry_label=catalogue.label("industries", row.industry_code, language),
        size_label=catalogue.label("size_bands", row.size_band, language),
        introduction=row.introduction,
        licences=licence_lines(row, today),
        verified_on=row.verified_at.astimezone(CHINA).date() if row.verified_at else None,
        due_on=row.due_on if row.state == State.VERIFIED else None,
        is_overdue=row.state == State.VERIFIED and (row.due_on is None or row.due_on < today),
        bureau_label=catalogue.city_label(row.city_code, language),
        vacancies_url=_vacancies_url(row.id),
    )


def licence_lines(row: Organisation, today: date) -> tuple[LicenceLine, ...]:
    found = []
    for prefix in ("licence", "dispatch_licence"):
        number, issuer, first, last = (getattr(row, f"{prefix}_{name}") for name in LICENCE_FACTS)
        if number:
            is_valid = last is not None and last >= today and (first is None or first <= today)
            found.append(LicenceLine(label("licence_kind", prefix), number, issuer or "", first, last, is_valid))
    return tuple(found)


def _vacancies_url(organisation_id: int) -> str | None:
    """The search is a room above this one; it is known by its address only."""
    if "postings.search_vacancies" not in current_app.view_functions:
        return None
    return url_for("postings.search_vacancies", organisation=organisation_id)


def organisation_lines(rows: Iterable[Organisation]) -> list[OrganisationLine]:
    return [
        OrganisationLine(
            row.id,
            row.name,
            label("organisation_kind", row.kind),
            row.credit_code,
            row.state,
            label("organisation_state", row.state),
            row.due_on,
            row.changed_at,
        )
        for row in rows
    ]


def contact_of(row: Organisation, vault: Vault) -> tuple[str, str]:
    """Name and number of the contact person: for its members and its bureau."""
    name, phone = row.contact_name_sealed, row.contact_phone_sealed
    return vault.open(name) if name else "", vault.open(phone) if phone else ""


def decision_page(
    row: Organisation,
    catalogue: Catalogue,
    language: str,
    *,
    today: date,
    vault: Vault,
    member_count: int,
    evidence: Iterable[Evidence],
    steps: list[VerificationStep],
) -> DecisionPage:
    contact_name, contact_phone = contact_of(row, vault)
    sent = [one for one in evidence if one.sent_at is not None]
    return DecisionPage(
        organisation=organisation_page(row, catalogue, language, today),
        contact_name=contact_name,
        contact_phone=contact_phone,
        changed_at=row.changed_at,
        has_members=member_count > 0,
        may_decide=is_step_open(row.state, Step.VERIFY) or is_step_open(row.state, Step.REFUSE),
        may_ask=row.review is not None,
        review_label=label("organisation_review", row.review) if row.review else "",
        evidence=evidence_lines(sent),
        missing=missing_labels(row, sent),
        steps=step_lines(steps),
        changed=_changed_since_verified(row, steps, catalogue, language),
    )


def _changed_since_verified(
    row: Organisation, steps: list[VerificationStep], catalogue: Catalogue, language: str
) -> list[tuple[str, str, str]]:
    """(fact, what was verified, what is said now): where to look when an organisation comes again."""
    last = next((step for step in steps if step.action == "verified"), None)
    if last is None:
        return []
    changed = []
    for name in VERIFIED_FACTS:
        now = getattr(row, name)
        now = now.isoformat() if hasattr(now, "isoformat") else now
        before = last.facts.get(name)
        if name == "city_code":
            now, before = (catalogue.city_label(code, language) for code in (now, before))
        if now != before:
            changed.append((label("verified_fact", name), str(before or ""), str(now or "")))
    return changed


def evidence_lines(rows: Iterable[Evidence]) -> list[EvidenceLine]:
    return [
        EvidenceLine(
            id=row.id,
            kind_label=label("evidence_kind", row.kind),
            media_label=row.media_type.rpartition("/")[2].upper(),
            size_kib=max(1, round(row.size_bytes / 1024)),
            uploaded_at=row.uploaded_at,
            is_sent=row.sent_at is not None,
            url=url_for("organisations.read_evidence", evidence_id=row.id),
        )
        for row in rows
    ]


def missing_labels(row: Organisation, evidence: Iterable[Evidence]) -> list[str]:
    """Kinds of files that the bureau needs and does not have."""
    held = frozenset(one.kind for one in evidence)
    has_dispatch = row.dispatch_licence_number is not None
    missing = missing_evidence(row.kind, has_dispatch_licence=has_dispatch, held=held)
    return [label("evidence_kind", kind) for kind in missing]


def step_lines(rows: Iterable[VerificationStep]) -> list[StepLine]:
    return [
        StepLine(row.at, label("verification_step", row.action), row.words, row.action in BUREAU_STEPS) for row in rows
    ]


def member_lines(rows: Iterable[Account], own_id: int | None, *, is_owner: bool) -> list[MemberLine]:
    return [
        MemberLine(
            id=row.id,
            display_name=row.display_name,
            role=row.member_role or "",
            role_label=label("member_role", row.member_role),
            has_signed_in=row.last_sign_in_at is not None or row.is_active,
            last_sign_in_at=row.last_sign_in_at,
            is_self=row.id == own_id,
            may_change=is_owner,
        )
        for row in rows
    ]


def invitation_lines(rows: Iterable[MemberInvitation], vault: Vault) -> list[InvitationLine]:
    """Addresses are masked: an owner recognises them, and a look over the shoulder learns little."""
    return [
        InvitationLine(
            row.id,
            label("member_role", row.member_role),
            masked(Address(email=vault.open(row.address_sealed))) if row.address_sealed else "",
            row.expires_at,
        )
        for row in rows
    ]


def client_lines(rows: Iterable[AgencyClient], today: date) -> list[ClientLine]:
    return [
        ClientLine(
            row.id,
            row.name,
            row.credit_code,
            row.authorised_from,
            row.authorised_to,
            is_authorised(row, today),
            url_for("organisations.read_evidence", evidence_id=row.evidence_id) if row.evidence_id else None,
        )
        for row in rows
    ]
