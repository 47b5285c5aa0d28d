"""Records as rows of numbers: what a pair's score looks at, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, NamedTuple

import numpy as np

from matching.comparisons import COMPARISONS, GATES
from matching.comparisons.occupation import job_key, talent_key
from matching.comparisons.skills import essential_weights, nice_weights
from matching.occupations.meanings import learn
from matching.plan import MatchPlan
from matching.records import JobRecord, TalentRecord
from matching.scale.growing import Array
from matching.scale.lexicon import Lexicon, Numbers
from matching.vocabulary.skills import key_of

# Graded pair by pair in the kernel; all other comparisons have few keys and are looked up in tables.
IN_KERNEL = ("occupation", "title", "skills", "nice_skills", "wish")

Row = dict[str, Any]


class Side(NamedTuple):
    """Records of one side. `tables` and `gates` hold a key's number for each comparison and gate of the plan."""

    work: Array
    title_starts: Array
    titles: Array
    skill_starts: Array
    skills: Array
    skill_weights: Array
    nice_starts: Array
    nice: Array
    nice_weights: Array
    half: Array
    read_starts: Array
    read: Array
    wish_starts: Array
    wish: Array
    tables: Array
    gates: Array


@dataclass
class Keys:
    """The numbers of rare keys, for one side of the comparisons and gates of a plan."""

    plan: MatchPlan
    is_jobs: bool
    tables: dict[str, Numbers] = field(default_factory=dict)
    gates: dict[str, Numbers] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in self.plan.comparisons:
            if name not in IN_KERNEL:
                self.tables.setdefault(name, Numbers())
        for name in self.plan.gates:
            self.gates.setdefault(name, Numbers())

    def restore(self, things: dict[str, dict[str, list[Any]]]) -> None:
        """The numbers that were saved."""
        for kind in ("tables", "gates"):
            held = getattr(self, kind)
            for name in held:
                held[name] = Numbers(things[kind][name])

    def numbers(self, record: JobRecord | TalentRecord) -> tuple[list[int], list[int]]:
        tables = [numbers.of(self._table_key(name, record)) for name, numbers in self.tables.items()]
        gates = [numbers.of(self._gate_key(name, record)) for name, numbers in self.gates.items()]
        return tables, gates

    def _table_key(self, name: str, record: Any) -> Any:
        comparison = COMPARISONS[name]
        return comparison.job_key(record) if self.is_jobs else comparison.bare(comparison.talent_key(record))

    def _gate_key(self, name: str, record: Any) -> Any:
        return GATES[name].job_key(record) if self.is_jobs else GATES[name].talent_key(record)


class Encoder:
    """Turns records into rows, and rows into the arrays of a side."""

    def __init__(self, plan: MatchPlan, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.jobs, self.talents = Keys(plan, is_jobs=True), Keys(plan, is_jobs=False)

    def job(self, job: JobRecord) -> Row:
        lexicon = self.lexicon
        essential = essential_weights((job.skills_must, job.skills_inferred))
        nice = nice_weights(job.skills_nice)
        tables, gates = self.jobs.numbers(job)
        return {
            "work": lexicon.work_of(job_key(job)),
            "titles": self._titles((job.title,)),
            "skills": [lexicon.skills.of(key) for key in essential],
            "skill_weights": list(essential.values()),
            "nice": [lexicon.skills.of(key) for key in nice],
            "nice_weights": list(nice.values()),
            "half": -1,
            "read": [],
            "wish": [lexicon.codes.of(job.occupation_code)] if job.occupation_code else [],
            "tables": tables,
            "gates": gates,
        }

    def talent(self, talent: TalentRecord) -> Row:
        lexicon = self.lexicon
        tables, gates = self.talents.numbers(talent)
        stated = sorted({lexicon.skills.of(key_of(skill)) for skill in talent.skills})
        return {
            "work": lexicon.work_of(talent_key(talent)),
            "titles": self._titles(talent.wanted_titles),
            "skills": stated,
            "skill_weights": [1.0] * len(stated),
            "nice": [],
            "nice_weights": [],
            "half": lexicon.halves_of(talent.occupation_codes),
            "read": sorted({lexicon.skills.of(key_of(skill)) for skill in talent.skills_inferred}),
            "wish": [lexicon.codes.of(code) for code in talent.occupation_codes],
            "tables": tables,
            "gates": gates,
        }

    def _titles(self, titles: Sequence[str]) -> list[int]:
        numbers = dict.fromkeys(self.lexicon.title_of(title) for title in titles)
        return [number for number in numbers if self.lexicon.has_words(number)]


def learn_titles(records: Sequence[JobRecord | TalentRecord]) -> None:
    """Read the titles of many records together, which is many times faster than one by one."""
    learn(title for record in records for title in _titles_of(record))


def _titles_of(record: JobRecord | TalentRecord) -> tuple[str, ...]:
    return (record.title,) if isinstance(record, JobRecord) else record.wanted_titles


def side_of(rows: Sequence[Row]) -> Side:
    """The arrays of rows, in their order."""
    return Side(
        _column(rows, "work", np.int32),
        *_lists(rows, ("titles", np.int32)),  # type: ignore[call-arg]
        *_lists(rows, ("skills", np.int32), ("skill_weights", np.float64)),
        *_lists(rows, ("nice", np.int32), ("nice_weights", np.float64)),
        _column(rows, "half", np.int32),
        *_lists(rows, ("read", np.int32)),
        *_lists(rows, ("wish", np.int32)),
        _matrix(rows, "tables"),
        _matrix(rows, "gates"),
    )


def _column(rows: Sequence[Row], name: str, dtype: Any) -> Array:
    return np.array([row[name] for row in rows], dtype=dtype)


def _lists(rows: Sequence[Row], *columns: tuple[str, Any]) -> list[Array]:
    starts = np.zeros(len(rows) + 1, np.int64)
    np.cumsum([len(row[columns[0][0]]) for row in rows], out=starts[1:])
    return [starts, *(np.fromiter(chain.from_iterable(row[name] for row in rows), dtype) for name, dtype in columns)]


def _matrix(rows: Sequence[Row], name: str) -> Array:
    width = len(rows[0][name]) if rows else 0
    return np.array([row[name] for row in rows], dtype=np.int32).reshape(len(rows), width)
