"""What is asked: people, demands, scored pairs between them, and the rules that an allocation must keep."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Pair = tuple[str, str]
Objective = Literal["fit", "placed"]


class Contradiction(ValueError):
    """Pinned pairs that cannot all be kept; `code` says why, `pairs` which."""

    def __init__(self, code: str, pairs: Iterable[Pair]) -> None:
        self.code, self.pairs = code, tuple(sorted(pairs))
        super().__init__(f"{code}: {', '.join(f'{person}–{demand}' for person, demand in self.pairs)}")


@dataclass(frozen=True, slots=True)
class Group:
    """People who go together or not at all: to one demand, or to one site (demands with the same site key)."""

    id: str
    person_ids: tuple[str, ...]
    together: Literal["demand", "site"] = "demand"


@dataclass(frozen=True, slots=True)
class Cap:
    """At most `limit` placements over the pairs of these demands and people (None: all people).

    `used` and `total` are what the limit was worked out from; reasons show the arithmetic with them.
    """

    id: str
    limit: int
    demand_ids: tuple[str, ...]
    person_ids: tuple[str, ...] | None = None
    used: int = 0
    total: int | None = None
    share: str | None = None
    adds_to_total: bool = False


def share_limit(share: str, *, used: int, total: int, adds_to_total: bool = False) -> int:
    """How many more are allowed when at most `share` ("0.10") of `total` may be of a kind, and `used` already are.

    With `adds_to_total` each placement also counts in the total, as dispatched workers do at a user employer. Exact:
    a float would allow the 31st of 300 or refuse the 30th.
    """
    part = Fraction(share)
    if not 0 <= part < 1:
        raise ValueError(f"share must be in [0, 1): {share}")
    left = part * total - used
    return max(0, int((left / (1 - part) if adds_to_total else left) // 1))


@dataclass(frozen=True)
class Request:
    """Pairs are three equally long columns: place in `person_ids`, place in `demand_ids`, score 0.0–1.0.

    Capacities default to one. `minimum` of a demand: so many or none. `forbidden` gives the code of the gate that is
    closed, also for pairs without a score. `pinned` pairs are kept whatever they cost. `earlier` pairs count for
    `stay_bonus` more, so that a new run moves nobody for less.
    """

    person_ids: Sequence[str]
    demand_ids: Sequence[str]
    person: ArrayLike
    demand: ArrayLike
    score: ArrayLike
    person_capacity: Mapping[str, int] = field(default_factory=dict)
    demand_capacity: Mapping[str, int] = field(default_factory=dict)
    minimum: Mapping[str, int] = field(default_factory=dict)
    sites: Mapping[str, str] = field(default_factory=dict)
    forbidden: Mapping[Pair, str] = field(default_factory=dict)
    pinned: Collection[Pair] = ()
    groups: Sequence[Group] = ()
    caps: Sequence[Cap] = ()
    earlier: Collection[Pair] = ()
    stay_bonus: float = 0.01
    objective: Objective = "fit"

    @classmethod
    def from_pairs(cls, scores: Mapping[Pair, float], **rules: Any) -> "Request":
        """The short form for few pairs; ids that have no pair are added with `person_ids` and `demand_ids`."""
        people = sorted({person for person, _ in scores} | set(rules.pop("person_ids", ())))
        demands = sorted({demand for _, demand in scores} | set(rules.pop("demand_ids", ())))
        rows, columns = ({name: place for place, name in enumerate(names)} for names in (people, demands))
        return cls(
            person_ids=people,
            demand_ids=demands,
            person=np.array([rows[person] for person, _ in scores], dtype=np.int64),
            demand=np.array([columns[demand] for _, demand in scores], dtype=np.int64),
            score=np.array(list(scores.values()), dtype=np.float64),
            **rules,
        )

    @property
    def columns(self) -> tuple[Integers, Integers, Floats]:
        return (
            np.asarray(self.person, dtype=np.int64),
            np.asarray(self.demand, dtype=np.int64),
            np.asarray(self.score, dtype=np.float64),
        )


def check(request: Request) -> None:
    """ValueError with what is wrong, before anything is computed."""
    _check_ids(request)
    _check_columns(request)
    _check_numbers(request)
    _check_groups(request)
    _check_caps(request)


def _check_ids(request: Request) -> None:
    for what, ids in (("person", request.person_ids), ("demand", request.demand_ids)):
        _refuse(f"{what} ids twice", [name for name, count in Counter(ids).items() if count > 1])
    people, demands = set(request.person_ids), set(request.demand_ids)
    # Not `earlier`: it comes from an older list and may name those who have left.
    pairs = [*request.forbidden, *request.pinned]
    _refuse("unknown person ids", {*request.person_capacity, *(person for person, _ in pairs)} - people)
    named = {*request.demand_capacity, *request.minimum, *request.sites, *(demand for _, demand in pairs)}
    _refuse("unknown demand ids", named - demands)


def _check_columns(request: Request) -> None:
    person, demand, score = request.columns
    if not person.ndim == demand.ndim == score.ndim == 1 or not len(person) == len(demand) == len(score):
        raise ValueError("person, demand and score must be columns of the same length")
    for what, column, ids in (("person", person, request.person_ids), ("demand", demand, request.demand_ids)):
        if len(column) and not (column.min() >= 0 and column.max() < len(ids)):
            raise ValueError(f"places in the {what} column must be in [0, {len(ids)})")
    if not np.all((score >= 0.0) & (score <= 1.0)):
        raise ValueError("scores must be numbers from 0.0 to 1.0")
    keys = person * max(1, len(request.demand_ids)) + demand
    if (np.diff(np.sort(keys)) == 0).any():
        raise ValueError("a pair is listed twice")


def _check_numbers(request: Request) -> None:
    named = {"person_capacity": request.person_capacity, "demand_capacity": request.demand_capacity}
    for what, numbers in {**named, "minimum": request.minimum}.items():
        _refuse(f"negative {what}", [name for name, number in numbers.items() if number < 0])
    if not 0.0 <= request.stay_bonus <= 1.0:
        raise ValueError("stay_bonus must be from 0.0 to 1.0")
    if request.objective not in ("fit", "placed"):
        raise ValueError(f"unknown objective: {request.objective}")


def _check_groups(request: Request) -> None:
    _refuse("group ids twice", [name for name, count in Counter(g.id for g in request.groups).items() if count > 1])
    members = [person for group in request.groups for person in group.person_ids]
    _refuse("people in groups twice", [name for name, count in Counter(members).items() if count > 1])
    _refuse("unknown people in groups", set(members) - set(request.person_ids))
    able = [name for name in members if request.person_capacity.get(name, 1) != 1]
    _refuse("people in groups must have a capacity of one", able)


def _check_caps(request: Request) -> None:
    _refuse("cap ids twice", [name for name, count in Counter(cap.id for cap in request.caps).items() if count > 1])
    people, demands = set(request.person_ids), set(request.demand_ids)
    for cap in request.caps:
        if cap.limit < 0:
            raise ValueError(f"negative limit of cap {cap.id}")
        _refuse(f"unknown demand ids in cap {cap.id}", set(cap.demand_ids) - demands)
        _refuse(f"unknown person ids in cap {cap.id}", set(cap.person_ids or ()) - people)


def _refuse(what: str, names: Collection[str]) -> None:
    if names:
        raise ValueError(f"{what}: {', '.join(sorted(names)[:5])}")
