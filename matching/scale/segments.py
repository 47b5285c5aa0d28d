"""A segment: records that are searched together, in the order of their ids, with the index over their work."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matching.occupations.likeness import codes
from matching.scale.features import Row, Side, side_of
from matching.scale.growing import Array
from matching.scale.kernel import Index
from matching.scale.lexicon import Words


@dataclass
class Segment:
    """`ids` are sorted, so that the place of a record decides ties as its id would. `rows` are kept while small."""

    ids: list[str]
    side: Side
    index: Index
    rows: list[Row] | None = None

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def living(self) -> int:
        return int(np.count_nonzero(self.index.alive))

    def withdraw(self, place: int) -> None:
        self.index.alive[place] = False

    def files(self) -> dict[str, Array]:
        return {f"side_{name}": array for name, array in self.side._asdict().items()} | {
            f"index_{name}": array for name, array in self.index._asdict().items()
        }

    @classmethod
    def restored(cls, ids: list[str], arrays: dict[str, Array]) -> "Segment":
        side = Side(**{name: arrays[f"side_{name}"] for name in Side._fields})
        return cls(ids, side, Index(**{name: arrays[f"index_{name}"] for name in Index._fields}))


def segment_of(pairs: Sequence[tuple[str, Row]], words: Words, *, keeps_rows: bool) -> Segment:
    """A segment of (id, row)."""
    ordered = sorted(pairs, key=lambda pair: pair[0])
    rows = [row for _, row in ordered]
    side = side_of(rows)
    return Segment([name for name, _ in ordered], side, _index(side, words), rows if keeps_rows else None)


def _index(side: Side, words: Words) -> Index:
    certainty = words.work_certainty[side.work]
    clear = np.flatnonzero(certainty >= 1.0)
    return Index(
        *_by_code(side, clear, words),
        unclear=np.flatnonzero(certainty < 1.0),
        unknown=np.flatnonzero(np.isnan(certainty)),
        alive=np.ones(len(side.work), np.bool_),
    )


def _by_code(side: Side, clear: Array, words: Words) -> tuple[Array, Array, Array, Array]:
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
    return code_starts, records, weight[order].astype(np.float64), specials
