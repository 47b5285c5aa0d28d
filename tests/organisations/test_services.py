"""Describing, verifying and importing organisations, and the people in them, on both databases."""

import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from tests.factories.people import (
    VAULT,
    actor_for,
    make_account,
    make_employer,
    make_officer,
    make_organisation,
)
from tests.organisations.test_rules import CODE, draft
from webapp.accounts.models import Account
from webapp.audit.models import AuditEntry
from webapp.core.actor import Actor
from webapp.core.clock import FixedClock
from webapp.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from webapp.core.permissions import Permission, Role
from webapp.organisations import evidence, queries, services
from webapp.organisations.evidence import Place
from webapp.organisations.models import Organisation
from webapp.organisations.rules import Decision

Save = Callable[..., Organisation]
PDF = b"%PDF-1.4\n1 0 obj\n<< >>\nendobj\ntrailer << >>\n%%EOF\n"


@pytest.fixture
def save(session: Session, clock: FixedClock) -> Save:
    def save_as(actor: Actor, one: object, **facts: object) -> Organisation:
        return services.save_organisation(session, actor, one, vault=VAULT, clock=clock, **facts)  # type: ignore[arg-type]

    return save_as


def decide(session: Session, officer: Actor, organisation: Organisation, clock: FixedClock, **facts: object) -> object:
    values: dict[str, object] = {"decision": Decision.VERIFY, "reason": "", "version": organisation.version}
    return services.decide_organisation(session, officer, organisation.id, clock=clock, **{**values, **facts})  # type: ignore[arg-type]


def send(session: Session, owner: Actor, clock: FixedClock, kind: str = "business_licence") -> Organisation:
    """The owner adds a file and sends everything to the bureau."""
    with tempfile.TemporaryDirectory() as folder:
        evidence.add_evidence(session, owner, kind, PDF, Place(Path(folder), VAULT), clock=clock)
    return services.send_to_bureau(session, owner, words="", version=None, clock=clock)


def as_now(session: Session, actor: Actor) -> Actor:
    """The actor as the next request loads it."""
    return actor_for(session.get_one(Account, actor.account_id))


def test_an_employer_founds_an_organisation_and_its_bureau_verifies_it(
    session: Session, clock: FixedClock, save: Save
) -> None:
    employer = actor_for(make_account(session, Role.EMPLOYER))
    organisation = save(employer, draft())
    owner = session.get_one(Account, employer.account_id)
    assert (owner.organisation_id, owner.member_role) == (organisation.id, "owner")
    assert organisation.state == "unverified"
    send(session, as_now(session, employer), clock)
    assert (organisation.state, organisation.review) == ("submitted", "waiting")
    assert "Ms Li" not in f"{organisation.contact_name_sealed}{organisation.contact_phone_sealed}"
    officer = make_officer(session)
    assert queries.count_to_verify(session, officer) == 1
    decide(session, officer, organisation, clock)
    assert (organisation.state, organisation.verified_by) == ("verified", officer.account_id)
    assert (organisation.review, organisation.due_on) == (None, date(2027, 5, 23))
    session.flush()
    actions = [entry.action for entry in session.query(AuditEntry).order_by(AuditEntry.id)]
    assert actions == [
        "organisation.saved",
        "evidence.added",
        "organisation.submitted",
        "organisation.verified",
    ]


def test_the_bureau_of_another_city_does_not_see_it(session: Session, clock: FixedClock) -> None:
    organisation = make_organisation(session, state="submitted")
    stranger = make_officer(session, "520100")
    assert queries.organisations_to_verify(session, stranger, today=clock.today()).items == []
    with pytest.raises(NotFound):
        decide(session, stranger, organisation, clock)


def test_a_refusal_needs_a_reason_and_can_be_mended(session: Session, clock: FixedClock, save: Save) -> None:
    organisation = make_organisation(session, state="submitted", credit_code=CODE)
    employer, officer = make_employer(session, organisation), make_officer(session)
    with pytest.raises(RuleBroken):
        decide(session, officer, organisation, clock, decision=Decision.REFUSE)
    decide(session, officer, organisation, clock, decision=Decision.REFUSE, reason="The name differs from the licence.")
    assert organisation.state == "refused"
    save(employer, draft())
    assert organisation.state == "refused"
    send(session, employer, clock)
    assert (organisation.state, organisation.review) == ("submitted", "waiting")


