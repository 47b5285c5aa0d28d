"""The figures of one run, the recorded ones, and which fell too far."""

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from matching.evaluation import golden_set
from matching.evaluation.pairs import measured, scores_changed_by_protected_columns
from matching.evaluation.skills import measured_skills
from matching.evaluation.titles import cross_validated
from matching.occupations import normalise
from matching.occupations.classification import read_rows

RECORDED = Path(__file__).parent / "recorded.json"
# How far a figure may fall before it is a fault: about what a handful of labels moves it.
_TOLERANCE = {"titles": 0.01, "skills": 0.02, "pairs": 0.02, "held_out": 0.02}


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of the table. `method` is ours, the plan, or a baseline; only `is_ours` is held to a record."""

    topic: str
    method: str
    measure: str
    value: float
    is_ours: bool

    @property
    def key(self) -> str:
        return f"{self.topic}.{self.measure}"


def evaluate() -> list[Figure]:
    return [*_titles(), *_skills(), *_pairs(), *_fairness()]


def _titles() -> Iterator[Figure]:
    for method, found in cross_validated().items():
        yield Figure("titles", method, "first", found.first, method == "ours")
        yield Figure("titles", method, "among_five", found.among_five, method == "ours")


def titles_per_second() -> float:
    """Measured, never compared with a record: machines differ."""
    titles = [row["title"] for row in read_rows("job_titles_dev.csv")]
    normalise(titles[:1])
    started = time.perf_counter()
    normalise(titles)
    return len(titles) / (time.perf_counter() - started)


def _pairs() -> Iterator[Figure]:
    for topic, labelled in (("pairs", golden_set.TUNING), ("held_out", golden_set.HELD_OUT)):
        for method, found in measured(labelled=labelled).items():
            for measure in ("ndcg_at_10", "precision_at_5", "order", "trap_order"):
                yield Figure(topic, method, measure, getattr(found, measure), method == "plan")


def _skills() -> Iterator[Figure]:
    for (method, half), found in measured_skills().items():
        if half == "held_out":
            yield Figure("skills", method, "precision", found.precision, method == "ours")
            yield Figure("skills", method, "recall", found.recall, method == "ours")


def _fairness() -> Iterator[Figure]:
    changed, compared = scores_changed_by_protected_columns()
    assert compared
    yield Figure("fairness", "plan", "scores_changed", float(changed), True)


def recorded() -> dict[str, float]:
    values: dict[str, float] = json.loads(RECORDED.read_text(encoding="utf-8"))
    return values


def record(figures: list[Figure]) -> None:
    values = {figure.key: round(figure.value, 4) for figure in figures if figure.is_ours}
    RECORDED.write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8")


def shortfalls(figures: list[Figure], wanted: Mapping[str, float]) -> list[str]:
    """What is worse than recorded by more than its tolerance, and what is recorded but was not measured."""
    found = {figure.key: figure for figure in figures if figure.is_ours}
    faults = [f"{key}: recorded, not measured" for key in wanted if key not in found]
    for key, figure in found.items():
        if figure.topic == "fairness":
            if figure.value:
                faults.append(f"{key}: {figure.value:.0f} scores changed with a protected column")
        elif key in wanted and figure.value < wanted[key] - _TOLERANCE[figure.topic]:
            faults.append(f"{key}: {figure.value:.3f}, recorded {wanted[key]:.3f}")
    return faults


def sizes() -> str:
    return "\n".join(
        _size(name, golden_set.pairs(labelled))
        for name, labelled in (("labelled", golden_set.TUNING), ("held-out", golden_set.HELD_OUT))
    )


def _size(name: str, pairs: Sequence[golden_set.LabelledPair]) -> str:
    grades = [pair.grade for pair in pairs]
    counts = ", ".join(f"{grades.count(grade)} of grade {grade}" for grade in (3, 2, 1, 0))
    return f"{len(grades)} {name} pairs ({counts})"
