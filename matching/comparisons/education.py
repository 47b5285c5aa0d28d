"""Education against the floor, on the ladder of GB/T 4658; finished ranks above not finished.

A class of a technician school has no code of its own: a rule says what it may count as, which is less than to have it.
"""

from matching.levels import UNKNOWN, UNKNOWN_GRADE, Comparison, Facts, Grade
from matching.records import TalentRecord
from matching.vocabulary.certificates import school_class
from matching.vocabulary.ladders import Rule, education_rank, education_steps, may_count

# A code, or a code with the class of a technician school that a certificate names.
Held = str | None | tuple[str | None, str]


def held_education(talent: TalentRecord) -> Held:
    named = school_class(talent.certificates)
    return talent.education_code if named is None else (talent.education_code, named)


def counting(floor: str | None, held: Held) -> tuple[str | None, Rule | None]:
    """The code that is held, and the rule by which more may count."""
    if not isinstance(held, tuple):
        return held, None
    return held[0], may_count(held[1], floor)


def _grade(floor: str | None, held: Held) -> Grade:
    code, rule = counting(floor, held)
    least, rank = education_rank(floor), education_rank(code)
    if least is None:
        return UNKNOWN_GRADE
    facts: Facts = {"asked_code": floor, "held_code": code, "rules": []}
    if least == 0:
        return Grade("none_asked", 1.0, facts)
    if rank is None:
        return UNKNOWN_GRADE
    if rank >= least:
        return Grade("meets", 1.0, facts)
    if rule is not None:
        return Grade("may_count", 0.6, {**facts, "rules": [rule.facts()]})
    return Grade("below", 0.2, facts) if education_steps(least, rank) > 1 else Grade("one_below", 0.5, facts)


EDUCATION = Comparison(
    "education",
    ("none_asked", "meets", "may_count", "one_below", "below", UNKNOWN),
    job_key=lambda job: job.education_min_code,
    talent_key=held_education,
    grade=_grade,
)
