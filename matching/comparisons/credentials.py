"""Skill level, professional title and certificates against what is asked.

A credential that is not shown is not held against the person more than it is for lack of proof: the same score,
whether nothing or something else is stated, so that stating one more never lowers a pair.
"""

from matching.levels import UNKNOWN, UNKNOWN_GRADE, Comparison, Grade
from matching.records import JobRecord, TalentRecord
from matching.vocabulary.certificates import missing

_NOT_SHOWN = 0.35
Asked = tuple[int | None, int | None, tuple[str, ...]]


def _grade(asked: Asked, held: Asked) -> Grade:
    level_min, rank_min, certificates = asked
    parts: list[float] = []
    facts: dict[str, object] = {}
    for name, least, own in (("skill_level", level_min, held[0]), ("title_rank", rank_min, held[1])):
        if least is not None:
            parts.append(_ladder(least, own))
            facts |= {f"{name}_asked": least, f"{name}_held": own}
    if certificates:
        lacking = missing(certificates, held[2])
        shown = [name for name in certificates if name not in lacking]
        parts.append(_NOT_SHOWN + (1.0 - _NOT_SHOWN) * len(shown) / len(certificates))
        facts |= {"certificates_shown": shown, "certificates_missing": lacking}
    if not parts:
        return UNKNOWN_GRADE
    score = sum(parts) / len(parts)
    level = "meets" if score >= 0.999 else "partly" if score > _NOT_SHOWN + 1e-9 else "not_shown"
    return Grade(level, score, facts)


def _ladder(least: int, own: int | None) -> float:
    if own is None or own < least - 1:
        return _NOT_SHOWN
    return 1.0 if own >= least else 0.65


def _job_key(job: JobRecord) -> Asked:
    return job.skill_level_min, job.title_rank_min, job.certificates_must


def _talent_key(talent: TalentRecord) -> Asked:
    return talent.skill_level, talent.title_rank, talent.certificates


CREDENTIALS = Comparison(
    "credentials", ("meets", "partly", "not_shown", UNKNOWN), job_key=_job_key, talent_key=_talent_key, grade=_grade
)
