"""A pair's page says by which plan it was made, also when another plan has come into force since."""

from typing import Any

from sqlalchemy import select

from matching import DEFAULT_PLAN
from tests.factories.people import PASSWORD, actor_for, make_account
from tests.factories.plans import adopt, make_coordinator
from tests.factories.postings import make_profile, make_vacancy
from tests.matches.runs import page_at
from webapp.core.clock import FixedClock
from webapp.core.permissions import Role
from webapp.http.site import Site
from webapp.matches import services
from webapp.matches.models import MatchRun, RunPair
from webapp.matches.rules import RunDraft

CITIES = {"from_cities": ["520100"], "to_cities": ["440100"], "per_vacancy": "3"}


def test_old_pages_keep_their_plan_and_new_runs_name_the_new_one(client: Any, site: Site, clock: FixedClock) -> None:
    with site.database.transaction() as session:
        officer = make_account(session, Role.OFFICER, city_code="440100", email="officer@example.org")
        for number in range(3):
            make_vacancy(session, pay_max_yuan_month=6500 + 500 * number)
            make_profile(session, pay_min_yuan_month=6000 + 900 * number)
        draft = RunDraft(("520100",), ("440100",), None, None, 3)
        old = services.start_run(session, actor_for(officer), draft, clock=clock).id
    site.queue.run_all_due()
    assert client.post("/sign-in", data={"address": "officer@example.org", "password": PASSWORD}).status_code == 303
    client.get("/language/en?next=/help")
    with site.database.transaction() as session:
        pair = session.scalars(select(RunPair.id).where(RunPair.run_id == old)).first()
        adopt(session, make_coordinator(session), clock, wish_share=0.6)
    before = page_at(client, f"/pairs/{pair}")
    site.queue.run_all_due()
    assert page_at(client, f"/pairs/{pair}") == before
    assert f"by plan version {DEFAULT_PLAN.version}" in before
    assert "Computed again from the stored points: the same number." in before
    assert DEFAULT_PLAN.version in client.get(f"/match-runs/{old}").text

    form = client.get("/match-runs/new").text
    assert "version 2026-11-23-1" in form
    started = client.post("/match-runs/new", data={**CITIES, "is_spread": "y"})
    site.queue.run_all_due()
    page = client.get(started.location).text
    assert "2026-11-23-1" in page
    assert "strength 0.5" in page
    assert "What spreading did" in page
    with site.database.reading() as session:
        run = session.scalars(select(MatchRun).order_by(MatchRun.id.desc())).first()
        assert run is not None and run.spread is not None
        market = session.scalars(select(RunPair.id).where(RunPair.run_id == run.id)).all()
    words = " ".join(client.get(f"/pairs/{one}").text for one in market)
    assert "Not named in any earlier list, so nothing is taken off." in words
    assert "earlier lists, where" in words
