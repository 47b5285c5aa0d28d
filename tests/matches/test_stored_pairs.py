"""A run keeps numbers and records; reasons are worked out from them, and kept in full where somebody acts on them."""

import csv
from typing import Any

import numpy as np
import pytest
from sqlalchemy import delete, event, func, select, text

from matching import JobRecord, MatchPlan, TalentRecord, explain
from matching.records import from_json
from tests.factories.postings import make_profile, make_vacancy
from tests.matches.runs import World, a_world, page_at, sign_in
from webapp.core.clock import FixedClock
from webapp.core.errors import NotFound
from webapp.http.site import Site
from webapp.matches import exports, presenters, queries, services
from webapp.matches.explanations import parts_of, reasons_of, rescored
from webapp.matches.models import MatchRun, RunPair, RunProfileRecord, RunVacancyRecord
from webapp.matches.records import job_record, jobs_to_match, talent_record, talents_to_match
from webapp.postings.models import Profile, Vacancy

CHANGED = "worked out with today"


@pytest.mark.parametrize("is_spread", [False, True])
def test_a_pair_keeps_numbers_that_give_its_score_and_is_explained_when_asked(
    site: Site, clock: FixedClock, is_spread: bool
) -> None:
    world = a_world(site, clock, is_spread=is_spread)
    run, pairs = world.run(site), world.pairs(site)
    assert len(pairs) == 12
    assert all(pair.explanation is None for pair in pairs)
    assert [rescored(run, pair) for pair in pairs] == [pair.score for pair in pairs]
    with site.database.reading() as session:
        found = reasons_of(session, run, pairs)
        job = queries.vacancy_records(session, run.id, [pairs[0].vacancy_id])[pairs[0].vacancy_id]
        talent = queries.profile_records(session, run.id, [pairs[0].profile_id])[pairs[0].profile_id]
    assert all(found[pair.id].is_of_the_run for pair in pairs)
    assert [found[pair.id].explanation.score for pair in pairs] == [pair.score for pair in pairs]
    market = found[pairs[0].id].explanation.market
    assert (market is not None) is is_spread
    records = from_json(JobRecord, job), from_json(TalentRecord, talent)
    assert found[pairs[0].id].explanation == explain(*records, MatchPlan.from_json(run.plan), market)


def test_a_posting_that_changed_since_is_explained_as_it_was(client: Any, site: Site, clock: FixedClock) -> None:
    world = a_world(site, clock)
    sign_in(client)
    pair = world.pairs(site)[0]
    before = page_at(client, f"/pairs/{pair.id}")
    with site.database.transaction() as session:
        session.get_one(Profile, pair.profile_id).pay_min_yuan_month = 99_000
        session.get_one(Vacancy, pair.vacancy_id).occupation_code = None
    assert page_at(client, f"/pairs/{pair.id}") == before
    assert "Computed again from the stored points: the same number." in before
    assert CHANGED not in before


def other_words_since(site: Site, world: World) -> RunPair:
    """The first pair as if the run had graded its titles by other word lists."""
    with site.database.transaction() as session:
        run = session.get_one(MatchRun, world.run_id)
        pair = session.scalars(select(RunPair).where(RunPair.run_id == run.id).order_by(RunPair.id)).first()
        assert pair is not None
        parts = {**parts_of(run, pair), "title": 0.4321}
        pair.parts = np.array([np.nan if part is None else part for part in parts.values()], dtype="<f8").tobytes()
        pair.score = rescored(run, pair)
    return pair


def test_after_a_change_of_words_the_number_stays_and_the_page_says_so(
    client: Any, site: Site, clock: FixedClock
) -> None:
    world = a_world(site, clock)
    pair = other_words_since(site, world)
    sign_in(client)
    page = client.get(f"/pairs/{pair.id}").text
    assert CHANGED in page
    assert "number of the run" in page
    assert "43%" in page
    assert f'{round(100 * pair.score)}<span class="score-unit">' in page
    assert "Computed again from the stored points: the same number." in page
    with site.database.transaction() as session:
        services.decide_pairs(session, world.officer, [pair.id], "recommended", None, clock=clock)
    assert CHANGED in client.get(f"/pairs/{pair.id}").text
    assert "Job title: 43%" in client.get(f"/match-runs/{world.run_id}").text


