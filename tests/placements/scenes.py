"""One vacancy in Guangzhou, one person from Guiyang, and a shorter way to say what they do."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from tests.factories.people import VAULT, actor_for, make_account, make_employer, make_organisation
from tests.factories.postings import make_profile, make_vacancy
from webapp.core.actor import Actor
from webapp.core.clock import FixedClock
from webapp.organisations.models import Organisation
from webapp.placements import services
from webapp.placements.interviews import InterviewDraft
from webapp.placements.letters import Post
from webapp.placements.models import Introduction
from webapp.placements.rules import Step
from webapp.postings.models import Profile, Vacancy

POST = Post(VAULT, "http://site.example")


@dataclass
class Scene:
    organisation: Organisation
    employer: Actor
    seeker: Actor
    vacancy: Vacancy
    profile: Profile


def make_scene(session: Session, **vacancy_facts: object) -> Scene:
    organisation = make_organisation(session)
    account = make_account(session)
    return Scene(
        organisation,
        make_employer(session, organisation),
        actor_for(account),
        make_vacancy(session, organisation_id=organisation.id, **vacancy_facts),
        make_profile(session, account_id=account.id),
    )


def applied(session: Session, scene: Scene, clock: FixedClock) -> Introduction:
    return services.apply(session, scene.seeker, scene.vacancy, scene.organisation, scene.profile.id, clock=clock)


def another_applies(session: Session, scene: Scene, clock: FixedClock) -> tuple[Actor, Introduction]:
    """One more person applies to the same vacancy."""
    account = make_account(session)
    profile = make_profile(session, account_id=account.id)
    actor = actor_for(account)
    return actor, services.apply(session, actor, scene.vacancy, scene.organisation, profile.id, clock=clock)


def step(
    session: Session, actor: Actor, introduction: Introduction, taken: Step, clock: FixedClock, **more: object
) -> Introduction:
    if taken is Step.REJECT:
        more = {"decline_reason": "places_filled", **more}
    return services.take_step(session, actor, introduction.id, taken, reason=None, clock=clock, **more)  # type: ignore[arg-type]


def times(clock: FixedClock, *days: float, **facts: object) -> InterviewDraft:
    """An interview of half an hour at a place, offered so many days from now."""
    slots: tuple[datetime, ...] = tuple(clock.now() + timedelta(days=day) for day in days)
    values: dict[str, object] = {
        "mode": "place",
        "place": "Science Avenue 88",
        "link": "",
        "minutes": 30,
        "note": "Gate 2",
        "slots": slots,
    }
    return InterviewDraft(**{**values, **facts})  # type: ignore[arg-type]
