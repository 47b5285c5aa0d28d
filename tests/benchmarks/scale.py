"""Engine and baselines on one made-up market in one run: `python -m tests.benchmarks.scale --jobs N --talents M`."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from matching.occupations.meanings import learn
from matching.plan import DEFAULT_PLAN
from matching.records import JobRecord, TalentRecord
from tests.benchmarks import baselines
from tests.benchmarks.engine import Engine, Lists, Make, agreement, dask_workers, find_engine, has_dask
from tests.benchmarks.market import SEED, jobs, stream_talents, talents
from tests.benchmarks.measuring import Measured, machine, measure, versions
from tests.benchmarks.queries import WARM_UP, amortised, index_changes, single_queries

EXTRACT_QUERIES = 50
_PROBE = 20
QUERIES, CHANGES = 500, 500
CDIST = "RapidFuzz cdist"
COLD, WARM = "engine: index and lists, cold", "engine: index and lists, titles known"
LISTS, DASK = "engine: lists, titles known", "engine: lists, through Dask with 2 workers"
BASELINES = ("cdist", "extract", "topn", "exhaustive")


@dataclass(frozen=True)
class Run:
    """What is measured. `cdist_jobs` bounds the vacancies that RapidFuzz is given; 0 means all.
    `project` is the number of vacancies for which a total is projected from this slice; 0 means none.
    """

    jobs: int
    talents: int
    k: int = 20
    sample: int = 500
    threads: int = 2
    cdist_jobs: int = 0
    project: int = 0
    baselines: tuple[str, ...] = BASELINES
    with_dask: bool = False
    seed: int = SEED


@dataclass
class Report:
    """Rows as they come, and whether the lists were the exact ones; None where that was not checked."""

    rows: list[Measured] = field(default_factory=list)
    is_exact: bool | None = None

    def add(self, measured: Measured) -> Measured:
        self.rows.append(measured)
        self.say(measured.row())
        return measured

    def say(self, text: object) -> None:
        print(f"  {text}", flush=True)

    def of(self, beginning: str) -> Measured | None:
        return next((row for row in self.rows if row.name.startswith(beginning)), None)


class _Trial:
    """The engine at work; the last index and the last lists are kept."""

    def __init__(self, make: Make, wanted: Run, vacancies: Sequence[JobRecord], people: Sequence[TalentRecord]) -> None:
        self._make, self._wanted, self._vacancies, self._people = make, wanted, vacancies, people
        self._kept: list[Engine] = []
        self._found: list[Lists] = []

    def fit(self) -> None:
        # The last index goes first, so that memory never holds two.
        self._kept.clear()
        self._kept.append(self._make(DEFAULT_PLAN).fit(self._people))

    def rank(self) -> None:
        # The last lists go first, for the same reason.
        self._found.clear()
        self._found[:] = [self.engine.top_k(self._vacancies, self._wanted.k, threads=self._wanted.threads)]

    def compile(self) -> None:
        """A small market of another seed: what is compiled or loaded at first use is there afterwards."""
        seed = self._wanted.seed + 2
        self._make(DEFAULT_PLAN).fit(talents(_PROBE, seed)).top_k(
            jobs(_PROBE, seed), self._wanted.k, threads=self._wanted.threads
        )

    def both(self) -> None:
        self.fit()
        self.rank()

    @property
    def engine(self) -> Engine:
        return self._kept[0]

    @property
    def found(self) -> Lists:
        return self._found[0]


def run(wanted: Run, make: Make | None) -> Report:
    """Everything in its order: the engine first, while nothing else is in memory, then what it is measured beside."""
    print(f"{machine()}\n{versions()}\nplan {DEFAULT_PLAN.version}, market seed {wanted.seed}")
    print(f"{wanted.jobs:,} vacancies x {wanted.talents:,} people, best {wanted.k}, {wanted.threads} threads")
    report = Report()
    vacancies, people = jobs(wanted.jobs, wanted.seed), talents(wanted.talents, wanted.seed)
    _say_what_is_distinct(report, vacancies, people)
    trial = None if make is None else _Trial(make, wanted, vacancies, people)
    if trial is None:
        report.say("engine not there: baselines alone")
    else:
        _measure_engine(report, wanted, trial)
    _measure_text(report, wanted, vacancies, people)
    asked = sorted(Random(wanted.seed).sample(range(len(vacancies)), min(wanted.sample, len(vacancies))))
    exact = _measure_exact(report, wanted, [vacancies[place] for place in asked], people)
    if trial is not None:
        if exact is not None:
            agreed = agreement(trial.found, asked, exact)
            report.is_exact = agreed.same == agreed.lists
            report.say(f"engine against the exact sample: {agreed}")
        _measure_queries(report, wanted, trial.engine, vacancies)
        if wanted.with_dask:
            _measure_dask(report, wanted, trial.engine, vacancies)
    _say_ratios(report, wanted)
    return report


def _say_what_is_distinct(report: Report, vacancies: Sequence[JobRecord], people: Sequence[TalentRecord]) -> None:
    asked = {job.title for job in vacancies}
    wished = {title for talent in people for title in talent.wanted_titles}
    report.say(f"{len(asked):,} distinct titles of vacancies, {len(wished):,} of wishes")


def _measure_text(report: Report, wanted: Run, vacancies: Sequence[JobRecord], people: Sequence[TalentRecord]) -> None:
    asked, offered = baselines.job_titles(vacancies), baselines.talent_titles(people)
    if "cdist" in wanted.baselines:
        part = asked[: wanted.cdist_jobs or None]
        plain, best = baselines.cdist(part, offered, wanted.k, wanted.threads)
        report.add(_named_slice(plain, len(part), len(asked)))
        report.add(_named_slice(best, len(part), len(asked)))
    if "extract" in wanted.baselines:
        report.add(baselines.extract(asked[:EXTRACT_QUERIES], offered, wanted.k))
    if "topn" in wanted.baselines:
        report.add(baselines.sparse_topn(asked, offered, wanted.k, wanted.threads))


def _named_slice(measured: Measured, part: int, whole: int) -> Measured:
    return measured if part == whole else replace(measured, name=f"{measured.name} (first {part:,})")


def _measure_exact(
    report: Report, wanted: Run, asked: Sequence[JobRecord], people: Sequence[TalentRecord]
) -> baselines.Exact | None:
    if "exhaustive" not in wanted.baselines or not asked:
        return None
    near = baselines.nearest_titles(
        baselines.job_titles(asked), baselines.talent_titles(people), wanted.k, wanted.threads
    )
    named = [near.indices[start:end].tolist() for start, end in pairwise(near.indptr)]
    # Titles are read once in their life, so that the exact scores are timed with titles known.
    learn([job.title for job in asked] + [title for talent in people for title in talent.wanted_titles])
    exact, measured = baselines.exhaustive_measured(asked, people, DEFAULT_PLAN, wanted.k, named)
    report.add(measured)
    recall = baselines.recall_of_others(exact)
    report.say(f"best {wanted.k} titles of sparse_dot_topn: recall {recall:.4f} of the exact lists")
    return exact


def _measure_engine(report: Report, wanted: Run, trial: _Trial) -> None:
    """Cold and warm apart: the first time reads titles that nobody has read yet. Compiling is apart from both."""
    pairs = wanted.jobs * wanted.talents
    report.say(f"engine ready on {_PROBE} x {_PROBE} after {measure('', 1, trial.compile, runs=1).seconds:.1f} s")
    fitted = report.add(measure("engine: index, cold", pairs, trial.fit, runs=1))
    cold = report.add(measure("engine: lists, cold", pairs, trial.rank, runs=1))
    peak = max(fitted.peak_mb, cold.peak_mb)
    both = replace(cold, name=COLD, seconds=fitted.seconds + cold.seconds, peak_mb=peak, before_mb=fitted.before_mb)
    report.add(both)
    report.add(measure(WARM, pairs, trial.both))
    lists = report.add(measure(LISTS, pairs, trial.rank))
    if wanted.project:
        hours = lists.seconds * wanted.project / wanted.jobs / 3600.0
        report.say(f"projected from this slice: {wanted.project:,} x {wanted.talents:,} lists in {hours:.2f} hours")


def _measure_queries(report: Report, wanted: Run, engine: Engine, vacancies: Sequence[JobRecord]) -> None:
    """Postings of another seed, whose titles nobody may have read yet; postings met before; people who come and go."""
    fresh = jobs(QUERIES + WARM_UP, wanted.seed + 1)
    report.say(single_queries(engine, "new posting", fresh, wanted.k))
    report.say(single_queries(engine, "posting met before", vacancies[: QUERIES + WARM_UP], wanted.k))
    newcomers = [replace(talent, id=f"new{talent.id}") for talent in stream_talents(CHANGES, wanted.seed + 1)]
    changes = index_changes(engine, newcomers, fresh[0], wanted.k)
    for line in changes:
        report.say(line)
    report.say(f"index add, amortised with what the next query settles: {amortised(*changes[:3]):.3f} ms")


def _measure_dask(report: Report, wanted: Run, engine: Engine, vacancies: Sequence[JobRecord]) -> None:
    if not has_dask():
        report.say("Dask not there")
        return
    with TemporaryDirectory() as folder:
        engine.save(Path(folder))
        with dask_workers(Path(folder)) as workers:
            # Workers compile and read titles for themselves, as the engine did.
            workers.top_k(vacancies, wanted.k)
            pairs = len(vacancies) * wanted.talents
            measured = report.add(measure(DASK, pairs, lambda: workers.top_k(vacancies, wanted.k)))
    ours = report.of(LISTS)
    if ours is not None:
        report.say(f"through Dask: {measured.seconds / ours.seconds:.3f} x the time in one process")


def _say_ratios(report: Report, wanted: Run) -> None:
    """Pairs a second beside cdist, and the rows for docs/benchmarks.md."""
    day, size = datetime.now(UTC).date().isoformat(), f"{wanted.jobs:,} × {wanted.talents:,}"
    reference = report.of(CDIST)
    print("for docs/benchmarks.md:")
    for row in report.rows:
        ratio = "" if reference is None else f"{row.pairs_per_second / reference.pairs_per_second:.3g}"
        cost = f"{row.seconds:,.2f} s, {row.times} | {row.peak_mb:,.0f} MB, {row.before_mb:,.0f} before"
        print(f"| {day} | {size} | {row.name} | {row.pairs_per_second:,.0f} | {ratio} | {cost} |")


def read_arguments(arguments: Sequence[str] | None = None) -> Run:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.scale", description=__doc__)
    parser.add_argument("--jobs", type=int, default=10_000)
    parser.add_argument("--talents", type=int, default=10_000)
    parser.add_argument("--k", type=int, default=20)
    parser.add_argument("--sample", type=int, default=500, help="vacancies whose lists are checked exhaustively")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--cdist-jobs", type=int, default=0, help="give RapidFuzz only so many vacancies (0: all)")
    parser.add_argument("--project", type=int, default=0, help="say what so many vacancies would take (0: nothing)")
    parser.add_argument("--baselines", default=",".join(BASELINES), help="which of them, parted by commas; or none")
    parser.add_argument("--dask", action="store_true", help="the engine through Dask with 2 workers as well")
    found = parser.parse_args(arguments)
    chosen = tuple(name for name in BASELINES if name in found.baselines.split(","))
    return Run(
        jobs=found.jobs,
        talents=found.talents,
        k=found.k,
        sample=found.sample,
        threads=found.threads,
        cdist_jobs=found.cdist_jobs,
        project=found.project,
        baselines=chosen,
        with_dask=found.dask,
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Raises SystemExit when a list is not the exact one: speed of wrong lists is no result."""
    if run(read_arguments(arguments), find_engine()).is_exact is False:
        raise SystemExit("lists differ from the exact ones")


if __name__ == "__main__":
    main()
