"""The same run on other processes or machines: cut into parts, and each worker asks its own copy of the index.

    with cluster_at("tcp://10.0.0.5:8786") as client:
        found = top_k_on_cluster(folder, jobs, 20, client)

gives exactly what `Matcher.top_k` gives. The index is saved once where all workers see it, and mapped by each; records
travel as data. A lost worker loses the part it was at, which another does again. `ranked_anywhere` is the door for who
does not care where a run takes place. Dask is imported by who uses a cluster, and by nobody else.
"""

import argparse
import logging
import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Lock
from typing import Any

import numpy as np

from matching.matcher import Matcher, Progress, Record, TopK
from matching.ranking import Cancelled

LOCAL = "local"
LOOPBACK = "127.0.0.1"
# A part is small enough that a lost worker loses seconds, and large enough that sending it costs nothing.
_LEAST, _MOST = 200, 2_000
_PARTS_A_WORKER = 4
# Parts on their way for each worker: none ever waits, and a scheduler never holds a whole run.
_AHEAD = 3
_RETRIES = 3
_CONNECT_SECONDS = 5.0
_POLL_SECONDS = 0.5
_CURRENT = "current"
# Two runs may take turns; the index of a third waits to be read again.
_MOST_HELD = 2
# By itself Dask makes workers give freed pages back to the system and fetch them anew for the next question, and looks
# a hundred times a second at what they are doing. Neither is of use here.
_WORKER_SETTINGS = {
    "distributed.nanny.pre-spawn-environ": {"OMP_NUM_THREADS": 1},
    "distributed.worker.profile.enabled": False,
}

log = logging.getLogger(__name__)


class ClusterFailed(Exception):
    """The cluster cannot do the run: not there, gone, of another release, or the index is no longer the same."""


# -- where it takes place -----------------------------------------------------------------------------------------


def ranked_anywhere(
    matcher: Matcher,
    records: Sequence[Record],
    k: int,
    *,
    address: str,
    folder: Path,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> TopK:
    """`matcher.top_k` in this process when `address` is empty, else on that cluster, over an index saved below `folder`
    for this run alone: others may run at the same time.

    A run does not fail because a cluster does: it then takes place here, and a warning is logged. Progress begins anew.
    """
    if address:
        try:
            with cluster_at(address) as client, _own_folder(folder) as own:
                matcher.save(own)
                return top_k_on_cluster(own, records, k, client, progress=progress, cancelled=cancelled)
        except ClusterFailed as failure:
            log.warning("cluster_not_used", extra={"code": str(failure)})
    return matcher.top_k(records, k, progress=progress, cancelled=cancelled)


@contextmanager
def _own_folder(folder: Path) -> Iterator[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="run-", dir=folder, ignore_cleanup_errors=True) as own:
        # Workers may run under another account of the same group.
        Path(own).chmod(0o750)
        yield Path(own)


@contextmanager
def cluster_at(address: str) -> Iterator[Any]:
    """A client of the scheduler at `address`, or of workers on this machine that live as long as it: `local`.

    Raises ClusterFailed where nobody answers within seconds.
    """
    from distributed import Client

    with ExitStack() as opened:
        try:
            where = opened.enter_context(local_cluster(os.cpu_count() or 1)) if address == LOCAL else address
            client = Client(where, timeout=_CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError, RuntimeError) as error:
            raise ClusterFailed("unreachable") from error
        opened.callback(client.close, timeout=_CONNECT_SECONDS)
        yield client


def local_cluster(workers: int, port: int = 0) -> Any:
    """A scheduler and single-threaded workers on this machine, reached from this machine only, without a dashboard.

    A worker that dies is started anew. Memory is left to the system: pages of the index are shared, and counting them
    for each worker would end workers that do no harm.
    """
    from dask import config
    from distributed import LocalCluster

    with config.set(_WORKER_SETTINGS):
        return LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            host=LOOPBACK,
            scheduler_port=port,
            memory_limit=0,
            silence_logs=logging.ERROR,
            scheduler_kwargs={"dashboard": False, "dashboard_address": f"{LOOPBACK}:0"},
        )


