"""Why a pair got its number: gates and graded parts, kept as data from which the number can be derived again."""

from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from matching.comparisons import COMPARISONS, GATES
from matching.plan import DEFAULT_PLAN, MatchPlan
from matching.records import JobRecord, TalentRecord
from matching.scoring import Shares, Weighted, chance_of, combine, side_mean


@dataclass(frozen=True, slots=True)
class GateResult:
    """`passed` is None where data is missing; such a gate does not stop the pair."""

    name: str
    passed: bool | None
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ComparisonResult:
    """One part: its level, its score (None at level "unknown"), the weight and side it had, and the facts it saw."""

    name: str
    level: str
    score: float | None
    weight: float
    side: str
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def is_essential(self) -> bool:
        return self.side == "essential"


@dataclass(frozen=True, slots=True)
class Market:
    """What spreading recommendations made of the score: `exposure` lists named this side, `fair` would be even."""

    factor: float
    exposure: float
    fair: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """`score` is 0.0 when a gate failed, else what `combine` makes of the parts; all it needs for that is in here."""

    score: float
    plan_version: str
    essential_share: float
    wish_share: float
    gates: tuple[GateResult, ...]
    comparisons: tuple[ComparisonResult, ...]
    market: Market | None = None
    # The plan's least score of a pair worth proposing.
    bar: float = 0.0

    @property
    def passes_gates(self) -> bool:
        return all(gate.passed is not False for gate in self.gates)

    def part(self, name: str) -> ComparisonResult | None:
        return next((part for part in self.comparisons if part.name == name), None)

    @property
    def shares(self) -> Shares:
        return Shares(self.essential_share, self.wish_share)

    @property
    def sides(self) -> dict[str, Weighted]:
        """(weight, score) of the parts of each side."""
        sides: dict[str, list[tuple[float, float | None]]] = {}
        for part in self.comparisons:
            sides.setdefault(part.side, []).append((part.weight, part.score))
        return {**sides}

    @property
    def chance(self) -> float | None:
        """How well the person fits what the employer asks, 0.0-1.0; None when nothing essential is known."""
        log = chance_of(self.sides, self.shares)
        return None if log is None else float(np.exp(log))

    @property
    def utility(self) -> float | None:
        """How well the post meets what the person wishes, 0.0-1.0; None when nothing of it is known."""
        return side_mean(self.sides.get("wish", ()))

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values: what json.loads gives back is what was put in."""
        data = asdict(self)
        return {**data, "gates": list(data["gates"]), "comparisons": list(data["comparisons"])}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Explanation":
        """What `to_json` wrote, in this version or an earlier one; the first had no sides."""
        market = data.get("market")
        return cls(
            score=data["score"],
            plan_version=data["plan_version"],
            essential_share=data["essential_share"],
            wish_share=data.get("wish_share", 0.0),
            gates=tuple(GateResult(**gate) for gate in data["gates"]),
            comparisons=tuple(ComparisonResult(**_as_today(part)) for part in data["comparisons"]),
            market=Market(**market) if market else None,
            bar=data.get("bar", 0.0),
        )


# Levels of earlier versions and what they are called today.
_RENAMED = {
    ("skills", "all_must"): "all",
    ("occupation", "same_small_group"): "very_near",
    ("occupation", "same_middle_group"): "far",
    ("occupation", "same_major_group"): "different",
}


def _as_today(part: dict[str, Any]) -> dict[str, Any]:
    """A part in the words of today; its score stays as it was."""
    kept = {key: value for key, value in part.items() if key != "is_essential"}
    if "side" not in kept:
        kept["side"] = "essential" if part["is_essential"] else "nice"
    return {**kept, "level": _RENAMED.get((part["name"], part["level"]), part["level"])}


def explain(
    job: JobRecord, talent: TalentRecord, plan: MatchPlan = DEFAULT_PLAN, market: Market | None = None
) -> Explanation:
    """Grade one pair part by part; the score equals what ranking found for it."""
    gates = tuple(_gate(name, job, talent, plan) for name in plan.gates)
    parts = tuple(_part(name, job, talent, plan) for name in plan.comparisons)
    bare = Explanation(0.0, plan.version, plan.essential_share, plan.wish_share, gates, parts, market, plan.min_score)
    return with_score(bare)


def with_score(explanation: Explanation) -> Explanation:
    """The same explanation with the number that its parts make."""
    facts = {name: getattr(explanation, name) for name in Explanation.__slots__}
    return Explanation(**{**facts, "score": rescore(explanation)})


def rescore(explanation: Explanation) -> float:
    """The number again, from the stored parts alone; it equals `explanation.score` unless somebody changed a part."""
    if not explanation.passes_gates:
        return 0.0
    market = explanation.market.factor if explanation.market else 1.0
    return combine(explanation.sides, explanation.shares, market)


def _gate(name: str, job: JobRecord, talent: TalentRecord, plan: MatchPlan) -> GateResult:
    gate = GATES[name]
    keys = gate.job_key(job), gate.talent_key(talent)
    return GateResult(name, gate.passes(*keys, plan.thresholds), gate.facts(*keys, plan.thresholds))


def _part(name: str, job: JobRecord, talent: TalentRecord, plan: MatchPlan) -> ComparisonResult:
    comparison = COMPARISONS[name]
    grade = comparison.grade(comparison.job_key(job), comparison.talent_key(talent))
    return ComparisonResult(name, grade.level, grade.score, plan.weight(name), plan.side(name), grade.facts)
