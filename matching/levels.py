"""A comparison grades one pair: a named level, and where the level is known a score of 0.0-1.0 and the facts.

"unknown" is a level of its own: data that is missing says nothing, neither good nor bad.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.records import JobRecord, TalentRecord

UNKNOWN = "unknown"
Facts = Mapping[str, Any]
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Grade:
    """`score` is None exactly at level "unknown". `facts` are plain JSON values, names and numbers only."""

    level: str
    score: float | None
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Comparison:
    """One criterion. `levels` are strictest first. Keys hold all that `grade` looks at, so that equal keys share it."""

    name: str
    levels: tuple[str, ...]
    job_key: Callable[[JobRecord], Hashable]
    talent_key: Callable[[TalentRecord], Hashable]
    grade: Callable[[Any, Any], Grade]
    # A faster way to the scores alone (NaN for unknown), for comparisons whose keys seldom repeat.
    matrix: Callable[[Sequence[Any], Sequence[Any]], Matrix] | None = None

    def scores(self, job_keys: Sequence[Any], talent_keys: Sequence[Any]) -> Matrix:
        """Scores of all pairs of keys, NaN where unknown; shape (len(job_keys), len(talent_keys))."""
        if self.matrix is not None:
            return self.matrix(job_keys, talent_keys)
        values = [[self.grade(job, talent).score for talent in talent_keys] for job in job_keys]
        return np.array(values, dtype=np.float64).reshape(len(job_keys), len(talent_keys))


@dataclass(frozen=True)
class Gate:
    """A hard condition. True passes, False fails, None passes as not known."""

    name: str
    job_key: Callable[[JobRecord], Hashable]
    talent_key: Callable[[TalentRecord], Hashable]
    passes: Callable[[Any, Any], bool | None]


UNKNOWN_GRADE = Grade(UNKNOWN, None)
