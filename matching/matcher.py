"""The best pairs of very many: an index that is built once, kept up to date, saved, and asked from either side.

    found = Matcher(plan).fit(talents).top_k(jobs, 20)

gives exactly what `ranking.rank` gives, scores and order, without looking at every pair. One posting more costs well
under a millisecond, since new ones wait in small segments of their own.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
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
from matching.scale.segments import Segment, segment_of
from matching.scale.tables import Rows, Tables
from matching.scoring import score_parts

Progress = Callable[[int, int], None]
Record = JobRecord | TalentRecord
# Asking records that are searched together: progress is told and cancelling is seen between them.
_CHUNK = 256
# Asking records whose arrays are in memory at once.
_BATCH = 20_000
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
        # What came since the last question; read together when the next one is asked.
        self._waiting: dict[str, Record] = {}
        # In which place each record came, and how many came so far.
        self._columns: dict[str, int] = {}
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
        pairs = [(record.id, self._row(record)) for record in records]
        self._columns = {name: column for column, (name, _) in enumerate(pairs)}
        self._came = len(pairs)
        if len(self._columns) < len(pairs):
            raise ValueError("an id stands twice")
        if pairs:
            words = self._lexicon.arrays()
            self._segments = [segment_of(pairs, words, keeps_rows=len(pairs) <= _SMALL)]
        return self

    def __len__(self) -> int:
        return sum(segment.living for segment in self._segments) + len(self._waiting)

    def add(self, record: Record) -> None:
        """Hold one record more. Raises ValueError for an id that is held already."""
        if record.id in self._waiting or self._place(record.id) is not None:
            raise ValueError("this id is held already")
        if not len(self) and not self._segments:
            self._holds_jobs = isinstance(record, JobRecord)
        self._columns[record.id] = self._came
        self._came += 1
        self._waiting[record.id] = record

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
            place = bisect_left(segment.ids, record_id)
            if place < len(segment) and segment.ids[place] == record_id and segment.index.alive[place]:
                return segment, place
        return None

    def _settle(self) -> Words:
        """Make a segment of what waits, and join small ones of like size."""
        learn_titles(list(self._waiting.values()))
        rows = [(name, self._row(record)) for name, record in self._waiting.items()]
        words = self._lexicon.arrays()
        if rows:
            self._segments.append(segment_of(rows, words, keeps_rows=True))
            self._waiting = {}
        while len(self._segments) > 1:
            older, newer = self._segments[-2:]
            if older.rows is None or newer.rows is None or len(older) > 2 * len(newer) or len(older) > _SMALL:
                break
            self._segments[-2:] = [_joined(older, newer, words)]
        return words

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
        found = [
            self._batch(records, start, k, progress, cancelled, threads or cpu_count() or 1)
            for start in range(0, len(records), _BATCH)
        ]
        return _together(found, len(self.plan.comparisons))

    def _batch(
        self,
        records: Sequence[Record],
        start: int,
        k: int,
        progress: Progress | None,
        cancelled: Callable[[], bool] | None,
        threads: int,
    ) -> TopK:
        some = records[start : start + _BATCH]
        learn_titles(some)
        rows = [self._row(record) for record in some]
        words = self._settle()
        asking = side_of(rows)
        tables, numbered, gates = self._tables().tables(asking.tables, asking.gates)
        kept = _Kept(len(rows), k)
        work = _Work(self, words, asking, tables, numbered, gates, k)
        for done in _chunks(work, kept, len(rows), threads, cancelled):
            if progress:
                progress(start + done, len(records))
        return kept.finished(self, work, start)

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
            "columns": self._columns,
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
        made._columns, made._came = state["columns"], state["came"]
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
    tables: Tables
    numbered: Array
    gates: Array
    k: int

    @property
    def asks_jobs(self) -> bool:
        return not self.matcher._holds_jobs

    def chunk(self, start: int, stop: int) -> list[kernel.Buffers]:
        """The best of each segment for asking records `start` to `stop`."""
        matcher, found = self.matcher, []
        for segment in matcher._segments:
            best = kernel.Buffers(
                np.zeros((stop - start, self.k), np.int64),
                np.zeros((stop - start, self.k)),
                np.zeros(stop - start, np.int64),
            )
            kernel.search(
                self.words,
                matcher._plan_arrays,
                self.tables,
                self.numbered,
                self.gates,
                self.asking,
                segment.side,
                segment.index,
                self.asks_jobs,
                self.k,
                max(matcher.plan.min_score, _SMALLEST_SCORE),
                best,
                start,
                stop,
            )
            found.append(best)
        return found

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


def _chunks(work: _Work, kept: "_Kept", size: int, threads: int, cancelled: Callable[[], bool] | None):  # type: ignore[no-untyped-def]
    """Search chunk after chunk on all threads, and tell how many records are done."""
    starts = iter(range(0, size, _CHUNK))
    done = 0
    with ThreadPoolExecutor(threads) as pool:
        running: dict[Future[list[kernel.Buffers]], int] = {}
        while True:
            while len(running) < 2 * threads and (start := next(starts, None)) is not None:
                running[pool.submit(work.chunk, start, min(start + _CHUNK, size))] = start
            if not running:
                return
            ended, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in ended:
                start = running.pop(future)
                kept.take(start, future.result())
                done += min(_CHUNK, size - start)
            if cancelled is not None and cancelled():
                raise Cancelled
            yield done


class _Kept:
    """The best of all segments for each asking record of a batch."""

    def __init__(self, size: int, k: int) -> None:
        self._size, self._k = size, k
        self._chunks: dict[int, list[kernel.Buffers]] = {}

    def take(self, start: int, found: list[kernel.Buffers]) -> None:
        self._chunks[start] = found

    def finished(self, matcher: Matcher, work: _Work, first_row: int) -> TopK:
        """Grade the kept pairs once more, now to the digits of `scoring`, and put each list into its order."""
        rows, places, segments = self._pairs(len(matcher._segments))
        parts = np.zeros((len(rows), len(matcher.plan.comparisons)))
        for number, segment in enumerate(matcher._segments):
            own = np.flatnonzero(segments == number)
            if len(own):
                parts[own] = work.parts(segment, rows[own], places[own])
        scores = score_parts(parts, matcher.plan)
        ids = [matcher._segments[segment].ids[place] for segment, place in zip(segments, places, strict=True)]
        order, ranks = _ordered(rows, scores, ids, self._k)
        names = [ids[pair] for pair in order]
        columns = np.array([matcher._columns[name] for name in names], dtype=np.int64)
        return TopK(rows[order] + first_row, columns, ranks, scores[order], parts[order], names)

    def _pairs(self, segments: int) -> tuple[Array, Array, Array]:
        found: list[tuple[Array, Array, Array]] = []
        for start, buffers in sorted(self._chunks.items()):
            for number, best in enumerate(buffers):
                is_kept = np.arange(best.places.shape[1]) < best.counts[:, None]
                rows, _ = np.nonzero(is_kept)
                found.append((rows + start, best.places[is_kept], np.full(len(rows), number)))
        if not found:
            return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.int64)
        rows, places, numbers = (np.concatenate(column) for column in zip(*found, strict=True))
        return rows, places, numbers


def _ordered(rows: Array, scores: Array, ids: list[str], k: int) -> tuple[Array, Array]:
    """(order, ranks): by row, falling score, then id; no more than `k` of a row."""
    if not len(rows):
        return np.zeros(0, np.int64), np.zeros(0, np.int32)
    order = np.lexsort((np.array(ids), -scores, rows))
    ordered = rows[order]
    starts = np.concatenate([[0], np.flatnonzero(np.diff(ordered)) + 1])
    ranks = np.arange(len(order)) - np.repeat(starts, np.diff([*starts, len(order)])) + 1
    kept = ranks <= k
    return order[kept], ranks[kept].astype(np.int32)


def _together(found: Sequence[TopK], width: int) -> TopK:
    if not found:
        empty = np.zeros(0, np.int64)
        return TopK(empty, empty, empty.astype(np.int32), np.zeros(0), np.zeros((0, width)), [])
    names = [name for one in found for name in one.found_ids]
    arrays = (np.concatenate([getattr(one, name) for one in found]) for name in ("rows", "columns", "ranks", "scores"))
    rows, columns, ranks, scores = arrays
    return TopK(rows, columns, ranks, scores, np.concatenate([one.parts for one in found]), names)


def _joined(older: Segment, newer: Segment, words: Words) -> Segment:
    """One segment of the living of two."""
    pairs = [
        (name, row)
        for segment in (older, newer)
        for name, row, is_alive in zip(segment.ids, segment.rows or (), segment.index.alive, strict=True)
        if is_alive
    ]
    return segment_of(pairs, words, keeps_rows=True)


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
