"""Measures that stand twice: a preview's under two plans, a run's without and with spreading; rows to page parts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import format_decimal, gettext

from webapp.http.wording import label
from webapp.plans.models import PlanPreview
from webapp.plans.presenters import percent_text
from webapp.postings.models import Profile, Vacancy
from webapp.reference.catalogue import Catalogue

_GOLDEN = ("ndcg_at_10", "precision_at_5", "order", "trap_order")


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
    return [*[figure_row(name, before[name], after[name]) for name in shown], named, _listed_row(before, after)]


def _listed_row(before: dict[str, Any], after: dict[str, Any]) -> FigureRow:
    return FigureRow(
        label=label("plan_figure", "listed"),
        meaning=label("plan_figure_meaning", "listed"),
        before=format_decimal(before["listed"]),
        after=format_decimal(after["listed"]),
        before_percent=None,
        after_percent=None,
        change=change_text(after["listed"] - before["listed"]),
    )


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
