"""Why a pair got its number: gates and graded parts, kept as data from which the number can be derived again."""

from dataclasses import asdict, dataclass, field
from typing import Any

from matching.comparisons import COMPARISONS, GATES
from matching.plan import DEFAULT_PLAN, MatchPlan
from matching.records import JobRecord, TalentRecord
from matching.scoring import combine


@dataclass(frozen=True, slots=True)
class GateResult:
    """`passed` is None where data is missing; such a gate does not stop the pair."""

    name: str
    passed: bool | None
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ComparisonResult:
    """One part: its level, its score (None at level "unknown"), the weight it had, and the facts it saw."""

    name: str
    level: str
    score: float | None
    weight: float
    is_essential: bool
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Explanation:
    """`score` is 0.0 when a gate failed, else what `combine` makes of the parts; all it needs for that is in here."""

    score: float
    plan_version: str
    essential_share: float
    gates: tuple[GateResult, ...]
    comparisons: tuple[ComparisonResult, ...]

    @property
    def passes_gates(self) -> bool:
        return all(gate.passed is not False for gate in self.gates)

    def part(self, name: str) -> ComparisonResult | None:
        return next((part for part in self.comparisons if part.name == name), None)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values: what json.loads gives back is what was put in."""
        data = asdict(self)
        return {**data, "gates": list(data["gates"]), "comparisons": list(data["comparisons"])}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Explanation":
        return cls(
            score=data["score"],
            plan_version=data["plan_version"],
            essential_share=data["essential_share"],
            gates=tuple(GateResult(**gate) for gate in data["gates"]),
            comparisons=tuple(ComparisonResult(**part) for part in data["comparisons"]),
        )


def explain(job: JobRecord, talent: TalentRecord, plan: MatchPlan = DEFAULT_PLAN) -> Explanation:
    """Grade one pair part by part; the score equals what ranking found for it."""
    gates = tuple(_gate(name, job, talent, plan) for name in plan.gates)
    parts = tuple(_part(name, job, talent, plan) for name in plan.comparisons)
    return Explanation(_score(gates, parts, plan.essential_share), plan.version, plan.essential_share, gates, parts)


def rescore(explanation: Explanation) -> float:
    """The number again, from the stored parts alone; it equals `explanation.score` unless somebody changed a part."""
    return _score(explanation.gates, explanation.comparisons, explanation.essential_share)


def _score(gates: tuple[GateResult, ...], parts: tuple[ComparisonResult, ...], essential_share: float) -> float:
    if any(gate.passed is False for gate in gates):
        return 0.0
    essential = [(part.weight, part.score) for part in parts if part.is_essential]
    other = [(part.weight, part.score) for part in parts if not part.is_essential]
    return combine(essential, other, essential_share)


def _gate(name: str, job: JobRecord, talent: TalentRecord, plan: MatchPlan) -> GateResult:
    gate = GATES[name]
    keys = gate.job_key(job), gate.talent_key(talent)
    return GateResult(name, gate.passes(*keys, plan.thresholds), gate.facts(*keys, plan.thresholds))


def _part(name: str, job: JobRecord, talent: TalentRecord, plan: MatchPlan) -> ComparisonResult:
    comparison = COMPARISONS[name]
    grade = comparison.grade(comparison.job_key(job), comparison.talent_key(talent))
    return ComparisonResult(name, grade.level, grade.score, plan.weight(name), name in plan.essential, grade.facts)
