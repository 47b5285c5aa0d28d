"""What changes on a sample when one plan takes the place of another: places, first persons, the bar, gates, spread."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.explain import Explanation, explain
from matching.levels import Matrix
from matching.plan import MatchPlan
from matching.ranking import RankedMatch, rank
from matching.records import JobRecord, TalentRecord
from matching.scoring import SMALLEST, Side, gates_block, score_block
from matching.spreading import Spread, gini

PLACES_A_LIST = 10
EXAMPLES = 10
# Ten examples of one vacancy would say less than ten of five.
_EXAMPLES_A_VACANCY = 2
_JOBS_AT_ONCE = 25
_PLACES = 6

Progress = Callable[[int, int], None]
_Lists = dict[str, list[RankedMatch]]


@dataclass(frozen=True, slots=True)
class ListFigures:
    """The lists of one plan: Gini of exposure (0.0 even), mean fit of what is listed by the plan's own measure and by
    that of the plan before (scores of two plans are no common measure), people named, pairs listed.
    """

    gini: float
    relevance: float
    relevance_by_before: float
    named: int
    could_be_named: int
    listed: int


@dataclass(frozen=True, slots=True)
class Moved:
    """A pair whose score moved far. `part` moved it most, or `gate` opened or closed it; the other is empty."""

    job_id: str
    talent_id: str
    before: float
    after: float
    part: str = ""
    gate: str = ""


@dataclass(frozen=True, slots=True)
class PlanChanges:
    """`rank_correlation` is the mean over vacancies of Spearman's, among people whom both plans let through; None when
    no vacancy has two of them. `closed` and `opened` count pairs at gates, `fell_below` and `rose_above` those that
    pass all gates of both plans.
    """

    vacancies: int
    people: int
    places: int
    places_changed: int
    firsts: int
    firsts_changed: int
    rank_correlation: float | None
    fell_below: int
    rose_above: int
    closed: int
    opened: int
    before: ListFigures
    after: ListFigures
    examples: tuple[Moved, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "examples": [asdict(example) for example in self.examples]}


def compare(
    jobs: Sequence[JobRecord],
    talents: Sequence[TalentRecord],
    before: MatchPlan,
    after: MatchPlan,
    *,
    progress: Progress | None = None,
) -> PlanChanges:
    """Rank the sample under both plans. `progress(done, total)` counts vacancies, each three times: once a plan, and
    once beside each other.
    """
    by_id = sorted(talents, key=lambda talent: talent.id)
    lists, spreads = [], []
    for turn, plan in enumerate((before, after)):
        found, spread = _ranked(jobs, by_id, plan, _third(progress, turn))
        lists.append(found)
        spreads.append(spread)
    report = _third(progress, 2)
    tally = _Tally(jobs, by_id, before, after)
    for done in tally.run():
        report(done, len(jobs))
    return _result(jobs, by_id, (before, after), lists, spreads, tally)


def _third(progress: Progress | None, turn: int) -> Progress:
    """Progress of one of the three turns, as progress of the whole."""

    def report(done: int, total: int) -> None:
        if progress:
            progress(turn * total + done, 3 * total)

    return report


def _ranked(
    jobs: Sequence[JobRecord], talents: Sequence[TalentRecord], plan: MatchPlan, progress: Progress
) -> tuple[_Lists, Spread | None]:
    told: list[Spread] = []
    found = rank(jobs, talents, plan, k=PLACES_A_LIST, progress=progress, report=told.append)
    return found, told[0] if told else None


def _result(
    jobs: Sequence[JobRecord],
    talents: Sequence[TalentRecord],
    plans: tuple[MatchPlan, MatchPlan],
    lists: list[_Lists],
    spreads: list[Spread | None],
    tally: "_Tally",
) -> PlanChanges:
    places, changed, firsts, firsts_changed = _places(lists[0], lists[1])
    records = {job.id: job for job in jobs}, {talent.id: talent for talent in talents}
    figures = [
        _figures(found, spread, able, _mean_fit(found, *records, plans[0]))
        for found, spread, able in zip(lists, spreads, tally.could_be_named, strict=True)
    ]
    return PlanChanges(
        vacancies=len(jobs),
        people=len(talents),
        places=places,
        places_changed=changed,
        firsts=firsts,
        firsts_changed=firsts_changed,
        rank_correlation=tally.rank_correlation,
        fell_below=tally.fell_below,
        rose_above=tally.rose_above,
        closed=tally.closed,
        opened=tally.opened,
        before=figures[0],
        after=figures[1],
        examples=_examples(tally.movements, *records, plans),
    )


def _places(before: _Lists, after: _Lists) -> tuple[int, int, int, int]:
    """(places, places that go to somebody else, lists with a first person, lists whose first person changes)."""
    places = changed = firsts = firsts_changed = 0
    for job, old_list in before.items():
        old, new = [match.talent_id for match in old_list], [match.talent_id for match in after[job]]
        places += max(len(old), len(new))
        changed += max(len({*old} - {*new}), len({*new} - {*old}))
        firsts += bool(old or new)
        firsts_changed += old[:1] != new[:1]
    return places, changed, firsts, firsts_changed


def _mean_fit(found: _Lists, jobs: dict[str, JobRecord], talents: dict[str, TalentRecord], plan: MatchPlan) -> float:
    """Of the pairs listed, before any spreading, by the measure of `plan`; what one of its gates stops counts 0."""
    fits = [
        explain(jobs[match.job_id], talents[match.talent_id], plan).score
        for listed in found.values()
        for match in listed
    ]
    return round(sum(fits) / len(fits), _PLACES) if fits else 0.0


def _figures(found: _Lists, spread: Spread | None, able: NDArray[np.bool_], by_before: float) -> ListFigures:
    """What spreading reported, or the same measures of lists that were not spread."""
    matches = [match for listed in found.values() for match in listed]
    if spread is not None:
        facts = spread.gini_after, spread.relevance_after, by_before, spread.named_after, spread.could_be_named
        return ListFigures(*facts, len(matches))
    counts: dict[str, int] = {}
    for match in matches:
        counts[match.talent_id] = counts.get(match.talent_id, 0) + 1
    able_count = int(able.sum())
    exposure = [*counts.values(), *[0] * (able_count - len(counts))]
    own = round(sum(match.score for match in matches) / len(matches), _PLACES) if matches else 0.0
    return ListFigures(round(gini(exposure), _PLACES), own, by_before, len(counts), able_count, len(matches))


@dataclass
class _Tally:
    """Both plans' scores beside each other, some vacancies at a time."""

    jobs: Sequence[JobRecord]
    talents: Sequence[TalentRecord]
    before: MatchPlan
    after: MatchPlan
    fell_below: int = 0
    rose_above: int = 0
    closed: int = 0
    opened: int = 0
    correlations: list[float] = field(default_factory=list)
    # (how far, vacancy, talent) of pairs that at least one plan proposes, farthest first when sorted.
    movements: list[tuple[float, str, str]] = field(default_factory=list)

    def run(self) -> Iterator[int]:
        sides = [Side(self.talents, plan) for plan in (self.before, self.after)]
        self.could_be_named = [np.zeros(len(self.talents), dtype=np.bool_) for _ in sides]
        for start in range(0, len(self.jobs), _JOBS_AT_ONCE):
            part = self.jobs[start : start + _JOBS_AT_ONCE]
            fits = [score_block(part, side, plan) for side, plan in zip(sides, (self.before, self.after), strict=True)]
            gates = [gates_block(part, side, plan) for side, plan in zip(sides, (self.before, self.after), strict=True)]
            self._add(part, fits, gates)
            yield start + len(part)

    @property
    def rank_correlation(self) -> float | None:
        return round(float(np.mean(self.correlations)), _PLACES) if self.correlations else None

    def _add(self, jobs: Sequence[JobRecord], fits: list[Matrix], gates: list[NDArray[np.bool_]]) -> None:
        old, new = fits
        bars = [max(plan.min_score, 1e-9) for plan in (self.before, self.after)]
        proposed = [fit >= bar for fit, bar in zip(fits, bars, strict=True)]
        for named, some in zip(self.could_be_named, proposed, strict=True):
            named |= some.any(axis=0)
        both = gates[0] & gates[1]
        self.fell_below += int((both & proposed[0] & ~proposed[1]).sum())
        self.rose_above += int((both & ~proposed[0] & proposed[1]).sum())
        self.closed += int((gates[0] & ~gates[1]).sum())
        self.opened += int((~gates[0] & gates[1]).sum())
        for row, job in enumerate(jobs):
            known = both[row] & (old[row] > 0) & (new[row] > 0)
            found = spearman(old[row][known], new[row][known])
            self.correlations += [] if found is None else [found]
            self._keep_movements(job.id, np.where(proposed[0][row] | proposed[1][row], new[row] - old[row], 0.0))

    def _keep_movements(self, job_id: str, moved: Matrix) -> None:
        order = np.lexsort((np.arange(len(moved)), -np.abs(moved)))[:_EXAMPLES_A_VACANCY]
        self.movements += [
            (-abs(float(moved[place])), job_id, self.talents[place].id) for place in order if moved[place]
        ]


