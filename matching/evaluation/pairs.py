"""The plan and two plain methods on the labelled pairs, and what changes when a protected column does."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from matching.evaluation import golden_set
from matching.evaluation.baselines import Scores, fuzzy_scores, tfidf_scores
from matching.evaluation.golden_set import TUNING
from matching.evaluation.measures import mean, ndcg, precision, right_order
from matching.explain import explain
from matching.plan import DEFAULT_PLAN, MatchPlan

# Values that a row is given in place of its own; ages on both sides of the usual limits of advertisements.
_OTHERWISE: dict[str, tuple[str, ...]] = {
    "sex": ("男", "女", ""),
    "age": ("19", "36", "58", ""),
    "ethnicity": ("汉族", "壮族", "苗族", ""),
    "household_registration": ("贵州农业户口", "广东城镇户口", ""),
    "marital_status": ("未婚", "已婚", ""),
    "health": ("良好", "乙肝携带", "肢体残疾四级", ""),
}


@dataclass(frozen=True, slots=True)
class PairResult:
    """Means over vacancies; `trap_order` is over pairs of pairs, one of which is a trap."""

    ndcg_at_10: float
    precision_at_5: float
    order: float
    trap_order: float


def plan_scores(plan: MatchPlan = DEFAULT_PLAN, labelled: str = TUNING) -> Scores:
    jobs, talents = golden_set.jobs(labelled), golden_set.talents(labelled)
    return {(job, talent): explain(jobs[job], talents[talent], plan).score for job, talent in _wanted(labelled)}


def _wanted(labelled: str) -> list[tuple[str, str]]:
    return [(pair.vacancy, pair.talent) for pair in golden_set.pairs(labelled)]


def measured(plan: MatchPlan = DEFAULT_PLAN, labelled: str = TUNING) -> dict[str, PairResult]:
    jobs, talents, wanted = golden_set.jobs(labelled), golden_set.talents(labelled), _wanted(labelled)
    return {
        "plan": result(plan_scores(plan, labelled), labelled),
        "fuzzy": result(fuzzy_scores(jobs, talents, wanted), labelled),
        "tfidf": result(tfidf_scores(jobs, talents, wanted), labelled),
    }


def result(scores: Mapping[tuple[str, str], float], labelled: str = TUNING) -> PairResult:
    lists: defaultdict[str, list[golden_set.LabelledPair]] = defaultdict(list)
    for pair in golden_set.pairs(labelled):
        lists[pair.vacancy].append(pair)
    gains, shares = [], []
    order, trap_order = [0, 0], [0, 0]
    for listed in lists.values():
        # Of equal scores the worse comes first: a method is not paid for what it cannot tell apart.
        ranked = sorted(listed, key=lambda pair: (-scores[pair.vacancy, pair.talent], pair.grade, pair.talent))
        grades = [pair.grade for pair in ranked]
        gains.append(ndcg(grades))
        shares.append(precision(grades))
        for total, some in ((order, listed), (trap_order, [pair for pair in listed if pair.trap])):
            found = right_order([scores[pair.vacancy, pair.talent] for pair in some], [pair.grade for pair in some])
            total[0] += found[0]
            total[1] += found[1]
    return PairResult(mean(gains), mean(shares), order[0] / max(1, order[1]), trap_order[0] / max(1, trap_order[1]))


def scores_changed_by_protected_columns(plan: MatchPlan = DEFAULT_PLAN) -> tuple[int, int]:
    """(scores that changed, scores compared) when protected columns of a person's row take other values."""
    jobs = golden_set.jobs()
    changed = compared = 0
    rows = {row["id"]: row for row in golden_set.rows_of("talents.csv")}
    scores = plan_scores(plan)
    for column, values in _OTHERWISE.items():
        for value in values:
            others = {name: golden_set.read_talent({**row, column: value}) for name, row in rows.items()}
            for (job, talent), score in scores.items():
                compared += 1
                changed += explain(jobs[job], others[talent], plan).score != score
    return changed, compared