def test_what_changed_under_the_officers_eyes_is_not_decided(session: Session, clock: FixedClock) -> None:
    organisation = make_organisation(session, state="submitted")
    with pytest.raises(Conflict):
        decide(session, make_officer(session), organisation, clock, version=organisation.version - 1)
    assert organisation.state == "submitted"


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({"name": "Other Works"}, "submitted"),
        ({"introduction": "We bake."}, "verified"),
        ({"address": "2"}, "verified"),
    ],
)
def test_verified_facts_are_verified_again(session: Session, save: Save, change: dict[str, str], state: str) -> None:
    organisation = make_organisation(session, credit_code=CODE, name="Sample Works")
    save(make_employer(session, organisation), replace(draft(), **change))
    assert organisation.state == state


def test_two_colleagues_do_not_overwrite_each_other(session: Session, save: Save) -> None:
    organisation = make_organisation(session, credit_code=CODE)
    employer = make_employer(session, organisation)
    seen = organisation.version
    save(employer, draft(introduction="First"), version=seen)
    with pytest.raises(Conflict):
        save(employer, draft(introduction="Second"), version=seen)
    assert organisation.introduction == "First"


def test_a_credit_code_belongs_to_one_organisation(session: Session, save: Save) -> None:
    make_organisation(session, credit_code=CODE)
    with pytest.raises(RuleBroken) as caught:
        save(actor_for(make_account(session, Role.EMPLOYER)), draft())
    assert (caught.value.code, caught.value.field) == ("credit_code_taken", "credit_code")


@pytest.mark.parametrize("role", list(Role))
def test_the_role_decides_who_may_have_an_organisation(session: Session, save: Save, role: Role) -> None:
    actor = actor_for(make_account(session, role))
    if actor.may(Permission.ORGANISATION_OWN):
        licence: dict[str, object] = {}
        if role is Role.AGENCY:
            licence = {"licence_number": "L1", "licence_issuer": "Bureau", "licence_valid_to": date(2027, 1, 1)}
            licence["licence_valid_from"] = date(2024, 1, 1)
        assert save(actor, draft(**licence)).kind == role.value
    else:
        with pytest.raises(NotAllowed):
            save(actor, draft())


def test_visible_to_the_public_only_when_verified(session: Session) -> None:
    hidden, shown = make_organisation(session, state="submitted"), make_organisation(session)
    member, officer = make_employer(session, hidden), make_officer(session)
    nobody = actor_for(make_account(session))
    assert queries.visible_organisation(session, nobody, shown.id) is shown
    assert queries.visible_organisation(session, member, hidden.id) is hidden
    assert queries.visible_organisation(session, officer, hidden.id) is hidden
    with pytest.raises(NotFound):
        queries.visible_organisation(session, nobody, hidden.id)


def test_an_import_finds_by_code_then_by_name_and_else_makes(session: Session, clock: FixedClock) -> None:
    officer = make_officer(session)

    def taken_in(name: str, credit_code: str | None = None, city_code: str = "440100") -> Organisation:
        return services.organisation_for_import(
            session, officer, name=name, city_code=city_code, credit_code=credit_code, clock=clock
        )

    made = taken_in("River Works")
    assert (made.state, made.verified_by) == ("verified", officer.account_id)
    assert taken_in(" River  Works ") is made
    with_code = taken_in("Bridge Works", CODE)
    assert taken_in("Bridge Works Ltd", CODE.lower()) is with_code
    assert taken_in("Bridge Works") is with_code
    assert taken_in("River Works", city_code="450100").state == "submitted"
    with pytest.raises(RuleBroken) as caught:
        taken_in("River Works", "123")
    assert caught.value.code == "credit_code_wrong"


def test_a_refused_firm_is_not_verified_by_an_import(session: Session, clock: FixedClock) -> None:
    refused = make_organisation(session, state="refused", name="River Works")
    found = services.organisation_for_import(
        session, make_officer(session), name="River Works", city_code="440100", clock=clock
    )
    assert found is refused
    assert refused.state == "refused"


def test_the_bureau_invites_the_first_member_only(session: Session, clock: FixedClock) -> None:
    officer = make_officer(session)
    empty, peopled = make_organisation(session), make_organisation(session)
    make_employer(session, peopled)
    facts = {"address": "first@example.org", "display_name": "First", "vault": VAULT, "clock": clock}
    with pytest.raises(NotAllowed):
        services.invite_first_member(session, officer, peopled.id, **facts)
    with pytest.raises(NotFound):
        services.invite_first_member(session, make_officer(session, "520100"), empty.id, **facts)
    assert services.invite_first_member(session, officer, empty.id, **facts).email == "first@example.org"
