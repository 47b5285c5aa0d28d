"""One posting at a time against an index that stands: how long it waits, and what a change of the index costs."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from matching.records import JobRecord, TalentRecord
from tests.benchmarks.engine import Engine

# Left out of the figures: the first queries fill caches and compile.
WARM_UP = 20


@dataclass(frozen=True)
class Waits:
    """Milliseconds of single calls."""

    name: str
    calls: int
    p50: float
    p90: float
    p99: float
    mean: float

    def __str__(self) -> str:
        return (
            f"{self.name}: p50 {self.p50:.3f} ms, p90 {self.p90:.3f} ms, p99 {self.p99:.3f} ms, "
            f"mean {self.mean:.3f} ms over {self.calls}"
        )


def waits(name: str, calls: Sequence[Callable[[], object]]) -> Waits:
    found = []
    for call in calls:
        start = time.perf_counter()
        call()
        found.append(1000.0 * (time.perf_counter() - start))
    p50, p90, p99 = np.percentile(found, (50, 90, 99)) if found else (0.0, 0.0, 0.0)
    return Waits(name, len(found), float(p50), float(p90), float(p99), float(np.mean(found or [0.0])))


def single_queries(engine: Engine, what: str, jobs: Sequence[JobRecord], k: int, threads: int = 1) -> Waits:
    """The first `WARM_UP` jobs warm up; every later one is a query of its own."""
    for job in jobs[:WARM_UP]:
        engine.top_k([job], k, threads=threads)
    calls = [lambda job=job: engine.top_k([job], k, threads=threads) for job in jobs[WARM_UP:]]
    return waits(f"{what}, best {k}, {threads} thread(s), {WARM_UP} others to warm up", calls)


def index_changes(engine: Engine, talents: Sequence[TalentRecord], after: JobRecord, k: int) -> list[Waits]:
    """Adds people whom the index does not have and withdraws them again.

    What a change puts off is paid by the next query, so that it is measured too; a further one shows what it costs
    when nothing was put off.
    """

    def query() -> object:
        return engine.top_k([after], k, threads=1)

    return [
        waits("index add of a person", [lambda talent=talent: engine.add(talent) for talent in talents]),
        waits("the first query after it", [query]),
        waits("the second", [query]),
        waits("index withdraw of a person", [lambda talent=talent: engine.withdraw(talent.id) for talent in talents]),
        waits("the first query after it", [query]),
    ]


def amortised(changes: Waits, first: Waits, second: Waits) -> float:
    """Milliseconds of one change, with its share of what the next query had to do for all of them."""
    return changes.mean + max(0.0, first.mean - second.mean) / max(1, changes.calls)
