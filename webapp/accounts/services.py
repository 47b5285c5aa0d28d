"""Use cases of accounts: register, sign in, reset, invite, consent."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from webapp.accounts import queries
from webapp.accounts.events import AccountClosed, ConsentWithdrawn
from webapp.accounts.models import Account, Consent, OneTimeToken
from webapp.accounts.rules import (
    CITY_ROLES,
    INVITATION_PURPOSE,
    INVITATION_VALID,
    LANGUAGES,
    RESET_PURPOSE,
    RESET_VALID,
    SELF_REGISTERED,
    TERMS_PURPOSE,
    TERMS_VERSION,
    Address,
    check_password,
    check_staff_role,
    read_address,
)
from webapp.audit.services import note
from webapp.core import events
from webapp.core.actor import Actor
from webapp.core.clock import Clock
from webapp.core.crypto import Vault, hash_password, new_token, password_matches, token_digest
from webapp.core.errors import NotAllowed, NotFound, RuleBroken
from webapp.core.permissions import MemberRole, Permission, Role


@dataclass(frozen=True)
class RegistrationDraft:
    """What a person says to register themselves."""

    role: Role
    address: str
    display_name: str
    password: str
    language: str


@dataclass(frozen=True)
class Invitation:
    """What the edge needs to write the letter; the token exists nowhere else."""

    email: str
    token: str
    language: str


def register_account(
    session: Session, draft: RegistrationDraft, *, vault: Vault, clock: Clock, password_hash: str | None = None
) -> Account:
    """A new seeker, employer member or agency member. Raises RuleBroken beside the field that is wrong.

    `password_hash` spares mass loading the slow hash.
    """
    if draft.role not in SELF_REGISTERED:
        raise RuleBroken("role_not_open", field="role")
    address = read_address(draft.address)
    check_password(draft.password, address)
    account = _new_account(session, address, draft.role, draft.display_name, vault=vault, clock=clock)
    account.password_hash, account.language = password_hash or hash_password(draft.password), draft.language
    _save_new(session, account)
    give_consent(session, account.id, TERMS_PURPOSE, clock=clock)
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
    try:
        with session.begin_nested():
            session.add(account)
            session.flush()  # for its id
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
    """A link that works once. Only the newest one works: an older letter may lie in a mailbox that others read."""
    _use_up_tokens(session, account, clock=clock)
    token = new_token()
    expires_at = clock.now() + valid
    session.add(OneTimeToken(account_id=account.id, purpose=purpose, digest=token_digest(token), expires_at=expires_at))
    return token


def _use_up_tokens(session: Session, account: Account, *, clock: Clock) -> None:
    for row in queries.unused_tokens(session, account.id):
        row.used_at = clock.now()


def ask_password_reset(session: Session, address: str, *, vault: Vault, clock: Clock) -> Invitation | None:
    """What to mail when there is such an account with e-mail; the page says the same either way."""
    try:
        account = queries.account_by_address(session, read_address(address), vault)
    except RuleBroken:
        return None
    if account is None or not account.is_active or account.email_sealed is None:
        return None
    token = start_token(session, account, RESET_PURPOSE, RESET_VALID, clock=clock)
    return Invitation(vault.open(account.email_sealed), token, account.language)


def set_password_by_token(
    session: Session, token: str, password: str, *, agrees: bool = False, vault: Vault, clock: Clock
) -> Account:
    """Use a reset or invitation link once; ends all older sessions and links of the account."""
    found = queries.usable_token(session, token, clock.now())
    if found is None:
        raise NotFound("link_used_up")
    row, account = found
    check_password(password, _address_of(account, vault))
    if row.purpose == INVITATION_PURPOSE:
        if not queries.has_accepted_terms(session, account.id):
            if not agrees:
                raise RuleBroken("consent_missing", field="agrees")
            give_consent(session, account.id, TERMS_PURPOSE, clock=clock)
        account.is_active = True
    _set_password(session, account, password, clock=clock)
    note(session, queries.as_actor(account), "account.password_set", "account", account.id, clock=clock)
    return account


def _set_password(session: Session, account: Account, password: str, *, clock: Clock) -> None:
    account.password_hash, account.stamp = hash_password(password), secrets.token_hex(8)
    _use_up_tokens(session, account, clock=clock)


def _address_of(account: Account, vault: Vault) -> Address:
    if account.email_sealed:
        return Address(email=vault.open(account.email_sealed))
    return Address(phone=vault.open(account.phone_sealed) if account.phone_sealed else None)


def change_password(session: Session, actor: Actor, current: str, new: str, *, vault: Vault, clock: Clock) -> Account:
    """A new password for the asker, who proves to know the old one. All other sessions end."""
    account = session.get_one(Account, actor.account_id)
    if not password_matches(account.password_hash, current):
        raise RuleBroken("password_wrong", field="current_password")
    check_password(new, _address_of(account, vault))
    _set_password(session, account, new, clock=clock)
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
    language: str = "zh",
    vault: Vault,
    clock: Clock,
) -> Invitation:
    """A new staff account that becomes usable by its invitation link."""
    if not actor.may(Permission.ACCOUNT_MANAGE):
        raise NotAllowed("role_may_not")
    check_staff_role(role, city_code)
    facts = {"role": role, "city_code": city_code if role in CITY_ROLES else None, "language": language}
    return _invite(session, actor, address, display_name, facts, vault=vault, clock=clock)


def invite_owner(
    session: Session,
    actor: Actor,
    *,
    role: Role,
    organisation_id: int,
    address: str,
    display_name: str,
    vault: Vault,
    clock: Clock,
) -> Invitation:
    """The first person of an organisation. For the room above: its own policy must have allowed it."""
    facts = {"role": role, "organisation_id": organisation_id, "member_role": MemberRole.OWNER}
    return _invite(session, actor, address, display_name, facts, vault=vault, clock=clock)


def _invite(
    session: Session,
    actor: Actor,
    address: str,
    display_name: str,
    facts: Mapping[str, object],
    *,
    vault: Vault,
    clock: Clock,
) -> Invitation:
    read = read_address(address)
    if read.email is None:
        raise RuleBroken("email_needed", field="address")
    account = _new_account(session, read, Role(str(facts["role"])), display_name, vault=vault, clock=clock)
    for name, value in facts.items():
        setattr(account, name, value)
    account.is_active, account.language = False, account.language or LANGUAGES[0]
    # No password fits an empty hash: the person sets one through the link.
    account.password_hash = ""
    _save_new(session, account)
    role, city_code = account.role, account.city_code
    note(session, actor, "account.invited", "account", account.id, clock=clock, city_code=city_code, invited_as=role)
    token = start_token(session, account, INVITATION_PURPOSE, INVITATION_VALID, clock=clock)
    return Invitation(read.email, token, account.language)


def invite_again(session: Session, actor: Actor, account_id: int, *, vault: Vault, clock: Clock) -> Invitation:
    """A new letter to somebody who was invited and has never signed in; the link of the first one ends."""
    account = _account_to_manage(session, actor, account_id)
    if not is_invited(account) or account.email_sealed is None:
        raise RuleBroken("not_invited")
    token = start_token(session, account, INVITATION_PURPOSE, INVITATION_VALID, clock=clock)
    note(session, actor, "account.invited_again", "account", account.id, clock=clock)
    return Invitation(vault.open(account.email_sealed), token, account.language)


def is_invited(account: Account) -> bool:
    """Invited, and has set no password yet, so that nothing can hang on the account."""
    return account.password_hash == ""


def _account_to_manage(session: Session, actor: Actor, account_id: int) -> Account:
    if not actor.may(Permission.ACCOUNT_MANAGE):
        raise NotAllowed("role_may_not")
    account = session.get(Account, account_id)
    if account is None:
        raise NotFound("not_found")
    return account


def set_active(session: Session, actor: Actor, account_id: int, is_active: bool, *, clock: Clock) -> Account:
    """Close an account or open it again; closing ends its sessions and links at once."""
    account = _account_to_manage(session, actor, account_id)
    if account_id == actor.account_id:
        raise RuleBroken("not_own_account")
    if is_active:
        account.is_active = True
    else:
        close_account(session, account, clock=clock)
    note(session, actor, "account.opened" if is_active else "account.closed", "account", account.id, clock=clock)
    return account


def close_account(session: Session, account: Account, *, clock: Clock) -> None:
    """End sessions and links. For callers whose policy allowed it; they write the audit."""
    if is_invited(account):
        # Nobody was ever there: taking an invitation back leaves the address free for another one.
        session.delete(account)
        return
    account.is_active, account.stamp = False, secrets.token_hex(8)
    _use_up_tokens(session, account, clock=clock)
    events.record(session, AccountClosed(account.id))


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
    session.flush()  # for its id, which callers keep beside what rests on it
    return consent


def withdraw_consent(session: Session, actor: Actor, consent_id: int, *, clock: Clock) -> Consent:
    """Take a consent back; a second time changes nothing. Without the terms there is no account."""
    consent = queries.own_consent(session, actor, consent_id)
    if consent.purpose == TERMS_PURPOSE:
        raise RuleBroken("terms_end_with_account")
    if consent.withdrawn_at is None:
        consent.withdrawn_at = clock.now()
        note(session, actor, "consent.withdrawn", "consent", consent.id, clock=clock, purpose=consent.purpose)
        events.record(session, ConsentWithdrawn(consent.id, consent.account_id, consent.purpose))
    return consent


def close_own_account(session: Session, actor: Actor, password: str, *, clock: Clock) -> None:
    """Leave: every consent ends, nobody can sign in any more."""
    account = session.get_one(Account, actor.account_id)
    if not password_matches(account.password_hash, password):
        raise RuleBroken("password_wrong", field="password")
    _check_owner_may_leave(session, account)
    for consent in queries.standing_consents(session, account.id):
        consent.withdrawn_at = clock.now()
        events.record(session, ConsentWithdrawn(consent.id, consent.account_id, consent.purpose))
    close_account(session, account, clock=clock)
    note(session, actor, "account.closed_by_owner", "account", account.id, clock=clock)


def _check_owner_may_leave(session: Session, account: Account) -> None:
    """Colleagues must not be left without anybody who can let people in; somebody alone may always go."""
    if account.organisation_id is None or account.member_role != MemberRole.OWNER:
        return
    others = [one for one in queries.members_of(session, account.organisation_id) if one.id != account.id]
    owners = queries.owners_of(session, account.organisation_id, for_change=True)
    if others and [one.id for one in owners] == [account.id]:
        raise RuleBroken("last_owner")
