"""Records in, ranked explanations out. Pure calculation: knows no Flask and no database.

The public door: records, `MatchPlan` and `DEFAULT_PLAN`, `rank`, `rank_jobs`, `explain`, `rescore`.
Reading text has doors of its own: `matching.text`, `matching.occupations`, `matching.vocabulary`.
"""

from matching.explain import ComparisonResult, Explanation, GateResult, explain, rescore
from matching.levels import Thresholds, all_gate_names, all_level_names
from matching.plan import DEFAULT_PLAN, MatchPlan
from matching.ranking import Cancelled, RankedMatch, rank, rank_jobs
from matching.records import JobRecord, Place, TalentRecord

__all__ = [
    "DEFAULT_PLAN",
    "Cancelled",
    "ComparisonResult",
    "Explanation",
    "GateResult",
    "JobRecord",
    "MatchPlan",
    "Place",
    "RankedMatch",
    "TalentRecord",
    "Thresholds",
    "all_gate_names",
    "all_level_names",
    "explain",
    "rank",
    "rank_jobs",
    "rescore",
]
