"""Allocations judged by trying everything, by other solvers, and reasons by doing what they propose."""

import itertools
import random
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from matching import Cancelled
from matching.assignment import (
    Allocation,
    Cap,
    Contradiction,
    Group,
    Request,
    allocate,
    apply_change,
    share_limit,
)
from matching.assignment import coupled as program

Pair = tuple[str, str]


def a_case(seed: int, *, coupled: bool) -> Request:
    """A small request with a bit of everything; half of them with scores that often tie."""
    chance = random.Random(seed)
    people = [f"p{number}" for number in range(chance.randint(1, 5))]
    demands = [f"d{number}" for number in range(chance.randint(1, 3))]
    grain = chance.choice((1, 2, 10, 1000))
    pairs = [pair for pair in itertools.product(people, demands) if chance.random() < 0.7]
    scores = {pair: chance.randint(0, grain) / grain for pair in pairs}
    shut = {pair: "place" for pair in itertools.product(people, demands) if chance.random() < 0.1}
    rules: dict[str, object] = {
        "forbidden": shut,
        "demand_capacity": {name: chance.randint(0, 3) for name in demands},
        "person_capacity": {} if coupled else {name: chance.choice((1, 1, 1, 0, 2)) for name in people},
        "objective": chance.choice(("fit", "fit", "placed")),
        "sites": {name: chance.choice(("east", "west")) for name in demands},
    }
    if coupled and len(people) > 1:
        rules["groups"] = [Group("g", tuple(chance.sample(people, 2)), chance.choice(("demand", "site")))]
    if coupled and chance.random() < 0.6:
        some = tuple(chance.sample(demands, chance.randint(1, len(demands))))
        who = None if chance.random() < 0.5 else tuple(chance.sample(people, chance.randint(1, len(people))))
        rules["caps"] = [Cap("c", chance.randint(0, 3), some, who)]
    if coupled and chance.random() < 0.4:
        rules["minimum"] = {chance.choice(demands): 2}
    if chance.random() < 0.3 and (open_pairs := [pair for pair in pairs if pair not in shut]):
        rules["pinned"] = [chance.choice(open_pairs)]
    return Request.from_pairs(scores, person_ids=people, demand_ids=demands, **rules)


def scores_of(request: Request) -> dict[Pair, float]:
    columns = zip(*(column.tolist() for column in request.columns), strict=True)
    return {(request.person_ids[p], request.demand_ids[d]): score for p, d, score in columns}


def is_allowed(request: Request, pairs: set[Pair]) -> bool:
    times, filled = Counter(p for p, _ in pairs), Counter(d for _, d in pairs)
    sites = {name: request.sites.get(name, name) for name in request.demand_ids}
    if not set(request.pinned) <= pairs or pairs & set(request.forbidden) or not pairs <= set(scores_of(request)):
        return False
    if any(times[p] > request.person_capacity.get(p, 1) for p in times):
        return False
    if any(n > request.demand_capacity.get(d, 1) or n < request.minimum.get(d, 0) for d, n in filled.items()):
        return False
    for group in request.groups:
        spots = [
            {d if group.together == "demand" else sites[d] for p, d in pairs if p == one} for one in group.person_ids
        ]
        if any(spot != spots[0] for spot in spots):
            return False
    return all(
        sum(d in cap.demand_ids and (cap.person_ids is None or p in cap.person_ids) for p, d in pairs) <= cap.limit
        for cap in request.caps
    )


def tried_all(request: Request) -> tuple[float, ...] | None:
    """The best there is, by trying every set of pairs that capacities of people allow."""
    scores = scores_of(request)
    choices = []
    for person in request.person_ids:
        mine = [pair for pair in scores if pair[0] == person and pair not in request.forbidden]
        most = request.person_capacity.get(person, 1)
        choices.append([set(some) for n in range(most + 1) for some in itertools.combinations(mine, n)])
    found = []
    for chosen in itertools.product(*choices):
        pairs = set().union(*chosen)
        if is_allowed(request, pairs):
            value = sum(scores[pair] for pair in pairs)
            found.append((len(pairs), value) if request.objective == "placed" else (value,))
    return max(found) if found else None


def judge(request: Request) -> None:
    best = tried_all(request)
    try:
        found = allocate(request, with_reasons=False)
    except Contradiction:
        assert best is None
        return
    assert best is not None
    assert is_allowed(request, set(found.pairs))
    assert found.value == pytest.approx(best[-1], abs=1e-6)
    assert request.objective == "fit" or len(found.pairs) == best[0]
    assert (found.status, found.gap) == ("optimal", 0.0)


