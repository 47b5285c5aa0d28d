"""Parts where groups, caps or minimum crews couple pairs: a mixed-integer program a part, by HiGHS.

The best value is proved, or the gap is told. The search is bounded by nodes, not by the clock, so that a slow machine
gives the same answer as a fast one. Large parts are solved over few edges first: prices of the linear relaxation tell
which edges can be in a better allocation at all, and the others are left out only where that is proved or the gap says.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_matrix, vstack

from matching.assignment.instance import MILLION, Instance, Mask
from matching.assignment.request import Contradiction, Floats, Integers

NODES = 2_000
# Above so many edges a part is priced first.
_PRICED_FROM = 8_000
_FIRST_A_PERSON = 6
_NEW_A_PERSON = 4
_NOISE = 1e-3


@dataclass(frozen=True)
class Answer:
    edges: Integers
    value: float
    bound: float


class _Rows:
    """A sparse matrix in the making: rows of (columns, values) between two bounds."""

    def __init__(self) -> None:
        self._at: list[Integers] = []
        self._columns: list[Integers] = []
        self._values: list[Floats] = []
        self.low: list[float] = []
        self.high: list[float] = []

    def add(self, columns: Integers, values: Floats, low: float, high: float) -> None:
        self._at.append(np.full(len(columns), len(self.high)))
        self._columns.append(columns)
        self._values.append(values)
        self.low.append(low)
        self.high.append(high)

    def matrix(self, width: int) -> csr_matrix:
        parts = [np.concatenate(part) for part in (self._values, self._at, self._columns)]
        return csr_matrix((parts[0], (parts[1], parts[2])), shape=(len(self.high), width))


def solve_coupled(made: Instance, part: Mask) -> Answer:
    """The best allocation of one connected part."""
    edges = np.flatnonzero(part & ~made.lost)
    if not len(edges):
        return Answer(edges, 0.0, 0.0)
    program = _Program(made, edges)
    answer = program.solve()
    if answer is None:
        raise Contradiction("pinned_together_impossible", [made.pair(edge) for edge in edges[made.pinned[edges]]])
    return answer


class _Program:
    """Columns: the edges, then one for each group and site, then one for each demand with a minimum."""

    def __init__(self, made: Instance, edges: Integers) -> None:
        self.made, self.edges, self.width = made, edges, len(edges)
        self.rows = _Rows()
        self._capacities(made.person[edges], made.person_capacity)
        self._capacities(made.demand[edges], made.demand_capacity)
        for rule in made.rules:
            self._at_most(np.flatnonzero(np.isin(edges, rule.edges)), rule.cap.limit)
        for group, who in made.groups:
            self._together(who, made.demand[edges] if group.together == "demand" else made.site[made.demand[edges]])
        for demand in np.flatnonzero(made.minimum > 1):
            self._minimum(np.flatnonzero(made.demand[edges] == demand), int(demand))
        self.value = np.zeros(self.width)
        self.value[: len(edges)] = self._values()
        self.low = np.zeros(self.width)
        self.low[: len(edges)] = made.pinned[edges]
        self.matrix = self.rows.matrix(self.width).tocsc()

    def _values(self) -> Floats:
        """Millionths, and the tie below them as far as floating point carries it."""
        made, edges = self.made, self.edges
        values = np.asarray(made.weight[edges] / made.unit, dtype=np.float64)
        if made.by_count:
            most = min(made.person_capacity[np.unique(made.person[edges])].sum(), len(edges))
            values = values + 2.0 * MILLION * float(most) + 1.0
        return values

    def _capacities(self, ends: Integers, limits: Integers) -> None:
        order = np.argsort(ends, kind="stable")
        for mine in np.split(order, np.flatnonzero(np.diff(ends[order])) + 1):
            self._at_most(mine, int(limits[ends[mine[0]]]))

    def _at_most(self, columns: Integers, limit: int) -> None:
        if len(columns):
            self.rows.add(columns, np.ones(len(columns)), -np.inf, limit)

    def _together(self, who: Integers, spots: Integers) -> None:
        """Each member has exactly as many places at a spot as the group's column says: none or one."""
        person = self.made.person[self.edges]
        mine = np.isin(person, who)
        for spot in np.unique(spots[mine]):
            column = self._column()
            for member in who:
                places = np.flatnonzero(mine & (spots == spot) & (person == member))
                values = np.append(np.ones(len(places)), -1.0)
                self.rows.add(np.append(places, column), values, 0.0, 0.0)

    def _minimum(self, columns: Integers, demand: int) -> None:
        if len(columns):
            opened = self._column()
            least, most = int(self.made.minimum[demand]), max(len(columns), int(self.made.minimum[demand]))
            both = np.append(columns, opened)
            self.rows.add(both, np.append(np.ones(len(columns)), -least), 0.0, np.inf)
            self.rows.add(both, np.append(np.ones(len(columns)), -most), -np.inf, 0.0)

    def _column(self) -> int:
        self.width += 1
        return self.width - 1

    def solve(self) -> Answer | None:
        if len(self.edges) < _PRICED_FROM:
            return self._integer(np.arange(self.width))
        return self._priced()

    def _integer(self, columns: Integers) -> Answer | None:
        limits = LinearConstraint(self.matrix[:, columns], self.rows.low, self.rows.high)
        found = milp(
            -self.value[columns],
            constraints=limits,
            bounds=Bounds(self.low[columns], 1.0),
            integrality=np.ones(len(columns)),
            options={"mip_rel_gap": 0.0, "node_limit": NODES},
        )
        if found.x is None:
            return None
        chosen = columns[found.x > 0.5]
        value = float(self.value[chosen].sum())
        bound = value if found.status == 0 else max(value, -float(found.mip_dual_bound))
        return Answer(self.edges[chosen[chosen < len(self.edges)]], value, bound)

    def _priced(self) -> Answer | None:
        """Edges that the relaxation prices too dear for any allocation better than the one found are left out."""
        relaxed = self._relaxed()
        if relaxed is None:
            return None
        bound, reduced = relaxed
        slack = float(np.quantile(-reduced, min(1.0, 3.0 * len(np.unique(self.made.person[self.edges])) / self.width)))
        answer = None
        for _ in range(2):
            kept = np.flatnonzero(reduced >= -slack - _NOISE)
            answer = self._integer(kept)
            if answer is None or bound - answer.value <= slack:
                break
            slack = bound - answer.value
        if answer is None:
            return self._integer(np.arange(self.width))
        # Nothing left out can be in an allocation worth more than bound - slack.
        proved = max(answer.bound, bound - slack)
        return Answer(answer.edges, answer.value, max(answer.value, min(bound, proved)))

    def _relaxed(self) -> tuple[float, Floats] | None:
        """Value of the linear relaxation and reduced values of all columns, by pricing columns in."""
        low, high = np.array(self.rows.low), np.array(self.rows.high)
        equal, above, below = low == high, np.isfinite(high) & (low != high), np.isfinite(low) & (low != high)
        active = np.arange(self.width) >= len(self.edges)
        active |= self.low > 0
        active[self._best(self.value[: len(self.edges)], _FIRST_A_PERSON)] = True
        while True:
            columns = np.flatnonzero(active)
            part = self.matrix[:, columns].tocsr()
            found = linprog(
                -self.value[columns],
                A_ub=vstack([part[above], -part[below]]),
                b_ub=np.concatenate([high[above], -low[below]]),
                A_eq=part[equal] if equal.any() else None,
                b_eq=low[equal] if equal.any() else None,
                bounds=np.stack([self.low[columns], np.ones(len(columns))], axis=1),
                method="highs",
            )
            if found.x is None:
                return None
            price = np.zeros(len(low))
            price[above] = -found.ineqlin.marginals[: above.sum()]
            price[below] += found.ineqlin.marginals[above.sum() :]
            if equal.any():
                price[equal] = -found.eqlin.marginals
            reduced = self.value - self.matrix.T @ price
            missing = np.where(active[: len(self.edges)], -np.inf, reduced[: len(self.edges)])
            new = self._best(missing, _NEW_A_PERSON)
            new = new[missing[new] > _NOISE]
            if not len(new):
                return -float(found.fun), reduced
            active[new] = True

    def _best(self, values: Floats, most: int) -> Integers:
        """The `most` best edges of each person."""
        person = self.made.person[self.edges]
        order = np.lexsort((-values, person))
        starts = np.searchsorted(person[order], person[order], side="left")
        return np.asarray(order[np.arange(len(order)) - starts < most])
