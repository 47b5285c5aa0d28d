"""Plans and previews as pages show them: shares in percent, differences in words, figures side by side."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import format_decimal, gettext

from matching import DEFAULT_PLAN, MatchPlan, all_gate_names
from matching.comparisons import COMPARISONS
from matching.plan import SIDES
from webapp.http.wording import label
from webapp.plans.models import PlanPreview, StoredPlan
from webapp.plans.rules import SLACKS, Difference, differences
from webapp.postings.models import Profile, Vacancy
from webapp.reference.catalogue import Catalogue

_BUILT_IN = "built_in"
_SHARES = ("essential_share", "wish_share", "min_score", "pay_floor_share")
_GOLDEN = ("ndcg_at_10", "precision_at_5", "order", "trap_order")


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


# -- previews -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FigureRow:
    """One measure, twice: under two plans, or without and with spreading. No bar where there is no share."""

    label: str
    meaning: str
    before: str
    after: str
    before_percent: int | None
    after_percent: int | None
    change: str


@dataclass(frozen=True)
class ExampleRow:
    vacancy_title: str
    vacancy_url: str
    talent_title: str
    talent_url: str
    before: str
    after: str
    reason: str


@dataclass(frozen=True)
class PreviewPage:
    """What a draft would change, or how far the computing is."""

    state: str
    state_label: str
    percent: int
    is_active: bool
    is_fresh: bool
    against: str
    asked_at: datetime
    finished_at: datetime | None
    vacancies: int
    people: int
    tiles: list[dict[str, str]]
    lists: list[FigureRow]
    golden: list[FigureRow]
    examples: list[ExampleRow]
    sentence: str


def preview_page(
    preview: PlanPreview,
    *,
    is_fresh: bool,
    postings: tuple[dict[int, Vacancy], dict[int, Profile]],
    names: Catalogue,
    language: str,
) -> PreviewPage:
    result = preview.result or {}
    return PreviewPage(
        state=preview.state,
        state_label=label("preview_state", preview.state),
        percent=preview.percent_done,
        is_active=preview.state in ("waiting", "running"),
        is_fresh=is_fresh,
        against=preview.against["version"],
        asked_at=preview.asked_at,
        finished_at=preview.finished_at,
        vacancies=result.get("vacancies", 0),
        people=result.get("people", 0),
        tiles=_tiles(result) if result else [],
        lists=_list_rows(result) if result else [],
        golden=_golden_rows(result) if result else [],
        examples=[_example(one, *postings, names, language) for one in result.get("examples", ())],
        sentence=_sentence(result) if result else "",
    )


def example_ids(preview: PlanPreview | None) -> tuple[list[int], list[int]]:
    examples = (preview.result or {}).get("examples", ()) if preview else ()
    return [int(one["job_id"]) for one in examples], [int(one["talent_id"]) for one in examples]


def _tiles(result: dict[str, Any]) -> list[dict[str, str]]:
    correlation = result["rank_correlation"]
    return [
        _tile(
            gettext("Places in the lists of ten that go to somebody else"), result["places_changed"], result["places"]
        ),
        _tile(gettext("Vacancies whose first person changes"), result["firsts_changed"], result["firsts"]),
        {
            "label": gettext("Likeness of the order (1 = the same)"),
            "value": "–" if correlation is None else format_decimal(correlation, "0.000"),
            "note": gettext("mean rank correlation over vacancies"),
        },
        {
            "label": gettext("Pairs that fall below the bar / rise above it"),
            "value": f"{format_decimal(result['fell_below'])} / {format_decimal(result['rose_above'])}",
            "note": gettext("the least fit of a pair that is proposed"),
        },
        {
            "label": gettext("Pairs stopped anew / let through anew"),
            "value": f"{format_decimal(result['closed'])} / {format_decimal(result['opened'])}",
            "note": gettext("by conditions that must hold"),
        },
    ]


def _tile(title: str, part: int, whole: int) -> dict[str, str]:
    share = percent_text(part / whole if whole else 0.0)
    note = gettext("%(part)s of %(whole)s", part=format_decimal(part), whole=format_decimal(whole))
    return {"label": title, "value": share, "note": note}


def _list_rows(result: dict[str, Any]) -> list[FigureRow]:
    before, after = result["before"], result["after"]
    named = people_row((before["named"], before["could_be_named"]), (after["named"], after["could_be_named"]))
    # A preview of an earlier release may lack what today's measures.
    shown = [name for name in ("gini", "relevance_by_before", "relevance") if name in before]
    return [*[figure_row(name, before[name], after[name]) for name in shown], named]


def _golden_rows(result: dict[str, Any]) -> list[FigureRow]:
    before, after = result["golden_before"], result["golden_after"]
    return [figure_row(name, before[name], after[name]) for name in _GOLDEN]


def figure_row(name: str, before: float, after: float) -> FigureRow:
    """A measure between 0 and 1 with its bars."""
    return FigureRow(
        label=label("plan_figure", name),
        meaning=label("plan_figure_meaning", name),
        before=format_decimal(before, "0.000"),
        after=format_decimal(after, "0.000"),
        before_percent=round(100 * before),
        after_percent=round(100 * after),
        change=change_text(round(after - before, 4)),
    )


def people_row(before: tuple[int, int], after: tuple[int, int], meaning: str = "named") -> FigureRow:
    """(named, could be named), with bars of the share."""
    texts = [
        gettext("%(named)s of %(could_be)s", named=format_decimal(named), could_be=format_decimal(able))
        for named, able in (before, after)
    ]
    bars = [round(100 * named / able) if able else 0 for named, able in (before, after)]
    return FigureRow(
        label=label("plan_figure", "named"),
        meaning=label("plan_figure_meaning", meaning),
        before=texts[0],
        after=texts[1],
        before_percent=bars[0],
        after_percent=bars[1],
        change=change_text(after[0] - before[0]),
    )


def change_text(change: float) -> str:
    """With its sign; small as it may be, a loss is seen."""
    return format_decimal(change, "+0;-0" if isinstance(change, int) else "+0.0000;-0.0000") if change else "0"


def _sentence(result: dict[str, Any]) -> str:
    """The result in one breath, without judging: that is what the coordinator is for."""
    if not (result["places_changed"] or result["fell_below"] or result["rose_above"]):
        return gettext("On this sample the draft changes no list.")
    return gettext(
        "On this sample %(places)s of the places in the lists of ten go to somebody else, "
        "and %(firsts)s of %(vacancies)s vacancies get another first person.",
        places=percent_text(result["places_changed"] / max(1, result["places"])),
        firsts=format_decimal(result["firsts_changed"]),
        vacancies=format_decimal(result["firsts"]),
    )


def _example(
    one: dict[str, Any],
    vacancies: dict[int, Vacancy],
    profiles: dict[int, Profile],
    names: Catalogue,
    language: str,
) -> ExampleRow:
    vacancy, profile = vacancies.get(int(one["job_id"])), profiles.get(int(one["talent_id"]))
    gone = gettext("no longer public")
    city = names.city_label(profile.city_code, language) if profile else ""
    titles = " · ".join(profile.wanted_titles) if profile else gone
    return ExampleRow(
        vacancy_title=vacancy.title if vacancy else gone,
        vacancy_url=url_for("postings.show_vacancy", public_id=vacancy.public_id) if vacancy else "",
        talent_title=gettext("%(titles)s (%(city)s)", titles=titles, city=city) if city else titles,
        talent_url=url_for("postings.show_profile", public_id=profile.public_id) if profile else "",
        before=percent_text(one["before"]),
        after=percent_text(one["after"]),
        reason=_reason(one),
    )


def _reason(one: dict[str, Any]) -> str:
    if one["gate"]:
        return gettext("Condition “%(name)s”", name=label("gate", one["gate"]))
    return label("comparison", one["part"])
