"""What tests of runs share: a small world with a run of Guangzhou's officer, done unless the test says otherwise."""

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from tests.factories.people import PASSWORD, actor_for, make_account
from tests.factories.postings import make_profile, make_vacancy
from webapp.core.actor import Actor
from webapp.core.clock import FixedClock
from webapp.core.permissions import Role
from webapp.http.site import Site
from webapp.matches import services
from webapp.matches.models import MatchRun, RunPair
from webapp.matches.rules import RunDraft


@dataclass(frozen=True)
class World:
    run_id: int
    officer: Actor

    def run(self, site: Site) -> MatchRun:
        with site.database.reading() as session:
            return session.get_one(MatchRun, self.run_id)

    def pairs(self, site: Site) -> list[RunPair]:
        with site.database.reading() as session:
            return list(session.scalars(select(RunPair).where(RunPair.run_id == self.run_id).order_by(RunPair.id)))


def a_world(
    site: Site, clock: FixedClock, *, is_spread: bool | None = None, is_done: bool = True, vacancies: int = 4
) -> World:
    """Vacancies in Guangzhou, five people in Guiyang, up to three of them a vacancy."""
    with site.database.transaction() as session:
        for number in range(vacancies):
            make_vacancy(session, skills=("PLC",) if number % 2 else (), pay_max_yuan_month=6500 + 500 * number)
        for number in range(5):
            make_profile(session, skills=("PLC",) if number % 2 else (), experience_min_months=12 * number)
        account = make_account(session, Role.OFFICER, city_code="440100", email="officer@example.org")
        officer = actor_for(account)
        draft = RunDraft(("520100",), ("440100",), None, None, 3, is_spread)
        run_id = services.start_run(session, officer, draft, clock=clock).id
    if is_done:
        site.queue.run_all_due()
    return World(run_id, officer)


def another_run(site: Site, clock: FixedClock, world: World) -> World:
    """The same question once more, waiting."""
    with site.database.transaction() as session:
        draft = RunDraft(("520100",), ("440100",), None, None, 3)
        return World(services.start_run(session, world.officer, draft, clock=clock).id, world.officer)


def sign_in(client: Any, language: str = "en") -> None:
    answer = client.post("/sign-in", data={"address": "officer@example.org", "password": PASSWORD})
    assert answer.status_code == 303
    client.get(f"/language/{language}?next=/help")


def page_at(client: Any, address: str) -> str:
    """The page without what differs from second to second: the tokens of its forms."""
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r'name="csrf_token" value="[^"]*"', "", answer.text)
