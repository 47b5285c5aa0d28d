"""Weekly hours and nights against what the person would work; the worse of the two counts."""

from matching.levels import UNKNOWN, UNKNOWN_GRADE, Comparison, Grade

_SLIGHTLY_OVER = 0.1
_SCORES = {"fits": 1.0, "slightly_over": 0.7, "over": 0.3, "nights_unwanted": 0.2}

JobKey = tuple[float | None, bool | None]
TalentKey = tuple[float | None, bool | None]


def _grade(job: JobKey, talent: TalentKey) -> Grade:
    levels = [level for level in (_hours(job[0], talent[0]), _nights(job[1], talent[1])) if level]
    if not levels:
        return UNKNOWN_GRADE
    level = min(levels, key=lambda name: _SCORES[name])
    facts = {"hours_per_week": job[0], "most_wanted": talent[0], "has_nights": job[1], "accepts_nights": talent[1]}
    return Grade(level, _SCORES[level], facts)


def _hours(worked: float | None, most: float | None) -> str | None:
    if worked is None or most is None:
        return None
    if worked <= most:
        return "fits"
    return "slightly_over" if worked <= most * (1.0 + _SLIGHTLY_OVER) else "over"


def _nights(has_nights: bool | None, accepts: bool | None) -> str | None:
    # Who accepts nights says nothing against a day shift, and where there are none the wish is met.
    if has_nights is None or accepts is None:
        return None
    return "nights_unwanted" if has_nights and not accepts else "fits"


HOURS = Comparison(
    "hours",
    (*_SCORES, UNKNOWN),
    job_key=lambda job: (job.hours_per_week, job.has_nights),
    talent_key=lambda talent: (talent.hours_per_week_max, talent.accepts_nights),
    grade=_grade,
)
