"""Plans as pages show them: shares in percent, gates with what they stop, differences in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import format_decimal, gettext

from matching import DEFAULT_PLAN, MatchPlan, all_gate_names
from matching.comparisons import COMPARISONS
from matching.plan import SIDES
from webapp.http.wording import label
from webapp.plans.models import StoredPlan
from webapp.plans.rules import SLACKS, Difference, differences

_BUILT_IN = "built_in"
_SHARES = ("essential_share", "wish_share", "min_score", "pay_floor_share")


def percent_text(share: float) -> str:
    return gettext("%(percent)s%%", percent=format_decimal(round(100 * share, 1)))


@dataclass(frozen=True)
class PlanCard:
    """A plan in a list, and the head of its page. `plan_id` is None for the built-in plan."""

    plan_id: int | None
    version: str
    url: str
    state: str
    state_label: str
    is_in_force: bool
    based_on: str
    note: str
    made_by: str
    made_at: datetime | None
    changed_at: datetime | None
    adopted_by: str
    adopted_at: datetime | None
    retired_by: str
    retired_at: datetime | None
    retired_note: str


def stored_card(plan: StoredPlan, who: Mapping[int, str]) -> PlanCard:
    return PlanCard(
        plan_id=plan.id,
        version=plan.version,
        url=url_for("plans.show_plan", plan_id=plan.id),
        state=plan.state,
        state_label=label("plan_state", plan.state),
        is_in_force=plan.state == "adopted",
        based_on=plan.based_on,
        note=plan.note,
        made_by=who.get(plan.made_by or 0, ""),
        made_at=plan.made_at,
        changed_at=plan.changed_at if plan.revision > 1 else None,
        adopted_by=who.get(plan.adopted_by or 0, ""),
        adopted_at=plan.adopted_at,
        retired_by=who.get(plan.retired_by or 0, ""),
        retired_at=plan.retired_at,
        retired_note=plan.retired_note,
    )


def built_in_card(*, is_in_force: bool) -> PlanCard:
    state = "adopted" if is_in_force else _BUILT_IN
    return PlanCard(
        plan_id=None,
        version=DEFAULT_PLAN.version,
        url=url_for("plans.show_built_in_plan"),
        state=state,
        state_label=label("plan_state", state),
        is_in_force=is_in_force,
        based_on="",
        note=gettext("Comes with the software."),
        made_by="",
        made_at=None,
        changed_at=None,
        adopted_by="",
        adopted_at=None,
        retired_by="",
        retired_at=None,
        retired_note="",
    )


def draft_steps(plan_id: int, current: str, *, is_ready: bool) -> list[dict[str, str | None]]:
    """Where the coordinator is between an idea and a plan in force: nothing is adopted unseen."""
    places = ("edit", "preview", "adopt")
    labels = (gettext("Write the draft"), gettext("See what it changes"), gettext("Put it in force"))
    urls = (
        url_for("plans.edit_plan", plan_id=plan_id),
        url_for("plans.show_preview", plan_id=plan_id),
        url_for("plans.adopt_plan", plan_id=plan_id) if is_ready else None,
    )
    at = places.index(current)
    states = ["done" if place < at else "current" if place == at else "todo" for place in range(len(places))]
    if is_ready and at == 0:
        states[1] = "done"
    return [{"label": text, "state": state, "url": url} for text, state, url in zip(labels, states, urls, strict=True)]


# -- one plan -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class WeightRow:
    """`percent` of its side, `whole_percent` of the whole number when everything is known."""

    label: str
    weight: str
    percent: int
    whole_percent: str
    is_changed: bool


@dataclass(frozen=True)
class SideTable:
    label: str
    share: str
    rows: list[WeightRow]


@dataclass(frozen=True)
class GateLine:
    label: str
    stops: str
    is_on: bool
    is_changed: bool


@dataclass(frozen=True)
class NumberLine:
    label: str
    value: str
    is_changed: bool


@dataclass(frozen=True)
class DifferenceLine:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class PlanTables:
    """What a plan says, readable by people; what differs from `beside` is marked."""

    sides: list[SideTable]
    unused: list[str]
    gates: list[GateLine]
    numbers: list[NumberLine]
    differences: list[DifferenceLine]


def plan_tables(plan: MatchPlan, beside: MatchPlan) -> PlanTables:
    found = differences(beside, plan)
    changed = {(one.kind if one.kind in ("weight", "gate") else "number", one.name) for one in found}
    return PlanTables(
        sides=[_side_table(plan, side, changed) for side in SIDES if getattr(plan, side)],
        unused=[label("comparison", name) for name in COMPARISONS if name not in plan.comparisons],
        gates=[_gate_line(plan, name, changed) for name in all_gate_names()],
        numbers=[
            NumberLine(label("plan_number", name), _number_text(name, _number(plan, name)), ("number", name) in changed)
            for name in ("essential_share", "wish_share", "min_score", "pay_floor_share", *SLACKS)
        ]
        + [
            NumberLine(
                label("plan_number", "congestion"),
                _number_text("congestion", plan.congestion),
                ("number", "congestion") in changed,
            )
        ],
        differences=[difference_line(one, beside, plan) for one in found],
    )


def _side_table(plan: MatchPlan, side: str, changed: set[tuple[str, str]]) -> SideTable:
    weights: dict[str, float] = getattr(plan, side)
    total, whole = sum(weights.values()), _share_of(plan, side)
    rows = [
        WeightRow(
            label=label("comparison", name),
            weight=format_decimal(weight),
            percent=round(100 * weight / total),
            whole_percent=percent_text(whole * weight / total),
            is_changed=("weight", name) in changed,
        )
        for name, weight in weights.items()
    ]
    return SideTable(label("match_side", side), percent_text(whole), rows)


def _share_of(plan: MatchPlan, side: str) -> float:
    employer = 1.0 - plan.wish_share
    shares = {"essential": employer * plan.essential_share, "wish": plan.wish_share}
    return shares.get(side, employer * (1.0 - plan.essential_share))


def _gate_line(plan: MatchPlan, name: str, changed: set[tuple[str, str]]) -> GateLine:
    facts = {
        "pay_floor": percent_text(plan.thresholds.pay_floor_share),
        "slack": plan.thresholds.skill_level_slack,
        "education_slack": plan.thresholds.education_slack,
    }
    stops = label("gate_stops", name) % facts
    return GateLine(label("gate", name), stops, name in plan.gates, ("gate", name) in changed)


def _number(plan: MatchPlan, name: str) -> float:
    return float(getattr(plan if hasattr(plan, name) else plan.thresholds, name))


def _number_text(name: str, value: float | None) -> str:
    if name in _SHARES:
        return percent_text(value or 0.0)
    if name == "congestion":
        return gettext("strength %(strength)s", strength=format_decimal(value)) if value else gettext("off")
    return format_decimal(round(value or 0.0))


def difference_line(one: Difference, before: MatchPlan, after: MatchPlan) -> DifferenceLine:
    if one.kind == "weight":
        texts = [
            _weight_text(plan, side, one.name) for plan, side in ((before, one.side_before), (after, one.side_after))
        ]
        return DifferenceLine(label("comparison", one.name), *texts)
    if one.kind == "gate":
        name = gettext("Condition “%(name)s”", name=label("gate", one.name))
        return DifferenceLine(name, *[gettext("on") if value else gettext("off") for value in (one.before, one.after)])
    return DifferenceLine(
        label("plan_number", one.name), _number_text(one.kind, one.before), _number_text(one.kind, one.after)
    )


def _weight_text(plan: MatchPlan, side: str, name: str) -> str:
    if not side:
        return gettext("does not count")
    weights: dict[str, float] = getattr(plan, side)
    return gettext(
        "weight %(weight)s: %(percent)s of “%(side)s”",
        weight=format_decimal(weights[name]),
        percent=percent_text(weights[name] / sum(weights.values())),
        side=label("match_side", side),
    )
