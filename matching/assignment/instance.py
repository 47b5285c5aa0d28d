"""A request in its canonical order, as arrays of whole numbers: the same for every order of input.

A pair weighs its score in millionths, and below that a tie number, so small that all of them together are less than one
millionth: the total of scores decides first. Ties go to the pairing in which smaller ids stand together (products of
ranks), then to a digest of the ranks, so that the best allocation is one and the same wherever it is computed.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from matching.assignment.request import Cap, Contradiction, Group, Integers, Request

MILLION = 1_000_000
Mask = NDArray[np.bool_]
# Sums of weights along any path of the network stay below this; the solver multiplies costs by the number of nodes.
_ROOM = 2**60
_MOST_DIGEST = 2**16


@dataclass(frozen=True, slots=True)
class Rule:
    """A cap as the edges that count in it."""

    cap: Cap
    edges: Integers


@dataclass(frozen=True)
class Instance:
    """Ids sorted; admissible edges sorted by person, then demand. `micro` is the score, `weight` what is summed."""

    people: list[str]
    demands: list[str]
    person_capacity: Integers
    demand_capacity: Integers
    minimum: Integers
    person: Integers
    demand: Integers
    micro: Integers
    weight: Integers
    unit: int
    pinned: Mask
    stays: Mask
    # Edges that a group cannot use, since another member has none to the same demand or site.
    lost: Mask
    groups: list[tuple[Group, Integers]]
    site: Integers
    rules: list[Rule]
    coupled: Mask
    component: Integers
    by_count: bool

    def pair(self, edge: int | np.integer[Any]) -> tuple[str, str]:
        return self.people[self.person[edge]], self.demands[self.demand[edge]]

    def tie(self, person: int, demand: int) -> int:
        found = _ties(np.array([person]), np.array([demand]), (len(self.people), len(self.demands)), self._most_tie)
        return int(found[0])

    @property
    def _most_tie(self) -> int:
        return _most_tie(self.person_capacity, self.demand_capacity, len(self.person))


def instance_of(request: Request) -> Instance:
    people, demands = sorted(request.person_ids), sorted(request.demand_ids)
    rows, columns = ({name: place for place, name in enumerate(names)} for names in (people, demands))
    person, demand, score = request.columns
    person = np.array([rows[name] for name in request.person_ids], dtype=np.int64)[person]
    demand = np.array([columns[name] for name in request.demand_ids], dtype=np.int64)[demand]
    key = person * max(1, len(demands)) + demand
    shut = np.array([rows[p] * len(demands) + columns[d] for p, d in request.forbidden], dtype=np.int64)
    order = np.argsort(key, kind="stable")
    order = order[~_among(key[order], shut)]
    person, demand, key = person[order], demand[order], key[order]
    micro = np.rint(score[order] * MILLION).astype(np.int64)
    capacity = np.array([request.person_capacity.get(name, 1) for name in people], dtype=np.int64)
    places = np.array([request.demand_capacity.get(name, 1) for name in demands], dtype=np.int64)
    known = [(p, d) for p, d in request.earlier if p in rows and d in columns]
    stays = _among(key, np.array([rows[p] * len(demands) + columns[d] for p, d in known], dtype=np.int64))
    most = _most_tie(capacity, places, len(person))
    unit = _most_placed(capacity, places, len(person)) * most + 1
    bonus = np.where(stays, round(request.stay_bonus * MILLION), 0)
    weight = (micro + bonus) * unit + _ties(person, demand, (len(people), len(demands)), most)
    keys = sorted({request.sites.get(name, name) for name in demands})
    site = np.array([keys.index(request.sites[name]) if name in request.sites else -1 for name in demands], np.int64)
    site = np.where(site < 0, len(keys) + np.arange(len(demands)), site)
    groups = sorted(request.groups, key=lambda group: group.id)
    members = [(group, np.array(sorted(rows[name] for name in group.person_ids), np.int64)) for group in groups]
    rules = [_rule(cap, rows, columns, person, demand) for cap in sorted(request.caps, key=lambda cap: cap.id)]
    minimum = np.array([request.minimum.get(name, 0) for name in demands], dtype=np.int64)
    made = Instance(
        people=people,
        demands=demands,
        person_capacity=capacity,
        demand_capacity=places,
        minimum=minimum,
        person=person,
        demand=demand,
        micro=micro,
        weight=weight,
        unit=unit,
        pinned=_pinned(request, rows, columns, key),
        stays=stays,
        lost=_lost(members, person, demand, site),
        groups=[pair for pair in members if len(pair[1]) > 1],
        site=site,
        rules=[rule for rule in rules if _can_bind(rule, person, demand, capacity, places)],
        coupled=np.zeros(0, dtype=np.bool_),
        component=np.zeros(0, dtype=np.int64),
        by_count=request.objective == "placed",
    )
    component, coupled = _components(made)
    made = Instance(**{**vars(made), "component": component, "coupled": coupled})
    _check_pins(made)
    return made


def _among(keys: Integers, some: Integers) -> Mask:
    """Which of the sorted keys are among some; quick where those are few, as they mostly are."""
    found = np.zeros(len(keys), dtype=np.bool_)
    at = np.searchsorted(keys, some)
    inside = at < len(keys)
    at = at[inside]
    found[at[keys[at] == some[inside]]] = True
    return found


def _most_placed(capacity: Integers, places: Integers, edges: int) -> int:
    return int(max(1, min(capacity.sum(), places.sum(), edges)))


def _most_tie(capacity: Integers, places: Integers, edges: int) -> int:
    nodes = len(capacity) + len(places) + 2
    found = _ROOM // (2 * MILLION * _most_placed(capacity, places, edges) * 2 * nodes)
    if found < 1:
        raise ValueError("too many people and places for exact whole numbers; allocate in parts")
    return min(found, _MOST_DIGEST * max(1, len(capacity) * len(places)))


def _ties(person: Integers, demand: Integers, sizes: tuple[int, int], most: int) -> Integers:
    """From 1 to `most`."""
    people, demands = sizes
    grid = max(1, people * demands)
    product = (people - person) * (demands - demand)
    digests = most // (2 * grid)
    if digests < 2:
        return np.asarray(1 + (product - 1) * (most - 1) // grid, dtype=np.int64)
    return np.asarray(product * digests + _digest(person * demands + demand) % digests, dtype=np.int64)


def _digest(key: Integers) -> Integers:
    """Whole numbers scattered, the same on every machine (the finaliser of splitmix64)."""
    value = (key.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return ((value ^ (value >> np.uint64(31))) >> np.uint64(2)).astype(np.int64)


def _rule(cap: Cap, rows: dict[str, int], columns: dict[str, int], person: Integers, demand: Integers) -> Rule:
    counts = np.isin(demand, [columns[name] for name in cap.demand_ids])
    if cap.person_ids is not None:
        counts &= np.isin(person, [rows[name] for name in cap.person_ids])
    return Rule(cap, np.flatnonzero(counts))


def _can_bind(rule: Rule, person: Integers, demand: Integers, capacity: Integers, places: Integers) -> bool:
    """False where capacities alone keep the cap: then it couples nothing."""
    most = min(
        int(np.minimum(limits, np.bincount(ends[rule.edges], minlength=len(limits))).sum()) if len(limits) else 0
        for ends, limits in ((person, capacity), (demand, places))
    )
    return most > rule.cap.limit


def _pinned(request: Request, rows: dict[str, int], columns: dict[str, int], key: Integers) -> Mask:
    shut = [pair for pair in request.pinned if pair in request.forbidden]
    if shut:
        raise Contradiction("pinned_forbidden", shut)
    wanted = {rows[p] * len(columns) + columns[d]: (p, d) for p, d in request.pinned}
    missing = set(wanted) - set(key[np.isin(key, list(wanted))].tolist()) if wanted else set()
    if missing:
        raise Contradiction("pinned_without_score", [wanted[place] for place in missing])
    return _among(key, np.array(list(wanted), dtype=np.int64))


def _lost(members: list[tuple[Group, Integers]], person: Integers, demand: Integers, site: Integers) -> Mask:
    lost = np.zeros(len(person), dtype=np.bool_)
    for group, who in members:
        mine = np.flatnonzero(np.isin(person, who))
        spots = (demand if group.together == "demand" else site[demand])[mine]
        reached = np.unique(np.stack([spots, person[mine]]), axis=1)[0]
        common, count = np.unique(reached, return_counts=True)
        lost[mine] = ~np.isin(spots, common[count == len(who)])
    return lost


def _components(made: Instance) -> tuple[Integers, Mask]:
    """The connected part of every edge, and whether something in that part couples pairs beyond capacities."""
    people, size = len(made.people), len(made.people) + len(made.demands)
    left, right = [made.person], [people + made.demand]
    for _, who in made.groups:
        for one, other in pairwise(who):
            left.append(np.array([one]))
            right.append(np.array([other]))
    for rule in made.rules:
        left.append(made.person[rule.edges])
        right.append(np.full(len(rule.edges), size))
        size += 1
    ends = np.concatenate(left), np.concatenate(right)
    _, labels = connected_components(coo_matrix((np.ones(len(ends[0])), ends), shape=(size, size)), directed=False)
    parts = [labels[who] for _, who in made.groups] + [labels[made.person[rule.edges]] for rule in made.rules]
    parts.append(labels[people : people + len(made.demands)][made.minimum > 1])
    component = labels[made.person].astype(np.int64)
    return component, np.isin(component, np.concatenate(parts))


def _check_pins(made: Instance) -> None:
    edges = np.flatnonzero(made.pinned)
    sides = (
        ("pinned_above_person_capacity", made.person, made.person_capacity),
        ("pinned_above_demand_capacity", made.demand, made.demand_capacity),
    )
    for code, ends, limits in sides:
        over = np.flatnonzero(np.bincount(ends[edges], minlength=len(limits)) > limits)
        if len(over):
            raise Contradiction(code, [made.pair(edge) for edge in edges if ends[edge] == over[0]])
    for rule in made.rules:
        inside = rule.edges[made.pinned[rule.edges]]
        if len(inside) > rule.cap.limit:
            raise Contradiction("pinned_above_cap", [made.pair(edge) for edge in inside])
    if (made.pinned & made.lost).any():
        raise Contradiction(
            "pinned_splits_group", [made.pair(edge) for edge in np.flatnonzero(made.pinned & made.lost)]
        )
    for group, who in made.groups:
        mine = edges[np.isin(made.person[edges], who)]
        spots = made.demand[mine] if group.together == "demand" else made.site[made.demand[mine]]
        if len(np.unique(spots)) > 1:
            raise Contradiction("pinned_splits_group", [made.pair(edge) for edge in mine])
