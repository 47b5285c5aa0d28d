"""When the person can start against when the post does."""

from datetime import date

from matching.levels import UNKNOWN, UNKNOWN_GRADE, Comparison, Grade


def _grade(starts_on: date | None, available_on: date | None) -> Grade:
    if starts_on is None or available_on is None:
        return UNKNOWN_GRADE
    late_days = (available_on - starts_on).days
    facts = {"days_late": max(0, late_days)}
    if late_days <= 0:
        return Grade("in_time", 1.0, facts)
    if late_days <= 30:
        return Grade("within_a_month", 0.7, facts)
    return Grade("later", 0.35, facts)


AVAILABILITY = Comparison(
    "availability",
    ("in_time", "within_a_month", "later", UNKNOWN),
    job_key=lambda job: job.starts_on,
    talent_key=lambda talent: talent.available_on,
    grade=_grade,
)
