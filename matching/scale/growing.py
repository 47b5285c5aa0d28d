"""Arrays that grow at their end, by doubling, so that one posting more does not copy all others."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


class Growing:
    """A one-dimensional array with room to grow; `view` is what is filled."""

    def __init__(self, dtype: Any, start: Array | None = None) -> None:
        self._data: Array = np.zeros(0, dtype) if start is None else start
        self.size = len(self._data)

    def append(self, value: Any) -> None:
        self._make_room(1)
        self._data[self.size] = value
        self.size += 1

    def extend(self, values: Iterable[Any]) -> None:
        more = np.fromiter(values, self._data.dtype)
        self._make_room(len(more))
        self._data[self.size : self.size + len(more)] = more
        self.size += len(more)

    @property
    def view(self) -> Array:
        return self._data[: self.size]

    def _make_room(self, more: int) -> None:
        wanted = self.size + more
        # What was read from a file cannot be written; the first addition makes a copy with room.
        if wanted > len(self._data) or not self._data.flags.writeable:
            grown = np.zeros(max(64, 2 * wanted), self._data.dtype)
            grown[: self.size] = self._data[: self.size]
            self._data = grown


class Lists:
    """Lists of numbers one behind the other: list `n` is `values[starts[n]:starts[n + 1]]`."""

    def __init__(self, *dtypes: Any) -> None:
        self.starts = Growing(np.int64)
        self.starts.append(0)
        self.columns = [Growing(dtype) for dtype in dtypes]

    def add(self, *values: Iterable[Any]) -> int:
        """The number of the new list."""
        for column, some in zip(self.columns, values, strict=True):
            column.extend(some)
        self.starts.append(self.columns[0].size)
        return self.starts.size - 2

    @property
    def size(self) -> int:
        return self.starts.size - 1

    def arrays(self) -> list[Array]:
        return [self.starts.view, *(column.view for column in self.columns)]

    @classmethod
    def of(cls, arrays: list[Array]) -> "Lists":
        made = cls()
        made.starts = Growing(np.int64, arrays[0])
        made.columns = [Growing(array.dtype, array) for array in arrays[1:]]
        return made
