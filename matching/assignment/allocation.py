"""What is answered: who goes where, what it is worth, and why the others and the empty places are left over."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """One proposal; with it alone the person is placed, or one more place of the demand is filled.

    `kind` is "score" (the pair scores at least so much), "admit" (the closed gate opens, at such a score), "room" (more
    places, higher caps, a lower minimum, together) or "candidates" (so many more people who fit the demand alone).
    """

    kind: Literal["score", "admit", "room", "candidates"]
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a person has no place, or a demand has empty ones. Codes, not sentences."""

    subject: Literal["person", "demand"]
    id: str
    code: str
    facts: dict[str, Any]
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Allocation:
    """`value` is the sum of the scores; the bonus for staying is not in it. `gap` 0.0: proved best.

    `place_values`: what one place of the demand is worth, in score, that is, what would be lost without it. Only where
    nothing couples people or demands; elsewhere places have no price of their own.
    """

    pairs: tuple[Pair, ...]
    value: float
    status: Literal["optimal", "within_gap"]
    gap: float
    stayed: int
    moved: int
    left: int
    reasons: tuple[Reason, ...]
    place_values: dict[str, float]

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "pairs": [list(pair) for pair in self.pairs]}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Allocation":
        pairs = tuple((person, demand) for person, demand in data["pairs"])
        reasons = tuple(
            Reason(**{**reason, "changes": tuple(Change(**change) for change in reason["changes"])})
            for reason in data["reasons"]
        )
        return cls(**{**data, "pairs": pairs, "reasons": reasons})
