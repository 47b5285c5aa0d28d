"""An introduction from both sides; name and number are open in the right states only."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.factories.people import VAULT, actor_for, make_account, make_employer, make_organisation
from tests.factories.postings import make_profile, make_vacancy
from webapp.accounts.models import Consent
from webapp.core.actor import Actor
from webapp.core.clock import FixedClock
from webapp.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from webapp.organisations.models import Organisation
from webapp.placements import services
from webapp.placements.models import Introduction
from webapp.placements.rules import EMPLOYER_STEPS, SEEKER_STEPS, SITE_STEPS, Step, next_state, possible_steps
from webapp.postings.models import Profile, Vacancy

CONTACT = ["陈志明", "13800000000"]
IN_PROGRESS = {
    "withdraw": "withdrawn",
    "reject": "rejected",
    "hire": "hired",
    "offer": "offered",
    "close": "not_chosen",
}
TABLE = {
    "invited": {"accept": "accepted", "decline": "declined", "reject": "rejected", "close": "not_chosen"},
    "applied": {**IN_PROGRESS, "shortlist": "shortlisted", "interview": "interview"},
    "accepted": {**IN_PROGRESS, "shortlist": "shortlisted", "interview": "interview"},
    "shortlisted": {**IN_PROGRESS, "interview": "interview", "back": "accepted"},
    "interview": {**IN_PROGRESS, "back": "shortlisted"},
    "offered": {"take_offer": "hired", "decline": "declined", "back": "shortlisted"},
    "hired": {"withdraw": "withdrawn", "reject": "rejected", "start": "started"},
    "started": {},
    "declined": {},
    "rejected": {},
    "withdrawn": {},
    "not_chosen": {},
}


@dataclass
class Scene:
    organisation: Organisation
    employer: Actor
    seeker: Actor
    vacancy: Vacancy
    profile: Profile


@pytest.fixture
def scene(session: Session) -> Scene:
    organisation = make_organisation(session)
    account = make_account(session)
    return Scene(
        organisation,
        make_employer(session, organisation),
        actor_for(account),
        make_vacancy(session, organisation_id=organisation.id),
        make_profile(session, account_id=account.id),
    )


def applied(session: Session, scene: Scene, clock: FixedClock) -> Introduction:
    return services.apply(session, scene.seeker, scene.vacancy, scene.organisation, scene.profile.id, clock=clock)


def invited(session: Session, scene: Scene, clock: FixedClock) -> Introduction:
    return services.invite(session, scene.employer, scene.profile, scene.vacancy.id, "Please come", clock=clock)


def step(session: Session, actor: Actor, introduction: Introduction, taken: Step, clock: FixedClock) -> Introduction:
    why = "places_filled" if taken is Step.REJECT else None
    return services.take_step(session, actor, introduction.id, taken, reason=None, decline_reason=why, clock=clock)


def open_consents(session: Session, scene: Scene) -> int:
    statement = select(func.count()).select_from(Consent)
    mine = Consent.account_id == scene.seeker.account_id
    return session.scalar(statement.where(mine, Consent.purpose == "contact", Consent.withdrawn_at.is_(None))) or 0


@pytest.mark.parametrize("taken", list(Step))
@pytest.mark.parametrize("state", list(TABLE))
def test_every_state_answers_every_step(state: str, taken: Step) -> None:
    expected = TABLE[state].get(taken)
    if expected is None:
        with pytest.raises(Conflict, match="step_not_possible_now"):
            next_state(state, taken)
    else:
        assert next_state(state, taken) == expected
    assert (taken in possible_steps(state, (*SEEKER_STEPS, *EMPLOYER_STEPS, *SITE_STEPS))) == (expected is not None)


def test_an_application_goes_back_to_where_it_came_from() -> None:
    assert next_state("shortlisted", Step.BACK, is_application=True) == "applied"
    assert next_state("shortlisted", Step.BACK) == "accepted"


def test_applying_opens_and_withdrawing_closes(session: Session, scene: Scene, clock: FixedClock) -> None:
    introduction = applied(session, scene, clock)
    assert (introduction.state, introduction.started_by) == ("applied", "seeker")
    assert services.contact_of(introduction, scene.profile, VAULT) == CONTACT
    assert open_consents(session, scene) == 1
    step(session, scene.seeker, introduction, Step.WITHDRAW, clock)
    assert introduction.state == "withdrawn"
    assert services.contact_of(introduction, scene.profile, VAULT) == []
    assert open_consents(session, scene) == 0


def test_applying_twice_is_harmless(session: Session, scene: Scene, clock: FixedClock) -> None:
    first = applied(session, scene, clock)
    clock.advance(timedelta(minutes=1))
    assert applied(session, scene, clock) is first
    assert session.scalar(select(func.count()).select_from(Introduction)) == 1
    assert open_consents(session, scene) == 1


def test_an_invitation_opens_nothing_until_it_is_accepted(session: Session, scene: Scene, clock: FixedClock) -> None:
    introduction = invited(session, scene, clock)
    assert introduction.state == "invited"
    assert services.contact_of(introduction, scene.profile, VAULT) == []
    assert open_consents(session, scene) == 0
    assert invited(session, scene, clock) is introduction
    step(session, scene.seeker, introduction, Step.ACCEPT, clock)
    assert introduction.state == "accepted"
    assert services.contact_of(introduction, scene.profile, VAULT) == CONTACT
    step(session, scene.employer, introduction, Step.HIRE, clock)
    assert services.contact_of(introduction, scene.profile, VAULT) == CONTACT


def test_applying_accepts_an_invitation(session: Session, scene: Scene, clock: FixedClock) -> None:
    introduction = invited(session, scene, clock)
    assert applied(session, scene, clock) is introduction
    assert (introduction.state, open_consents(session, scene)) == ("accepted", 1)


def test_inviting_who_has_applied_changes_nothing(session: Session, scene: Scene, clock: FixedClock) -> None:
    introduction = applied(session, scene, clock)
    assert invited(session, scene, clock) is introduction
    assert introduction.state == "applied"


@pytest.mark.parametrize("side", ["declined", "rejected"])
def test_what_has_ended_does_not_start_again(session: Session, scene: Scene, clock: FixedClock, side: str) -> None:
    introduction = invited(session, scene, clock)
    if side == "declined":
        step(session, scene.seeker, introduction, Step.DECLINE, clock)
    else:
        step(session, scene.employer, introduction, Step.REJECT, clock)
    assert (introduction.state, services.contact_of(introduction, scene.profile, VAULT)) == (side, [])
    with pytest.raises(Conflict, match="already_ended"):
        applied(session, scene, clock)
    with pytest.raises(Conflict, match="already_ended"):
        invited(session, scene, clock)


def test_rejecting_closes_name_and_number(session: Session, scene: Scene, clock: FixedClock) -> None:
    introduction = applied(session, scene, clock)
    step(session, scene.employer, introduction, Step.REJECT, clock)
    assert services.contact_of(introduction, scene.profile, VAULT) == []
    assert open_consents(session, scene) == 0


def test_each_side_takes_its_own_steps(session: Session, scene: Scene, clock: FixedClock) -> None:
    introduction = invited(session, scene, clock)
    with pytest.raises(NotAllowed, match="not_your_step"):
        step(session, scene.employer, introduction, Step.ACCEPT, clock)
    with pytest.raises(NotAllowed, match="not_your_step"):
        step(session, scene.seeker, introduction, Step.HIRE, clock)
    stranger = make_employer(session, make_organisation(session))
    with pytest.raises(NotFound):
        step(session, stranger, introduction, Step.REJECT, clock)
    assert introduction.state == "invited"


def test_nobody_applies_or_invites_for_others(session: Session, scene: Scene, clock: FixedClock) -> None:
    stranger = actor_for(make_account(session))
    with pytest.raises(NotFound):
        services.apply(session, stranger, scene.vacancy, scene.organisation, scene.profile.id, clock=clock)
    other = make_employer(session, make_organisation(session))
    with pytest.raises(NotFound):
        services.invite(session, other, scene.profile, scene.vacancy.id, "", clock=clock)


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "paused", "filled", "withdrawn"])
def test_a_closed_vacancy_is_refused(session: Session, scene: Scene, clock: FixedClock, state: str) -> None:
    scene.vacancy.state = state
    with pytest.raises(RuleBroken, match="vacancy_not_open"):
        applied(session, scene, clock)
    with pytest.raises(RuleBroken, match="vacancy_not_open"):
        invited(session, scene, clock)


def test_an_expired_vacancy_or_profile_is_refused(session: Session, clock: FixedClock) -> None:
    organisation, account = make_organisation(session), make_account(session)
    profile = make_profile(session, account_id=account.id, valid_through=date(2026, 11, 24))
    vacancy = make_vacancy(session, organisation_id=organisation.id, valid_through=date(2026, 11, 23))
    later = make_vacancy(session, organisation_id=organisation.id)
    clock.advance(timedelta(hours=14))
    with pytest.raises(RuleBroken, match="vacancy_not_open"):
        services.apply(session, actor_for(account), vacancy, organisation, profile.id, clock=clock)
    clock.advance(timedelta(days=1))
    with pytest.raises(RuleBroken, match="profile_not_open"):
        services.apply(session, actor_for(account), later, organisation, profile.id, clock=clock)


def test_an_invitation_to_a_vacancy_closed_meanwhile_is_not_accepted(
    session: Session, scene: Scene, clock: FixedClock
) -> None:
    introduction = invited(session, scene, clock)
    scene.vacancy.state = "filled"
    with pytest.raises(RuleBroken, match="vacancy_not_open"):
        step(session, scene.seeker, introduction, Step.ACCEPT, clock)
    assert services.contact_of(introduction, scene.profile, VAULT) == []
    assert open_consents(session, scene) == 0


def test_a_consent_taken_back_closes_contacts_and_keeps_a_hire(
    session: Session, scene: Scene, clock: FixedClock
) -> None:
    hired = applied(session, scene, clock)
    step(session, scene.employer, hired, Step.HIRE, clock)
    other = make_vacancy(session, organisation_id=scene.organisation.id)
    open_one = services.apply(session, scene.seeker, other, scene.organisation, scene.profile.id, clock=clock)
    assert scene.seeker.account_id is not None
    assert services.close_contacts_of(session, scene.seeker.account_id, consent_id=None, clock=clock) == 2
    assert (hired.state, open_one.state) == ("hired", "withdrawn")
    assert services.contact_of(hired, scene.profile, VAULT) == []
    assert services.contact_of(open_one, scene.profile, VAULT) == []


def test_withdrawing_from_one_vacancy_leaves_the_consent_of_another(
    session: Session, scene: Scene, clock: FixedClock
) -> None:
    first = applied(session, scene, clock)
    other = make_vacancy(session, organisation_id=scene.organisation.id)
    second = services.apply(session, scene.seeker, other, scene.organisation, scene.profile.id, clock=clock)
    step(session, scene.seeker, first, Step.WITHDRAW, clock)
    assert services.contact_of(second, scene.profile, VAULT) == CONTACT
    assert open_consents(session, scene) == 1
