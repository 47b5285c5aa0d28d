"""Months of experience against the least that is asked."""

from matching.levels import UNKNOWN, UNKNOWN_GRADE, Comparison, Grade


def _grade(least: int | None, held: int | None) -> Grade:
    if least is None:
        return UNKNOWN_GRADE
    facts = {"asked_months": least, "held_months": held}
    if least == 0:
        return Grade("none_asked", 1.0, facts)
    if held is None:
        return UNKNOWN_GRADE
    share = held / least
    if share >= 1.0:
        return Grade("meets", 1.0, facts)
    if share >= 0.7:
        return Grade("slightly_below", 0.5 + 0.5 * share, facts)
    return Grade("below", 0.15 + 0.7 * share, facts)


EXPERIENCE = Comparison(
    "experience",
    ("none_asked", "meets", "slightly_below", "below", UNKNOWN),
    job_key=lambda job: job.experience_min_months,
    talent_key=lambda talent: talent.experience_months,
    grade=_grade,
)
