"""What is paid against what is wished, both in yuan a month."""

from matching.levels import UNKNOWN, UNKNOWN_GRADE, Comparison, Grade
from matching.records import JobRecord

Range = tuple[float | None, float | None]


def job_pay(job: JobRecord) -> Range:
    return job.pay_min_yuan_month, job.pay_max_yuan_month


def _grade(pay: Range, wish: float | None) -> Grade:
    low, high = pay
    top = high if high is not None else low
    if top is None or wish is None:
        return UNKNOWN_GRADE
    bottom = min(low if low is not None else top, top)
    facts = {"pay_min_yuan_month": bottom, "pay_max_yuan_month": top, "wish_yuan_month": wish}
    if bottom >= wish:
        return Grade("above_wish", 1.0, {**facts, "overlap_percent": 100})
    if top >= wish:
        # The share of the range that meets the wish; a range of one point was handled above.
        overlap = (top - wish) / (top - bottom)
        level = "mostly_meets" if overlap >= 0.5 else "partly_meets"
        return Grade(level, 0.7 + 0.3 * overlap, {**facts, "overlap_percent": round(100 * overlap)})
    ratio = top / wish if wish else 1.0
    level = "slightly_below" if ratio >= 0.9 else "below"
    return Grade(level, max(0.05, 0.7 * (ratio - 0.5) / 0.5), {**facts, "overlap_percent": 0})


PAY = Comparison(
    "pay",
    ("above_wish", "mostly_meets", "partly_meets", "slightly_below", "below", UNKNOWN),
    job_key=job_pay,
    talent_key=lambda talent: talent.pay_min_yuan_month,
    grade=_grade,
)
