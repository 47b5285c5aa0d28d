"""What a reason proposes, carried out: the same request with one change."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from matching.assignment.allocation import Change
from matching.assignment.request import Request

NEW = "new candidate {}"


def apply_change(request: Request, change: Change) -> Request:
    return _OF_KINDS[change.kind](request, change.facts)


def _scored(request: Request, facts: Mapping[str, Any]) -> Request:
    person, demand, score = request.columns
    row, column = list(request.person_ids).index(facts["person"]), list(request.demand_ids).index(facts["demand"])
    others = ~((person == row) & (demand == column))
    pair = facts["person"], facts["demand"]
    return replace(
        request,
        person=np.append(person[others], row),
        demand=np.append(demand[others], column),
        score=np.append(score[others], facts["score"]),
        forbidden={key: code for key, code in request.forbidden.items() if key != pair},
    )


def _roomier(request: Request, facts: Mapping[str, Any]) -> Request:
    places = {name: request.demand_capacity.get(name, 1) + more for name, more in facts["places"].items()}
    caps = [replace(cap, limit=cap.limit + facts["caps"].get(cap.id, 0)) for cap in request.caps]
    lower = dict.fromkeys(facts.get("without_minimum", ()), 0)
    return replace(
        request,
        demand_capacity={**request.demand_capacity, **places},
        caps=caps,
        minimum={**request.minimum, **lower},
    )


def _joined(request: Request, facts: Mapping[str, Any]) -> Request:
    person, demand, score = request.columns
    column, size, more = list(request.demand_ids).index(facts["demand"]), len(request.person_ids), facts["people"]
    roomier = _roomier(request, {"places": {}, "caps": facts["caps"]})
    return replace(
        roomier,
        person_ids=[*request.person_ids, *(NEW.format(number) for number in range(1, more + 1))],
        person=np.append(person, size + np.arange(more)),
        demand=np.append(demand, np.full(more, column)),
        score=np.append(score, np.ones(more)),
    )


_OF_KINDS = {"score": _scored, "admit": _scored, "room": _roomier, "candidates": _joined}
