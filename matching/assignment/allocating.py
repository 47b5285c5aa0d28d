"""The short story: check, solve, give reasons."""

from collections.abc import Callable

import numpy as np

from matching.assignment.allocation import Allocation
from matching.assignment.instance import MILLION, Instance, Mask, instance_of
from matching.assignment.reasons import Reasons
from matching.assignment.request import Request, check
from matching.assignment.solving import Progress, solve


def allocate(
    request: Request,
    *,
    with_reasons: bool = True,
    proofs: int = 200,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Allocation:
    """The allocation of the greatest total score (or of the most people, then score), ties by ids.

    `proofs` bounds how many changes are tried by solving again, in small coupled parts; everywhere else changes follow
    from prices. Raises ValueError for a request that makes no sense, Contradiction for pins that cannot all be kept,
    Cancelled soon after `cancelled()` turns true.
    """
    check(request)
    made = instance_of(request)
    solved = solve(made, progress, cancelled)
    found = Reasons(request, made, solved.kept, proofs, cancelled) if with_reasons else None
    edges = np.flatnonzero(solved.kept)
    return Allocation(
        pairs=tuple(made.pair(edge) for edge in edges),
        value=round(int(made.micro[edges].sum()) / MILLION, 6),
        status="within_gap" if solved.gap else "optimal",
        gap=solved.gap,
        **_moves(request, made, solved.kept),
        reasons=tuple(found.all()) if found else (),
        place_values=found.place_values() if found else {},
    )


def _moves(request: Request, made: Instance, kept: Mask) -> dict[str, int]:
    """Of those placed earlier: how many pairs stayed, how many people moved elsewhere, how many have no place now."""
    now = {made.people[place] for place in made.person[kept]}
    stayed = {made.pair(edge) for edge in np.flatnonzero(kept & made.stays)}
    gone = {person for person, _ in set(request.earlier) - stayed}
    return {"stayed": len(stayed), "moved": len(gone & now), "left": len(gone - now)}
