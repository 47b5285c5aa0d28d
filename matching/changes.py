"""What would change a match: single changes of a stored explanation, what each would bring, and the nearest way over
the bar. It reads the explanation alone, so that what is said months later is what would have been said then.

A change is somebody's decision, the employer's (accept a lower level) or the person's (learn a skill); nothing here
proposes another trade. `effort` orders changes by how much they ask of people: about the months that they take.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from matching.comparisons import COMPARISONS
from matching.comparisons.skills import with_skill
from matching.explain import ComparisonResult, Explanation, with_score
from matching.levels import Grade
from matching.vocabulary.certificates import missing

# A change that moves the number by less is not worth anybody's while.
LEAST_GAIN = 0.005
_MOST_STEPS = 3
_DAYS_A_MONTH = 30.0


@dataclass(frozen=True, slots=True)
class Change:
    """One decision: `kind` and `facts` say which, `score` what the pair would have then, `gain` the difference."""

    kind: str
    facts: dict[str, Any]
    effort: float
    score: float
    gain: float
    lifts_over_bar: bool

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class _Step:
    """A change before it is weighed: the new grades of parts, and the gates that it opens."""

    kind: str
    facts: dict[str, Any]
    effort: float
    grades: dict[str, Grade] = field(default_factory=dict)
    opens: tuple[str, ...] = ()


def all_changes(explanation: Explanation) -> list[Change]:
    """Every single change that the explanation knows of, also those that alone bring nothing."""
    return [_change(explanation, step) for step in _steps(explanation)]


def changes(explanation: Explanation, limit: int = 3) -> list[Change]:
    """Single changes that would lift the pair, the most lifting first."""
    worth = [change for change in all_changes(explanation) if change.gain >= LEAST_GAIN]
    return sorted(worth, key=lambda change: (-change.gain, change.effort, change.kind, str(change.facts)))[:limit]


def nearest_way(explanation: Explanation) -> list[Change]:
    """The changes, one after the other, that together bring the pair to the bar with the least effort.

    Empty where the pair is there already, and where no few changes would do (another trade).
    """
    if explanation.score >= explanation.bar:
        return []
    steps = _steps(explanation)
    alone = [change for change in all_changes(explanation) if change.lifts_over_bar]
    if alone:
        return [min(alone, key=lambda change: (change.effort, -change.gain, change.kind, str(change.facts)))]
    return _together(explanation, steps)


def _together(explanation: Explanation, steps: Sequence[_Step]) -> list[Change]:
    """Closed gates first, since nothing counts before them; then what gains most for its effort."""
    way: list[Change] = []
    left = list(steps)
    while left and len(way) < _MOST_STEPS:
        closed = {gate.name for gate in explanation.gates if gate.passed is False}
        useful = [step for step in left if closed & set(step.opens)] if closed else left
        if not useful:
            return []
        step = max(useful, key=lambda step: _worth(explanation, step))
        change = _change(explanation, step)
        if not closed and change.gain < LEAST_GAIN:
            return []
        way.append(change)
        explanation = _applied(explanation, step)
        left.remove(step)
        if explanation.score >= explanation.bar:
            return way
    return []


def _worth(explanation: Explanation, step: _Step) -> tuple[float, float, str]:
    return (_change(explanation, step).gain / step.effort, -step.effort, f"{step.kind} {step.facts}")


def _change(explanation: Explanation, step: _Step) -> Change:
    after = _applied(explanation, step).score
    gain = round(after - explanation.score, 6)
    lifts = explanation.score < explanation.bar <= after
    return Change(step.kind, step.facts, step.effort, after, gain, lifts)


def _applied(explanation: Explanation, step: _Step) -> Explanation:
    parts = tuple(_regraded(part, step.grades.get(part.name)) for part in explanation.comparisons)
    gates = tuple(replace(gate, passed=True) if gate.name in step.opens else gate for gate in explanation.gates)
    return with_score(replace(explanation, comparisons=parts, gates=gates))


def _regraded(part: ComparisonResult, grade: Grade | None) -> ComparisonResult:
    if grade is None:
        return part
    return replace(part, level=grade.level, score=grade.score, facts={**part.facts, **grade.facts})


def _steps(explanation: Explanation) -> list[_Step]:
    found = [*_skills(explanation)]
    for part in explanation.comparisons:
        if part.score is not None and part.score < 1.0 and part.name in _OF_PARTS:
            found += _OF_PARTS[part.name](part.facts)
    for gate in explanation.gates:
        if gate.passed is False and gate.name in _OF_GATES:
            found += _OF_GATES[gate.name](gate.facts)
    # A gate and a part may say the same; a plan may have one without the other.
    return list({(step.kind, str(step.facts)): step for step in found}.values())


def _again(name: str, job_key: Any, talent_key: Any) -> dict[str, Grade]:
    """A part graded anew from what it would see then."""
    return {name: COMPARISONS[name].grade(job_key, talent_key)}


# -- what parts say -----------------------------------------------------------------------------------------------

Facts = dict[str, Any]
Steps = Iterator[_Step]


def _skills(explanation: Explanation) -> Steps:
    parts = [part for name in ("skills", "nice_skills") if (part := explanation.part(name)) is not None]
    # Explanations of the first plan version do not say what each skill weighs.
    parts = [part for part in parts if "weights" in part.facts]
    lacking = [skill for part in parts for skill in (*part.facts["missing"], *part.facts["implied"])]
    for skill in dict.fromkeys(lacking):
        wanting = [part for part in parts if skill in part.facts["weights"]]
        grades = {part.name: with_skill(part.name, part.facts, skill) for part in wanting}
        yield _Step("skill", {"skill": skill}, 1.0, grades)


def _pay(facts: Facts) -> Steps:
    wish, low, high = (facts[key] for key in ("wish_yuan_month", "pay_min_yuan_month", "pay_max_yuan_month"))
    effort = 1.0 + 10.0 * (wish - low) / max(wish, 1.0)
    grades = _again("pay", (wish, max(wish, high)), wish)
    yield _Step("pay_raised", {"yuan_month": wish, "offer_yuan_month": high}, effort, grades, ("pay",))


def _experience(facts: Facts) -> Steps:
    asked, held = facts["asked_months"], facts.get("held_months")
    if held is not None:
        effort = max(0.5, (asked - held) / 12.0)
        grades = _again("experience", held, held)
        yield _Step("experience_accepted", {"asked_months": asked, "months": held}, effort, grades)


def _education(facts: Facts) -> Steps:
    if facts["held_code"] is not None:
        yield _education_accepted(facts)


def _education_accepted(facts: Facts) -> _Step:
    held = facts["held_code"]
    changed = {"asked_code": facts["asked_code"], "accepted_code": held}
    return _Step("education_accepted", changed, 3.0, _again("education", held, held), ("education",))


def _availability(facts: Facts) -> Steps:
    days = facts["days_late"]
    yield _Step("later_start", {"days": days}, days / _DAYS_A_MONTH, {"availability": Grade("in_time", 1.0)})


def _hours(facts: Facts) -> Steps:
    asked = facts["hours_per_week"], facts["has_nights"]
    wished = facts["most_wanted"], facts["accepts_nights"]
    if asked[1] and wished[1] is False:
        yield _Step("nights_dropped", {}, 2.0, _again("hours", (asked[0], False), wished))
    if asked[0] is not None and wished[0] is not None and asked[0] > wished[0]:
        yield _Step("hours_cut", {"hours_per_week": wished[0]}, 2.0, _again("hours", (wished[0], asked[1]), wished))


def _credentials(facts: Facts) -> Steps:
    for key in ("skill_level", "title_rank"):
        asked, held = facts.get(f"{key}_asked"), facts.get(f"{key}_held")
        if asked is not None and held is None:
            yield _Step(
                f"{key}_shown", {"ladder": key, "asked": asked}, 1.0, _credentials_with(facts, {f"{key}_held": asked})
            )
        elif asked is not None and held < asked:
            grades = _credentials_with(facts, {f"{key}_asked": held})
            effort = 1.5 * (asked - held)
            yield _Step(f"{key}_accepted", {"ladder": key, "asked": asked, "accepted": held}, effort, grades, (key,))
    for name in facts.get("certificates_missing", ()):
        shown = [*facts["certificates_shown"], name]
        opens = () if missing(tuple(facts["certificates_missing"]), tuple(shown)) else ("certificates",)
        grades = _credentials_with(facts, {"certificates_shown": shown})
        yield _Step("certificate", {"certificate": name}, 2.0, grades, opens)


def _credentials_with(facts: Facts, changed: Facts) -> dict[str, Grade]:
    """The part again where the employer accepts something else, or the person shows more."""
    certificates = (*facts.get("certificates_shown", ()), *facts.get("certificates_missing", ()))
    new = {**facts, **changed}
    asked = new.get("skill_level_asked"), new.get("title_rank_asked"), certificates
    held = new.get("skill_level_held"), new.get("title_rank_held"), tuple(new.get("certificates_shown", ()))
    return _again("credentials", asked, held)


_OF_PARTS: dict[str, Callable[[Facts], Steps]] = {
    "pay": _pay,
    "experience": _experience,
    "education": _education,
    "availability": _availability,
    "hours": _hours,
    "credentials": _credentials,
}


# -- what closed gates say ----------------------------------------------------------------------------------------


def _place_gate(facts: Facts) -> Steps:
    cities = tuple(facts["city_codes"])
    for city in cities[:1]:
        wished = (*facts["wanted_cities"], city)
        grades = _again("place", cities, (None, wished, facts["accepts_any_city"]))
        yield _Step("city_added", {"city_code": city}, 3.0, grades, ("place",))


def _origin_gate(facts: Facts) -> Steps:
    yield _Step("opened_to_city", {"city_code": facts["city_code"]}, 2.0, opens=("origin",))


def _form_gate(facts: Facts) -> Steps:
    yield _Step("form_accepted", {"employment_form": facts["employment_form"]}, 2.0, opens=("employment_form",))


_OF_GATES: dict[str, Callable[[Facts], Steps]] = {
    "education": _education,
    "place": _place_gate,
    "origin": _origin_gate,
    "employment_form": _form_gate,
}
