"""Registering, links that work once, closing, and taking agreements back, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories.people import PASSWORD, VAULT, actor_for, make_account
from webapp.accounts import queries, services
from webapp.accounts.models import Consent
from webapp.accounts.services import Invitation, RegistrationDraft
from webapp.core.clock import FixedClock
from webapp.core.errors import NotAllowed, NotFound, RuleBroken
from webapp.core.permissions import Role

NEW_PASSWORD = "ferry lamp under bridge"


def draft(address: str = "li@example.org", role: Role = Role.SEEKER) -> RegistrationDraft:
    return RegistrationDraft(role, address, "Ms Li", PASSWORD, "zh")


def reset_of(session: Session, address: str, clock: FixedClock) -> Invitation:
    found = services.ask_password_reset(session, address, vault=VAULT, clock=clock)
    assert found is not None
    return found


def test_registering_keeps_the_consent_and_seals_the_address(session: Session, clock: FixedClock) -> None:
    account = services.register_account(session, draft("Li@Example.org"), vault=VAULT, clock=clock)
    consent = session.scalars(select(Consent).where(Consent.account_id == account.id)).one()
    assert (consent.purpose, consent.given_at) == ("terms", clock.now())
    assert "li@example" not in f"{account.email_sealed}{account.email_index}"
    assert services.authenticate(session, "li@example.org", PASSWORD, vault=VAULT, clock=clock) is account


def test_one_address_is_one_account(session: Session, clock: FixedClock) -> None:
    services.register_account(session, draft("138 0013 8000"), vault=VAULT, clock=clock)
    with pytest.raises(RuleBroken) as caught:
        services.register_account(session, draft("+8613800138000"), vault=VAULT, clock=clock)
    assert caught.value.code == "address_taken"


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ADMINISTRATOR])
def test_nobody_registers_as_staff(session: Session, clock: FixedClock, role: Role) -> None:
    with pytest.raises(RuleBroken) as caught:
        services.register_account(session, draft(role=role), vault=VAULT, clock=clock)
    assert caught.value.code == "role_not_open"


def test_unknown_wrong_and_closed_are_all_nobody(session: Session, clock: FixedClock) -> None:
    make_account(session, email="open@example.org")
    make_account(session, email="closed@example.org", is_active=False)
    tries = [
        ("nobody@example.org", PASSWORD),
        ("open@example.org", "wrong"),
        ("closed@example.org", PASSWORD),
        ("", ""),
    ]
    assert [services.authenticate(session, *one, vault=VAULT, clock=clock) for one in tries] == [None] * 4


def test_a_reset_link_works_once_and_ends_older_sessions(session: Session, clock: FixedClock) -> None:
    account = make_account(session, email="li@example.org")
    old_stamp = account.stamp
    reset = reset_of(session, "li@example.org", clock)
    services.set_password_by_token(session, reset.token, NEW_PASSWORD, vault=VAULT, clock=clock)
    assert queries.actor_of(session, account.id, old_stamp) is None
    assert services.authenticate(session, "li@example.org", NEW_PASSWORD, vault=VAULT, clock=clock) is account
    with pytest.raises(NotFound):
        services.set_password_by_token(session, reset.token, NEW_PASSWORD, vault=VAULT, clock=clock)


def test_a_reset_link_lives_one_hour(session: Session, clock: FixedClock) -> None:
    make_account(session, email="li@example.org")
    reset = reset_of(session, "li@example.org", clock)
    clock.advance(timedelta(minutes=61))
    with pytest.raises(NotFound):
        services.set_password_by_token(session, reset.token, NEW_PASSWORD, vault=VAULT, clock=clock)


def test_only_the_newest_link_works(session: Session, clock: FixedClock) -> None:
    make_account(session, email="li@example.org")
    first = reset_of(session, "li@example.org", clock)
    second = reset_of(session, "li@example.org", clock)
    assert queries.usable_token(session, first.token, clock.now()) is None
    assert queries.usable_token(session, second.token, clock.now()) is not None


def test_a_link_does_not_open_an_account_that_was_closed_meanwhile(session: Session, clock: FixedClock) -> None:
    account = make_account(session, email="li@example.org")
    administrator = actor_for(make_account(session, Role.ADMINISTRATOR))
    reset = reset_of(session, "li@example.org", clock)
    services.set_active(session, administrator, account.id, False, clock=clock)
    with pytest.raises(NotFound):
        services.set_password_by_token(session, reset.token, NEW_PASSWORD, vault=VAULT, clock=clock)
    assert not account.is_active


def test_no_reset_is_promised_to_an_unknown_address(session: Session, clock: FixedClock) -> None:
    assert services.ask_password_reset(session, "nobody@example.org", vault=VAULT, clock=clock) is None


def test_an_invited_officer_agrees_and_then_works_for_the_city(session: Session, clock: FixedClock) -> None:
    administrator = actor_for(make_account(session, Role.ADMINISTRATOR))
    invitation = services.invite_staff(
        session,
        administrator,
        role=Role.OFFICER,
        address="officer@example.org",
        display_name="Officer",
        city_code="520100",
        vault=VAULT,
        clock=clock,
    )
    with pytest.raises(RuleBroken) as caught:
        services.set_password_by_token(session, invitation.token, NEW_PASSWORD, vault=VAULT, clock=clock)
    assert caught.value.code == "consent_missing"
    account = services.set_password_by_token(
        session, invitation.token, NEW_PASSWORD, agrees=True, vault=VAULT, clock=clock
    )
    assert (account.role, account.city_code, account.is_active) == ("officer", "520100", True)


def test_a_new_invitation_ends_the_first_one(session: Session, clock: FixedClock) -> None:
    administrator = actor_for(make_account(session, Role.ADMINISTRATOR))
    facts = {"role": Role.COORDINATOR, "display_name": "C", "city_code": None, "vault": VAULT, "clock": clock}
    first = services.invite_staff(session, administrator, address="c@example.org", **facts)
    found = queries.usable_token(session, first.token, clock.now())
    assert found is not None
    services.invite_again(session, administrator, found[1].id, vault=VAULT, clock=clock)
    assert queries.usable_token(session, first.token, clock.now()) is None


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_an_administrator_appoints_and_closes(session: Session, clock: FixedClock, role: Role) -> None:
    actor = actor_for(make_account(session, role))
    somebody = make_account(session)
    with pytest.raises(NotAllowed):
        services.set_active(session, actor, somebody.id, False, clock=clock)
    with pytest.raises(NotAllowed):
        services.invite_staff(
            session,
            actor,
            role=Role.COORDINATOR,
            address="x@example.org",
            display_name="X",
            city_code=None,
            vault=VAULT,
            clock=clock,
        )
    assert queries.accounts_page(session, actor).items == []


def test_an_administrator_cannot_close_the_own_account(session: Session, clock: FixedClock) -> None:
    administrator = make_account(session, Role.ADMINISTRATOR)
    with pytest.raises(RuleBroken):
        services.set_active(session, actor_for(administrator), administrator.id, False, clock=clock)
    assert administrator.is_active


def test_an_agreement_is_taken_back_by_its_giver_only(session: Session, clock: FixedClock) -> None:
    giver, other = make_account(session), make_account(session)
    consent = services.give_consent(session, giver.id, "contact", clock=clock, receiver="Sample Works")
    with pytest.raises(NotFound):
        services.withdraw_consent(session, actor_for(other), consent.id, clock=clock)
    assert services.withdraw_consent(session, actor_for(giver), consent.id, clock=clock).withdrawn_at == clock.now()


def test_the_terms_end_with_the_account_only(session: Session, clock: FixedClock) -> None:
    account = services.register_account(session, draft(), vault=VAULT, clock=clock)
    (consent,) = queries.consents_of(session, account.id)
    with pytest.raises(RuleBroken):
        services.withdraw_consent(session, actor_for(account), consent.id, clock=clock)
    with pytest.raises(RuleBroken):
        services.close_own_account(session, actor_for(account), "not the password", clock=clock)
    services.close_own_account(session, actor_for(account), PASSWORD, clock=clock)
    assert consent.withdrawn_at == clock.now()
    assert services.authenticate(session, "li@example.org", PASSWORD, vault=VAULT, clock=clock) is None
