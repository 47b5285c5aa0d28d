"""What very many people hold, asked name by name: each answer is that of `certificates`, worked out once for a name."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from matching.vocabulary.certificates import covers, denied_name, denies_all, is_denial, is_soon_had, licence_classes

Names = tuple[str, ...]
Mask = NDArray[np.bool_]


class Holders:
    """People as the names of certificates that each states."""

    def __init__(self, held: Sequence[Names]) -> None:
        self._size = len(held)
        self._names = list(dict.fromkeys(chain.from_iterable(held)))
        places = {name: place for place, name in enumerate(self._names)}
        self._stated = np.array([places[name] for names in held for name in names], dtype=np.int64)
        self._owners = np.repeat(np.arange(len(held)), list(map(len, held)))
        self._shown: dict[str, Mask] = {}

    def show(self, asked: str) -> Mask:
        """Who holds what covers `asked`."""
        found = self._shown.get(asked)
        if found is None:
            found = self._shown[asked] = self._any(covers(name, asked) for name in self._names)
        return found

    def deny(self, asked: str) -> Mask:
        """Who says not to have `asked`, as `certificates.denied` reads it."""
        if is_soon_had(asked):
            return np.zeros(self._size, np.bool_)
        named = self._any(without is not None and covers(asked, without) for without in map(denied_name, self._names))
        # A driving licence names all that its holder may drive.
        barred = self._drivers if licence_classes(asked) else np.zeros(self._size, np.bool_)
        return ~self.show(asked) & (named | barred | self._without_any)

    @cached_property
    def _drivers(self) -> Mask:
        return self._any(not is_denial(name) and bool(licence_classes(name)) for name in self._names)

    @cached_property
    def _without_any(self) -> Mask:
        return self._any(map(denies_all, self._names)) & ~self._any(not is_denial(name) for name in self._names)

    def _any(self, is_so: Iterable[bool]) -> Mask:
        """For whom it is so of at least one of the names."""
        found = np.zeros(self._size, np.bool_)
        if len(self._stated):
            found[self._owners[np.fromiter(is_so, np.bool_, len(self._names))[self._stated]]] = True
        return found
