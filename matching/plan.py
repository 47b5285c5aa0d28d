"""How the parts make one number: which gates, which weights, which thresholds. A change is a new version."""

from dataclasses import asdict, dataclass, field
from typing import Any

from matching.comparisons import COMPARISONS, GATES
from matching.levels import Thresholds

SIDES = ("essential", "nice", "wish")
MOST_CONGESTION = 1.0


@dataclass(frozen=True)
class MatchPlan:
    """score = gates × chance ^ (1 - wish_share) × utility ^ wish_share × market.

    chance is that of success with the employer, essential ^ essential_share × nice ^ (1 - essential_share); utility is
    what the post is worth to the person, made of the wish side. Each side is a weighted geometric mean over what is
    known: it lets one bad essential part sink a pair, as a placement officer would, since the right city and pay do not
    make a cook of a welder. market is 1.0 unless `congestion` (0.0 off to 1.0) spreads recommendations.

    Parts are kept in the order in which they are declared, whatever order they come in (a JSON column may lose it), so
    that the same plan always computes the same digits.
    """

    version: str
    gates: tuple[str, ...]
    essential: dict[str, float]
    nice: dict[str, float] = field(default_factory=dict)
    wish: dict[str, float] = field(default_factory=dict)
    essential_share: float = 0.8
    wish_share: float = 0.25
    thresholds: Thresholds = field(default_factory=Thresholds)
    min_score: float = 0.45
    congestion: float = 0.0

    def __post_init__(self) -> None:
        """Raises ValueError for a plan that names what does not exist or cannot be computed."""
        named = [name for side in SIDES for name in getattr(self, side)]
        unknown = [name for name in self.gates if name not in GATES] + [
            name for name in named if name not in COMPARISONS
        ]
        if unknown:
            raise ValueError(f"unknown parts: {', '.join(unknown)}")
        if not self.version or len(set(self.gates)) < len(self.gates):
            raise ValueError("a plan has a version and names a gate once")
        weights = [weight for side in SIDES for weight in getattr(self, side).values()]
        if not self.essential or any(not 0.0 < weight < float("inf") for weight in weights):
            raise ValueError("weights must be above zero, and something must be essential")
        if len(set(named)) < len(named):
            raise ValueError("a comparison counts once")
        shares = (self.wish_share, self.min_score, self.congestion / MOST_CONGESTION, self.thresholds.pay_floor_share)
        if not all(0.0 <= share <= 1.0 for share in shares) or not 0.0 < self.essential_share <= 1.0:
            raise ValueError("shares and thresholds lie between 0 and 1")
        slacks = self.thresholds.skill_level_slack, self.thresholds.education_slack
        if not self.wish_share < 1.0 or min(slacks) < 0:
            raise ValueError("the employer's side counts too, and slack is not negative")
        object.__setattr__(self, "gates", tuple(name for name in GATES if name in self.gates))
        for side in SIDES:
            weights_of = getattr(self, side)
            ordered = {name: float(weights_of[name]) for name in COMPARISONS if name in weights_of}
            object.__setattr__(self, side, ordered)

    @property
    def comparisons(self) -> tuple[str, ...]:
        return (*self.essential, *self.nice, *self.wish)

    def side(self, name: str) -> str:
        """The side on which a comparison of this plan counts."""
        return next(side for side in SIDES if name in getattr(self, side))

    def weight(self, name: str) -> float:
        weight: float = getattr(self, self.side(name))[name]
        return weight

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "gates": list(self.gates)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "MatchPlan":
        """The plan that `to_json` wrote, today or in 2026-11-1, which had one side less. Raises ValueError for
        anything else.
        """
        try:
            # Plans before 2026-11-3 let no one pass below the education that is asked.
            thresholds = Thresholds(**{"education_slack": 0, **data["thresholds"]})
            values = {**data, "gates": tuple(data["gates"]), "thresholds": thresholds}
            if "other" in values:
                values |= {"nice": values.pop("other"), "wish_share": 0.0}
            return cls(**values)
        except (AttributeError, KeyError, TypeError) as error:
            raise ValueError("not a plan") from error


DEFAULT_PLAN = MatchPlan(
    version="2026-11-3",
    gates=tuple(GATES),
    essential={"occupation": 0.45, "title": 0.15, "skills": 0.4},
    nice={"nice_skills": 0.2, "experience": 0.3, "education": 0.15, "credentials": 0.25, "availability": 0.1},
    wish={"place": 0.4, "pay": 0.4, "hours": 0.1, "wish": 0.1},
)
