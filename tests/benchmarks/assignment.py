"""Allocation beside other solvers on the same made-up market in the same run: medians of three, value and time."""

import time
from collections.abc import Callable
from statistics import median

import numpy as np
from ortools.graph.python import min_cost_flow
from scipy.optimize import linear_sum_assignment, linprog
from scipy.sparse import csr_matrix, hstack
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from matching.assignment import Request, allocate

SEED = 17
# people, demands, pairs a person, most places a demand
SIZES = ((5_000, 300, 40, 29), (10_000, 10_000, 50, 1))
RUNS = 3
# Dense tables above so many cells do not fit beside the rest of the machine's work.
MOST_CELLS = 30_000_000


def market(people: int, demands: int, per: int, most: int) -> Request:
    chance = np.random.default_rng(SEED)
    person = np.repeat(np.arange(people), per)
    demand = np.concatenate([chance.choice(demands, per, replace=False) for _ in range(people)])
    score = 0.4 + 0.3 * np.repeat(chance.random(people), per) + 0.3 * chance.random(people * per)
    places = chance.integers(1, most + 1, demands)
    return Request(
        person_ids=[f"p{number:05}" for number in range(people)],
        demand_ids=[f"d{number:05}" for number in range(demands)],
        person=person,
        demand=demand,
        score=np.round(score, 6),
        demand_capacity={f"d{number:05}": int(count) for number, count in enumerate(places)},
    )


def places_of(request: Request) -> np.ndarray:
    return np.array([request.demand_capacity[name] for name in request.demand_ids])


def raw_flow(request: Request) -> float:
    """OR-tools alone, with the least that it needs."""
    person, demand, score = request.columns
    people, sink, places = (
        len(request.person_ids),
        len(request.person_ids) + len(request.demand_ids),
        places_of(request),
    )
    micro, ends = np.rint(score * 1e6).astype(np.int64), np.arange(len(places)) + people
    solver, rest = min_cost_flow.SimpleMinCostFlow(), np.zeros(people, np.int64)
    add = solver.add_arcs_with_capacity_and_unit_cost
    arcs = add(person, people + demand, np.ones(len(person), np.int64), -micro)
    add(ends, np.full(len(places), sink), places, np.zeros(len(places), np.int64))
    add(np.arange(people), np.full(people, sink), rest + 1, rest)
    solver.set_nodes_supplies(np.arange(people), rest + 1)
    solver.set_node_supply(sink, -people)
    solver.solve()
    return float(micro[solver.flows(arcs) > 0].sum()) / 1e6


def expanded(request: Request) -> tuple[np.ndarray, np.ndarray, np.ndarray, int]:
    """Every place a column of its own, for solvers that know no head counts."""
    person, demand, score = request.columns
    places = places_of(request)
    starts, times = np.cumsum(places) - places, places[demand]
    inner = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
    return (
        np.repeat(person, times),
        np.repeat(starts[demand], times) + inner,
        np.repeat(score, times),
        int(places.sum()),
    )


def sparse_bipartite(request: Request) -> float:
    """SciPy's sparse matching wants everybody matched: each person gets a column of their own for staying."""
    rows, columns, score, width = expanded(request)
    people = len(request.person_ids)
    table = csr_matrix((2.0 - score, (rows, columns)), shape=(people, width))
    stay = csr_matrix((np.full(people, 2.0), (np.arange(people), np.arange(people))), shape=(people, people))
    both = hstack([table, stay]).tocsr()
    chosen = min_weight_full_bipartite_matching(both)
    return float((2.0 - np.asarray(both[chosen])).sum())


def dense_table(request: Request) -> float:
    rows, columns, score, width = expanded(request)
    table = np.zeros((len(request.person_ids), width))
    table[rows, columns] = score
    return float(table[linear_sum_assignment(table, maximize=True)].sum())


def relaxed(request: Request) -> float:
    """HiGHS on the linear program; its corners are whole numbers here."""
    person, demand, score = request.columns
    people, size = len(request.person_ids), len(person)
    rows = np.concatenate([person, people + demand])
    table = csr_matrix((np.ones(2 * size), (rows, np.tile(np.arange(size), 2))))
    limits = np.concatenate([np.ones(people), places_of(request)])[: table.shape[0]]
    return -float(linprog(-score, A_ub=table, b_ub=limits, bounds=(0, 1), method="highs").fun)


def greedy(request: Request) -> float:
    person, demand, score = request.columns
    free, left, value = np.ones(len(request.person_ids), bool), places_of(request).copy(), 0.0
    for edge in np.argsort(-score, kind="stable"):
        if free[person[edge]] and left[demand[edge]]:
            free[person[edge]] = False
            left[demand[edge]] -= 1
            value += score[edge]
    return value


def timed(work: Callable[[], float], runs: int = RUNS) -> tuple[float, float]:
    found, value = [], 0.0
    for _ in range(runs):
        start = time.perf_counter()
        value = work()
        found.append(time.perf_counter() - start)
    return median(found), value


def main() -> None:
    for size in SIZES:
        request = market(*size)
        ours, value = timed(lambda request=request: allocate(request, with_reasons=False).value)
        people, demands, per, _ = size
        print(f"allocation {people:,} x {demands:,}, {people * per:,} pairs: {ours:.2f} s, value {value:.3f}")
        others: list[tuple[str, Callable[[], float], int]] = [
            ("the same with reasons", lambda request=request: allocate(request).value, RUNS),
            ("OR-tools flow alone", lambda request=request: raw_flow(request), RUNS),
            ("greedy", lambda request=request: greedy(request), RUNS),
            ("SciPy sparse bipartite", lambda request=request: sparse_bipartite(request), RUNS),
            ("SciPy HiGHS linear program", lambda request=request: relaxed(request), 1),
        ]
        if people * int(places_of(request).sum()) <= MOST_CELLS:
            others.append(("SciPy linear_sum_assignment", lambda request=request: dense_table(request), RUNS))
        for name, work, runs in others:
            seconds, theirs = timed(work, runs)
            print(f"  {name}: {seconds / ours:.2f} x the time, {theirs / value:.6f} x the value", flush=True)


if __name__ == "__main__":
    main()
