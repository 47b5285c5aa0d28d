"""A comparison grades one pair: a named level, and where the level is known a score of 0.0-1.0 and the facts.

"unknown" is a level of its own: data that is missing says nothing, neither good nor bad. Names are neutral words; the
site has a text in each language for every one of them (`all_level_names`, `all_gate_names`).
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.records import JobRecord, TalentRecord

UNKNOWN = "unknown"
Facts = dict[str, Any]
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Grade:
    """`score` is None exactly at level "unknown". `facts` are plain JSON values, names and numbers only."""

    level: str
    score: float | None
    facts: Facts = field(default_factory=dict)


UNKNOWN_GRADE = Grade(UNKNOWN, None)


@dataclass(frozen=True)
class Comparison:
    """One criterion. `levels` are strictest first. Keys hold all that `grade` looks at, so that equal keys share it."""

    name: str
    levels: tuple[str, ...]
    job_key: Callable[[JobRecord], Hashable]
    talent_key: Callable[[TalentRecord], Hashable]
    grade: Callable[[Any, Any], Grade]
    # What of a talent's key the score looks at, where facts need more of it.
    bare: Callable[[Any], Hashable] = lambda key: key
    # A faster way to the scores alone (NaN for unknown), for comparisons whose keys seldom repeat.
    matrix: Callable[[Sequence[Any], Sequence[Any]], Matrix] | None = None

    def scores(self, job_keys: Sequence[Any], talent_keys: Sequence[Any]) -> Matrix:
        """Scores of all pairs of keys, NaN where unknown; shape (len(job_keys), len(talent_keys))."""
        if self.matrix is not None:
            return self.matrix(job_keys, talent_keys)
        values = [[self.grade(job, talent).score for talent in talent_keys] for job in job_keys]
        return np.array(values, dtype=np.float64).reshape(len(job_keys), len(talent_keys))


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The numbers that gates stop at. They belong to a plan, so that changing one is a new version."""

    # Below this share of the wish an offer wastes the time of both sides.
    pay_floor_share: float = 0.75
    # How many steps below the asked skill level a person may be: one can be trained, more cannot.
    skill_level_slack: int = 1
    # The same for education: a step is the next school or degree, and one step is a small gap to an officer.
    education_slack: int = 1


@dataclass(frozen=True)
class Gate:
    """A hard condition. `passes` is True, False, or None where data is missing: such a pair is asked, not refused."""

    name: str
    job_key: Callable[[JobRecord], Hashable]
    talent_key: Callable[[TalentRecord], Hashable]
    passes: Callable[[Any, Any, Thresholds], bool | None]
    facts: Callable[[Any, Any, Thresholds], Facts]
    # A faster way to `lets_pass` for keys that are slow to look at.
    matrix: Callable[[Sequence[Any], Sequence[Any], Thresholds], NDArray[np.bool_]] | None = None

    def lets_pass(
        self, job_keys: Sequence[Any], talent_keys: Sequence[Any], thresholds: Thresholds
    ) -> NDArray[np.bool_]:
        """Which pairs of keys it does not refuse; shape (len(job_keys), len(talent_keys))."""
        if self.matrix is not None:
            return self.matrix(job_keys, talent_keys, thresholds)
        values = [[self.passes(job, talent, thresholds) is not False for talent in talent_keys] for job in job_keys]
        return np.array(values, dtype=np.bool_).reshape(len(job_keys), len(talent_keys))


_comparisons: dict[str, Comparison] = {}
_gates: dict[str, Gate] = {}


def declare(comparisons: Sequence[Comparison], gates: Sequence[Gate]) -> None:
    """Make known what exists. Called once, by the comparisons room; a name can be taken only once."""
    for known, names in (
        ([*_comparisons], [item.name for item in comparisons]),
        ([*_gates], [gate.name for gate in gates]),
    ):
        if len({*known, *names}) < len(known) + len(names):
            raise ValueError("a name is declared twice")
    _comparisons.update((item.name, item) for item in comparisons)
    _gates.update((item.name, item) for item in gates)


def all_comparisons() -> dict[str, Comparison]:
    return dict(_comparisons)


def all_gates() -> dict[str, Gate]:
    return dict(_gates)


def all_level_names() -> list[tuple[str, str]]:
    """(comparison, level) of everything that can be said of a pair."""
    return [(comparison.name, level) for comparison in _comparisons.values() for level in comparison.levels]


def all_gate_names() -> list[str]:
    return list(_gates)
