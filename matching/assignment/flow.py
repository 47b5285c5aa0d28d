"""The part without coupling: a minimum-cost flow in whole numbers, and what one place more or less would change."""

from dataclasses import dataclass

import numpy as np
from ortools.graph.python import min_cost_flow

from matching.assignment.instance import Instance, Mask
from matching.assignment.request import Integers

NEVER = 2**61
NOBODY = -1


def solve_flow(made: Instance, part: Mask) -> Mask:
    """The edges of the best allocation among those of `part` that are not pinned; capacities are what pins leave."""
    edges = np.flatnonzero(part & ~made.pinned)
    kept = np.zeros(len(part), dtype=np.bool_)
    if not len(edges):
        return kept
    able, places = left_by_pins(made)
    people, sink = len(able), len(able) + len(places)
    solver = min_cost_flow.SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(
        made.person[edges], people + made.demand[edges], np.ones(len(edges), np.int64), -made.weight[edges]
    )
    ends = people + np.arange(len(places))
    nothing = np.zeros(len(places), np.int64)
    solver.add_arcs_with_capacity_and_unit_cost(ends, np.full(len(places), sink), places, nothing)
    solver.set_nodes_supplies(np.arange(people), able)
    solver.set_node_supply(sink, -int(able.sum()))
    if made.by_count:
        status = solver.solve_max_flow_with_min_cost()
    else:
        # A way past all places: a person may stay unplaced.
        rest = np.zeros(people, np.int64)
        solver.add_arcs_with_capacity_and_unit_cost(np.arange(people), np.full(people, sink), able, rest)
        status = solver.solve()
    if status != solver.OPTIMAL:
        raise ArithmeticError(f"flow not solved: {status}")
    kept[edges] = solver.flows(arcs) > 0
    return kept


def left_by_pins(made: Instance) -> tuple[Integers, Integers]:
    pins = np.flatnonzero(made.pinned)
    able = made.person_capacity - np.bincount(made.person[pins], minlength=len(made.people))
    places = made.demand_capacity - np.bincount(made.demand[pins], minlength=len(made.demands))
    return able, places


@dataclass(frozen=True)
class Prices:
    """In weights. `place_loss` of a demand: what is lost with one place less; 0 where places are empty.

    `person_worth`: what is lost where the person is one time less available. `gainer` of a demand: the unplaced person
    whom one place more would place, nobody where it would place none for sure.
    """

    weight: Integers
    place_loss: Integers
    person_worth: Integers
    gainer: Integers


class _Ends:
    """Some edges, grouped by the node at one end: extremes over the edges of each node in one sweep."""

    def __init__(self, edges: Integers, nodes: Integers, size: int) -> None:
        self.edges = edges[np.argsort(nodes[edges], kind="stable")]
        self.node = nodes[self.edges]
        self._named, self._starts = np.unique(self.node, return_index=True)
        self._size = size

    def of(self, nodes: Integers) -> Integers:
        """The edges of these nodes."""
        low, high = np.searchsorted(self.node, nodes), np.searchsorted(self.node, nodes, side="right")
        size = high - low
        skipped = np.repeat(low - np.cumsum(size) + size, size)
        return np.asarray(self.edges[skipped + np.arange(int(size.sum()))])

    def least(self, values: Integers) -> Integers:
        return -self.most(-values)

    def most(self, values: Integers) -> Integers:
        found = np.full(self._size, -NEVER, dtype=np.int64)
        if len(values):
            found[self._named] = np.maximum.reduceat(values, self._starts)
        return found


def prices(made: Instance, part: Mask, kept: Mask) -> Prices:
    """Shortest ways through the residual network, for all nodes at once (Bellman and Ford, by sweeps)."""
    weight = made.weight
    if made.by_count and len(weight):
        # One more placed is worth more than any gain along a way.
        weight = weight + int(weight.max()) * (min(len(made.people), len(made.demands)) + 1)
    return _Residual(made, part, kept, weight).prices()


