"""Use cases of accounts: register, sign in, reset, invite, consent."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from webapp.accounts import queries
from webapp.accounts.models import Account, Consent, OneTimeToken
from webapp.accounts.rules import (
    INVITATION_VALID,
    RESET_VALID,
    SELF_REGISTERED,
    TERMS_VERSION,
    Address,
    check_password,
    check_staff_role,
    read_address,
)
from webapp.audit.services import note
from webapp.core.actor import Actor
from webapp.core.clock import Clock
from webapp.core.crypto import Vault, hash_password, new_token, password_matches, token_digest
from webapp.core.errors import NotAllowed, NotFound, RuleBroken
from webapp.core.permissions import Permission, Role


@dataclass(frozen=True)
class RegistrationDraft:
    """What a person says to register themselves."""

    role: Role
    address: str
    display_name: str
    password: str
    language: str


def register_account(session: Session, draft: RegistrationDraft, *, vault: Vault, clock: Clock) -> Account:
    """A new seeker, employer member or agency member. Raises RuleBroken beside the field that is wrong."""
    if draft.role not in SELF_REGISTERED:
        raise RuleBroken("role_not_open", field="role")
    address = read_address(draft.address)
    check_password(draft.password, address)
    account = _new_account(session, address, draft.role, draft.display_name, vault=vault, clock=clock)
    account.password_hash, account.language = hash_password(draft.password), draft.language
    _save_new(session, account)
    give_consent(session, account.id, "terms", clock=clock)
    note(session, queries.as_actor(account), "account.registered", "account", account.id, clock=clock)
    return account


def _new_account(
    session: Session, address: Address, role: Role, display_name: str, *, vault: Vault, clock: Clock
) -> Account:
    if queries.account_by_address(session, address, vault) is not None:
        raise RuleBroken("address_taken", field="address")
    return Account(
        role=role,
        display_name=display_name,
        email_sealed=vault.seal(address.email) if address.email else None,
        email_index=vault.blind_index(address.email) if address.email else None,
        phone_sealed=vault.seal(address.phone) if address.phone else None,
        phone_index=vault.blind_index(address.phone) if address.phone else None,
        password_hash="",
        stamp=secrets.token_hex(8),
        created_at=clock.now(),
    )


def _save_new(session: Session, account: Account) -> None:
    """Two people may register one address in the same second; the constraint decides."""
    session.add(account)
    try:
        session.flush()
    except IntegrityError as error:
        raise RuleBroken("address_taken", field="address") from error


def authenticate(session: Session, address: str, password: str, *, vault: Vault, clock: Clock) -> Account | None:
    """The account, or None without saying whether the address or the password was wrong."""
    try:
        account = queries.account_by_address(session, read_address(address), vault)
    except RuleBroken:
        account = None
    is_right = password_matches(account.password_hash if account else None, password)
    if account is None or not is_right or not account.is_active:
        return None
    account.last_sign_in_at = clock.now()
    return account


def start_token(session: Session, account: Account, purpose: str, valid: timedelta, *, clock: Clock) -> str:
    token = new_token()
    expires_at = clock.now() + valid
    session.add(OneTimeToken(account_id=account.id, purpose=purpose, digest=token_digest(token), expires_at=expires_at))
    return token


def ask_password_reset(session: Session, address: str, *, vault: Vault, clock: Clock) -> tuple[str, str] | None:
    """(e-mail address, token) when there is such an account with e-mail; the page says the same either way."""
    try:
        account = queries.account_by_address(session, read_address(address), vault)
    except RuleBroken:
        return None
    if account is None or not account.is_active or account.email_sealed is None:
        return None
    return vault.open(account.email_sealed), start_token(session, account, "reset", RESET_VALID, clock=clock)


def set_password_by_token(session: Session, token: str, password: str, *, vault: Vault, clock: Clock) -> Account:
    """Use a reset or invitation link once; ends all older sessions of the account."""
    now = clock.now()
    row = queries.usable_token(session, token, "reset", now) or queries.usable_token(session, token, "invitation", now)
    if row is None:
        raise NotFound("link_used_up")
    account = session.get_one(Account, row.account_id)
    email = vault.open(account.email_sealed) if account.email_sealed else None
    check_password(password, Address(email=email))
    row.used_at = now
    account.password_hash, account.stamp, account.is_active = hash_password(password), secrets.token_hex(8), True
    note(session, queries.as_actor(account), "account.password_set", "account", account.id, clock=clock)
    return account


def change_password(session: Session, actor: Actor, current: str, new: str, *, vault: Vault, clock: Clock) -> Account:
    account = session.get_one(Account, actor.account_id)
    if not password_matches(account.password_hash, current):
        raise RuleBroken("password_wrong", field="current_password")
    email = vault.open(account.email_sealed) if account.email_sealed else None
    check_password(new, Address(email=email))
    account.password_hash, account.stamp = hash_password(new), secrets.token_hex(8)
    note(session, actor, "account.password_set", "account", account.id, clock=clock)
    return account


def invite_staff(
    session: Session,
    actor: Actor,
    *,
    role: Role,
    address: str,
    display_name: str,
    city_code: str | None,
    vault: Vault,
    clock: Clock,
) -> tuple[str, str]:
    """(e-mail address, token) of a new staff account that becomes usable by its invitation link."""
    if not actor.may(Permission.ACCOUNT_MANAGE):
        raise NotAllowed("role_may_not")
    check_staff_role(role, city_code)
    return _invite(session, actor, role, address, display_name, city_code, None, vault=vault, clock=clock)


def invite_member(
    session: Session, actor: Actor, *, address: str, display_name: str, vault: Vault, clock: Clock
) -> tuple[str, str]:
    """A colleague of the same organisation; the owner invites."""
    owner = session.get_one(Account, actor.account_id)
    if actor.organisation_id is None or actor.role is None or not owner.is_organisation_owner:
        raise NotAllowed("not_owner")
    organisation_id = actor.organisation_id
    return _invite(session, actor, actor.role, address, display_name, None, organisation_id, vault=vault, clock=clock)


def _invite(
    session: Session,
    actor: Actor,
    role: Role,
    address: str,
    display_name: str,
    city_code: str | None,
    organisation_id: int | None,
    *,
    vault: Vault,
    clock: Clock,
) -> tuple[str, str]:
    read = read_address(address)
    if read.email is None:
        raise RuleBroken("email_needed", field="address")
    account = _new_account(session, read, role, display_name, vault=vault, clock=clock)
    account.city_code, account.organisation_id, account.is_active = city_code, organisation_id, False
    # No password fits until the person has set one through the link.
    account.password_hash = hash_password(new_token())
    _save_new(session, account)
    note(session, actor, "account.invited", "account", account.id, clock=clock, role=role)
    return read.email, start_token(session, account, "invitation", INVITATION_VALID, clock=clock)


def set_active(session: Session, actor: Actor, account_id: int, is_active: bool, *, clock: Clock) -> Account:
    """Close an account or open it again; closing ends its sessions at once."""
    if not actor.may(Permission.ACCOUNT_MANAGE):
        raise NotAllowed("role_may_not")
    if account_id == actor.account_id:
        raise RuleBroken("not_own_account")
    account = session.get(Account, account_id)
    if account is None:
        raise NotFound("not_found")
    account.is_active, account.stamp = is_active, secrets.token_hex(8)
    note(session, actor, "account.opened" if is_active else "account.closed", "account", account.id, clock=clock)
    return account


def change_details(session: Session, actor: Actor, *, display_name: str, language: str, clock: Clock) -> None:
    account = session.get_one(Account, actor.account_id)
    account.display_name, account.language = display_name, language
    note(session, actor, "account.changed", "account", account.id, clock=clock)


def give_consent(
    session: Session, account_id: int, purpose: str, *, clock: Clock, receiver: str | None = None
) -> Consent:
    """Record a consent with the version of the text that was shown."""
    consent = Consent(
        account_id=account_id,
        purpose=purpose,
        receiver=receiver,
        text_version=TERMS_VERSION,
        given_at=clock.now(),
    )
    session.add(consent)
    return consent