def test_a_decided_pair_keeps_its_reasons_for_good(client: Any, site: Site, clock: FixedClock) -> None:
    world = a_world(site, clock)
    sign_in(client)
    chosen, other = (pair.id for pair in world.pairs(site)[:2])
    before = page_at(client, f"/pairs/{chosen}")
    with site.database.transaction() as session:
        services.decide_pairs(session, world.officer, [chosen], "dismissed", "pay", clock=clock)
    with site.database.transaction() as session:
        session.execute(delete(RunVacancyRecord))
        session.execute(delete(RunProfileRecord))
    assert page_at(client, f"/pairs/{chosen}") == before
    # Without the records there is still the number, and its parts.
    page = client.get(f"/pairs/{other}").text
    assert CHANGED in page
    assert "number of the run" in page


def test_pairs_of_earlier_releases_are_shown_as_they_were_stored(client: Any, site: Site, clock: FixedClock) -> None:
    world = a_world(site, clock)
    sign_in(client)
    pairs = world.pairs(site)
    pages = [page_at(client, f"/pairs/{pair.id}") for pair in pairs]
    with site.database.transaction() as session:
        run = session.get_one(MatchRun, world.run_id)
        found = reasons_of(session, run, pairs)
        run.part_names = run.seconds = None
        for pair in session.scalars(select(RunPair)):
            stored = found[pair.id].to_json()
            stored.pop("is_of_the_run")
            pair.explanation, pair.parts, pair.market = stored, None, None
        session.execute(delete(RunVacancyRecord))
        session.execute(delete(RunProfileRecord))
    assert [page_at(client, f"/pairs/{pair.id}") for pair in pairs] == pages
    assert "Occupation: the same" in client.get(f"/match-runs/{world.run_id}").text
    assert "Occupation: the same" in client.get(f"/match-runs/{world.run_id}/export.csv").text


def test_records_hold_only_what_is_compared_and_go_with_their_posting(site: Site, clock: FixedClock) -> None:
    world = a_world(site, clock)
    pair = world.pairs(site)[0]
    with site.database.reading() as session:
        kept = session.scalars(select(RunProfileRecord.record)).all()
    assert kept and all(set(record) <= set(TalentRecord.__slots__) for record in kept)
    with site.database.transaction() as session:
        session.execute(delete(Profile).where(Profile.id == pair.profile_id))
    with site.database.reading() as session:
        assert queries.profile_records(session, world.run_id, [pair.profile_id]) == {}
    assert pair.profile_id not in {one.profile_id for one in world.pairs(site)}
    with site.database.transaction() as session:
        session.execute(delete(MatchRun).where(MatchRun.id == world.run_id))
    with site.database.reading() as session:
        for table in (RunPair, RunVacancyRecord, RunProfileRecord):
            assert session.scalar(select(func.count()).select_from(table)) == 0


def test_what_is_not_saved_to_the_end_is_not_seen(client: Any, site: Site, clock: FixedClock) -> None:
    world = a_world(site, clock)
    sign_in(client)
    pair = world.pairs(site)[0]
    with site.database.transaction() as session:
        session.get_one(MatchRun, world.run_id).state = "running"
    assert client.get(f"/pairs/{pair.id}").status_code == 404
    assert client.get(f"/match-runs/{world.run_id}/export.csv").status_code == 404
    assert f"/pairs/{pair.id}" not in client.get(f"/match-runs/{world.run_id}").text
    with site.database.transaction() as session, pytest.raises(NotFound):
        services.decide_pairs(session, world.officer, [pair.id], "recommended", None, clock=clock)


def test_records_are_loaded_by_columns_and_equal_those_of_whole_rows(site: Site, clock: FixedClock) -> None:
    with site.database.transaction() as session:
        for number in range(3):
            make_vacancy(session, skills=("PLC", "CAD")[:number], cities=("440100", "510100")[: 1 + number % 2])
            make_profile(session, skills=("PLC", "CAD")[:number], cities=("440100", "510100")[: 1 + number % 2])
        make_vacancy(session, state="paused")
    with site.database.reading() as session:
        jobs, talents = jobs_to_match(session, clock.now()), talents_to_match(session, clock.now())
        whole = queries.vacancies_by_id(session, [int(job.id) for job in jobs])
        people = queries.profiles_by_id(session, [int(talent.id) for talent in talents])
        assert (len(jobs), len(talents)) == (3, 3)
        assert jobs == [job_record(row) for row in whole]
        assert talents == [talent_record(row) for row in people]


