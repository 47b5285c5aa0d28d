"""What a plan may say, when a draft may be adopted, and how versions are named. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from math import isfinite
from typing import Any

from matching import MatchPlan, Thresholds, all_gate_names
from matching.comparisons import COMPARISONS
from matching.plan import MOST_CONGESTION, SIDES
from webapp.core.errors import Conflict, RuleBroken, RulesBroken

STATES = ("draft", "adopted", "retired", "discarded")
MOST_WEIGHT = 100.0
MOST_SLACK = 4
SLACKS = ("skill_level_slack", "education_slack")
LONGEST_NOTE = 500
# Enough to see what changes, small enough to be there within a minute.
SAMPLE_VACANCIES = 150
SAMPLE_PROFILES = 2000
_SAMPLE_SEED = "nine-cities-preview"
# How strongly a run spreads when it is asked to and its plan does not.
USUAL_CONGESTION = 0.5


@dataclass(frozen=True)
class PlanDraft:
    """A plan as it was filled in, which need not be one that can be computed; None where nothing was written."""

    weights: Mapping[str, tuple[str, float | None]]
    gates: tuple[str, ...]
    pay_floor_share: float | None
    skill_level_slack: int | None
    education_slack: int | None
    min_score: float | None
    essential_share: float | None
    wish_share: float | None
    congestion: float | None
    note: str = ""


def plan_of(draft: PlanDraft, version: str) -> MatchPlan:
    """The plan that the draft describes. Raises RulesBroken with everything that is wrong, each beside its field."""
    broken = [*_wrong_weights(draft), *_wrong_shares(draft)]
    if broken:
        raise RulesBroken(broken)
    sides: dict[str, dict[str, float]] = {side: {} for side in SIDES}
    for name, (side, weight) in draft.weights.items():
        if side:
            sides[side][name] = float(weight or 0.0)
    try:
        return MatchPlan(
            version=version,
            gates=draft.gates,
            **sides,
            essential_share=float(draft.essential_share or 0.0),
            wish_share=float(draft.wish_share or 0.0),
            thresholds=Thresholds(
                pay_floor_share=float(draft.pay_floor_share or 0.0),
                skill_level_slack=int(draft.skill_level_slack or 0),
                education_slack=int(draft.education_slack or 0),
            ),
            min_score=float(draft.min_score or 0.0),
            congestion=float(draft.congestion or 0.0),
        )
    except ValueError as error:
        raise RuleBroken("plan_not_computable") from error


def _wrong_weights(draft: PlanDraft) -> Iterable[RuleBroken]:
    for name, (side, weight) in draft.weights.items():
        if side and (side not in SIDES or name not in COMPARISONS):
            yield RuleBroken("plan_not_computable")
        elif side and (weight is None or not isfinite(weight) or not 0.0 < weight <= MOST_WEIGHT):
            yield RuleBroken("weight_out_of_bounds", field=f"weight_{name}", facts={"most": round(MOST_WEIGHT)})
    if not any(side == "essential" for side, _ in draft.weights.values()):
        yield RuleBroken("nothing_essential", field=f"side_{next(iter(COMPARISONS))}")
    if not set(draft.gates) <= set(all_gate_names()):
        yield RuleBroken("plan_not_computable", field="gates")


def _wrong_shares(draft: PlanDraft) -> Iterable[RuleBroken]:
    """Shares are asked in percent, so that is how their bounds are told."""
    bounds = {
        "essential_share": (1, 100),
        "wish_share": (0, 99),
        "pay_floor_share": (0, 100),
        "min_score": (0, 100),
    }
    for name, (least, most) in bounds.items():
        value = getattr(draft, name)
        if value is None or not least / 100 <= value <= most / 100:
            yield RuleBroken("share_out_of_bounds", field=name, facts={"least": least, "most": most})
    for name in SLACKS:
        slack = getattr(draft, name)
        if slack is None or not 0 <= slack <= MOST_SLACK:
            yield RuleBroken("slack_out_of_bounds", field=name, facts={"most": MOST_SLACK})
    if draft.congestion is None or not 0.0 <= draft.congestion <= MOST_CONGESTION:
        yield RuleBroken("congestion_out_of_bounds", field="congestion")


def draft_of(plan: MatchPlan, note: str = "") -> PlanDraft:
    """The plan as a form shows it: every comparison that exists, also those that do not count."""
    sides = {name: plan.side(name) if name in plan.comparisons else "" for name in COMPARISONS}
    return PlanDraft(
        weights={name: (side, plan.weight(name) if side else None) for name, side in sides.items()},
        gates=plan.gates,
        pay_floor_share=plan.thresholds.pay_floor_share,
        skill_level_slack=plan.thresholds.skill_level_slack,
        education_slack=plan.thresholds.education_slack,
        min_score=plan.min_score,
        essential_share=plan.essential_share,
        wish_share=plan.wish_share,
        congestion=plan.congestion,
        note=note,
    )


def check_note(note: str | None) -> str:
    """Who changes what everybody is measured by says why."""
    text = (note or "").strip()
    if not text:
        raise RuleBroken("plan_note_missing", field="note")
    if len(text) > LONGEST_NOTE:
        raise RuleBroken("plan_note_too_long", field="note", facts={"most": LONGEST_NOTE})
    return text


def check_is_draft(state: str) -> None:
    """What pairs were made with stays as it was."""
    if state != "draft":
        raise Conflict("plan_is_no_draft")


def check_preview(preview_state: str | None, is_fresh: bool) -> None:
    """Nobody adopts what nobody has looked at: the preview is finished and of exactly this plan."""
    if preview_state != "done":
        raise Conflict("plan_not_previewed")
    if not is_fresh:
        raise Conflict("plan_preview_stale")


def is_same_content(plan: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two stored plans compute the same, whatever they are called."""
    return {**plan, "version": ""} == {**other, "version": ""}


