"""Skill level, professional title and certificates against what is asked.

A credential that is not shown is not held against the person more than it is for lack of proof: the same score,
whether nothing or something else is stated, so that stating one more never lowers a pair. A title that the person may
apply for is less than one that is held.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from matching.levels import UNKNOWN, UNKNOWN_GRADE, Comparison, Grade, Matrix
from matching.records import JobRecord, TalentRecord
from matching.vocabulary.certificate_tables import Holders
from matching.vocabulary.certificates import missing, rules_used
from matching.vocabulary.ladders import Rule, may_apply

_MAY_APPLY = 0.65
_ONE_BELOW = 0.6
_NOT_SHOWN = 0.35
Asked = tuple[int | None, int | None, tuple[str, ...]]


def _grade(asked: Asked, held: Asked) -> Grade:
    level_min, rank_min, certificates = asked
    parts: list[float] = []
    # The level held is also said where none is asked: a title may be applied for by it.
    facts: dict[str, object] = {"skill_level_held": held[0]}
    rules: list[Rule] = []
    if level_min is not None:
        parts.append(_ladder(level_min, held[0]))
        facts |= {"skill_level_asked": level_min}
    if rank_min is not None:
        part, rule = _rank_part(rank_min, held[0], held[1])
        parts.append(part)
        facts |= {"title_rank_asked": rank_min, "title_rank_held": held[1]}
        rules += [rule] if rule else []
    if certificates:
        lacking = missing(certificates, held[2])
        shown = [name for name in certificates if name not in lacking]
        parts.append(_NOT_SHOWN + (1.0 - _NOT_SHOWN) * len(shown) / len(certificates))
        facts |= {"certificates_shown": shown, "certificates_missing": lacking}
        rules += rules_used(tuple(shown), held[2])
    if not parts:
        return UNKNOWN_GRADE
    facts["rules"] = [rule.facts() for rule in rules]
    score = sum(parts) / len(parts)
    return Grade(_level(parts, score, rules), score, facts)


def _matrix(asked: Sequence[Asked], held: Sequence[Asked]) -> Matrix:
    """The same scores: a ladder has few steps, and each certificate is looked up once among all who hold any."""
    ladders = _Ladders(held)
    holders = Holders([names for _, _, names in held])
    scores = np.full((len(asked), len(held)), np.nan)
    for row, (level_min, rank_min, certificates) in enumerate(asked):
        parts = []
        if level_min is not None:
            parts.append(ladders.levels(level_min))
        if rank_min is not None:
            parts.append(ladders.ranks(rank_min))
        if certificates:
            shown = sum(holders.show(name).astype(np.int64) for name in certificates)
            parts.append(_NOT_SHOWN + (1.0 - _NOT_SHOWN) * shown / len(certificates))
        if parts:
            scores[row] = sum(parts) / len(parts)
    return scores


class _Ladders:
    """Parts of levels and ranks for the steps that people stand on."""

    def __init__(self, held: Sequence[Asked]) -> None:
        self._steps = list(dict.fromkeys((level, rank) for level, rank, _ in held))
        places = {step: place for place, step in enumerate(self._steps)}
        self._places = np.array([places[level, rank] for level, rank, _ in held], dtype=np.int64)

    def levels(self, least: int) -> Any:
        return np.array([_ladder(least, level) for level, _ in self._steps])[self._places]

    def ranks(self, least: int) -> Any:
        return np.array([_rank_part(least, level, rank)[0] for level, rank in self._steps])[self._places]


def _rank_part(least: int, level: int | None, rank: int | None) -> tuple[float, Rule | None]:
    """(score, the rule by which the person may apply for the title, where it counts)."""
    score = _ladder(least, rank)
    rule = may_apply(level, least) if score < _MAY_APPLY else None
    return (score, None) if rule is None else (_MAY_APPLY, rule)


def _level(parts: list[float], score: float, rules: list[Rule]) -> str:
    if score >= 0.999:
        return "meets"
    if any(rule.kind == "may_apply" for rule in rules) and all(part in (1.0, _MAY_APPLY) for part in parts):
        return "may_apply"
    return "partly" if score > _NOT_SHOWN + 1e-9 else "not_shown"


def _ladder(least: int, own: int | None) -> float:
    if own is None or own < least - 1:
        return _NOT_SHOWN
    return 1.0 if own >= least else _ONE_BELOW


def _job_key(job: JobRecord) -> Asked:
    return job.skill_level_min, job.title_rank_min, job.certificates_must


def _talent_key(talent: TalentRecord) -> Asked:
    return talent.skill_level, talent.title_rank, talent.certificates


CREDENTIALS = Comparison(
    "credentials",
    ("meets", "may_apply", "partly", "not_shown", UNKNOWN),
    job_key=_job_key,
    talent_key=_talent_key,
    grade=_grade,
    matrix=_matrix,
)