@pytest.mark.parametrize("start", range(0, 500, 100))
def test_nothing_better_exists_where_only_capacities_count(start: int) -> None:
    for seed in range(start, start + 100):
        judge(a_case(seed, coupled=False))


@pytest.mark.parametrize("start", range(0, 500, 100))
def test_nothing_better_exists_with_groups_caps_and_minimum_crews(start: int) -> None:
    for seed in range(start, start + 100):
        judge(a_case(1000 + seed, coupled=True))


def test_pricing_large_parts_first_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "_PRICED_FROM", 0)
    monkeypatch.setattr(program, "_FIRST_A_PERSON", 1)
    for seed in range(1000, 1150):
        judge(a_case(seed, coupled=True))


def assert_reasons_are_true(request: Request, proofs: int = 200) -> int:
    try:
        found = allocate(request, proofs=proofs)
    except Contradiction:
        return 0
    placed, filled = {p for p, _ in found.pairs}, Counter(d for _, d in found.pairs)
    empty = {d for d in request.demand_ids if filled[d] < request.demand_capacity.get(d, 1)}
    assert {r.id for r in found.reasons if r.subject == "person"} == set(request.person_ids) - placed
    assert {r.id for r in found.reasons if r.subject == "demand"} == empty
    changes = [(reason, change) for reason in found.reasons for change in reason.changes]
    for reason, change in changes:
        again = allocate(apply_change(request, change), with_reasons=False)
        if reason.subject == "person":
            assert reason.id in {p for p, _ in again.pairs}, (reason, change)
        else:
            assert sum(d == reason.id for _, d in again.pairs) > filled[reason.id], (reason, change)
    return len(changes)


@pytest.mark.parametrize("coupled", [False, True])
def test_what_reasons_propose_places_the_person_or_fills_the_place(coupled: bool) -> None:
    tried = sum(assert_reasons_are_true(a_case(5000 + seed, coupled=coupled)) for seed in range(150))
    assert tried > 150


def test_what_is_said_without_trying_is_true_as_well() -> None:
    tried = sum(assert_reasons_are_true(a_case(15_000 + seed, coupled=True), proofs=0) for seed in range(150))
    assert tried > 100


@pytest.mark.parametrize("grain", [1, 4, 1_000_000])
def test_reasons_of_a_larger_market_are_true(grain: int) -> None:
    request = a_market(60, 6, per=3, places=5, grain=grain)
    assert assert_reasons_are_true(request) > 30


def a_market(people: int, demands: int, *, per: int, places: int, grain: int = 1_000_000, seed: int = 1) -> Request:
    chance = np.random.default_rng(seed)
    person = np.repeat(np.arange(people), per)
    demand = np.concatenate([chance.choice(demands, per, replace=False) for _ in range(people)])
    return Request(
        person_ids=[f"p{number:05}" for number in range(people)],
        demand_ids=[f"d{number:05}" for number in range(demands)],
        person=person,
        demand=demand,
        score=chance.integers(0, grain + 1, len(person)) / grain,
        demand_capacity={f"d{number:05}": places for number in range(demands)},
    )


def test_another_solver_finds_the_same_value() -> None:
    request = a_market(300, 40, per=20, places=6)
    person, demand, score = request.columns
    table = np.zeros((300, 240))
    for place in range(6):
        table[person, demand * 6 + place] = score
    rows, columns = linear_sum_assignment(table, maximize=True)
    assert allocate(request).value == pytest.approx(table[rows, columns].sum(), abs=1e-5)


def test_the_order_of_input_changes_nothing() -> None:
    for seed in range(40):
        request = a_case(9000 + seed, coupled=bool(seed % 2))
        chance = np.random.default_rng(seed)
        person, demand, score = request.columns
        rows, columns = (chance.permutation(len(ids)) for ids in (request.person_ids, request.demand_ids))
        edges = chance.permutation(len(person))
        shuffled = replace(
            request,
            person_ids=[request.person_ids[place] for place in rows],
            demand_ids=[request.demand_ids[place] for place in columns],
            person=np.argsort(rows)[person[edges]],
            demand=np.argsort(columns)[demand[edges]],
            score=score[edges],
        )
        try:
            assert allocate(shuffled) == allocate(request)
        except Contradiction:
            continue


