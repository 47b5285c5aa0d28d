"""Records in, ranked explanations out. Pure calculation: knows no Flask and no database.

The public door: records, `MatchPlan` and `DEFAULT_PLAN`, `rank`, `rank_jobs`, `explain`, `rescore`, `rescore_parts`,
and what would change a pair: `changes`, `nearest_way`. For very many, `Matcher`; who never asks for it does not load
its compiler.
Reading text has doors of its own: `matching.text`, `matching.occupations`, `matching.vocabulary`.
"""

from typing import TYPE_CHECKING, Any

from matching.changes import Change, changes, nearest_way
from matching.explain import ComparisonResult, Explanation, GateResult, Market, explain, rescore
from matching.levels import Thresholds, all_gate_names, all_level_names
from matching.plan import DEFAULT_PLAN, MatchPlan
from matching.ranking import Cancelled, RankedMatch, rank, rank_jobs
from matching.records import JobRecord, Place, TalentRecord
from matching.scoring import rescore_parts
from matching.spreading import Spread

if TYPE_CHECKING:
    from matching.matcher import Matcher, TopK

__all__ = [
    "DEFAULT_PLAN",
    "Cancelled",
    "Change",
    "ComparisonResult",
    "Explanation",
    "GateResult",
    "JobRecord",
    "Market",
    "MatchPlan",
    "Matcher",
    "Place",
    "RankedMatch",
    "Spread",
    "TalentRecord",
    "Thresholds",
    "TopK",
    "all_gate_names",
    "all_level_names",
    "changes",
    "explain",
    "nearest_way",
    "rank",
    "rank_jobs",
    "rescore",
    "rescore_parts",
]


def __getattr__(name: str) -> Any:
    if name in ("Matcher", "TopK"):
        from matching import matcher

        return getattr(matcher, name)
    raise AttributeError(name)
