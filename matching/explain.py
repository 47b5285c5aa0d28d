"""Why a pair got its number: gates and graded parts, kept as data from which the number can be derived again."""

from dataclasses import asdict, dataclass, field
from typing import Any

from matching.comparisons import COMPARISONS, GATES
from matching.plan import MatchPlan
from matching.records import JobRecord, TalentRecord
from matching.scoring import combine


@dataclass(frozen=True, slots=True)
class GateResult:
    """`passed` is None where data is missing; such a gate does not stop the pair."""

    name: str
    passed: bool | None


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
    """`score` is 0.0 when a gate failed, else what `combine` makes of the parts."""

    score: float
    plan_version: str
    gates: tuple[GateResult, ...]
    comparisons: tuple[ComparisonResult, ...]

    @property
    def passes_gates(self) -> bool:
        return all(gate.passed is not False for gate in self.gates)

    def part(self, name: str) -> ComparisonResult | None:
        return next((part for part in self.comparisons if part.name == name), None)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Explanation":
        return cls(
            score=data["score"],
            plan_version=data["plan_version"],
            gates=tuple(GateResult(**gate) for gate in data["gates"]),
            comparisons=tuple(ComparisonResult(**part) for part in data["comparisons"]),
        )


def explain(job: JobRecord, talent: TalentRecord, plan: MatchPlan) -> Explanation:
    """Grade one pair part by part; the score equals what ranking found for it."""
    gates = tuple(
        GateResult(name, GATES[name].passes(GATES[name].job_key(job), GATES[name].talent_key(talent)))
        for name in plan.gates
    )
    parts = tuple(_part(name, job, talent, plan) for name in plan.comparisons)
    passed = all(gate.passed is not False for gate in gates)
    score = combine(plan, {part.name: part.score for part in parts}) if passed else 0.0
    return Explanation(score, plan.version, gates, parts)


def _part(name: str, job: JobRecord, talent: TalentRecord, plan: MatchPlan) -> ComparisonResult:
    comparison = COMPARISONS[name]
    grade = comparison.grade(comparison.job_key(job), comparison.talent_key(talent))
    return ComparisonResult(name, grade.level, grade.score, plan.weight(name), name in plan.essential, grade.facts)


def rescore(explanation: Explanation, plan: MatchPlan) -> float:
    """The number again, from the stored parts alone. Raises ValueError when the plan is another version."""
    if explanation.plan_version != plan.version:
        raise ValueError("explained under another plan")
    if not explanation.passes_gates:
        return 0.0
    return combine(plan, {part.name: part.score for part in explanation.comparisons})