def spearman(left: Matrix, right: Matrix) -> float | None:
    """Correlation of ranks, equal values sharing their mean rank; None below two values or where one side is flat."""
    if len(left) < 2:
        return None
    ranks = [_mean_ranks(left), _mean_ranks(right)]
    if any(float(np.ptp(one)) == 0.0 for one in ranks):
        return None
    return float(np.corrcoef(ranks[0], ranks[1])[0, 1])


def _mean_ranks(values: Matrix) -> Matrix:
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2.0)[places], dtype=np.float64)


def _examples(
    movements: list[tuple[float, str, str]],
    jobs: dict[str, JobRecord],
    talents: dict[str, TalentRecord],
    plans: tuple[MatchPlan, MatchPlan],
) -> tuple[Moved, ...]:
    return tuple(_moved(jobs[job], talents[talent], plans) for _, job, talent in sorted(movements)[:EXAMPLES])


def _moved(job: JobRecord, talent: TalentRecord, plans: tuple[MatchPlan, MatchPlan]) -> Moved:
    before, after = (explain(job, talent, plan) for plan in plans)
    stopped = [{gate.name for gate in one.gates if gate.passed is False} for one in (before, after)]
    gates = sorted(stopped[0] ^ stopped[1])
    if gates and bool(stopped[0]) != bool(stopped[1]):
        return Moved(job.id, talent.id, before.score, after.score, gate=gates[0])
    pulls = [_pulls(before), _pulls(after)]
    names = dict.fromkeys([*pulls[0], *pulls[1]])
    moved = {name: abs(pulls[1].get(name, 0.0) - pulls[0].get(name, 0.0)) for name in names}
    part = max(moved, key=lambda name: (moved[name], name)) if moved else ""
    return Moved(job.id, talent.id, before.score, after.score, part=part)


def _pulls(explanation: Explanation) -> dict[str, float]:
    """By how much each known part pulls the logarithm of the score down, by its share of the whole."""
    employer = 1.0 - explanation.wish_share
    shares = {
        "essential": employer * explanation.essential_share,
        "nice": employer * (1.0 - explanation.essential_share),
        "wish": explanation.wish_share,
    }
    known = [part for part in explanation.comparisons if part.score is not None]
    totals = {side: sum(part.weight for part in known if part.side == side) for side in shares}
    return {
        part.name: shares[part.side] * part.weight / totals[part.side] * float(np.log(max(part.score or 0.0, SMALLEST)))
        for part in known
    }
