"""How the parts make one number: which gates, which weights, which thresholds. A change is a new version."""

from dataclasses import asdict, dataclass, field
from typing import Any

from matching.comparisons import COMPARISONS, GATES
from matching.levels import Thresholds


@dataclass(frozen=True)
class MatchPlan:
    """score = essential ** share * other ** (1 - share), each a weighted geometric mean over what is known.

    A geometric mean lets one bad essential part sink a pair, as a placement officer would: the right city and pay do
    not make a cook of a welder. Parts are kept in the order in which they are declared, whatever order they come in
    (a JSON column may lose it), so that the same plan always computes the same digits.
    """

    version: str
    gates: tuple[str, ...]
    essential: dict[str, float]
    other: dict[str, float] = field(default_factory=dict)
    essential_share: float = 0.65
    thresholds: Thresholds = field(default_factory=Thresholds)
    min_score: float = 0.45

    def __post_init__(self) -> None:
        """Raises ValueError for a plan that names what does not exist or cannot be computed."""
        unknown = [name for name in self.gates if name not in GATES]
        unknown += [name for name in (*self.essential, *self.other) if name not in COMPARISONS]
        if unknown:
            raise ValueError(f"unknown parts: {', '.join(unknown)}")
        if not self.version or len(set(self.gates)) < len(self.gates):
            raise ValueError("a plan has a version and names a gate once")
        if not self.essential or any(not weight > 0 for weight in (*self.essential.values(), *self.other.values())):
            raise ValueError("weights must be above zero, and something must be essential")
        if set(self.essential) & set(self.other):
            raise ValueError("a comparison counts once")
        if not (0.0 < self.essential_share <= 1.0 and 0.0 <= self.min_score <= 1.0):
            raise ValueError("shares and thresholds lie between 0 and 1")
        if not (0.0 <= self.thresholds.pay_floor_share <= 1.0 and self.thresholds.skill_level_slack >= 0):
            raise ValueError("shares and thresholds lie between 0 and 1")
        object.__setattr__(self, "gates", tuple(name for name in GATES if name in self.gates))
        for side in ("essential", "other"):
            weights = getattr(self, side)
            object.__setattr__(self, side, {name: float(weights[name]) for name in COMPARISONS if name in weights})

    @property
    def comparisons(self) -> tuple[str, ...]:
        return (*self.essential, *self.other)

    def weight(self, name: str) -> float:
        return self.essential[name] if name in self.essential else self.other[name]

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "gates": list(self.gates)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "MatchPlan":
        """The plan that `to_json` wrote. Raises ValueError for anything else."""
        try:
            values = {**data, "gates": tuple(data["gates"]), "thresholds": Thresholds(**data["thresholds"])}
            return cls(**values)
        except (AttributeError, KeyError, TypeError) as error:
            raise ValueError("not a plan") from error


DEFAULT_PLAN = MatchPlan(
    version="2026-11-1",
    gates=tuple(GATES),
    essential={"occupation": 0.5, "title": 0.15, "skills": 0.35},
    other={"place": 0.26, "pay": 0.26, "experience": 0.2, "education": 0.06, "credentials": 0.16, "availability": 0.06},
)
