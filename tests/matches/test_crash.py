"""A worker that is killed while it saves: nothing of it is seen, and after the restart the run is done once."""

import os
import signal
import subprocess
import sys

import pytest
from sqlalchemy import select

from tests.conftest import ROOT
from tests.matches.runs import World, a_world, another_run
from webapp.core.clock import FixedClock
from webapp.core.queue import Job
from webapp.http.site import Site
from webapp.matches import carrying_out
from webapp.matches.carrying_out import _Attempt
from webapp.matches.models import RunProfileRecord

# A worker that saves three rows at a time and stops for good in the middle: between two parts, or within one.
WORKER = """
import os, sys, time
from datetime import datetime
from webapp.core.clock import FixedClock
from webapp.core.settings import read_settings
from webapp.factory import create_site
from webapp.matches import carrying_out

carrying_out.ROWS_A_PART = 3
stored = carrying_out._Attempt.store
seen = []

def wait():
    print("in the middle", flush=True)
    time.sleep(120)

def store(self, table, rows):
    seen.append(table.__tablename__)
    is_middle = seen.count("run_pair") == 3
    if is_middle and sys.argv[2] == "within":
        with self.writing() as session:
            session.connection().execute(carrying_out.insert(table), rows)
            wait()
    stored(self, table, rows)
    if is_middle:
        wait()

carrying_out._Attempt.store = store
site = create_site(read_settings(os.environ), FixedClock(datetime.fromisoformat(sys.argv[1])))
site.queue.run_all_due()
"""


def killed_in_the_middle(site: Site, clock: FixedClock, where: str) -> None:
    settings = site.settings
    environment = {
        **os.environ,
        "NINE_DATA_DIR": str(settings.data_dir),
        "NINE_DATABASE_URL": settings.database_url,
        "NINE_SECRET_KEY": settings.secret_key,
        "NINE_LOG_LEVEL": "WARNING",
    }
    command = [sys.executable, "-c", WORKER, clock.now().isoformat(), where]
    worker = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    assert worker.stdout is not None
    assert worker.stdout.readline() == "in the middle\n"
    worker.send_signal(signal.SIGKILL)
    worker.wait(timeout=20)
    worker.stdout.close()


def stored(site: Site, world: World) -> list[tuple[int, int, int, float]]:
    return sorted((pair.vacancy_id, pair.rank, pair.profile_id, pair.score) for pair in world.pairs(site))


@pytest.mark.parametrize(("where", "left"), [("between", 9), ("within", 6)])
def test_a_run_whose_worker_was_killed_is_done_once(site: Site, clock: FixedClock, where: str, left: int) -> None:
    undisturbed = a_world(site, clock)
    world = another_run(site, clock, undisturbed)
    killed_in_the_middle(site, clock, where)
    assert world.run(site).state == "running"
    assert len(world.pairs(site)) == left
    site.queue.start_worker()
    site.queue.run_all_due()
    run = world.run(site)
    assert (run.state, run.attempt, run.pairs_found) == ("done", 2, 12)
    assert stored(site, world) == stored(site, undisturbed)
    with site.database.reading() as session:
        states = session.scalars(select(Job.state).where(Job.payload["run_id"].as_integer() == world.run_id)).all()
        of_the_run = RunProfileRecord.run_id == world.run_id
        records = session.scalars(select(RunProfileRecord.profile_id).where(of_the_run)).all()
    assert states == ["done"]
    assert sorted(records) == sorted({pair.profile_id for pair in world.pairs(site)})


def test_a_worker_that_was_thought_dead_writes_nothing_more(site: Site, clock: FixedClock) -> None:
    """It was only slow: its lease ran out, and another has begun and ended the run meanwhile."""
    world = a_world(site, clock, is_done=False)
    is_overtaken = False

    def overtaken() -> None:
        nonlocal is_overtaken
        if not is_overtaken:
            is_overtaken = True
            site.queue.run_all_due()

    carrying_out.carry_out_run(site.database, world.run_id, clock=clock, still_at_it=overtaken)
    run = world.run(site)
    assert (run.state, run.attempt) == ("done", 2)
    assert len(world.pairs(site)) == run.pairs_found == 12


def test_a_run_that_is_cancelled_while_it_saves_leaves_nothing(
    site: Site, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = a_world(site, clock, is_done=False)
    monkeypatch.setattr(carrying_out, "ROWS_A_PART", 3)
    monkeypatch.setattr(_Attempt, "wants_cancel", lambda self: len(world.pairs(site)) > 3)
    site.queue.run_all_due()
    assert (world.run(site).state, world.pairs(site)) == ("cancelled", [])