def test_ties_go_to_smaller_ids() -> None:
    scores = {(person, demand): 0.5 for person in ("p1", "p2", "p3") for demand in ("d1", "d2")}
    assert allocate(Request.from_pairs(scores)).pairs == (("p1", "d1"), ("p2", "d2"))


def test_a_pair_that_scores_nothing_is_still_a_place() -> None:
    assert allocate(Request.from_pairs({("p", "d"): 0.0})).pairs == (("p", "d"),)


def test_an_earlier_allocation_comes_out_again_and_few_move_when_little_changes() -> None:
    for seed in range(40):
        request = a_case(7000 + seed, coupled=bool(seed % 2))
        try:
            first = allocate(request)
        except Contradiction:
            continue
        again = allocate(replace(request, earlier=first.pairs))
        assert again.pairs == first.pairs
        assert (again.stayed, again.moved, again.left) == (len(first.pairs), 0, 0)
    market = a_market(200, 20, per=6, places=8)
    first = allocate(market, with_reasons=False)
    fewer = {**market.demand_capacity, "d00003": 7}
    changed = replace(market, demand_capacity=fewer, earlier=first.pairs, stay_bonus=0.05)
    again = allocate(changed, with_reasons=False)
    assert again.moved + again.left <= 5
    assert again.stayed + again.moved + again.left >= len(first.pairs)


def test_most_people_first_or_most_fit_first() -> None:
    scores = {("a", "x"): 1.0, ("a", "y"): 0.1, ("b", "x"): 0.2}
    assert allocate(Request.from_pairs(scores)).pairs == (("a", "x"),)
    assert allocate(Request.from_pairs(scores, objective="placed")).pairs == (("a", "y"), ("b", "x"))


def test_groups_stay_together_or_stay_behind() -> None:
    scores = {("a", "x"): 0.9, ("b", "x"): 0.1, ("a", "y"): 0.5, ("b", "y"): 0.6}
    couple = Group("couple", ("a", "b"))
    room = Request.from_pairs(scores, groups=[couple], demand_capacity={"y": 2})
    assert allocate(room).pairs == (("a", "y"), ("b", "y"))
    tight = Request.from_pairs(scores, groups=[couple])
    left = allocate(tight)
    assert left.pairs == ()
    assert {reason.code for reason in left.reasons if reason.subject == "person"} == {"group_split"}
    one_site = Request.from_pairs(scores, groups=[replace(couple, together="site")], sites={"x": "park", "y": "park"})
    assert allocate(one_site).pairs == (("a", "x"), ("b", "y"))


def test_a_minimum_crew_is_filled_or_not_begun() -> None:
    scores = {("a", "x"): 0.9, ("b", "x"): 0.2, ("a", "y"): 0.8, ("b", "y"): 0.7}
    request = Request.from_pairs(scores, minimum={"x": 3}, demand_capacity={"x": 3, "y": 1})
    found = allocate(request)
    assert found.pairs == (("a", "y"),)
    reasons = {reason.id: reason for reason in found.reasons}
    assert reasons["x"].code == reasons["b"].code == "minimum_not_met"


def test_a_cap_shows_its_arithmetic() -> None:
    scores = {("a", "x"): 0.9, ("b", "x"): 0.8}
    cap = Cap("dispatched", share_limit("0.10", used=29, total=300), ("x",), used=29, total=300, share="0.10")
    found = allocate(Request.from_pairs(scores, caps=[cap], demand_capacity={"x": 5}))
    assert found.pairs == (("a", "x"),)
    reason = next(reason for reason in found.reasons if reason.id == "b")
    assert reason.code == "cap_reached"
    assert {key: reason.facts[key] for key in ("would_be", "of", "share", "most")} == {
        "would_be": 31,
        "of": 300,
        "share": 0.103333,
        "most": "0.10",
    }


def test_a_cap_shared_with_others_is_not_raised_for_a_demand_that_they_would_take() -> None:
    scores = {("a", "x"): 0.9, ("b", "x"): 0.8}
    caps = [Cap("dormitory", 1, ("x", "y"))]
    request = Request.from_pairs(scores, demand_ids=["y"], caps=caps, demand_capacity={"x": 2})
    assert_reasons_are_true(request)
    assert next(reason for reason in allocate(request).reasons if reason.id == "y").code == "no_candidate"


