"""The best pairs of very many: an index that is built once, kept up to date, saved, and asked from either side.

    found = Matcher(plan).fit(talents).top_k(jobs, 20)

gives exactly what `ranking.rank` gives, scores and order, without looking at every pair. One posting more costs well
under a millisecond, since new ones wait in small segments of their own.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import chain
from os import cpu_count
from pathlib import Path
from typing import Self

import numpy as np

from matching.plan import DEFAULT_PLAN, SIDES, MatchPlan
from matching.ranking import Cancelled
from matching.records import JobRecord, TalentRecord
from matching.scale import keeping, kernel
from matching.scale.features import IN_KERNEL, Encoder, Row, Side, learn_titles, side_of
from matching.scale.growing import Array
from matching.scale.lexicon import Lexicon, Words
from matching.scale.segments import Entry, Segment, layout, segment_of
from matching.scale.tables import Rows, Tables
from matching.scoring import score_parts

Progress = Callable[[int, int], None]
Record = JobRecord | TalentRecord
# Asking records that are searched together: progress is told and cancelling is seen between them.
_CHUNK = 256
# Asking records that are read together, while those before them are searched.
_BATCH = 10_000
# Chunks on their way or waiting, so that no thread waits while the next batch is read.
_AHEAD = 80
# Segments up to this size keep their rows and are joined with their like.
_SMALL = 20_000
_SMALLEST_SCORE = 1e-9


@dataclass(frozen=True, slots=True)
class TopK:
    """Kept pairs, list after list in the order of the asking records, best first within a list.

    `rows` are places of asking records; `columns` places of found ones in the order in which they came into the
    matcher, `found_ids` their ids. `parts` is (pairs, comparisons of the plan), NaN where a part is unknown.
    """

    rows: Array
    columns: Array
    ranks: Array
    scores: Array
    parts: Array
    found_ids: list[str]

    def __len__(self) -> int:
        return len(self.rows)


class Matcher:
    """Holds one side, talents or jobs, and finds the best of it for records of the other."""

    def __init__(self, plan: MatchPlan = DEFAULT_PLAN) -> None:
        """Raises ValueError for a plan that spreads: who was named before is known to one list after the other only."""
        if plan.congestion:
            raise ValueError("spreading fills list after list: use matching.rank")
        self.plan = plan
        self._lexicon = Lexicon()
        self._encoder = Encoder(plan, self._lexicon)
        self._plan_arrays = _plan_arrays(plan)
        self._segments: list[Segment] = []
        # What came since the last question, with its column; read together when the next one is asked.
        self._waiting: dict[str, tuple[int, Record]] = {}
        # How many came so far.
        self._came = 0
        self._holds_jobs = False
        self._rows: Rows | None = None

    # -- what is held ---------------------------------------------------------------------------------------------

    def fit(self, records: Sequence[Record]) -> Self:
        """Hold these records, and no others."""
        fresh = Matcher(self.plan)
        fresh._holds_jobs = bool(records) and isinstance(records[0], JobRecord)
        self.__dict__.update(fresh.__dict__)
        learn_titles(records)
        if len({record.id for record in records}) < len(records):
            raise ValueError("an id stands twice")
        entries = [Entry(record.id, column, self._row(record)) for column, record in enumerate(records)]
        self._came = len(entries)
        if entries:
            words = self._lexicon.arrays()
            self._segments = [segment_of(entries, words, keeps_rows=len(entries) <= _SMALL)]
        return self

    def __len__(self) -> int:
        return sum(segment.living for segment in self._segments) + len(self._waiting)

    def __contains__(self, record_id: object) -> bool:
        return isinstance(record_id, str) and (record_id in self._waiting or self._place(record_id) is not None)

    def add(self, record: Record) -> None:
        """Hold one record more. Raises ValueError for an id that is held already."""
        if record.id in self:
            raise ValueError("this id is held already")
        if not len(self) and not self._segments:
            self._holds_jobs = isinstance(record, JobRecord)
        self._waiting[record.id] = (self._came, record)
        self._came += 1

    def withdraw(self, record_id: str) -> None:
        """Hold a record no longer. Raises KeyError for an id that is not held."""
        if self._waiting.pop(record_id, None) is not None:
            return
        found = self._place(record_id)
        if found is None:
            raise KeyError(record_id)
        segment, place = found
        segment.withdraw(place)

    def change(self, record: Record) -> None:
        """Hold the record as it is now."""
        self.withdraw(record.id)
        self.add(record)

    def _row(self, record: Record) -> Row:
        return self._encoder.job(record) if isinstance(record, JobRecord) else self._encoder.talent(record)

    def _place(self, record_id: str) -> tuple[Segment, int] | None:
        for segment in reversed(self._segments):
            place = segment.place(record_id)
            if place is not None:
                return segment, place
        return None

    def _settle(self) -> None:
        """Make a segment of what waits, and join small ones of like size."""
        if not self._waiting:
            return
        learn_titles([record for _, record in self._waiting.values()])
        entries = [Entry(name, column, self._row(record)) for name, (column, record) in self._waiting.items()]
        words = self._lexicon.arrays()
        self._segments.append(segment_of(entries, words, keeps_rows=True))
        self._waiting = {}
        while len(self._segments) > 1:
            older, newer = self._segments[-2:]
            if older.rows is None or newer.rows is None or len(older) > 2 * len(newer) or len(older) > _SMALL:
                break
            both = [*older.entries(), *newer.entries()]
            self._segments[-2:] = [segment_of(both, words, keeps_rows=True)]

    # -- asking ---------------------------------------------------------------------------------------------------

    def top_k(
        self,
        records: Sequence[Record],
        k: int = 20,
        *,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
        threads: int | None = None,
    ) -> TopK:
        """The best `k` of what is held for each record, at or above the plan's bar; ties go to the smaller id.

        `progress(done, total)` counts asking records. Raises Cancelled soon after `cancelled()` turns true.
        """
        self._settle()
        found: list[TopK] = []
        done = 0
        for asked, lists in _answers(self._questions(records, k), threads or cpu_count() or 1):
            found.append(lists)
            done += asked
            if cancelled is not None and cancelled():
                raise Cancelled
            if progress:
                progress(done, len(records))
        return _together(found, len(records), len(self.plan.comparisons))

    def _questions(self, records: Sequence[Record], k: int) -> Iterator["_Question"]:
        """Chunks, batch after batch, each read when its first chunk is asked for."""
        for start in range(0, len(records), _BATCH):
            some = records[start : start + _BATCH]
            learn_titles(some)
            rows = [self._row(record) for record in some]
            words = self._lexicon.arrays()
            order = layout(rows, words)
            asking = side_of([rows[place] for place in order])
            tables, numbered, gates = self._tables().tables(asking.tables, asking.gates)
            work = _Work(self, words, asking, order + start, tables, numbered, gates, k)
            for first in range(0, len(some), _CHUNK):
                yield _Question(work, first, min(first + _CHUNK, len(some)))

    def _tables(self) -> Rows:
        """Which rows are remembered depends on who asks; it is always the side that is not held."""
        if self._rows is None:
            sides = (self._encoder.talents, self._encoder.jobs)
            asking, searched = sides if self._holds_jobs else sides[::-1]
            self._rows = Rows(self.plan, asking, searched)
        return self._rows

    # -- files ----------------------------------------------------------------------------------------------------

    def save(self, folder: Path) -> None:
        """Write the index, to be read by any number of processes at once; a crash leaves the former one."""
        self._settle()
        things, arrays = self._lexicon.state()
        state = {
            "plan": self.plan.to_json(),
            "holds_jobs": self._holds_jobs,
            "things": things,
            "keys": {
                side: {kind: {name: numbers.things for name, numbers in getattr(keys, kind).items()} for kind in KINDS}
                for side, keys in (("jobs", self._encoder.jobs), ("talents", self._encoder.talents))
            },
            "came": self._came,
            "segments": [segment.ids for segment in self._segments],
        }
        for number, segment in enumerate(self._segments):
            arrays |= {f"{number}_{name}": array for name, array in segment.files().items()}
        keeping.write(folder, state, arrays)

    @classmethod
    def load(cls, folder: Path) -> "Matcher":
        """The index of a folder, its arrays mapped and not read. Raises ValueError for what is no index of today."""
        state, arrays = keeping.read(folder)
        made = cls(MatchPlan.from_json(state["plan"]))
        made._holds_jobs = state["holds_jobs"]
        made._lexicon = Lexicon.restored(state["things"], arrays)
        made._encoder = Encoder(made.plan, made._lexicon)
        for side, keys in (("jobs", made._encoder.jobs), ("talents", made._encoder.talents)):
            keys.restore(state["keys"][side])
        made._came = state["came"]
        for number, ids in enumerate(state["segments"]):
            prefix = f"{number}_"
            own = {name.removeprefix(prefix): array for name, array in arrays.items() if name.startswith(prefix)}
            made._segments.append(Segment.restored(ids, own))
        return made


KINDS = ("tables", "gates")


@dataclass(frozen=True)
class _Work:
    """What every chunk of one batch needs."""

    matcher: Matcher
    words: Words
    asking: Side
    # Which record each of `asking` is.
    records: Array
    tables: Tables
    numbered: Array
    gates: Array
    k: int

    @property
    def asks_jobs(self) -> bool:
        return not self.matcher._holds_jobs

    def best(self, segment: Segment, start: int, stop: int) -> kernel.Buffers:
        """The best of a segment for asking records `start` to `stop`."""
        size = stop - start
        best = kernel.Buffers(np.zeros((size, self.k), np.int64), np.zeros((size, self.k)), np.zeros(size, np.int64))
        with segment.scratch(size, len(self.matcher.plan.comparisons)) as (scratch, mark):
            kernel.search(
                self.words,
                self.matcher._plan_arrays,
                self.tables,
                self.numbered,
                self.gates,
                self.asking,
                segment.side,
                segment.index,
                self.asks_jobs,
                self.k,
                max(self.matcher.plan.min_score, _SMALLEST_SCORE),
                best,
                scratch,
                mark,
                start,
                stop,
            )
        return best

    def parts(self, segment: Segment, rows: Array, places: Array) -> Array:
        parts = np.zeros((len(rows), len(self.matcher.plan.comparisons)))
        kernel.grade_pairs(
            self.words,
            self.matcher._plan_arrays,
            self.tables,
            self.numbered,
            self.asking,
            segment.side,
            self.asks_jobs,
            rows,
            places,
            parts,
        )
        return parts


@dataclass(frozen=True)
class _Question:
    """Records `first` to `stop` of a batch."""

    work: _Work
    first: int
    stop: int

    @property
    def size(self) -> int:
        return self.stop - self.first

    def lists(self) -> TopK:
        """Kept pairs are graded once more, now to the digits of `scoring`, and each list is put into its order."""
        matcher = self.work.matcher
        found = [self._of(segment) for segment in matcher._segments]
        if not found:
            return _nothing(len(matcher.plan.comparisons))
        rows, columns, ties, parts = (
            np.concatenate(arrays) for arrays in zip(*(one[:4] for one in found), strict=True)
        )
        ids = [name for one in found for name in one[4]]
        if len(found) > 1:
            # Ties count within a segment only.
            ties = np.unique(np.array(ids, dtype=np.str_), return_inverse=True)[1]
        scores = score_parts(parts, matcher.plan)
        order, ranks = _ordered(rows, scores, ties, self.work.k)
        return TopK(
            self.work.records[rows[order]],
            columns[order],
            ranks,
            scores[order],
            parts[order],
            [ids[pair] for pair in order],
        )

    def _of(self, segment: Segment) -> tuple[Array, Array, Array, Array, list[str]]:
        best = self.work.best(segment, self.first, self.stop)
        is_kept = np.arange(self.work.k) < best.counts[:, None]
        rows, places = np.nonzero(is_kept)[0] + self.first, best.places[is_kept]
        parts = self.work.parts(segment, rows, places)
        names = [segment.ids[place] for place in places.tolist()]
        return rows, segment.columns[places], segment.index.ties[places], parts, names


def _answers(questions: Iterator[_Question], threads: int) -> Iterator[tuple[int, TopK]]:
    """(how many records asked, lists) as they come; questions are read while others are searched."""
    first = next(questions, None)
    if first is None:
        return
    second = next(questions, None)
    if second is None:
        yield first.size, first.lists()
        return
    waiting = chain((first, second), questions)
    with ThreadPoolExecutor(threads) as pool:
        running: dict[Future[TopK], int] = {}
        try:
            while True:
                while len(running) < _AHEAD and (question := next(waiting, None)) is not None:
                    running[pool.submit(question.lists)] = question.size
                if not running:
                    return
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    yield running.pop(future), future.result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _ordered(rows: Array, scores: Array, ties: Array, k: int) -> tuple[Array, Array]:
    """(order, ranks): by row, falling score, then tie; no more than `k` of a row."""
    order = np.lexsort((ties, -scores, rows))
    ordered = rows[order]
    starts = np.flatnonzero(np.diff(ordered, prepend=-1))
    ranks = np.arange(len(order)) - np.repeat(starts, np.diff(starts, append=len(order))) + 1
    kept = ranks <= k
    return order[kept], ranks[kept].astype(np.int32)


def _nothing(width: int) -> TopK:
    empty = np.zeros(0, np.int64)
    return TopK(empty, empty, empty.astype(np.int32), np.zeros(0), np.zeros((0, width)), [])


def _together(found: list[TopK], records: int, width: int) -> TopK:
    """All lists in the order of the asking records. A part is let go once copied: all of them twice would be much."""
    sizes = np.zeros(records, np.int64)
    for one in found:
        np.add.at(sizes, one.rows, 1)
    ends = np.cumsum(sizes)
    size = int(ends[-1]) if records else 0
    names = [""] * size
    whole = TopK(
        np.repeat(np.arange(records), sizes),
        np.empty(size, np.int64),
        np.empty(size, np.int32),
        np.empty(size),
        np.empty((size, width)),
        names,
    )
    while found:
        one = found.pop()
        places = (ends - sizes)[one.rows] + one.ranks - 1
        whole.columns[places], whole.ranks[places] = one.columns, one.ranks
        whole.scores[places], whole.parts[places] = one.scores, one.parts
        for place, name in zip(places.tolist(), one.found_ids, strict=True):
            names[place] = name
    return whole


def _plan_arrays(plan: MatchPlan) -> kernel.PlanArrays:
    kinds = {name: place for place, name in enumerate(IN_KERNEL)}
    in_tables = [name for name in plan.comparisons if name not in IN_KERNEL]
    return kernel.PlanArrays(
        kinds=np.array([kinds.get(name, kernel.TABLE) for name in plan.comparisons], dtype=np.int64),
        columns=np.array(
            [in_tables.index(name) if name in in_tables else -1 for name in plan.comparisons], dtype=np.int64
        ),
        weights=np.array([plan.weight(name) for name in plan.comparisons]),
        sides=np.array([SIDES.index(plan.side(name)) for name in plan.comparisons], dtype=np.int64),
        essential_share=plan.essential_share,
        wish_share=plan.wish_share,
        exponent=_exponent(plan),
    )


def _exponent(plan: MatchPlan) -> float:
    """A score is at most the likeness of the work to this power: all other parts can at best be 1.0, and what is not
    known leaves the work more weight, not less.
    """
    if "occupation" not in plan.comparisons:
        return 0.0
    side = plan.side("occupation")
    share: float = plan.weight("occupation") / sum(getattr(plan, side).values())
    employer = 1.0 - plan.wish_share
    shares = {"essential": employer * plan.essential_share, "nice": employer * (1.0 - plan.essential_share)}
    return share * shares.get(side, plan.wish_share)
