"""The engine as the benchmarks see it, and whether its lists are the exact ones."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from matching.plan import MatchPlan
from matching.records import JobRecord, TalentRecord
from tests.benchmarks.baselines import Exact

WORKERS = 2
# Pieces of work for the workers: enough that none waits long for the other.
_PARTS = 8


class Lists(Protocol):
    """What the engine answers: one entry for every kept pair."""

    rows: Any
    columns: Any
    ranks: Any
    scores: Any


class Engine(Protocol):
    def fit(self, talents: Sequence[TalentRecord]) -> "Engine": ...

    def top_k(self, jobs: Sequence[JobRecord], k: int, *, threads: int = ...) -> Lists: ...

    def add(self, talent: TalentRecord) -> None: ...

    def withdraw(self, talent_id: str) -> None: ...

    def save(self, folder: Path) -> None: ...


Make = Callable[[MatchPlan], Engine]


def find_engine() -> Make | None:
    """What makes an engine; None in a version without one."""
    if find_spec("matching.matcher") is None:
        return None
    from matching.matcher import Matcher

    make: Make = Matcher
    return make


@dataclass(frozen=True)
class Agreement:
    """Lists beside the exact ones: how much of these was found, and how many lists are the same in every place and
    every score.
    """

    recall: float
    same: int
    lists: int

    def __str__(self) -> str:
        return f"recall {self.recall:.4f}, {self.same} of {self.lists} lists equal in ids, order and scores"


def agreement(found: Lists, asked: Sequence[int], exact: Exact) -> Agreement:
    """`asked` are the places of those jobs whose exact lists are known."""
    own = lists_of(found, asked)
    same = met = 0
    for (places, scores), best, values in zip(own, exact.places, exact.scores, strict=True):
        same += places == best and scores == values
        met += len(set(places) & set(best))
    total = sum(map(len, exact.places))
    return Agreement(met / total if total else 1.0, same, len(asked))


def lists_of(found: Lists, asked: Sequence[int]) -> list[tuple[list[int], list[float]]]:
    """(places of talents, scores) of the asked rows, in the order of their ranks."""
    rows = np.asarray(found.rows)
    order = np.lexsort((np.asarray(found.ranks), rows))
    starts = np.searchsorted(rows[order], np.array(asked), side="left")
    ends = np.searchsorted(rows[order], np.array(asked), side="right")
    columns, scores = np.asarray(found.columns)[order], np.asarray(found.scores, dtype=np.float64)[order]
    return [(columns[start:end].tolist(), scores[start:end].tolist()) for start, end in zip(starts, ends, strict=True)]


# -- the same through Dask -----------------------------------------------------------------------------------------


def has_dask() -> bool:
    return find_spec("dask") is not None and find_spec("distributed") is not None


@contextmanager
def dask_workers(folder: Path) -> Iterator["Workers"]:
    """Processes that have loaded the saved index. Starting and loading are left out of the comparison, as the index of
    one process stands there too.
    """
    from distributed import Client, LocalCluster

    with (
        LocalCluster(n_workers=WORKERS, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        client.run(_load, str(folder))
        yield Workers(client, str(folder))


@dataclass(frozen=True)
class Workers:
    client: Any
    folder: str

    def top_k(self, jobs: Sequence[JobRecord], k: int) -> int:
        """All lists, brought back; answers how many pairs were kept."""
        size = max(1, -(-len(jobs) // _PARTS))
        blocks = [list(jobs[start : start + size]) for start in range(0, len(jobs), size)]
        futures = self.client.map(_part, blocks, folder=self.folder, k=k, pure=False)
        return sum(len(part[0]) for part in self.client.gather(futures))


_loaded: dict[str, Any] = {}


def _load(folder: str) -> None:
    from matching.matcher import Matcher

    _loaded[folder] = Matcher.load(Path(folder))


def _part(jobs: Sequence[JobRecord], folder: str, k: int) -> tuple[Any, Any, Any]:
    found = _loaded[folder].top_k(jobs, k, threads=1)
    return np.asarray(found.rows), np.asarray(found.columns), np.asarray(found.scores)
