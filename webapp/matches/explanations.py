"""Why a pair of a run got its number: worked out when somebody asks, from the two records as they were compared."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from sqlalchemy.orm import Session

from matching import (
    ComparisonResult,
    Explanation,
    GateResult,
    JobRecord,
    Market,
    MatchPlan,
    TalentRecord,
    explain,
    rescore_parts,
)
from matching.levels import UNKNOWN
from matching.records import from_json
from webapp.matches import queries
from webapp.matches.models import MatchRun, RunPair

# The level of a part of which only the number is known.
NUMBER_ONLY = ""
_SAME_PART, _SAME_SCORE = 1e-9, 1.5e-6


@dataclass(frozen=True)
class PairReasons:
    """`is_of_the_run` is False where today's word lists would give another number: then the numbers are those of the
    run, parts that would differ have no level, and the rest is in today's words.
    """

    explanation: Explanation
    is_of_the_run: bool = True

    def to_json(self) -> dict[str, Any]:
        return {**self.explanation.to_json(), "is_of_the_run": self.is_of_the_run}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "PairReasons":
        return cls(Explanation.from_json(data), data.get("is_of_the_run", True))


def reasons_of(session: Session, run: MatchRun, pairs: Sequence[RunPair]) -> dict[int, PairReasons]:
    """The reasons of each pair of one run by its id; stored ones as they were stored."""
    kept = {pair.id: PairReasons.from_json(pair.explanation) for pair in pairs if pair.explanation is not None}
    bare = [pair for pair in pairs if pair.id not in kept]
    if not bare:
        return kept
    plan = MatchPlan.from_json(run.plan)
    jobs = queries.vacancy_records(session, run.id, {pair.vacancy_id for pair in bare})
    talents = queries.profile_records(session, run.id, {pair.profile_id for pair in bare})
    for pair in bare:
        job, talent = jobs.get(pair.vacancy_id), talents.get(pair.profile_id)
        today = None
        if job is not None and talent is not None:
            records = from_json(JobRecord, job), from_json(TalentRecord, talent)
            today = explain(*records, plan, _market(pair))
        kept[pair.id] = _beside(pair, run, plan, today)
    return kept


def parts_of(run: MatchRun, pair: RunPair) -> dict[str, float | None]:
    """The stored part scores by name, None for unknown."""
    values = np.frombuffer(pair.parts or b"", dtype="<f8")
    names = run.part_names or ()
    return {name: None if np.isnan(value) else float(value) for name, value in zip(names, values, strict=True)}


def rescored(run: MatchRun, pair: RunPair) -> float:
    """The number again, from what is stored alone."""
    plan, parts, market = MatchPlan.from_json(run.plan), parts_of(run, pair), _market(pair)
    return rescore_parts(plan, [parts[name] for name in plan.comparisons], market.factor if market else 1.0)


def _market(pair: RunPair) -> Market | None:
    return Market(*pair.market) if pair.market else None


def _beside(pair: RunPair, run: MatchRun, plan: MatchPlan, today: Explanation | None) -> PairReasons:
    """What would be said today beside what the run has stored; the stored number has the last word."""
    parts = parts_of(run, pair)
    if today is not None and abs(today.score - pair.score) < _SAME_SCORE:
        return PairReasons(today)
    named = {part.name: part for part in today.comparisons if _is_same(part, parts)} if today else {}
    compared = [named.get(name) or _bare_part(name, parts[name], plan) for name in plan.comparisons]
    # The pair was kept, so no condition has stopped it; one that would today is not known to have been met.
    gates = today.gates if today else [GateResult(name, None) for name in plan.gates]
    explanation = Explanation(
        score=pair.score,
        plan_version=plan.version,
        essential_share=plan.essential_share,
        wish_share=plan.wish_share,
        gates=tuple(replace(gate, passed=gate.passed or None) for gate in gates),
        comparisons=tuple(compared),
        market=_market(pair),
        bar=plan.min_score,
    )
    return PairReasons(explanation, is_of_the_run=False)


def _is_same(part: ComparisonResult, parts: dict[str, float | None]) -> bool:
    stored = parts[part.name]
    if stored is None or part.score is None:
        return stored is part.score
    return abs(stored - part.score) < _SAME_PART


def _bare_part(name: str, score: float | None, plan: MatchPlan) -> ComparisonResult:
    level = UNKNOWN if score is None else NUMBER_ONLY
    return ComparisonResult(name, level, score, plan.weight(name), plan.side(name))
