"""How many of the wanted skills the person states. Must-have skills weigh four times what nice-to-have ones do.

More matching skills never lower the score, also from none stated to one: what is not stated counts like a person
of the trade who has not written a list, and the first match is already better than that.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy import sparse

from matching.levels import UNKNOWN, Comparison, Grade, Matrix
from matching.records import JobRecord, TalentRecord
from matching.vocabulary.skills import key_of

MUST_WEIGHT, NICE_WEIGHT = 4.0, 1.0
_NONE_STATED = 0.4
_NONE_MATCHING = 0.2

_JobKey = tuple[tuple[str, ...], tuple[str, ...]]


def _grade(job: _JobKey, talent: tuple[str, ...]) -> Grade:
    must, nice = job
    if not must and not nice:
        return Grade(UNKNOWN, None)
    held = {key_of(skill) for skill in talent}
    facts = {
        "must_matched": [skill for skill in must if key_of(skill) in held],
        "must_missing": [skill for skill in must if key_of(skill) not in held],
        "nice_matched": [skill for skill in nice if key_of(skill) in held],
        "nice_missing": [skill for skill in nice if key_of(skill) not in held],
    }
    if not talent:
        return Grade("not_stated", _NONE_STATED, facts)
    matched = MUST_WEIGHT * len(facts["must_matched"]) + NICE_WEIGHT * len(facts["nice_matched"])
    if not matched:
        return Grade("none", _NONE_MATCHING, facts)
    share = matched / (MUST_WEIGHT * len(must) + NICE_WEIGHT * len(nice))
    return Grade(_level(share, not facts["must_missing"]), _score(share), facts)


def _score(share: float) -> float:
    return _NONE_STATED + (1.0 - _NONE_STATED) * share


def _level(share: float, has_all_must: bool) -> str:
    if share >= 0.999:
        return "all"
    if has_all_must:
        return "all_must"
    return "most" if share >= 0.5 else "some"


def _matrix(job_keys: Sequence[Any], talent_keys: Sequence[Any]) -> Matrix:
    columns: dict[str, int] = {}
    wanted = _incidence([_weights(must, nice) for must, nice in job_keys], columns)
    held = _incidence([dict.fromkeys(_keys(talent), 1.0) for talent in talent_keys], columns)
    width = len(columns)
    left = sparse.csr_matrix(wanted, shape=(len(job_keys), width))
    right = sparse.csr_matrix(held, shape=(len(talent_keys), width))
    matched = np.asarray((left @ right.T).todense(), dtype=np.float64)
    totals = np.array([MUST_WEIGHT * len(must) + NICE_WEIGHT * len(nice) for must, nice in job_keys])
    shares = matched / np.maximum(totals, 1.0)[:, None]
    scores = np.where(matched > 0, _NONE_STATED + (1.0 - _NONE_STATED) * shares, _NONE_MATCHING)
    scores[:, [not talent for talent in talent_keys]] = _NONE_STATED
    scores[totals == 0, :] = np.nan
    return scores


def _keys(skills: Sequence[str]) -> list[str]:
    return [key_of(skill) for skill in skills]


def _weights(must: Sequence[str], nice: Sequence[str]) -> dict[str, float]:
    """Weight of each wanted key; a skill named twice counts each time, as it does in the total."""
    weights: dict[str, float] = {}
    for skills, weight in ((must, MUST_WEIGHT), (nice, NICE_WEIGHT)):
        for key in _keys(skills):
            weights[key] = weights.get(key, 0.0) + weight
    return weights


def _incidence(rows: list[dict[str, float]], columns: dict[str, int]) -> tuple[list[float], list[int], list[int]]:
    data: list[float] = []
    indices: list[int] = []
    indptr = [0]
    for row in rows:
        for key, weight in row.items():
            indices.append(columns.setdefault(key, len(columns)))
            data.append(weight)
        indptr.append(len(indices))
    return data, indices, indptr


def _job_key(job: JobRecord) -> _JobKey:
    return job.skills_must, job.skills_nice


def _talent_key(talent: TalentRecord) -> tuple[str, ...]:
    return talent.skills


SKILLS = Comparison(
    "skills",
    ("all", "all_must", "most", "some", "none", "not_stated", UNKNOWN),
    job_key=_job_key,
    talent_key=_talent_key,
    grade=_grade,
    matrix=_matrix,
)
