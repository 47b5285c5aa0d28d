"""How near two occupations are in the classification's tree; the nearest of the person's occupations counts."""

from functools import cache

from matching.levels import UNKNOWN, UNKNOWN_GRADE, Comparison, Grade
from matching.occupations import distance, is_group_of, relation

# Judged by what a placement officer would still propose: within a small group (cook and pastry cook) often; within a
# middle group, which may hold all of engineering, only where the skills speak for it; beyond it never.
_SCORES = {
    "same": 1.0,
    "same_small_group": 0.7,
    "same_middle_group": 0.15,
    "same_major_group": 0.05,
    "different": 0.02,
}
# One side is coded no finer than the small group of the other: nearer than two that are known to differ.
_GROUP_OF_THE_OTHER = 0.85


@cache
def _score(left: str, right: str) -> float:
    if is_group_of(left, right) or is_group_of(right, left):
        return _GROUP_OF_THE_OTHER
    return _SCORES[relation(left, right)]


def _grade(job_code: str | None, talent_codes: tuple[str, ...]) -> Grade:
    if not job_code or not talent_codes:
        return UNKNOWN_GRADE
    best = max(talent_codes, key=lambda code: (_score(job_code, code), code))
    facts = {"job_code": job_code, "talent_code": best, "distance": distance(job_code, best)}
    return Grade(relation(job_code, best), _score(job_code, best), facts)


OCCUPATION = Comparison(
    "occupation",
    (*_SCORES, UNKNOWN),
    job_key=lambda job: job.occupation_code,
    talent_key=lambda talent: talent.occupation_codes,
    grade=_grade,
)
