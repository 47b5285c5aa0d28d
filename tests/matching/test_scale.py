"""The benchmark at scale, with a stand-in for the engine that scores everything: it says what is true of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from matching import DEFAULT_PLAN, JobRecord, MatchPlan, TalentRecord
from tests.benchmarks import baselines, market, scale
from tests.benchmarks.engine import agreement, lists_of
from tests.benchmarks.measuring import Measured, machine, measure, peak_mb, reset_peak, versions
from tests.benchmarks.queries import WARM_UP, Waits, amortised, index_changes, single_queries, waits


@dataclass(frozen=True)
class StandInLists:
    rows: list[int]
    columns: list[int]
    ranks: list[int]
    scores: list[float]


class StandIn:
    """The door of the engine, without its speed."""

    def __init__(self, plan: MatchPlan) -> None:
        self._plan = plan
        self.talents: list[TalentRecord] = []

    def fit(self, talents: Sequence[TalentRecord]) -> "StandIn":
        self.talents = list(talents)
        return self

    def top_k(self, jobs: Sequence[JobRecord], k: int, *, threads: int = 1) -> StandInLists:
        exact = baselines.exhaustive(jobs, self.talents, self._plan, k)
        kept = [
            (row, place, rank, score)
            for row, (places, scores) in enumerate(zip(exact.places, exact.scores, strict=True))
            for rank, (place, score) in enumerate(zip(places, scores, strict=True), 1)
        ]
        # In no order, as the door promises none.
        return StandInLists(*([entry[part] for entry in reversed(kept)] for part in range(4)))

    def add(self, talent: TalentRecord) -> None:
        self.talents.append(talent)

    def withdraw(self, talent_id: str) -> None:
        self.talents = [talent for talent in self.talents if talent.id != talent_id]

    def save(self, folder: Path) -> None:
        raise NotImplementedError


def _run(**changes: object) -> scale.Run:
    return scale.Run(**{"jobs": 30, "talents": 60, "k": 5, "sample": 10, **changes})  # type: ignore[arg-type]


def test_without_an_engine_the_baselines_are_measured_alone(capsys: pytest.CaptureFixture[str]) -> None:
    report = scale.run(_run(), None)
    printed = capsys.readouterr().out
    assert "engine not there" in printed
    assert [row.pairs for row in report.rows] == [1800, 1800, 1800, 1800, 600]
    assert report.of("engine") is None and report.is_exact is None


def test_an_exact_engine_is_found_exact(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scale, "QUERIES", 3)
    monkeypatch.setattr(scale, "CHANGES", 2)
    report = scale.run(_run(project=1000), StandIn)
    printed = capsys.readouterr().out
    assert report.is_exact
    assert "recall 1.0000, 10 of 10 lists equal in ids, order and scores" in printed
    assert "1,000 x 60 lists in" in printed and "index add" in printed
    assert {row.name for row in report.rows} >= {scale.COLD, scale.WARM, scale.LISTS}
    assert printed.count("\n| ") == len(report.rows)


class Careless(StandIn):
    """Always leaves one person out."""

    def fit(self, talents: Sequence[TalentRecord]) -> "StandIn":
        return super().fit(talents[1:])


def test_an_engine_with_other_lists_fails_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scale, "QUERIES", 1)
    monkeypatch.setattr(scale, "CHANGES", 1)
    monkeypatch.setattr(scale, "find_engine", lambda: Careless)
    with pytest.raises(SystemExit):
        scale.main(["--jobs", "20", "--talents", "40", "--sample", "20", "--baselines", "exhaustive"])


def test_lists_that_differ_are_seen() -> None:
    jobs, talents = market.jobs(10), market.talents(200)
    exact = baselines.exhaustive(jobs, talents, DEFAULT_PLAN, 5)
    found = StandIn(DEFAULT_PLAN).fit(talents).top_k(jobs, 5)
    assert str(agreement(found, range(10), exact)).startswith("recall 1.0000, 10 of 10")
    wrong_score = StandInLists(found.rows, found.columns, found.ranks, [found.scores[0] + 1e-6, *found.scores[1:]])
    assert agreement(wrong_score, range(10), exact).same == 9
    last = found.rows.index(max(found.rows))
    fewer = StandInLists(*(list(part)[last + 1 :] for part in (found.rows, found.columns, found.ranks, found.scores)))
    assert agreement(fewer, range(10), exact).recall < 1.0
    assert lists_of(StandInLists([], [], [], []), [0, 1]) == [([], []), ([], [])]


def test_a_part_of_the_vacancies_for_cdist_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    report = scale.run(_run(cdist_jobs=7, baselines=("cdist",)), None)
    assert [row.pairs for row in report.rows] == [420, 420]
    assert all("first 7" in row.name for row in report.rows)
    assert "exhaustive" not in capsys.readouterr().out


def test_single_queries_leave_the_warm_up_out() -> None:
    engine = StandIn(DEFAULT_PLAN).fit(market.talents(40))
    found = single_queries(engine, "posting", market.jobs(WARM_UP + 3), 5)
    assert found.calls == 3 and 0 < found.p50 <= found.p90 <= found.p99
    changes = index_changes(engine, market.talents(3, seed=5), market.jobs(1)[0], 5)
    assert [line.calls for line in changes] == [3, 1, 1, 3, 1]
    assert waits("nothing", []).calls == 0
    settled = Waits("query", 1, 40.0, 40.0, 40.0, 40.0), Waits("query", 1, 10.0, 10.0, 10.0, 10.0)
    assert amortised(Waits("add", 10, 1.0, 1.0, 1.0, 1.0), *settled) == 4.0


def test_a_measure_says_how_often_it_ran_and_what_it_took() -> None:
    found = measure("some", 10, lambda: b"x" * 60_000_000, queries=2)
    assert found.runs == 3 and found.peak_mb >= found.before_mb + 40
    assert Measured("one", 100, 2.0).pairs_per_second == 50.0 and "(once)" in Measured("one", 100, 2.0).row()
    assert 0 < reset_peak() <= peak_mb() + 1
    assert "cores" in machine() and "sparse-dot-topn 1." in versions()


def test_the_command_reads_what_to_measure() -> None:
    found = scale.read_arguments(["--jobs", "5", "--talents", "6", "--baselines", "topn,cdist", "--dask"])
    assert (found.jobs, found.talents, found.with_dask) == (5, 6, True)
    assert found.baselines == ("cdist", "topn")
    assert scale.read_arguments(["--baselines", "none"]).baselines == ()
