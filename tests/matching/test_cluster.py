"""A run on worker processes: the same lists, whatever happens to workers, scheduler and index meanwhile."""

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from matching import Cancelled, JobRecord, TalentRecord
from matching.cluster import ClusterFailed, Part, answer, cluster_at, local_cluster, ranked_anywhere, top_k_on_cluster
from matching.matcher import Matcher, TopK
from tests.matching.pairs import a_job, a_talent
from tests.matching.test_ranking import _many

Market = tuple[list[JobRecord], list[TalentRecord], Matcher, TopK]


def assert_identical(found: TopK, wanted: TopK) -> None:
    """To the last bit, in the same order."""
    for name in ("rows", "columns", "ranks", "scores", "parts"):
        one, other = getattr(found, name), getattr(wanted, name)
        assert one.dtype == other.dtype
        np.testing.assert_array_equal(one, other)
    assert found.found_ids == wanted.found_ids


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Two worker processes for all tests of this file."""
    with local_cluster(2) as cluster:
        yield cluster.scheduler_address


@pytest.fixture(scope="module")
def market() -> Market:
    jobs, talents = _many(600, 2_000)
    matcher = Matcher().fit(talents)
    return jobs, talents, matcher, matcher.top_k(jobs, 20)


def test_identical_to_one_process(address: str, market: Market, tmp_path: Path) -> None:
    jobs, _, matcher, wanted = market
    told: list[tuple[int, int]] = []
    found = ranked_anywhere(
        matcher,
        jobs,
        20,
        address=address,
        folder=tmp_path,
        progress=lambda done, total: told.append((done, total)),
    )
    assert len(found) > 5_000
    assert_identical(found, wanted)
    assert list(tmp_path.iterdir()) == []
    assert told[-1] == (600, 600) and [done for done, _ in told] == sorted(done for done, _ in told)


def test_nobody_who_asks(address: str, market: Market, tmp_path: Path) -> None:
    _, _, matcher, _ = market
    assert_identical(ranked_anywhere(matcher, [], 20, address=address, folder=tmp_path), matcher.top_k([], 20))


def test_a_killed_worker_changes_nothing(address: str, market: Market, tmp_path: Path) -> None:
    jobs, _, matcher, wanted = market
    matcher.save(tmp_path)
    killed: list[int] = []
    with cluster_at(address) as client:

        def kill_one(done: int, total: int) -> None:
            if not killed:
                killed.append(next(iter(client.run(os.getpid).values())))
                os.kill(killed[0], signal.SIGKILL)

        assert_identical(top_k_on_cluster(tmp_path, jobs, 20, client, size=25, progress=kill_one), wanted)
        client.wait_for_workers(2, timeout=60)
        assert killed[0] not in client.run(os.getpid).values()


def test_cancelling_stops_and_the_cluster_serves_on(address: str, market: Market, tmp_path: Path) -> None:
    jobs, _, matcher, _ = market
    told: list[int] = []
    with pytest.raises(Cancelled):
        ranked_anywhere(
            matcher,
            jobs,
            20,
            address=address,
            folder=tmp_path,
            progress=lambda done, total: told.append(done),
            cancelled=lambda: True,
        )
    assert told != [600]
    matcher.save(tmp_path)
    with cluster_at(address) as client:
        assert len(top_k_on_cluster(tmp_path, jobs[:50], 20, client))


def test_a_renewed_index_is_taken_up(address: str, tmp_path: Path) -> None:
    matcher = Matcher().fit([a_talent()])
    with cluster_at(address) as client:
        matcher.save(tmp_path)
        first = top_k_on_cluster(tmp_path, [a_job()], 5, client)
        matcher.add(replace(a_talent(), id="another"))
        matcher.withdraw("talent")
        matcher.save(tmp_path)
        second = top_k_on_cluster(tmp_path, [a_job()], 5, client)
    assert (first.found_ids, second.found_ids) == (["talent"], ["another"])


def test_the_other_side_may_ask(address: str, market: Market, tmp_path: Path) -> None:
    jobs, talents, _, _ = market
    matcher = Matcher().fit(jobs)
    found = ranked_anywhere(matcher, talents[:300], 10, address=address, folder=tmp_path)
    assert_identical(found, matcher.top_k(talents[:300], 10))


# -- when it cannot be ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wrong", ["tcp://127.0.0.1:9", "nonsense://here"])
def test_a_cluster_that_is_not_there_costs_seconds_and_no_run(
    wrong: str, market: Market, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    jobs, _, matcher, wanted = market
    monkeypatch.setattr("matching.cluster._CONNECT_SECONDS", 1.0)
    with caplog.at_level(logging.WARNING, "matching.cluster"):
        assert_identical(ranked_anywhere(matcher, jobs, 20, address=wrong, folder=tmp_path), wanted)
    ours = [record for record in caplog.records if record.name == "matching.cluster"]
    assert [(record.msg, record.__dict__["code"]) for record in ours] == [("cluster_not_used", "unreachable")]


def test_an_index_renewed_by_somebody_else_ends_the_run(address: str, market: Market, tmp_path: Path) -> None:
    jobs, _, matcher, _ = market
    matcher.save(tmp_path)

    def renew(done: int, total: int) -> None:
        Matcher().fit([a_talent()]).save(tmp_path)
        # Workers that hold the index answer on; those that were started anew cannot.
        client.restart(timeout=60)

    with cluster_at(address) as client, pytest.raises(ClusterFailed):
        top_k_on_cluster(tmp_path, jobs, 20, client, size=25, progress=renew)


def test_no_workers_is_said(market: Market, tmp_path: Path) -> None:
    jobs, _, matcher, _ = market
    matcher.save(tmp_path)
    with (
        local_cluster(0) as cluster,
        cluster_at(cluster.scheduler_address) as client,
        pytest.raises(ClusterFailed, match="no_workers"),
    ):
        top_k_on_cluster(tmp_path, jobs, 20, client, patience_seconds=0.2)


def test_a_worker_of_another_release_refuses(market: Market, tmp_path: Path) -> None:
    with pytest.raises(Exception, match="other_release"):
        answer(Part(str(tmp_path), "", "another", 0, market[0], 20))


def test_what_workers_log_of_a_part_holds_no_text() -> None:
    part: Any = Part("folder", "index", "release", 3, [a_job(title="不许出现")], 20)
    assert "不许出现" not in repr(part) and "不许出现" not in str([part])


def test_who_uses_no_cluster_does_not_load_one() -> None:
    code = "import matching.cluster, sys; sys.exit(bool({'dask', 'distributed'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.slow
def test_workers_for_one_run(market: Market, tmp_path: Path) -> None:
    """Off the main thread, as background jobs are."""
    jobs, _, matcher, wanted = market
    with ThreadPoolExecutor(1) as thread:
        found = thread.submit(ranked_anywhere, matcher, jobs, 20, address="local", folder=tmp_path).result()
    assert_identical(found, wanted)


@pytest.mark.slow
def test_a_scheduler_that_dies_costs_no_run(market: Market, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    jobs, _, matcher, wanted = market
    command = [sys.executable, "-m", "matching.cluster", "--port", "0", "--workers", "1"]
    told: list[int] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as started:
        assert started.stdout is not None
        where = started.stdout.readline().split()[2].rstrip(",")

        def kill(done: int, total: int) -> None:
            told.append(done)
            started.kill()

        found = ranked_anywhere(matcher, jobs, 20, address=where, folder=tmp_path, progress=kill)
    assert_identical(found, wanted)
    assert told[0] < 600 and told[-1] == 600
    codes = [record.__dict__["code"] for record in caplog.records if record.msg == "cluster_not_used"]
    assert codes == ["gone"]


@pytest.mark.slow
def test_a_cluster_on_one_machine_ends_when_it_is_told() -> None:
    command = [sys.executable, "-m", "matching.cluster", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as started:
        assert started.stdout is not None
        assert "tcp://127.0.0.1:" in started.stdout.readline()
        started.send_signal(signal.SIGINT)
        assert started.wait(30) == 0
