"""Why people and places are left over, and what would change it. Every change named here is true: with it alone, a
new run places the person or fills one more place of the demand.

Where only capacities count, changes follow from prices: a score above what the displaced lose, one place more where
the best way to it starts with this person alone, or as many places as people stand before them. In coupled parts they
are tried by solving again while the part is small; beyond that only what is true by argument is named.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from matching.assignment.allocation import Change, Reason
from matching.assignment.applying import apply_change
from matching.assignment.flow import NEVER, NOBODY, left_by_pins, prices
from matching.assignment.instance import MILLION, Instance, Mask, instance_of
from matching.assignment.request import Cap, Integers, Request
from matching.assignment.solving import solve
from matching.ranking import Cancelled

# A larger instance is not solved again and again.
_PROVED_UP_TO = 2_000
_TRIED_DEMANDS = 3


class Reasons:
    def __init__(
        self, request: Request, made: Instance, kept: Mask, proofs: int, cancelled: Callable[[], bool] | None
    ) -> None:
        self._request, self._made, self._kept = request, made, kept
        self._cancelled = cancelled
        self._proofs = proofs if len(made.person) <= _PROVED_UP_TO else 0
        self._free = ~made.coupled
        self._prices = prices(made, self._free, kept)
        people, demands = len(made.people), len(made.demands)
        self._times = np.bincount(made.person[kept], minlength=people)
        self._filled = np.bincount(made.demand[kept], minlength=demands)
        self._of_person = np.searchsorted(made.person, np.arange(people + 1))
        self._by_demand = np.argsort(made.demand, kind="stable")
        self._of_demand = np.searchsorted(made.demand[self._by_demand], np.arange(demands + 1))
        self._needed, self._more = self._needed_scores(), self._places_before()
        self._gains = defaultdict(list)
        for demand in np.flatnonzero(self._prices.gainer != NOBODY):
            self._gains[int(self._prices.gainer[demand])].append(int(demand))
        self._group = {int(person): place for place, (_, who) in enumerate(made.groups) for person in who}
        self._shut = _by_end(request, made)
        self._caps = defaultdict(list)
        for cap in sorted(request.caps, key=lambda cap: cap.id):
            for name in cap.demand_ids:
                self._caps[name].append(cap)
        self._cap_use = {rule.cap.id: int(kept[rule.edges].sum()) for rule in made.rules}

    def all(self) -> Iterator[Reason]:
        for person in np.flatnonzero(self._times == 0):
            self._stop()
            yield self._of_a_person(int(person))
        for demand in np.flatnonzero(self._filled < self._made.demand_capacity):
            self._stop()
            yield self._of_a_demand(int(demand))

    def place_values(self) -> dict[str, float]:
        """In scores; demands without any pair, or in coupled parts, have none."""
        made, loss = self._made, self._prices.place_loss
        named = np.unique(made.demand[self._free])
        return {made.demands[d]: int(loss[d]) // made.unit / MILLION for d in named if loss[d] < NEVER}

    def _stop(self) -> None:
        if self._cancelled is not None and self._cancelled():
            raise Cancelled

    # -- people ---------------------------------------------------------------------------------------------------

    def _of_a_person(self, person: int) -> Reason:
        made = self._made
        name = made.people[person]
        edges = np.arange(self._of_person[person], self._of_person[person + 1])
        if made.person_capacity[person] == 0:
            return Reason("person", name, "not_available", {})
        if not len(edges):
            codes = Counter(code for _, code in self._shut[0].get(name, ()))
            return Reason("person", name, "no_edge", {"closed": dict(sorted(codes.items()))}, self._admitting(name))
        if made.coupled[edges[0]]:
            code, facts = self._coupled_code(person, edges)
            return Reason("person", name, code, facts, self._coupled_changes(person, edges))
        return Reason("person", name, "outcompeted", *self._outcompeted(person, edges))

    def _admitting(self, name: str) -> tuple[Change, ...]:
        """The closed gate that needs the lowest score to help once it is open."""
        made, found = self._made, []
        if any(name in group.person_ids for group in self._request.groups):
            return ()
        busy = set(np.unique(made.demand[made.coupled]).tolist())
        person = made.people.index(name)
        columns = {demand: place for place, demand in enumerate(made.demands)}
        for demand_id, code in self._shut[0].get(name, ()):
            demand = columns[demand_id]
            loss = int(self._prices.place_loss[demand])
            if demand in busy or self._caps[demand_id] or made.minimum[demand] > 1 or loss >= NEVER:
                continue
            score = self._score_above(loss, made.tie(person, demand))
            if score <= MILLION:
                found.append((score, demand_id, code))
        return tuple(
            Change("admit", {"person": name, "demand": demand_id, "code": code, "score": score / MILLION})
            for score, demand_id, code in sorted(found)[:1]
        )

    def _score_above(self, loss: int, tie: int) -> int:
        return max(0, -((tie + self._once - loss - 1) // self._made.unit))

    @property
    def _once(self) -> int:
        """What being placed at all is worth, in weights."""
        return int((self._prices.weight[:1] - self._made.weight[:1]).sum())

    def _needed_scores(self) -> Integers:
        """For each edge, the millionths at which the person would be placed by it."""
        made, loss = self._made, self._prices.place_loss[self._made.demand]
        tie = made.weight - (made.weight // made.unit) * made.unit
        bonus = made.weight // made.unit - made.micro
        needed = -((tie + self._once - loss - 1) // made.unit) - bonus
        return np.where(loss >= NEVER, NEVER, needed)

    def _places_before(self) -> Integers:
        """For each edge: so many places more, and nobody who fits the demand as well could be in the way."""
        made = self._made
        _, places = left_by_pins(made)
        order = np.lexsort((-made.weight, made.demand))
        order = order[~made.pinned[order]]
        demand, weight = made.demand[order], made.weight[order]
        last = np.append((demand[1:] != demand[:-1]) | (weight[1:] != weight[:-1]), True)[: len(order)]
        ends = np.flatnonzero(last)
        at = ends[np.searchsorted(ends, np.arange(len(order)))] if len(order) else order
        more = np.full(len(made.person), NEVER)
        more[order] = np.maximum(1, at - np.searchsorted(demand, demand) + 1 - places[demand])
        return more

    def _outcompeted(self, person: int, edges: Integers) -> tuple[dict[str, Any], tuple[Change, ...]]:
        made, name = self._made, self._made.people[person]
        gap = self._needed[edges] - made.micro[edges]
        nearest = edges[np.lexsort((edges, gap))[0]]
        demand = made.demands[made.demand[nearest]]
        facts: dict[str, Any] = {
            "demand": demand,
            "score": int(made.micro[nearest]) / MILLION,
            "places": int(made.demand_capacity[made.demand[nearest]]),
            "demands": len(edges),
        }
        found = []
        needed = int(self._needed[nearest])
        if needed < NEVER:
            facts["gap"] = (needed - int(made.micro[nearest])) / MILLION
        if needed <= MILLION:
            found.append(Change("score", {"person": name, "demand": demand, "score": needed / MILLION}))
        found.append(self._more_places(person, edges))
        return facts, tuple(found)

    def _more_places(self, person: int, edges: Integers) -> Change:
        made = self._made
        fewest = edges[np.lexsort((edges, self._more[edges]))[0]]
        demand, more = int(made.demand[fewest]), int(self._more[fewest])
        if more > 1 and self._gains.get(person):
            own = set(made.demand[edges].tolist())
            demand, more = min(self._gains[person], key=lambda place: (place not in own, place)), 1
        return self._room({demand: more})

    def _room(self, places: dict[int, int], lower: tuple[str, ...] = ()) -> Change:
        """More places, and as much more in the caps that those demands share, so that no cap takes their part."""
        named = {self._made.demands[demand]: more for demand, more in places.items()}
        caps: Counter[str] = Counter()
        for name, more in named.items():
            caps.update({cap.id: more for cap in self._caps[name]})
        return Change("room", {"places": named, "caps": dict(sorted(caps.items())), "without_minimum": list(lower)})

    # -- people in coupled parts ----------------------------------------------------------------------------------

    def _coupled_code(self, person: int, edges: Integers) -> tuple[str, dict[str, Any]]:
        made = self._made
        if person in self._group:
            group, who = made.groups[self._group[person]]
            open_to_all = np.unique(made.demand[edges[~made.lost[edges]]])
            free = made.demand_capacity[open_to_all] - self._filled[open_to_all]
            facts = {"group": group.id, "size": len(who), "together": group.together, "demands": len(open_to_all)}
            return "group_split", {**facts, "most_free": int(free.max(initial=0))}
        for edge in edges:
            demand = int(made.demand[edge])
            if self._filled[demand] >= made.demand_capacity[demand]:
                continue
            full = [cap for cap in self._full_caps(demand) if self._counts(cap, person)]
            if full:
                return "cap_reached", self._arithmetic(full[0], demand)
            if self._filled[demand] == 0 and made.minimum[demand] > 1:
                return "minimum_not_met", {"demand": made.demands[demand], "minimum": int(made.minimum[demand])}
        best = edges[np.lexsort((edges, -made.micro[edges]))[0]]
        demand = int(made.demand[best])
        facts = {"demand": made.demands[demand], "score": int(made.micro[best]) / MILLION, "demands": len(edges)}
        return "outcompeted", {**facts, "places": int(made.demand_capacity[demand])}

    def _full_caps(self, demand: int) -> list[Cap]:
        caps = self._caps[self._made.demands[demand]]
        return [cap for cap in caps if self._cap_use.get(cap.id, -1) >= cap.limit]

    def _counts(self, cap: Cap, person: int) -> bool:
        return cap.person_ids is None or self._made.people[person] in cap.person_ids

    def _arithmetic(self, cap: Cap, demand: int) -> dict[str, Any]:
        """One more, worked out: 31 of 300 is 0.103333, above 0.10."""
        would_be = cap.used + self._cap_use[cap.id] + 1
        facts: dict[str, Any] = {"demand": self._made.demands[demand], "cap": cap.id, "limit": cap.limit}
        if cap.total:
            total = cap.total + (self._cap_use[cap.id] + 1 if cap.adds_to_total else 0)
            facts |= {"would_be": would_be, "of": total, "share": round(would_be / total, 6), "most": cap.share}
        return facts

    def _coupled_changes(self, person: int, edges: Integers) -> tuple[Change, ...]:
        made = self._made
        able = edges[~made.lost[edges]]
        order = able[np.lexsort((able, -made.weight[able]))][:_TRIED_DEMANDS]
        for change in self._coupled_tries(person, order):
            if self._proofs > 0 and self._places(change, person):
                return (change,)
        return tuple(self._surely(person, int(edge)) for edge in order[:1])

    def _coupled_tries(self, person: int, order: Integers) -> Iterator[Change]:
        made = self._made
        if person not in self._group:
            for edge in order:
                pair = {"person": made.people[person], "demand": made.demands[made.demand[edge]]}
                yield Change("score", {**pair, "score": 1.0})
        size = len(made.groups[self._group[person]][1]) if person in self._group else 1
        for more in range(1, size + 1):
            for edge in order:
                demand = int(made.demand[edge])
                free = int(made.demand_capacity[demand] - self._filled[demand])
                yield self._room({demand: max(0, more - free)})

    def _places(self, change: Change, person: int) -> bool:
        self._proofs -= 1
        kept, made = self._again(change)
        return self._made.people[person] in {made.people[place] for place in made.person[kept]}

    def _again(self, change: Change) -> tuple[Mask, Instance]:
        made = instance_of(apply_change(self._request, change))
        solved = solve(made, None, self._cancelled)
        return solved.kept, made

    def _surely(self, person: int, edge: int) -> Change:
        """Room for all who could come and no minimum: whoever fits is placed, since nobody is in the way."""
        made = self._made
        demands = [int(made.demand[edge])]
        if person in self._group:
            group, _ = made.groups[self._group[person]]
            if group.together == "site":
                demands = np.flatnonzero(made.site == made.site[demands[0]]).tolist()
        everybody = {d: int(self._of_demand[d + 1] - self._of_demand[d]) for d in demands}
        places = {d: max(0, most - int(made.demand_capacity[d])) for d, most in everybody.items()}
        change = self._room(places, tuple(made.demands[d] for d in demands if made.minimum[d] > 1))
        most = len(made.person)
        return Change("room", {**change.facts, "caps": dict.fromkeys(change.facts["caps"], most)})

    # -- empty places ---------------------------------------------------------------------------------------------

    def _of_a_demand(self, demand: int) -> Reason:
        made, name = self._made, self._made.demands[demand]
        edges = self._by_demand[self._of_demand[demand] : self._of_demand[demand + 1]]
        empty = {"empty": int(made.demand_capacity[demand] - self._filled[demand]), "candidates": len(edges)}
        # Without any candidate the demand is in no part, but newcomers would count in the caps of others.
        coupled = bool(made.coupled[edges].any()) or any(cap.id in self._cap_use for cap in self._caps[name])
        code, facts = self._empty_code(demand, edges)
        return Reason("demand", name, code, {**empty, **facts}, self._candidates(demand, coupled))

    def _empty_code(self, demand: int, edges: Integers) -> tuple[str, dict[str, Any]]:
        made, name = self._made, self._made.demands[demand]
        if not len(edges):
            codes = Counter(code for _, code in self._shut[1].get(name, ()))
            return "no_candidate", {"closed": dict(sorted(codes.items()))}
        others = edges[~self._kept[edges]]
        if not len(others):
            return "all_candidates_placed", {}
        unplaced = others[(self._times == 0)[made.person[others]] & (made.person_capacity > 0)[made.person[others]]]
        if self._filled[demand] == 0 and made.minimum[demand] > 1:
            return "minimum_not_met", {"minimum": int(made.minimum[demand])}
        if len(unplaced) and self._full_caps(demand):
            return "cap_reached", self._arithmetic(self._full_caps(demand)[0], demand)
        if len(unplaced) and any(int(made.person[edge]) in self._group for edge in unplaced):
            return "group_split", {"unplaced": len(unplaced)}
        return self._elsewhere(others)

    def _elsewhere(self, others: Integers) -> tuple[str, dict[str, Any]]:
        """The candidate who is nearest to coming, and where they are better off."""
        made = self._made
        cost = self._prices.person_worth[made.person[others]] - self._prices.weight[others]
        nearest = others[np.lexsort((others, cost))[0]]
        person = int(made.person[nearest])
        mine = np.arange(self._of_person[person], self._of_person[person + 1])
        at = mine[self._kept[mine]]
        facts: dict[str, Any] = {"person": made.people[person], "at": [made.demands[made.demand[edge]] for edge in at]}
        pinned = [self._is_pinned(int(edge)) for edge in others]
        if all(pinned):
            return "pinned_elsewhere", facts
        if not made.coupled[nearest]:
            facts["gap"] = max(0.0, round(int(cost.min()) / (made.unit * MILLION), 6))
        return "candidate_better_elsewhere", facts

    def _is_pinned(self, edge: int) -> bool:
        person = int(self._made.person[edge])
        mine = np.arange(self._of_person[person], self._of_person[person + 1])
        return bool(self._made.pinned[mine].sum() >= self._made.person_capacity[person])

    def _candidates(self, demand: int, coupled: bool) -> tuple[Change, ...]:
        made, name = self._made, self._made.demands[demand]
        people = max(1, int(made.minimum[demand] - self._filled[demand])) if made.minimum[demand] > 1 else 1
        if people > made.demand_capacity[demand] - self._filled[demand]:
            return ()
        caps = {cap.id: people for cap in self._caps[name] if cap.person_ids is None}
        change = Change("candidates", {"demand": name, "people": people, "caps": caps})
        if not coupled:
            return (change,)
        if self._proofs > 0:
            self._proofs -= 1
            kept, again = self._again(change)
            filled = int((again.demand[kept] == demand).sum())
            return (change,) if filled > self._filled[demand] else ()
        # Somebody else might take what a raised cap leaves, and equals might leave a demand that has people already;
        # where it has none and no cap is full, the newcomers are sure to be placed.
        bare = Change("candidates", {**change.facts, "caps": {}})
        roomy = all(self._used(cap) + people <= cap.limit for cap in self._caps[name])
        return (bare,) if roomy and self._filled[demand] == 0 else ()

    def _used(self, cap: Cap) -> int:
        """Also of caps that bind nobody now: newcomers may be the first to meet them."""
        made = self._made
        demands, people = set(cap.demand_ids), None if cap.person_ids is None else set(cap.person_ids)
        pairs = (made.pair(edge) for edge in np.flatnonzero(self._kept))
        return sum(demand in demands and (people is None or person in people) for person, demand in pairs)


_Shut = dict[str, list[tuple[str, str]]]


def _by_end(request: Request, made: Instance) -> tuple[_Shut, _Shut]:
    """Closed pairs by person and by demand: the other end and the code, in order."""
    people: _Shut = defaultdict(list)
    demands: _Shut = defaultdict(list)
    for (person, demand), code in sorted(request.forbidden.items()):
        people[person].append((demand, code))
        demands[demand].append((person, code))
    return people, demands
