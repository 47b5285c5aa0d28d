"""A segment: records that are searched together, laid out by their work, with the index over it."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np

from matching.occupations.likeness import codes
from matching.scale.features import Row, Side, side_of
from matching.scale.growing import Array
from matching.scale.kernel import Index, Scratch
from matching.scale.lexicon import Words

_MOST_MARKS = 2**31 - 1
# So many pairs are bounded before the best of them are graded; their parts stay in the nearest memory.
_BLOCK = 2_048


class Entry(NamedTuple):
    """A record as it goes into a segment; `column` says in which place it came into the matcher."""

    id: str
    column: int
    row: Row


@dataclass
class _Desk:
    """What a thread works on, and up to which number its marks are used."""

    scratch: Scratch
    used: int = 0


@dataclass
class Segment:
    """`ids`, `columns` and all arrays are in the order of the layout; `rows` are kept while the segment is small."""

    ids: list[str]
    columns: Array
    side: Side
    index: Index
    rows: list[Row] | None = None
    _desks: list[_Desk] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def living(self) -> int:
        return int(np.count_nonzero(self.index.alive))

    def place(self, record_id: str) -> int | None:
        """Where a record that was not withdrawn lies."""
        spot = bisect_left(self._by_id, record_id, key=self.ids.__getitem__)
        if spot == len(self) or self.ids[self._by_id[spot]] != record_id:
            return None
        place = int(self._by_id[spot])
        return place if self.index.alive[place] else None

    @cached_property
    def _by_id(self) -> Array:
        return np.argsort(self.index.ties)

    def withdraw(self, place: int) -> None:
        self.index.alive[place] = False

    def entries(self) -> Iterator[Entry]:
        """Those that were not withdrawn. Only for a segment that keeps its rows."""
        for place in np.flatnonzero(self.index.alive):
            yield Entry(self.ids[place], int(self.columns[place]), (self.rows or [])[place])

    @contextmanager
    def scratch(self, questions: int, parts: int) -> Iterator[tuple[Scratch, int]]:
        """(what to work on, the last used mark), for one thread, so many questions and parts of a score.

        It is kept, since making it anew would cost more than a question.
        """
        desk = self._desks.pop() if self._desks else _Desk(_scratch(len(self), parts))
        if desk.used > _MOST_MARKS - questions - 1:
            desk = _Desk(_scratch(len(self), parts))
        yield desk.scratch, desk.used
        desk.used += questions
        self._desks.append(desk)

    def files(self) -> dict[str, Array]:
        return (
            {"columns": self.columns}
            | {f"side_{name}": array for name, array in self.side._asdict().items()}
            | {f"index_{name}": array for name, array in self.index._asdict().items()}
        )

    @classmethod
    def restored(cls, ids: list[str], arrays: dict[str, Array]) -> "Segment":
        side = Side(**{name: arrays[f"side_{name}"] for name in Side._fields})
        index = Index(**{name: arrays[f"index_{name}"] for name in Index._fields})
        return cls(ids, arrays["columns"], side, index)


def segment_of(entries: Sequence[Entry], words: Words, *, keeps_rows: bool) -> Segment:
    by_id = sorted(entries, key=lambda entry: entry.id)
    ties = layout([entry.row for entry in by_id], words).astype(np.int32)
    placed = [by_id[place] for place in ties]
    rows = [entry.row for entry in placed]
    side = side_of(rows)
    return Segment(
        [entry.id for entry in placed],
        np.array([entry.column for entry in placed], dtype=np.int64),
        side,
        _index(side, ties, words),
        rows if keeps_rows else None,
    )


def layout(rows: Sequence[Row], words: Words) -> Array:
    """The order in which records of like work that pass like gates lie side by side: looking at, or for, one after the
    other is many times faster than here and there.
    """
    work = np.array([row["work"] for row in rows], dtype=np.int64)
    gates = np.array([row["gates"] for row in rows], dtype=np.int64).reshape(len(rows), -1)
    starts = words.work_starts[work]
    known = starts < words.work_starts[work + 1]
    code = np.full(len(rows), len(codes()))
    code[known] = words.work_codes[starts[known]]
    return np.lexsort((np.arange(len(rows)), *gates.T[::-1], code))


def _scratch(size: int, parts: int) -> Scratch:
    block = min(size, _BLOCK)
    return Scratch(
        np.zeros(size, np.int32),
        np.zeros(size, np.int32),
        np.zeros(size),
        np.zeros(block, np.int32),
        np.zeros(block),
        np.zeros((block, parts)),
    )


def _index(side: Side, ties: Array, words: Words) -> Index:
    certainty = words.work_certainty[side.work]
    clear = np.flatnonzero(certainty >= 1.0)
    return Index(
        **_by_code(side, clear, words),
        unclear=np.flatnonzero(certainty < 1.0),
        unknown=np.flatnonzero(np.isnan(certainty)),
        alive=np.ones(len(side.work), np.bool_),
        ties=ties,
    )


def _by_code(side: Side, clear: Array, words: Words) -> dict[str, Array]:
    """For each code of the edition the records whose work may be that, by falling weight, then in their order."""
    kinds = side.work[clear]
    starts = words.work_starts[kinds]
    sizes = words.work_starts[kinds + 1] - starts
    # Places of the entries of all records, one record behind the other.
    before = np.concatenate([[0], np.cumsum(sizes)[:-1]]) if len(clear) else starts
    entries = (np.repeat(starts - before, sizes) + np.arange(int(sizes.sum()))).astype(np.int64)
    owner = np.repeat(clear, sizes)
    code, weight = words.work_codes[entries], words.work_weights[entries]
    order = np.lexsort((owner, -weight, code))
    code_starts = np.searchsorted(code[order], np.arange(len(codes()) + 1)).astype(np.int64)
    records = owner[order].astype(np.int32)
    specials = (words.work_bits[side.work[records]] != 0).any(axis=1) if len(records) else np.zeros(0, np.bool_)
    gates = side.gates[records]
    return {
        "code_starts": code_starts,
        "code_records": records,
        "code_weights": weight[order].astype(np.float64),
        "code_specials": specials,
        "code_gates": gates,
        "code_skips": _skips(code[order], gates),
    }


def _skips(code: Array, gates: Array) -> Array:
    """For the first gate, and for the first two: where the next record of the code begins that differs in them."""
    found = np.zeros((len(code), min(2, gates.shape[1])), np.int32)
    for width in range(found.shape[1]):
        keys = np.column_stack([code, gates[:, : width + 1]])
        ends = np.flatnonzero((keys[1:] != keys[:-1]).any(axis=1)) + 1
        ends = np.append(ends, len(code))
        found[:, width] = np.repeat(ends, np.diff(ends, prepend=0))
    return found