def statements(site: Site, work: Any) -> int:
    """How many statements something sends."""
    seen: list[str] = []

    def count(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        seen.append(statement)

    event.listen(site.database.engine, "before_cursor_execute", count)
    try:
        work()
    finally:
        event.remove(site.database.engine, "before_cursor_execute", count)
    return len([statement for statement in seen if not statement.startswith("BEGIN")])


def test_a_page_of_pairs_stays_within_its_budget(client: Any, site: Site, clock: FixedClock) -> None:
    world = a_world(site, clock, vacancies=12)
    sign_in(client)
    client.get(f"/match-runs/{world.run_id}")
    # One of them counts the reports that wait, for the bureau's menu.
    assert statements(site, lambda: client.get(f"/match-runs/{world.run_id}")) <= 17

    def load() -> None:
        with site.database.reading() as session:
            jobs_to_match(session, clock.now())

    assert statements(site, load) == 4


@pytest.mark.parametrize("kind", ["", "?decision=recommended", "?top=1"])
def test_pages_of_a_run_are_read_along_an_index(client: Any, site: Site, clock: FixedClock, kind: str) -> None:
    """Half a million pairs must not be sorted for twenty of them."""
    if site.database.engine.dialect.name != "sqlite":
        pytest.skip("on a few rows PostgreSQL rightly reads them all")
    world = a_world(site, clock)
    sign_in(client)
    asked: list[tuple[str, Any]] = []

    def keep(connection: Any, cursor: Any, statement: str, parameters: Any, *rest: Any) -> None:
        if "ORDER BY run_pair.score" in statement:
            asked.append((statement, parameters))

    event.listen(site.database.engine, "before_cursor_execute", keep)
    client.get(f"/match-runs/{world.run_id}{kind}")
    event.remove(site.database.engine, "before_cursor_execute", keep)
    with site.database.engine.connect() as connection:
        plans = [row[3] for one in asked for row in connection.exec_driver_sql("EXPLAIN QUERY PLAN " + one[0], one[1])]
    assert any("ix_run_pair" in line for line in plans)
    assert not [line for line in plans if "TEMP B-TREE" in line]


def test_a_run_says_where_its_time_went(client: Any, site: Site, clock: FixedClock) -> None:
    world = a_world(site, clock)
    with site.database.transaction() as session:
        run = session.get_one(MatchRun, world.run_id)
        assert run.seconds is not None and set(run.seconds) == {"load", "score", "store"}
        run.seconds = {"load": 4.0, "score": 12.3, "store": 0.26}
    sign_in(client)
    assert "Loading 4 s, comparing 12 s, saving 0.3 s." in client.get(f"/match-runs/{world.run_id}").text
    sign_in(client, "zh")
    page = client.get(f"/match-runs/{world.run_id}").text
    assert "\u8bfb\u53d6 4 \u79d2" in page


def test_a_small_export_has_reasons_in_words_and_keeps_them(client: Any, site: Site, clock: FixedClock) -> None:
    world = a_world(site, clock)
    sign_in(client)
    lines = client.get(f"/match-runs/{world.run_id}/export.csv").text.splitlines()
    assert len(lines) == 13
    assert "Why it fits" in lines[0]
    assert "Occupation: the same" in lines[1]
    assert all(pair.explanation is not None for pair in world.pairs(site))


def test_a_large_export_has_numbers_and_keeps_nothing(
    client: Any, site: Site, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = a_world(site, clock)
    sign_in(client)
    in_order = queries.pairs_in_order
    monkeypatch.setattr(presenters, "EXPORT_IN_WORDS_MOST", 3)
    monkeypatch.setattr(exports.queries, "pairs_in_order", lambda *more: in_order(*more, size=5))
    lines = client.get(f"/match-runs/{world.run_id}/export.csv").text.splitlines()
    assert "Points of a hundred" in lines[0]
    assert "Occupation 100" in lines[1]
    rows = [*csv.reader(lines[1:])]
    assert len({(row[0], row[6]) for row in rows}) == 12
    assert [row[5] for row in rows] == ["1", "2", "3"] * 4
    assert all(pair.explanation is None for pair in world.pairs(site))
    assert "the number of each point" in client.get(f"/match-runs/{world.run_id}").text


def test_a_very_large_export_is_a_csv_file(
    client: Any, site: Site, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = a_world(site, clock)
    sign_in(client)
    monkeypatch.setattr(presenters, "EXPORT_XLSX_MOST", 3)
    assert "export.xlsx" not in client.get(f"/match-runs/{world.run_id}").text
    answer = client.get(f"/match-runs/{world.run_id}/export.xlsx")
    assert (answer.status_code, answer.location) == (303, f"/match-runs/{world.run_id}")
    assert "too many rows" in client.get(answer.location).text
    assert client.get(f"/match-runs/{world.run_id}/export.csv").status_code == 200


def test_the_database_refuses_a_pair_without_any_reason(site: Site, clock: FixedClock) -> None:
    world = a_world(site, clock)
    with pytest.raises(Exception, match="has_reasons"), site.database.transaction() as session:
        session.execute(text("UPDATE run_pair SET parts = NULL"))
    assert len(world.pairs(site)) == 12
