"""Rows to page facts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from flask import current_app, url_for

from webapp.accounts.models import Account
from webapp.core.crypto import Vault
from webapp.http.wording import label
from webapp.organisations.models import Organisation
from webapp.organisations.rules import Step, is_step_open
from webapp.reference.catalogue import Catalogue


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
    licence_number: str | None
    licence_valid_to: date | None
    vacancies_url: str | None


@dataclass(frozen=True)
class OrganisationLine:
    """One row of the officer's list."""

    id: int
    name: str
    kind_label: str
    credit_code: str | None
    changed_at: datetime


@dataclass(frozen=True)
class DecisionPage:
    """What the officer decides on: the public facts, the contact person, and what may be done now."""

    organisation: OrganisationPage
    contact_name: str
    contact_phone: str
    refusal_reason: str | None
    changed_at: datetime
    has_members: bool
    may_decide: bool


@dataclass(frozen=True)
class MemberLine:
    id: int
    display_name: str
    is_owner: bool
    has_signed_in: bool
    last_sign_in_at: datetime | None
    may_remove: bool


def organisation_page(row: Organisation, catalogue: Catalogue, language: str) -> OrganisationPage:
    place = [catalogue.city_label(code, language) for code in (row.city_code, row.district_code)]
    return OrganisationPage(
        id=row.id,
        name=row.name,
        kind_label=label("organisation_kind", row.kind),
        state=row.state,
        state_label=label("organisation_state", row.state),
        is_verified=row.state == "verified",
        credit_code=row.credit_code,
        place_label=" ".join(part for part in place if part),
        address=row.address,
        industry_label=catalogue.label("industries", row.industry_code, language),
        size_label=catalogue.label("size_bands", row.size_band, language),
        introduction=row.introduction,
        licence_number=row.licence_number,
        licence_valid_to=row.licence_valid_to,
        vacancies_url=_vacancies_url(row.id),
    )


def _vacancies_url(organisation_id: int) -> str | None:
    """The search is a room above this one; it is known by its address only."""
    if "postings.search_vacancies" not in current_app.view_functions:
        return None
    return url_for("postings.search_vacancies", organisation=organisation_id)


def organisation_lines(rows: Iterable[Organisation]) -> list[OrganisationLine]:
    return [
        OrganisationLine(row.id, row.name, label("organisation_kind", row.kind), row.credit_code, row.changed_at)
        for row in rows
    ]


def contact_of(row: Organisation, vault: Vault) -> tuple[str, str]:
    """Name and number of the contact person: for its members and its bureau."""
    name, phone = row.contact_name_sealed, row.contact_phone_sealed
    return vault.open(name) if name else "", vault.open(phone) if phone else ""


def decision_page(
    row: Organisation, catalogue: Catalogue, language: str, *, vault: Vault, member_count: int
) -> DecisionPage:
    contact_name, contact_phone = contact_of(row, vault)
    return DecisionPage(
        organisation=organisation_page(row, catalogue, language),
        contact_name=contact_name,
        contact_phone=contact_phone,
        refusal_reason=row.refusal_reason,
        changed_at=row.changed_at,
        has_members=member_count > 0,
        may_decide=is_step_open(row.state, Step.VERIFY) or is_step_open(row.state, Step.REFUSE),
    )


def member_lines(rows: Iterable[Account], own_id: int | None, *, is_owner: bool) -> list[MemberLine]:
    return [
        MemberLine(
            id=row.id,
            display_name=row.display_name,
            is_owner=row.is_organisation_owner,
            has_signed_in=row.last_sign_in_at is not None,
            last_sign_in_at=row.last_sign_in_at,
            may_remove=is_owner and row.id != own_id,
        )
        for row in rows
    ]