# -- who asks -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a run. Shown without its records, because workers log what failed and people wrote those."""

    folder: str
    index: str
    release: str
    start: int
    records: Sequence[Record]
    k: int

    def __repr__(self) -> str:
        return f"Part(start={self.start}, records={len(self.records)})"


def top_k_on_cluster(
    folder: Path,
    records: Sequence[Record],
    k: int,
    client: Any,
    *,
    size: int | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    patience_seconds: float = 60.0,
) -> TopK:
    """The best `k` for each record of the index in `folder`, in parts of `size`; equal to asking it in this process.

    `progress(done, total)` is told as parts end. Raises Cancelled soon after `cancelled()` turns true, and
    ClusterFailed when no worker has been there for `patience_seconds`, or a part failed again and again.
    """
    run = _Run(client, patience_seconds, cancelled)
    found: dict[int, TopK] = {}
    done = 0
    for part, best in run.answers(_parts(folder, records, k, size or _size(len(records), run.workers()))):
        found[part.start] = best
        done += len(part.records)
        if progress:
            progress(done, len(records))
    return _together(found)


def _size(records: int, workers: int) -> int:
    """Every worker gets several parts, so that none idles for long at the end."""
    return min(_MOST, max(_LEAST, -(-records // (_PARTS_A_WORKER * max(1, workers)))))


def _parts(folder: Path, records: Sequence[Record], k: int, size: int) -> Iterator[Part]:
    """At least one, so that nobody who asks gets a well-formed nothing."""
    index = _index_name(folder)
    for start in range(0, max(1, len(records)), size):
        yield Part(str(folder.resolve()), index, _release(), start, records[start : start + size], k)


def _index_name(folder: Path) -> str:
    try:
        return (folder / _CURRENT).read_text(encoding="utf-8")
    except OSError as error:
        raise ValueError("no index there") from error


class _Run:
    """Keeps some parts on their way, takes what comes back in any order, and leaves nothing behind."""

    def __init__(self, client: Any, patience_seconds: float, cancelled: Callable[[], bool] | None) -> None:
        self._client, self._patience, self._cancelled = client, patience_seconds, cancelled
        self._seen_at = time.monotonic()

    def workers(self) -> int:
        """How many there are now. Raises ClusterFailed when none has been seen for too long."""
        try:
            count = len(self._client.nthreads()) if self._client.status == "running" else -1
        except (OSError, ValueError):
            count = -1
        now = time.monotonic()
        if count < 0:
            raise ClusterFailed("gone")
        if count:
            self._seen_at = now
        elif now - self._seen_at > self._patience:
            raise ClusterFailed("no_workers")
        return count

    def answers(self, parts: Iterator[Part]) -> Iterator[tuple[Part, TopK]]:
        running: dict[Any, Part] = {}
        try:
            while True:
                room = _AHEAD * max(1, self.workers())
                while len(running) < room and (part := next(parts, None)) is not None:
                    running[self._sent(part)] = part
                if not running:
                    return
                for future in self._ended(list(running)):
                    yield running.pop(future), _result(future)
                if self._cancelled is not None and self._cancelled():
                    raise Cancelled
        finally:
            if running:
                self._forget(list(running))

    def _sent(self, part: Part) -> Any:
        # Not pure: an equal run later must not find this one's answers, which may be of another index.
        from distributed.client import ClosedClientError

        try:
            return self._client.submit(answer, part, retries=_RETRIES, pure=False)
        except ClosedClientError as error:
            raise ClusterFailed("gone") from error

    def _ended(self, running: list[Any]) -> list[Any]:
        from distributed import CancelledError, wait

        try:
            with self._client.as_current():
                wait(running, timeout=_POLL_SECONDS, return_when="FIRST_COMPLETED")
        except TimeoutError:
            return []
        except CancelledError as error:
            raise ClusterFailed("gone") from error
        return [future for future in running if future.done()]

    def _forget(self, running: list[Any]) -> None:
        try:
            self._client.cancel(running, force=True)
        except Exception:
            # The reason to stop is on its way already; a scheduler that is gone has forgotten everything.
            log.info("cluster_not_told_to_stop")


def _result(future: Any) -> TopK:
    from distributed import CancelledError, KilledWorker

    try:
        best: TopK = future.result()
    except PartFailed as failure:
        raise ClusterFailed(str(failure)) from failure
    except KilledWorker as error:
        raise ClusterFailed("part_kills_workers") from error
    except (CancelledError, OSError) as error:
        raise ClusterFailed("gone") from error
    return best


def _together(found: dict[int, TopK]) -> TopK:
    """Lists in the order of the records, whichever part came back first."""
    parts = [found[start] for start in sorted(found)]
    return TopK(
        np.concatenate([found[start].rows + start for start in sorted(found)]),
        np.concatenate([part.columns for part in parts]),
        np.concatenate([part.ranks for part in parts]),
        np.concatenate([part.scores for part in parts]),
        np.concatenate([part.parts for part in parts]),
        [name for part in parts for name in part.found_ids],
    )


# -- who answers --------------------------------------------------------------------------------------------------


class PartFailed(Exception):
    """What went wrong, as a word: an error's own text may hold what people wrote, and workers log it."""


class _Held:
    """The indexes last asked for, the newest of each folder, mapped once. One part at a time: asking learns titles."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._matchers: dict[str, tuple[str, Matcher]] = {}

    def answer(self, part: Part) -> TopK:
        with self._lock:
            return self._matcher(part).top_k(part.records, part.k, threads=_threads())

    def _matcher(self, part: Part) -> Matcher:
        name, matcher = self._matchers.pop(part.folder, ("", None))
        if matcher is None or name != part.index:
            # Old ones go first, so that memory holds no more than it must.
            matcher = None
            while len(self._matchers) >= _MOST_HELD:
                del self._matchers[next(iter(self._matchers))]
            matcher = _loaded(part)
        self._matchers[part.folder] = (part.index, matcher)
        return matcher


_held = _Held()


def answer(part: Part) -> TopK:
    """What a worker does. Raises PartFailed."""
    if part.release != _release():
        raise PartFailed("other_release")
    try:
        return _held.answer(part)
    except PartFailed:
        raise
    except Exception as error:
        raise PartFailed(type(error).__name__) from None


def _loaded(part: Part) -> Matcher:
    """The index the run began with, and no newer one: all lists of a run are of one index."""
    folder = Path(part.folder)
    try:
        matcher = Matcher.load(folder)
        is_same = _index_name(folder) == part.index
    except ValueError:
        raise PartFailed("no_index") from None
    if not is_same:
        raise PartFailed("index_renewed")
    return matcher


def _threads() -> int:
    """All that the worker was given: it does one part at a time."""
    from distributed import get_worker

    try:
        return int(get_worker().state.nthreads)
    except ValueError:
        return 1


@cache
def _release() -> str:
    """A digest of this package. Workers of another release might count otherwise, and nobody would notice."""
    home, digest = Path(__file__).parent, sha256()
    for path in sorted(home.rglob("*")):
        if path.suffix in (".py", ".csv", ".json") and path.is_file():
            digest.update(path.relative_to(home).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


# -- a cluster on one machine -------------------------------------------------------------------------------------


def main() -> None:
    """`python -m matching.cluster`: a scheduler and workers on loopback until Ctrl-C."""
    parser = argparse.ArgumentParser(prog="python -m matching.cluster", description=main.__doc__)
    parser.add_argument("--port", type=int, default=8786)
    parser.add_argument("--workers", type=int, default=2)
    wanted = parser.parse_args()
    ended = Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: ended.set())
    with local_cluster(wanted.workers, wanted.port) as cluster:
        print(f"Scheduler at {cluster.scheduler_address}, {wanted.workers} workers. Use it from another terminal:")
        print(f"  NINE_MATCH_CLUSTER={cluster.scheduler_address} make run")
        print("Ctrl-C stops scheduler and workers.", flush=True)
        ended.wait()


if __name__ == "__main__":
    main()
