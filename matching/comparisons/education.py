"""Education against the floor, on the ladder of GB/T 4658; finished ranks above not finished."""

from matching.levels import UNKNOWN, UNKNOWN_GRADE, Comparison, Grade
from matching.vocabulary.ladders import education_rank


def _grade(floor: str | None, held: str | None) -> Grade:
    least, rank = education_rank(floor), education_rank(held)
    if least is None:
        return UNKNOWN_GRADE
    facts = {"asked_code": floor, "held_code": held}
    if least == 0:
        return Grade("none_asked", 1.0, facts)
    if rank is None:
        return UNKNOWN_GRADE
    if rank >= least:
        return Grade("meets", 1.0, facts)
    return Grade("below", 0.2, facts)


EDUCATION = Comparison(
    "education",
    ("none_asked", "meets", "below", UNKNOWN),
    job_key=lambda job: job.education_min_code,
    talent_key=lambda talent: talent.education_code,
    grade=_grade,
)
