"""Grades and gates of rare keys, as look-ups: a row for each key that asks, a column for each key that is searched."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from matching.comparisons import COMPARISONS, GATES
from matching.plan import MatchPlan
from matching.scale.features import Keys
from matching.scale.growing import Array
from matching.scoring import SMALLEST

# So many rows are remembered before the memory begins anew.
_MOST_ROWS = 20_000


class Tables(NamedTuple):
    """All tables one behind the other: value of (a, b) of table n is `values[offsets[n] + a * widths[n] + b]`."""

    scores: Array
    logs: Array
    offsets: Array
    widths: Array
    passes: Array
    gate_offsets: Array
    gate_widths: Array


class Rows:
    """Rows of tables, computed when first asked for and remembered."""

    def __init__(self, plan: MatchPlan, asking: Keys, searched: Keys) -> None:
        self._plan, self._asking, self._searched = plan, asking, searched
        self._remembered: dict[tuple[str, str, int], Array] = {}

    def tables(self, table_keys: Array, gate_keys: Array) -> tuple[Tables, Array, Array]:
        """Tables of the keys that stand in the columns, and the columns renumbered to the rows of those tables."""
        scores, numbered = self._all("scores", self._asking.tables, table_keys)
        passes, gates = self._all("passes", self._asking.gates, gate_keys)
        flat, offsets, widths = _joined(scores, np.float64)
        logs = np.log(np.maximum(flat, SMALLEST))
        return Tables(flat, logs, offsets, widths, *_joined(passes, np.bool_)), numbered, gates

    def _all(self, kind: str, names: Any, keys: Array) -> tuple[list[Array], Array]:
        tables, columns = [], np.zeros_like(keys)
        for place, name in enumerate(names):
            used, columns[:, place] = np.unique(keys[:, place], return_inverse=True)
            tables.append(self._rows(kind, name, used.tolist()))
        return tables, columns

    def _rows(self, kind: str, name: str, numbers: Sequence[int]) -> Array:
        width = len(getattr(self._searched, "tables" if kind == "scores" else "gates")[name])
        if not width:
            return np.zeros((len(numbers), 0))
        if len(self._remembered) > _MOST_ROWS:
            self._remembered.clear()
        held = {number: self._remembered.get((kind, name, number)) for number in numbers}
        for start in sorted({0 if row is None else len(row) for row in held.values()} - {width}):
            short = [number for number, row in held.items() if (0 if row is None else len(row)) == start]
            more = self._computed(kind, name, short, start)
            for number, part in zip(short, more, strict=True):
                row = held[number]
                self._remembered[kind, name, number] = part if row is None else np.concatenate([row, part])
        rows = [self._remembered[kind, name, number] for number in numbers]
        return np.stack(rows) if rows else np.zeros((0, width))

    def _computed(self, kind: str, name: str, numbers: Sequence[int], start: int) -> Array:
        """Rows of the given keys over the searched keys from `start` on."""
        is_scores = kind == "scores"
        asking = getattr(self._asking, "tables" if is_scores else "gates")[name].things
        searched = getattr(self._searched, "tables" if is_scores else "gates")[name].things[start:]
        ours = [asking[number] for number in numbers]
        jobs, talents = (ours, searched) if self._asking.is_jobs else (searched, ours)
        values: Array
        if is_scores:
            values = COMPARISONS[name].scores(jobs, talents)
        else:
            values = GATES[name].lets_pass(jobs, talents, self._plan.thresholds)
        return values if self._asking.is_jobs else values.T


def _joined(tables: Sequence[Array], dtype: Any) -> tuple[Array, Array, Array]:
    sizes = [table.size for table in tables]
    offsets = np.array([0, *np.cumsum(sizes)], dtype=np.int64)[:-1]
    widths = np.array([table.shape[1] for table in tables], dtype=np.int64)
    flat = np.concatenate([table.ravel() for table in tables]) if tables else np.zeros(0)
    return flat.astype(dtype), offsets, widths