def next_version(today: date, taken: Iterable[str]) -> str:
    """For example 2026-11-25-1; the last part counts the plans of a day."""
    start = f"{today.isoformat()}-"
    numbers = [int(name.removeprefix(start)) for name in taken if name.removeprefix(start).isdigit()]
    return f"{start}{max(numbers, default=0) + 1}"


# -- what differs ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Difference:
    """One thing in which two plans differ. `kind` is weight, gate or the name of a number; a weight has its side."""

    kind: str
    name: str
    before: float | None
    after: float | None
    side_before: str = ""
    side_after: str = ""


_NUMBERS = ("essential_share", "wish_share", "min_score", "congestion")


def differences(before: MatchPlan, after: MatchPlan) -> list[Difference]:
    """In the order in which a plan is shown; empty for plans that compute the same."""
    found = [
        Difference("weight", name, *_pair(before, after, name, _weight), *_pair(before, after, name, _side))
        for name in COMPARISONS
    ]
    found += [
        Difference("gate", name, float(name in before.gates), float(name in after.gates)) for name in all_gate_names()
    ]
    found += [Difference(name, name, getattr(before, name), getattr(after, name)) for name in _NUMBERS]
    for name in ("pay_floor_share", *SLACKS):
        old, new = (float(getattr(plan.thresholds, name)) for plan in (before, after))
        found.append(Difference(name, name, old, new))
    return [one for one in found if (one.before, one.side_before) != (one.after, one.side_after)]


def _pair(before: MatchPlan, after: MatchPlan, name: str, read: Any) -> tuple[Any, Any]:
    return read(before, name), read(after, name)


def _weight(plan: MatchPlan, name: str) -> float | None:
    return plan.weight(name) if name in plan.comparisons else None


def _side(plan: MatchPlan, name: str) -> str:
    return plan.side(name) if name in plan.comparisons else ""


# -- sample of a preview --------------------------------------------------------------------------------------------


def stratified(rows: Sequence[tuple[int, str]], most: int) -> list[int]:
    """`most` ids of (id, city), or all where there are fewer; each city by its share and none left out. The same for
    the same rows, and nearly the same when a few are added, because each id is drawn by a digest of its own.
    """
    if len(rows) <= most:
        return sorted(row_id for row_id, _ in rows)
    strata: dict[str, list[int]] = {}
    for row_id, city in rows:
        strata.setdefault(city, []).append(row_id)
    chosen: list[int] = []
    # Small cities first, so that rounding is at the cost of those who have many.
    for city in sorted(strata, key=lambda name: (len(strata[name]), name)):
        quota = max(1, len(strata[city]) * most // len(rows))
        chosen += sorted(strata[city], key=_draw)[: min(quota, most - len(chosen))]
    rest = sorted({row_id for row_id, _ in rows} - {*chosen}, key=_draw)
    return sorted([*chosen, *rest[: most - len(chosen)]])


def _draw(row_id: int) -> bytes:
    return sha256(f"{_SAMPLE_SEED}:{row_id}".encode()).digest()
