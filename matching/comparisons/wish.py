"""Which of the wished occupations this post is: people name first what they would rather do."""

from matching.levels import UNKNOWN, UNKNOWN_GRADE, Comparison, Grade
from matching.occupations import distance

CHOICES = (("choice_1", 1.0), ("choice_2", 0.9), ("choice_later", 0.82))


def _grade(job_code: str | None, wished: tuple[str, ...]) -> Grade:
    if not job_code or not wished:
        return UNKNOWN_GRADE
    # How near the occupation is says another comparison; here only which of the wishes the post is nearest to.
    _steps, position = min((distance(job_code, code), position) for position, code in enumerate(wished))
    level, score = CHOICES[min(position, len(CHOICES) - 1)]
    return Grade(level, score, {"choice": position + 1, "talent_code": wished[position]})


WISH = Comparison(
    "wish",
    (*(level for level, _ in CHOICES), UNKNOWN),
    job_key=lambda job: job.occupation_code,
    talent_key=lambda talent: talent.occupation_codes,
    grade=_grade,
)
