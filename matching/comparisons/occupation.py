"""How alike the work is: the stated occupations, and everything that the titles may mean.

A stated code leads. The title is asked as well, because many codes were guessed from it by somebody in a hurry: the
cleaner of an accounting firm is coded as an accountant, and her title still says that she may be a cleaner. Titles also
say more than codes: the front end and the back end share one.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from matching.levels import UNKNOWN, UNKNOWN_GRADE, Comparison, Grade, Matrix
from matching.occupations.likeness import codes, kinship, likeness, places, table
from matching.occupations.meanings import learn, meaning
from matching.occupations.specialities import Specialities, conflict, families, of_titles
from matching.records import JobRecord, TalentRecord

# What a title may mean counts this much beside a stated code.
_BESIDE_STATED = 0.6
# What is said of work that nobody understands: less than related, more than different.
NOT_UNDERSTOOD = 0.3
_UNCLEAR = 0.5
_LEVELS = (("same", 0.999), ("very_near", 0.65), ("near", 0.25), ("far", 0.1), ("different", 0.0))
_PLACES = 6

Key = tuple[tuple[str, ...], tuple[str, ...]]
Weights = dict[str, float]


def _key(stated: Sequence[str], titles: Sequence[str]) -> Key:
    return tuple(stated), tuple(titles)


def job_key(job: JobRecord) -> Key:
    return _key((job.occupation_code,) if job.occupation_code else (), (job.title,))


def talent_key(talent: TalentRecord) -> Key:
    return _key(talent.occupation_codes, talent.wanted_titles)


def read_key(key: Key) -> tuple[Weights, float]:
    """(weight 0.0-1.0 of each code, how surely the work is understood)."""
    titles = key[1]
    # A code of another edition says nothing until it is replaced.
    stated = [code for code in key[0] if code in places()]
    weights: Weights = dict.fromkeys(stated, 1.0)
    share = _BESIDE_STATED if stated else 1.0
    read = [meaning(title) for title in titles]
    for code, weight in (pair for found in read for pair in found.codes):
        weights[code] = max(weights.get(code, 0.0), share * weight)
    certainty = 1.0 if stated else max((found.certainty for found in read), default=0.0)
    return weights, certainty


def _grade(job: Key, talent: Key) -> Grade:
    (ours, sure), (theirs, also_sure) = read_key(job), read_key(talent)
    if not ours or not theirs:
        return UNKNOWN_GRADE
    met = [(ours[own] * likeness(own, other) * theirs[other], own, other) for own in ours for other in theirs]
    value, job_code, talent_code = max(met)
    other = conflict(of_titles(job[1]), of_titles(talent[1]))
    if other is not None:
        value = min(value, families()[other])
    certainty = sure * also_sure
    score = float(np.round(certainty * value + (1.0 - certainty) * NOT_UNDERSTOOD, _PLACES))
    facts: dict[str, Any] = {
        "job_code": job_code,
        "talent_code": talent_code,
        "kinship": kinship(job_code, talent_code),
        "certainty": round(certainty, 2),
        # What was met is not what a side says first of itself.
        "is_read_from_title": job_code not in job[0] or talent_code not in talent[0],
        "other_speciality": other,
    }
    return Grade(_level(score, certainty), score, facts)


def _level(score: float, certainty: float) -> str:
    if certainty < _UNCLEAR:
        return "unclear"
    return next(name for name, least in _LEVELS if score >= least)


def _matrix(jobs: Sequence[Key], talents: Sequence[Key]) -> Matrix:
    """`_grade(...).score` of all pairs: each job's best likeness to every code, then each talent's best code."""
    learn(title for _, titles in (*jobs, *talents) for title in titles)
    wanted = [read_key(key) for key in jobs]
    reach = np.stack([_reach(weights) for weights, _ in wanted]) if wanted else np.zeros((0, len(codes())))
    offered = [read_key(key) for key in talents]
    best = np.zeros((len(jobs), len(talents)))
    width = max((len(weights) for weights, _ in offered), default=0)
    for slot in range(width):
        # The slot-th code of everybody at once; who has fewer codes repeats the first with no weight.
        chosen = [list(weights.items())[slot] if slot < len(weights) else ("", 0.0) for weights, _ in offered]
        columns = [places().get(code, 0) for code, _ in chosen]
        np.maximum(best, reach[:, columns] * np.array([weight for _, weight in chosen]), out=best)
    _cap_specialities(best, jobs, talents)
    certainty = np.outer([sure for _, sure in wanted], [sure for _, sure in offered]).reshape(best.shape)
    scores = np.round(certainty * best + (1.0 - certainty) * NOT_UNDERSTOOD, _PLACES)
    scores[[not weights for weights, _ in wanted], :] = np.nan
    scores[:, [not weights for weights, _ in offered]] = np.nan
    return scores


def _cap_specialities(best: Matrix, jobs: Sequence[Key], talents: Sequence[Key]) -> None:
    """Lower, in place, what both sides state otherwise."""
    ours, theirs = ([of_titles(titles) for _, titles in keys] for keys in (jobs, talents))
    for family, most in families().items():
        rows = [row for row, stated in enumerate(ours) if family in stated]
        columns = [column for column, stated in enumerate(theirs) if family in stated]
        named = {
            name: bit
            for bit, name in enumerate({n for side in (ours, theirs) for s in side for n in s.get(family, ())})
        }
        left, right = (_incidence(side, places_, family, named) for side, places_ in ((ours, rows), (theirs, columns)))
        block = best[np.ix_(rows, columns)]
        best[np.ix_(rows, columns)] = np.where(left @ right.T > 0, block, np.minimum(block, most))


def _incidence(stated: Sequence[Specialities], chosen: Sequence[int], family: str, named: dict[str, int]) -> Matrix:
    table_ = np.zeros((len(chosen), len(named)))
    for row, place in enumerate(chosen):
        table_[row, [named[name] for name in stated[place][family]]] = 1.0
    return table_


def _reach(weights: Weights) -> Matrix:
    """The best of weight times likeness to every code of the edition."""
    if not weights:
        return np.zeros(len(codes()))
    shares = np.array(list(weights.values()))
    return np.asarray((shares[:, None] * table()[[places()[code] for code in weights]]).max(axis=0))


OCCUPATION = Comparison(
    "occupation",
    (*(name for name, _ in _LEVELS), "unclear", UNKNOWN),
    job_key=job_key,
    talent_key=talent_key,
    grade=_grade,
    matrix=_matrix,
)