class _Residual:
    def __init__(self, made: Instance, part: Mask, kept: Mask, weight: Integers) -> None:
        able, places = left_by_pins(made)
        free = np.flatnonzero(part & ~made.pinned & ~kept)
        held = np.flatnonzero(part & kept & ~made.pinned)
        people, demands = len(made.people), len(made.demands)
        self.made, self.weight, self.places = made, weight, places
        self.held_of_person = _Ends(held, made.person, people)
        self.free_of_demand, self.held_of_demand = (_Ends(edges, made.demand, demands) for edges in (free, held))
        self.has_room = np.bincount(made.demand[held], minlength=demands) < places
        self.is_free = np.bincount(made.person[held], minlength=people) < able
        pinned = np.bincount(made.person[made.pinned], minlength=people)
        self.is_unplaced = (np.bincount(made.person[held], minlength=people) + pinned == 0) & self.is_free

    def prices(self) -> Prices:
        worth, gainer = self._gains()
        return Prices(self.weight, self._losses(), worth, gainer)

    def _losses(self) -> Integers:
        """A place goes: who held it takes the next best, which may push somebody else, or stays without.

        Each sweep looks only at the demands whose loss has just become smaller.
        """
        made, free, held = self.made, self.free_of_demand, self.held_of_person
        rest = np.zeros(len(made.people), dtype=np.int64)
        loss = np.where(self.has_room, 0, self.held_of_demand.least(self.weight[self.held_of_demand.edges]))
        changed = np.arange(len(made.demands))
        while len(changed):
            edges = free.of(changed)
            ends, before = made.person[edges], rest.copy()
            np.minimum.at(rest, ends, loss[made.demand[edges]] - self.weight[edges])
            edges = held.of(np.flatnonzero(rest < before))
            ends, before = made.demand[edges], loss.copy()
            np.minimum.at(loss, ends, self.weight[edges] + rest[made.person[edges]])
            changed = np.flatnonzero(loss < before)
        return np.asarray(loss)

    def _gains(self) -> tuple[Integers, Integers]:
        """A place comes: the best who could take it, and the best with another source, to know that it is the only one.

        Returns what each person is worth where they are, and the person whom a place more would bring in.
        """
        made, free, held = self.made, self.free_of_demand, self.held_of_person
        here = np.arange(len(made.people))
        start = np.where(self.is_free, 0, NEVER)
        cost = (start, np.full(len(here), NEVER))
        source = (np.where(self.is_free, here, NOBODY), np.full(len(here), NOBODY))
        while True:
            ends = made.person[free.edges]
            offers = [(_unless_never(self.weight[free.edges], cost[k][ends]), source[k][ends]) for k in (0, 1)]
            gain, giver = _two_best(free, offers, len(made.demands), floor=True)
            ends = made.demand[held.edges]
            offers = [(gain[k][ends] - self.weight[held.edges], giver[k][ends]) for k in (0, 1)]
            value, origin = _two_best(held, offers, len(here), floor=False)
            new = tuple(np.where(self.is_free, cost[k] if k else 0, np.minimum(NEVER, -value[k])) for k in (0, 1))
            new_source = tuple(np.where(self.is_free, source[k], origin[k]) for k in (0, 1))
            if all(np.array_equal(new[k], cost[k]) for k in (0, 1)):
                break
            cost, source = (new[0], new[1]), (new_source[0], new_source[1])
        sure = (gain[0] > gain[1]) & (gain[0] > 0) & (giver[0] != NOBODY)
        sure &= self.is_unplaced[np.maximum(giver[0], 0)] if len(here) else False
        return np.asarray(cost[0]), np.where(sure, giver[0], NOBODY)


_Two = tuple[Integers, Integers]


def _unless_never(weight: Integers, cost: Integers) -> Integers:
    """Kept from drifting: never stays never, so that sweeps come to an end."""
    return np.where(cost >= NEVER // 2, -NEVER, weight - cost)


def _two_best(ends: _Ends, offers: list[_Two], size: int, *, floor: bool) -> tuple[_Two, _Two]:
    """Best value and its source for each node, and the best with another source. With `floor`, nobody for 0 is one."""
    (first, first_source), (second, second_source) = offers
    best = ends.most(first)
    source = ends.most(np.where(first == best[ends.node], first_source, NOBODY))
    if floor:
        source = np.where(best > 0, source, NOBODY)
        best = np.maximum(best, 0)
    other = np.where(first_source != source[ends.node], first, second)
    next_best = ends.most(other)
    next_source = ends.most(
        np.where(
            other == next_best[ends.node],
            np.where(first_source != source[ends.node], first_source, second_source),
            NOBODY,
        )
    )
    if floor:
        lower = (source != NOBODY) & (next_best < 0)
        next_best, next_source = np.where(lower, 0, next_best), np.where(lower, NOBODY, next_source)
    return (best, next_best), (source, next_source)
