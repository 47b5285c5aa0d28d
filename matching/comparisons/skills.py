"""How many of the wanted skills the person has: those stated, and in half those that belong to the person's trade or
were read from the person's own words.

A must weighs four times what was only read from the description; rare skills weigh more than common ones
(`vocabulary.skills.rarity`). One more skill never lowers the score. Who has none of them still counts `BASE`: lists
are seldom complete, and a person without a list is not worse than one with the wrong list.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
from scipy import sparse

from matching.levels import UNKNOWN, UNKNOWN_GRADE, Comparison, Grade, Matrix
from matching.records import TalentRecord
from matching.vocabulary.skills import implied_by, key_of, rarity

MUST_WEIGHT, INFERRED_WEIGHT = 4.0, 1.0
# What belongs to the trade is likely there, but nobody has said so.
IMPLIED = 0.5

Names = tuple[str, ...]
_JobKey = tuple[Names, Names]
_TalentKey = tuple[Names, Names, Names]


@lru_cache(maxsize=100_000)
def _wanted(must: Names, other: Names, must_weight: float, other_weight: float) -> dict[str, float]:
    """Weight of each wanted skill by its key; one that is named twice counts once, by its greater weight.

    Weights are whole sixteenths, so that sums of them are the same number in any order.
    """
    weights: dict[str, float] = {}
    for skills, weight in ((must, must_weight), (other, other_weight)):
        for key in map(key_of, skills):
            weights.setdefault(key, round(16.0 * weight * rarity(key)) / 16.0)
    return weights


def held_half(occupations: Names) -> frozenset[str]:
    """Skills that the occupations imply; each counts `IMPLIED` until it is stated."""
    return frozenset(implied_by(occupations))


@lru_cache(maxsize=100_000)
def _held(talent: _TalentKey) -> dict[str, float]:
    """1.0 for each stated skill, `IMPLIED` for each other one of the person's occupations or own words.

    Words count no more than the trade: the reader may err, and the person was asked for a list and left it out.
    """
    stated, occupations, read = talent
    implied = dict.fromkeys([*sorted(held_half(occupations)), *map(key_of, read)], IMPLIED)
    return implied | dict.fromkeys(map(key_of, stated), 1.0)


def _grade(weights: dict[str, float], talent: _TalentKey, base: float) -> Grade:
    if not weights:
        return UNKNOWN_GRADE
    grade = _graded(weights, _held(talent), bool(talent[0]), base)
    own_words = set(map(key_of, talent[2]))
    read = [key for key in grade.facts["implied"] if key in own_words]
    return replace(grade, facts={**grade.facts, "read": read}) if read else grade


def _graded(weights: dict[str, float], held: dict[str, float], states_skills: bool, base: float) -> Grade:
    matched = [key for key in weights if held.get(key) == 1.0]
    implied = [key for key in weights if held.get(key) == IMPLIED]
    missing = [key for key in weights if key not in held]
    share = sum(weight * held.get(key, 0.0) for key, weight in weights.items()) / sum(weights.values())
    facts: dict[str, Any] = {"matched": matched, "implied": implied, "missing": missing, "weights": weights}
    return Grade(_level(matched, len(weights), states_skills), base + (1.0 - base) * share, facts)


def _level(matched: list[str], wanted: int, states_skills: bool) -> str:
    if not matched:
        return "none" if states_skills else "not_stated"
    if len(matched) == wanted:
        return "all"
    return "most" if 2 * len(matched) >= wanted else "some"


def with_skill(name: str, facts: dict[str, Any], skill: str) -> Grade:
    """The grade of comparison `name` again, from its stored facts, where the person has one more of the skills."""
    held = dict.fromkeys(facts["implied"], IMPLIED) | dict.fromkeys([*facts["matched"], skill], 1.0)
    return _graded(facts["weights"], held, True, BASE[name])


def _matrix(wanted: Sequence[dict[str, float]], talents: Sequence[_TalentKey], base: float) -> Matrix:
    """`_grade(...).score` of all pairs by one sparse product."""
    columns: dict[str, int] = {}
    left = _incidence(wanted, columns)
    right = _incidence([_held(talent) for talent in talents], columns)
    rows = sparse.csr_matrix(left, shape=(len(wanted), len(columns)))
    own = sparse.csr_matrix(right, shape=(len(talents), len(columns)))
    credit = np.asarray((rows @ own.T).todense(), dtype=np.float64)
    totals = np.array([sum(weights.values()) for weights in wanted], dtype=np.float64)
    shares = credit / np.where(totals > 0, totals, 1.0)[:, None]
    scores = base + (1.0 - base) * shares
    scores[totals == 0, :] = np.nan
    return scores


def _incidence(rows: Sequence[dict[str, float]], columns: dict[str, int]) -> tuple[list[float], list[int], list[int]]:
    data: list[float] = []
    indices: list[int] = []
    indptr = [0]
    for row in rows:
        for key, weight in row.items():
            indices.append(columns.setdefault(key, len(columns)))
            data.append(weight)
        indptr.append(len(indices))
    return data, indices, indptr


def _talent_key(talent: TalentRecord) -> _TalentKey:
    return talent.skills, talent.occupation_codes, talent.skills_inferred


def _comparison(name: str, job_key: Any, grade: Any, weights: Any) -> Comparison:
    return Comparison(
        name,
        ("all", "most", "some", "none", "not_stated", UNKNOWN),
        job_key=job_key,
        talent_key=_talent_key,
        grade=grade,
        matrix=lambda jobs, talents: _matrix([weights(job) for job in jobs], talents, BASE[name]),
    )


def essential_weights(job: _JobKey) -> dict[str, float]:
    return _wanted(*job, MUST_WEIGHT, INFERRED_WEIGHT)


def _grade_skills(job: _JobKey, talent: _TalentKey) -> Grade:
    grade = _grade(essential_weights(job), talent, BASE["skills"])
    listed = set(map(key_of, job[0]))
    inferred = [key for key in dict.fromkeys(map(key_of, job[1])) if key not in listed]
    return replace(grade, facts={**grade.facts, "inferred": inferred}) if inferred else grade


def nice_weights(job: Names) -> dict[str, float]:
    return _wanted(job, (), 1.0, 1.0)


def _grade_nice(job: Names, talent: _TalentKey) -> Grade:
    return _grade(nice_weights(job), talent, BASE["nice_skills"])


# What a person counts who shows none of the wanted skills; what is only welcome sinks nobody.
BASE = {"skills": 0.2, "nice_skills": 0.7}
SKILLS = _comparison("skills", lambda job: (job.skills_must, job.skills_inferred), _grade_skills, essential_weights)
NICE_SKILLS = _comparison("nice_skills", lambda job: job.skills_nice, _grade_nice, nice_weights)
