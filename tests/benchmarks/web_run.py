"""`python -m tests.benchmarks.web_run`: a match run as an officer starts it, from the button to the page.

Makes a site of its own with sample postings of the nine cities, all of them public, presses the button through HTTP,
does the worker's work in this process, and prints where the time went. Nothing is kept unless `--keep` names a folder.
"""

import argparse
import resource
import shutil
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, text

from webapp.commands import migrate
from webapp.core.paging import encode_cursor
from webapp.core.queue import Job
from webapp.core.settings import read_settings
from webapp.factory import create_app
from webapp.http.site import Site
from webapp.matches.models import MatchRun
from webapp.reference.services import load_reference
from webapp.samples.services import DEMO_PASSWORD, Size, load_samples

OFFICER = "officer.guangzhou@nine.example"
CITIES = ("440100", "350100", "360100", "430100", "450100", "460100", "510100", "520100", "530100")
PAGES_DEEP = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--vacancies", type=int, default=20_000)
    parser.add_argument("--profiles", type=int, default=20_000)
    parser.add_argument("--per-vacancy", type=int, default=20)
    parser.add_argument("--database", default="", help="address of an empty PostgreSQL database; SQLite without it")
    parser.add_argument("--export", action="store_true", help="also download everything as CSV")
    parser.add_argument("--keep", type=Path, help="keep the site in this folder")
    asked = parser.parse_args()
    folder = asked.keep or Path(tempfile.mkdtemp(prefix="web-run-"))
    try:
        measure(asked, folder)
    finally:
        if asked.keep is None:
            shutil.rmtree(folder, ignore_errors=True)


def measure(asked: argparse.Namespace, folder: Path) -> None:
    app = site_with_postings(asked, folder)
    site: Site = app.extensions["nine_cities"]
    client = signed_in(app)
    pressed = time.perf_counter()
    form = {"from_cities": [*CITIES], "to_cities": [*CITIES], "per_vacancy": str(asked.per_vacancy)}
    address = client.post("/match-runs/new", data=form).location
    answered = time.perf_counter() - pressed
    with _OtherWriter(site) as other:
        site.queue.run_all_due()
    worked = time.perf_counter() - pressed - answered
    show = Pages(client, address)
    with site.database.reading() as session:
        run = session.get_one(MatchRun, int(address.rsplit("/", 1)[1]))
    assert run.state == "done" and run.seconds is not None, run.state
    seconds = run.seconds
    print(f"{run.vacancies_seen:,} vacancies x {run.profiles_seen:,} profiles: {run.pairs_found:,} pairs kept")
    print(f"button {answered:.2f} s, then in the background {worked:.1f} s:")
    print(f"  load {seconds['load']:.1f} s, score {seconds['score']:.1f} s, store {seconds['store']:.1f} s")
    print(f"  longest wait of another writer meanwhile {other.longest:.2f} s")
    print(f"show: first page {show.first:.3f} s (again {show.again:.3f} s), deep page {show.deep:.3f} s")
    print(
        f"  best of each vacancy {show.top:.3f} s, not decided {show.undecided:.3f} s, one explanation {show.why:.3f} s"
    )
    print(f"(store + show) / score = {(seconds['store'] + show.first) / seconds['score']:.3f}")
    if asked.export:
        taken, size = download(client, f"{address}/export.csv")
        print(f"CSV: {taken:.1f} s, {size / 1e6:.0f} MB")
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"database {database_size(site) / 1e6:.0f} MB, most memory {most:.0f} MiB")


def site_with_postings(asked: argparse.Namespace, folder: Path) -> Flask:
    """A site whose postings are all public; the jobs that sample data promises are not of interest here."""
    environment = {"NINE_DATA_DIR": str(folder), "NINE_LOG_LEVEL": "WARNING", "NINE_DATABASE_URL": asked.database}
    app = create_app(read_settings(environment))
    app.config.update(WTF_CSRF_ENABLED=False)
    site: Site = app.extensions["nine_cities"]
    migrate(site)
    with site.database.transaction() as session:
        load_reference(session)
    load_samples(site, lambda text: None, Size(asked.vacancies // 8 + 60, asked.vacancies, asked.profiles))
    with site.database.transaction() as session:
        session.execute(delete(Job))
        session.execute(delete(MatchRun))
        for table in ("vacancy", "profile"):
            session.execute(text(f"UPDATE {table} SET state = 'published', expires_at = '2099-12-31 00:00:00'"))
    return app


def signed_in(app: Flask) -> FlaskClient:
    client = app.test_client()
    client.post("/sign-in", data={"address": OFFICER, "password": DEMO_PASSWORD})
    return client


class Pages:
    """Seconds until each page of the run is there."""

    def __init__(self, client: FlaskClient, address: str) -> None:
        self._client = client
        self.first, page = self._get(address)
        self.again, _ = self._get(address)
        self.top, _ = self._get(address + "?top=1")
        self.undecided, _ = self._get(address + "?decision=undecided")
        self.why, _ = self._get(page.split('href="/pairs/')[1].split('"')[0].join(("/pairs/", "")))
        for _ in range(PAGES_DEEP):
            page = self._get(_next(page))[1]
        self.deep, _ = self._get(_deep(address))

    def _get(self, address: str) -> tuple[float, str]:
        begun = time.perf_counter()
        answer = self._client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return time.perf_counter() - begun, answer.text


def _next(page: str) -> str:
    place = page.index("after=")
    start = page.rindex('href="', 0, place) + len('href="')
    return page[start : page.index('"', start)].replace("&amp;", "&")


def _deep(address: str) -> str:
    """A page far down: behind a score that few pairs are below."""
    return f"{address}?after={encode_cursor(0.6, 1)}"


def download(client: FlaskClient, address: str) -> tuple[float, int]:
    begun = time.perf_counter()
    answer: Any = client.get(address, buffered=False)
    size = sum(len(piece) for piece in answer.iter_encoded())
    return time.perf_counter() - begun, size


class _OtherWriter:
    """Somebody else who saves something small ten times a second, and how long that took at worst."""

    def __init__(self, site: Site) -> None:
        self._site, self._stop = site, threading.Event()
        self._thread = threading.Thread(target=self._write)
        self.longest = 0.0

    def __enter__(self) -> "_OtherWriter":
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._stop.set()
        self._thread.join()

    def _write(self) -> None:
        while not self._stop.wait(0.1):
            begun = time.perf_counter()
            with self._site.database.transaction() as session:
                session.execute(text("UPDATE account SET display_name = display_name WHERE id = 1"))
            self.longest = max(self.longest, time.perf_counter() - begun)


def database_size(site: Site) -> int:
    if site.database.engine.dialect.name == "postgresql":
        with site.database.reading() as session:
            return int(session.scalar(text("SELECT pg_database_size(current_database())")) or 0)
    return sum(path.stat().st_size for path in site.settings.data_dir.glob("site.sqlite3*"))


if __name__ == "__main__":
    main()