def test_shares_are_worked_out_exactly() -> None:
    assert share_limit("0.10", used=0, total=300) == 30
    assert share_limit("0.10", used=31, total=300) == 0
    assert share_limit("0.10", used=0, total=270, adds_to_total=True) == 30
    with pytest.raises(ValueError, match="share"):
        share_limit("1.5", used=0, total=1)


def test_reasons_name_closed_gates_and_what_would_open_them() -> None:
    request = Request.from_pairs({("a", "x"): 0.9}, person_ids=["b"], forbidden={("b", "x"): "place"})
    found = allocate(request)
    reason = found.reasons[0]
    assert (reason.id, reason.code, reason.facts) == ("b", "no_edge", {"closed": {"place": 1}})
    assert reason.changes[0].kind == "admit"
    assert reason.changes[0].facts["score"] == pytest.approx(0.9, abs=2e-6)
    assert found.place_values == {"x": 0.9}


def test_pins_are_kept_and_contradictions_name_the_pairs() -> None:
    scores = {("a", "x"): 0.1, ("b", "x"): 0.9}
    assert allocate(Request.from_pairs(scores, pinned=[("a", "x")])).pairs == (("a", "x"),)
    both = [("a", "x"), ("b", "x")]
    cases = {
        "pinned_above_demand_capacity": Request.from_pairs(scores, pinned=both),
        "pinned_above_person_capacity": Request.from_pairs(scores, pinned=both, person_capacity={"a": 0, "b": 0}),
        "pinned_forbidden": Request.from_pairs(scores, pinned=both[:1], forbidden={both[0]: "place"}),
        "pinned_without_score": Request.from_pairs(scores, demand_ids=["y"], pinned=[("a", "y")]),
        "pinned_above_cap": Request.from_pairs(scores, pinned=both[:1], caps=[Cap("c", 0, ("x",))]),
        "pinned_together_impossible": Request.from_pairs(scores, pinned=both[:1], groups=[Group("g", ("a", "b"))]),
    }
    for code, request in cases.items():
        with pytest.raises(Contradiction, match="a–") as caught:
            allocate(request)
        assert caught.value.code == code


def test_nothing_to_allocate_is_no_error() -> None:
    assert allocate(Request.from_pairs({})).pairs == ()
    lonely = allocate(Request.from_pairs({}, person_ids=["a"], demand_ids=["x"]))
    assert [(reason.id, reason.code) for reason in lonely.reasons] == [("a", "no_edge"), ("x", "no_candidate")]
    shut = allocate(Request.from_pairs({("a", "x"): 1.0}, demand_capacity={"x": 0}))
    assert (shut.pairs, [reason.code for reason in shut.reasons]) == ((), ["outcompeted"])


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        ({"score": [float("nan")]}, "scores"),
        ({"score": [1.5]}, "scores"),
        ({"person": [1]}, "places in the person column"),
        ({"person": [0, 0], "demand": [0, 0], "score": [0.1, 0.2]}, "listed twice"),
        ({"person_ids": ["a", "a"]}, "person ids twice"),
        ({"demand_capacity": {"x": -1}}, "negative demand_capacity"),
        ({"demand_capacity": {"z": 1}}, "unknown demand ids"),
        ({"pinned": [("z", "x")]}, "unknown person ids"),
        ({"groups": [Group("g", ("a", "z"))]}, "unknown people in groups"),
        ({"caps": [Cap("c", -1, ("x",))]}, "negative limit"),
        ({"stay_bonus": 2.0}, "stay_bonus"),
    ],
)
def test_senseless_requests_are_refused(rules: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        allocate(replace(Request(["a"], ["x"], [0], [0], [0.5]), **rules))


def test_an_allocation_survives_json_and_cancelling_stops() -> None:
    request = a_market(30, 3, per=2, places=4)
    found = allocate(request)
    assert Allocation.from_json(found.to_json()) == found
    seen: list[tuple[int, int]] = []
    allocate(request, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 1)]
    with pytest.raises(Cancelled):
        allocate(request, cancelled=lambda: True)


@pytest.mark.slow
def test_many_more_small_cases() -> None:
    for seed in range(3000):
        judge(a_case(20_000 + seed, coupled=bool(seed % 2)))
        if seed % 4 == 0:
            assert_reasons_are_true(a_case(20_000 + seed, coupled=bool(seed % 8)))
