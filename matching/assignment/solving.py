"""The best allocation of an instance: a flow where only capacities count, a program for each part that is coupled."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from matching.assignment.coupled import solve_coupled
from matching.assignment.flow import solve_flow
from matching.assignment.instance import Instance, Mask
from matching.ranking import Cancelled

Progress = Callable[[int, int], None]
# Solver noise: a difference below half a millionth of a score is none.
_NOISE = 0.5


@dataclass(frozen=True)
class Solved:
    kept: Mask
    gap: float


def solve(made: Instance, progress: Progress | None = None, cancelled: Callable[[], bool] | None = None) -> Solved:
    """`progress(done, total)` counts parts; cancelling is asked for before each of them."""
    parts = np.unique(made.component[made.coupled])
    kept, value, bound = made.pinned.copy(), 0.0, 0.0
    for done in range(len(parts) + 1):
        if cancelled is not None and cancelled():
            raise Cancelled
        if done == 0:
            kept |= solve_flow(made, ~made.coupled)
        else:
            answer = solve_coupled(made, made.component == parts[done - 1])
            kept[answer.edges] = True
            value, bound = value + answer.value, bound + answer.bound
        if progress is not None:
            progress(done + 1, len(parts) + 1)
    gap = 0.0 if bound - value <= _NOISE else (bound - value) / max(1.0, bound)
    return Solved(kept, gap)
