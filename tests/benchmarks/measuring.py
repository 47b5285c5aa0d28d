"""How long, how much memory, on which machine: what every measured row of the benchmarks says of itself."""

import gc
import os
import platform
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median

PACKAGES = ("numpy", "scipy", "RapidFuzz", "numba", "sparse-dot-topn", "dask")
# What takes longer is run once, and says so.
LONG_SECONDS = 60.0
RUNS = 3
_STATUS, _CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")


@dataclass(frozen=True)
class Measured:
    """One way to do a job. `seconds` is the median of `runs`; `peak_mb` is of the whole process while it ran, of which
    `before_mb` were there before: records and whatever else had been read.
    """

    name: str
    pairs: int
    seconds: float
    runs: int = 1
    peak_mb: float = 0.0
    before_mb: float = 0.0
    queries: int = 0

    @property
    def pairs_per_second(self) -> float:
        return self.pairs / self.seconds

    def row(self) -> str:
        """A line of the table."""
        each = f", {1000.0 * self.seconds / self.queries:.2f} ms/query" if self.queries else ""
        return (
            f"{self.name:<48}{self.pairs_per_second:>14,.0f} pairs/s {self.seconds:>9.2f} s ({self.times}), "
            f"peak {self.peak_mb:,.0f} MB ({self.before_mb:,.0f} before){each}"
        )

    @property
    def times(self) -> str:
        return "once" if self.runs == 1 else f"median of {self.runs}"


def measure(name: str, pairs: int, work: Callable[[], object], *, queries: int = 0, runs: int = RUNS) -> Measured:
    """`work` timed, three times unless the first run was long."""
    gc.collect()
    before = reset_peak()
    seconds = [_seconds(work)]
    while len(seconds) < runs and seconds[0] < LONG_SECONDS:
        seconds.append(_seconds(work))
    return Measured(name, pairs, median(seconds), len(seconds), peak_mb(), before, queries)


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def peak_mb() -> float:
    """Most memory of this process since `reset_peak`, or since its start where that cannot be reset."""
    found = _status("VmHWM")
    return found if found is not None else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0


def reset_peak() -> float:
    """Forget the peak where the system lets us; answers what is in memory now."""
    try:
        _CLEAR.write_text("5")
    except OSError:
        return peak_mb()
    return _status("VmRSS") or peak_mb()


def _status(key: str) -> float | None:
    if not _STATUS.exists():
        return None
    found = (line.split()[1] for line in _STATUS.read_text().splitlines() if line.startswith(key + ":"))
    kilobytes = next(found, None)
    return None if kilobytes is None else int(kilobytes) / 1024.0


def machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    load = os.getloadavg()[0]
    return (
        f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GB, {platform.system()} {platform.release()} "
        f"{platform.machine()}, load {load:.1f} when started"
    )


def _processor() -> str:
    path = Path("/proc/cpuinfo")
    lines = path.read_text().splitlines() if path.exists() else []
    names = (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or "unknown processor")


def versions() -> str:
    return ", ".join([f"Python {sys.version.split()[0]}", *(f"{name} {_version(name)}" for name in PACKAGES)])


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not there"
