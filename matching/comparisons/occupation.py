"""How near two occupations are in the classification's tree; the nearest of the person's occupations counts."""

from matching.levels import UNKNOWN, UNKNOWN_GRADE, Comparison, Grade
from matching.occupations import relation

# Judged by what a placement officer would still propose: within a small group (cook and pastry cook) often; within a
# middle group, which may hold all of engineering, only where the skills speak for it; beyond it never.
_SCORES = {
    "same": 1.0,
    "group_contains": 0.85,
    "same_small_group": 0.7,
    "same_middle_group": 0.15,
    "same_major_group": 0.05,
    "different": 0.02,
}


def _grade(job_code: str | None, talent_codes: tuple[str, ...]) -> Grade:
    if job_code is None or not talent_codes:
        return UNKNOWN_GRADE
    best = max(talent_codes, key=lambda code: (_SCORES[relation(job_code, code)], code))
    level = relation(job_code, best)
    return Grade(level, _SCORES[level], {"job_code": job_code, "talent_code": best})


OCCUPATION = Comparison(
    "occupation",
    (*_SCORES, UNKNOWN),
    job_key=lambda job: job.occupation_code,
    talent_key=lambda talent: talent.occupation_codes,
    grade=_grade,
)
