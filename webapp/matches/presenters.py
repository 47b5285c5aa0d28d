"""From stored explanations to words and bars, in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import format_decimal, gettext

from matching import ComparisonResult, Explanation, rescore
from webapp.http.wording import label
from webapp.matches.explanations import NUMBER_ONLY, PairReasons
from webapp.matches.models import MatchRun, RunPair
from webapp.matches.queries import ExportedVacancy, PairRow
from webapp.matches.rules import EXPORT_IN_WORDS_MOST, EXPORT_XLSX_MOST
from webapp.matches.sentences import (
    PlainReasons,
    gate_detail,
    market_sentence,
    plain_reasons,
    rule_lines,
    spread_sentence,
)
from webapp.organisations.models import Organisation
from webapp.plans.figures import FigureRow, figure_row, people_row
from webapp.postings.models import Profile, Vacancy
from webapp.postings.presenters import (
    TalentCard,
    VacancyCard,
    employer_label,
    experience_label,
    held_experience_label,
    pay_label,
    talent_card,
    vacancy_card,
)
from webapp.reference.catalogue import Catalogue

# What a list shows of each pair; the explanation page shows all.
_SHORT = ("occupation", "title", "skills", "place", "pay")
_STRETCHES = ("load", "score", "store")
_HELD = ("matched", "must_matched", "nice_matched")
_LACKED = ("implied", "missing", "must_missing", "nice_missing")


def percent(score: float) -> int:
    return round(100 * score)


@dataclass(frozen=True)
class ComparisonRow:
    label: str
    level_label: str
    percent: int | None
    weight_percent: int
    detail: str


@dataclass(frozen=True)
class ComparisonGroup:
    """The parts of one side."""

    label: str
    rows: list[ComparisonRow]


@dataclass(frozen=True)
class GateRow:
    label: str
    passed: bool | None
    detail: str = ""


@dataclass(frozen=True)
class ExplanationPage:
    """A pair with everything that made its number."""

    vacancy: VacancyCard
    talent: TalentCard
    percent: int
    # None where nothing of it is known; the market only where recommendations were spread.
    chance_percent: int | None
    utility_percent: int | None
    market_percent: int | None
    market_sentence: str
    reasons: PlainReasons
    groups: list[ComparisonGroup]
    gates: list[GateRow]
    plan_version: str
    is_consistent: bool
    is_of_the_run: bool


@dataclass(frozen=True)
class PairCard:
    """A pair in the list of a run."""

    pair_id: int
    rank: int
    percent: int
    vacancy: VacancyCard
    talent: TalentCard
    reasons: tuple[str, ...]
    decision: str | None
    decision_label: str
    reason_label: str


@dataclass(frozen=True)
class SpreadPanel:
    """What spreading brought and what it cost, side by side."""

    sentence: str
    rows: list[FigureRow]


@dataclass(frozen=True)
class TimeShare:
    """One stretch of a run: where its piece of the bar begins and how wide it is, in hundredths."""

    name: str
    label: str
    start_percent: float
    percent: float


@dataclass(frozen=True)
class TimePanel:
    """Where the time of a run went."""

    sentence: str
    shares: list[TimeShare]


@dataclass(frozen=True)
class ExportOptions:
    """What the page offers for the pairs that it shows."""

    is_in_words: bool
    has_xlsx: bool


@dataclass(frozen=True)
class RunCard:
    """A run as its list and its page show it."""

    run_id: int
    from_labels: list[str]
    to_labels: list[str]
    group_label: str
    state: str
    state_label: str
    created_at: Any
    finished_at: Any
    per_vacancy: int
    plan_version: str
    vacancies_seen: int
    profiles_seen: int
    pairs_found: int
    percent: int
    is_active: bool
    spread_label: str
    spread: SpreadPanel | None
    time: TimePanel | None
    counts: dict[str, int] = field(default_factory=dict)


def short_reasons(explanation: Explanation, names: Catalogue, language: str) -> tuple[str, ...]:
    """For example "Job title: very close", "Skills: 4/5", "City: second choice", "Pay: overlaps by 80%"."""
    texts = []
    for name in _SHORT:
        part = explanation.part(name)
        if part is not None and part.score is not None:
            texts.append(f"{label('comparison', name)}{gettext(':')} {_short_text(part)}")
    return tuple(texts)


def _short_text(part: ComparisonResult) -> str:
    if part.level == NUMBER_ONLY:
        return f"{percent(part.score or 0.0)}%"
    if part.name == "skills" and part.level != "not_stated":
        matched, wanted = _skill_counts(part)
        return f"{matched}/{wanted}"
    if part.name == "pay" and part.facts.get("overlap_percent") not in (None, 0, 100):
        return gettext("%(percent)s%% of the range meets the wish", percent=part.facts["overlap_percent"])
    return label("match_level", f"{part.name}.{part.level}")


def _skill_counts(part: ComparisonResult) -> tuple[int, int]:
    """(held, wanted), from facts of today or of plan version 2026-11-1."""
    facts = part.facts
    matched = sum(len(facts.get(key, ())) for key in _HELD)
    return matched, matched + sum(len(facts.get(key, ())) for key in _LACKED)


def explanation_page(
    reasons: PairReasons,
    vacancy: Vacancy,
    organisation: Organisation,
    profile: Profile,
    names: Catalogue,
    language: str,
) -> ExplanationPage:
    explanation = reasons.explanation
    groups = [
        ComparisonGroup(label("match_side", side), _rows(explanation, side, names, language))
        for side in dict.fromkeys(part.side for part in explanation.comparisons)
    ]
    chance, utility = explanation.chance, explanation.utility
    return ExplanationPage(
        vacancy=vacancy_card(vacancy, organisation, names, language),
        talent=talent_card(profile, names, language),
        percent=percent(explanation.score),
        chance_percent=None if chance is None else percent(chance),
        utility_percent=None if utility is None else percent(utility),
        market_percent=percent(explanation.market.factor) if explanation.market else None,
        market_sentence=market_sentence(explanation.market) if explanation.market else "",
        reasons=plain_reasons(explanation, names, language),
        groups=groups,
        gates=[
            GateRow(label("gate", gate.name), gate.passed, gate_detail(gate, names, language))
            for gate in explanation.gates
        ],
        plan_version=explanation.plan_version,
        is_consistent=abs(rescore(explanation) - explanation.score) < 1e-6,
        is_of_the_run=reasons.is_of_the_run,
    )


def _rows(explanation: Explanation, side: str, names: Catalogue, language: str) -> list[ComparisonRow]:
    parts = [part for part in explanation.comparisons if part.side == side]
    total = sum(part.weight for part in parts)
    return [
        ComparisonRow(
            label=label("comparison", part.name),
            level_label=_level_label(part),
            percent=None if part.score is None else percent(part.score),
            weight_percent=percent(_share_of(explanation, side) * part.weight / total),
            detail=_detail(part, names, language),
        )
        for part in parts
    ]


def _level_label(part: ComparisonResult) -> str:
    return (
        gettext("number of the run") if part.level == NUMBER_ONLY else label("match_level", f"{part.name}.{part.level}")
    )


def _share_of(explanation: Explanation, side: str) -> float:
    """How much of the whole number a side makes, when everything is known."""
    employer = 1.0 - explanation.wish_share
    shares = {"essential": employer * explanation.essential_share, "wish": explanation.wish_share}
    return shares.get(side, employer * (1.0 - explanation.essential_share))


def _detail(part: ComparisonResult, names: Catalogue, language: str) -> str:
    """The numbers and names behind a level, from the facts that were stored."""
    facts = part.facts
    makers = {
        "occupation": _occupation_detail,
        "title": _title_detail,
        "skills": _skills_detail,
        "nice_skills": _skills_detail,
        "hours": _hours_detail,
        "place": _place_detail,
        "pay": _pay_detail,
        "experience": _experience_detail,
        "education": _education_detail,
        "credentials": _credentials_detail,
        "availability": _availability_detail,
    }
    maker = makers.get(part.name)
    return maker(facts, names, language) if maker and facts else ""


def _occupation_detail(facts: dict[str, Any], names: Catalogue, language: str) -> str:
    pair = [names.occupation_label(facts.get(key), language) for key in ("job_code", "talent_code")]
    texts = [" ↔ ".join(dict.fromkeys(name for name in pair if name))]
    if facts.get("is_read_from_title"):
        texts.append(gettext("one of them is read from the job title, not stated"))
    if facts.get("kinship") == "related_work":
        texts.append(gettext("different groups of the classification, but like duties, names or skills"))
    return " · ".join(texts)


def _title_detail(facts: dict[str, Any], names: Catalogue, language: str) -> str:
    return f"{facts.get('job_title', '')} ↔ {facts.get('talent_title', '')}"


def _skills_detail(facts: dict[str, Any], names: Catalogue, language: str) -> str:
    read = set(facts.get("read", ()))

    def listed(*keys: str) -> str:
        skills = [skill for key in keys for skill in facts.get(key, []) if key != "implied" or skill not in read]
        return gettext(", ").join(names.skill_label(skill, language) or skill for skill in skills)

    texts = []
    if matched := listed("matched", "must_matched", "nice_matched"):
        texts.append(gettext("has: %(names)s", names=matched))
    if implied := listed("implied"):
        texts.append(gettext("usual in this occupation, counts half: %(names)s", names=implied))
    if own := listed("read"):
        texts.append(gettext("read from the person's own words, counts half: %(names)s", names=own))
    if missing := listed("missing", "must_missing"):
        texts.append(gettext("not stated: %(names)s", names=missing))
    if welcome := listed("nice_missing"):
        texts.append(gettext("missing, welcome: %(names)s", names=welcome))
    if inferred := listed("inferred"):
        texts.append(gettext("read from the description, not listed by the employer: %(names)s", names=inferred))
    return " · ".join(texts)


def _hours_detail(facts: dict[str, Any], names: Catalogue, language: str) -> str:
    worked, most = facts.get("hours_per_week"), facts.get("most_wanted")
    texts = []
    if worked is not None and most is not None:
        texts.append(
            gettext(
                "%(hours)s h a week, wished at most %(most)s h", hours=format_decimal(worked), most=format_decimal(most)
            )
        )
    if facts.get("has_nights"):
        texts.append(gettext("with night shifts"))
    return " · ".join(texts)


def _place_detail(facts: dict[str, Any], names: Catalogue, language: str) -> str:
    city = names.city_label(facts.get("city_code"), language)
    distance = facts.get("distance_km")
    if not distance:
        return city
    return gettext("%(city)s, about %(km)s km from where the person is", city=city, km=format_decimal(distance))


def _pay_detail(facts: dict[str, Any], names: Catalogue, language: str) -> str:
    return gettext(
        "pays ¥%(low)s–%(high)s a month, wish ¥%(wish)s",
        low=format_decimal(round(facts["pay_min_yuan_month"])),
        high=format_decimal(round(facts["pay_max_yuan_month"])),
        wish=format_decimal(round(facts["wish_yuan_month"])),
    )


def _experience_detail(facts: dict[str, Any], names: Catalogue, language: str) -> str:
    held = facts.get("held_months")
    asked = experience_label(facts.get("asked_months"))
    return (
        asked
        if held is None
        else gettext("asked: %(asked)s; has: %(held)s", asked=asked, held=held_experience_label(held))
    )


def _education_detail(facts: dict[str, Any], names: Catalogue, language: str) -> str:
    asked = names.label("education", facts.get("asked_code"), language)
    held = names.label("education", facts.get("held_code"), language) or gettext("Not stated")
    stated = gettext("asked: %(asked)s; has: %(held)s", asked=asked, held=held)
    return " · ".join([stated, *rule_lines(facts, names, language)])


def _credentials_detail(facts: dict[str, Any], names: Catalogue, language: str) -> str:
    texts = []
    for list_name, key in (("skill_levels", "skill_level"), ("professional_titles", "title_rank")):
        if facts.get(f"{key}_asked") is not None:
            asked = names.label(list_name, facts[f"{key}_asked"], language)
            held = names.label(list_name, facts.get(f"{key}_held"), language) or gettext("Not stated")
            texts.append(gettext("asked: %(asked)s; has: %(held)s", asked=asked, held=held))
    if facts.get("certificates_shown"):
        texts.append(gettext("has: %(names)s", names=gettext(", ").join(facts["certificates_shown"])))
    if facts.get("certificates_missing"):
        texts.append(gettext("not shown: %(names)s", names=gettext(", ").join(facts["certificates_missing"])))
    texts += rule_lines(facts, names, language)
    return " · ".join(texts)


def _availability_detail(facts: dict[str, Any], names: Catalogue, language: str) -> str:
    days = facts.get("days_late") or 0
    return gettext("%(days)s days after the start", days=days) if days else ""


def pair_card(row: PairRow, explanation: Explanation, names: Catalogue, language: str) -> PairCard:
    pair, vacancy, organisation, profile = row
    return PairCard(
        pair_id=pair.id,
        rank=pair.rank,
        percent=percent(pair.score),
        vacancy=vacancy_card(vacancy, organisation, names, language),
        talent=talent_card(profile, names, language),
        reasons=short_reasons(explanation, names, language),
        decision=pair.decision,
        decision_label=label("pair_decision", pair.decision) if pair.decision else "",
        reason_label=label("dismissal_reason", pair.decision_reason) if pair.decision_reason else "",
    )


def run_card(run: MatchRun, names: Catalogue, language: str, counts: dict[str, int] | None = None) -> RunCard:
    done = run.state == "done"
    share = 1.0 if done else run.steps_done / run.steps_total if run.steps_total else 0.0
    return RunCard(
        run_id=run.id,
        from_labels=_city_labels(run.from_cities, names, language),
        to_labels=_city_labels(run.to_cities, names, language),
        group_label=names.occupation_label(run.occupation_group, language) or gettext("All occupations"),
        state=run.state,
        state_label=label("run_state", run.state),
        created_at=run.created_at,
        finished_at=run.finished_at,
        per_vacancy=run.per_vacancy,
        plan_version=run.plan_version,
        vacancies_seen=run.vacancies_seen,
        profiles_seen=run.profiles_seen,
        pairs_found=run.pairs_found,
        # All compared is not all done: the pairs are still to be saved.
        percent=percent(share) if done else min(99, percent(share)),
        is_active=run.state in ("waiting", "running"),
        spread_label=_spread_label(run),
        spread=_spread_panel(run.spread) if run.spread else None,
        time=_time_panel(run.seconds) if run.seconds else None,
        counts=counts or {},
    )


def _city_labels(codes: Sequence[str], names: Catalogue, language: str) -> list[str]:
    """A title that names all nine cities twice says less than one that says so."""
    if set(codes) >= names.cities.keys():
        return [gettext("All nine cities")]
    return [names.city_label(code, language) for code in codes]


def _spread_label(run: MatchRun) -> str:
    strength = run.plan.get("congestion", 0.0)
    return gettext("strength %(strength)s", strength=format_decimal(strength)) if strength else gettext("off")


def _spread_panel(spread: dict[str, Any]) -> SpreadPanel:
    able = spread["could_be_named"]
    return SpreadPanel(
        sentence=spread_sentence(spread),
        rows=[
            figure_row("gini", spread["gini_before"], spread["gini_after"]),
            figure_row("relevance_of_run", spread["relevance_before"], spread["relevance_after"]),
            people_row((spread["named_before"], able), (spread["named_after"], able), "named_in_run"),
        ],
    )


def _time_panel(seconds: dict[str, float]) -> TimePanel:
    texts = {name: format_decimal(round(value, 1 if value < 10 else 0)) for name, value in seconds.items()}
    total, start, shares = sum(seconds.values()) or 1.0, 0.0, []
    for name in _STRETCHES:
        width = round(100 * seconds.get(name, 0.0) / total, 1)
        shares.append(TimeShare(name, label("run_stretch", name), round(start, 1), width))
        start += width
    sentence = gettext("Loading %(load)s s, comparing %(score)s s, saving %(store)s s.", **texts)
    return TimePanel(sentence, shares)


def export_options(pairs: int) -> ExportOptions:
    return ExportOptions(pairs <= EXPORT_IN_WORDS_MOST, pairs <= EXPORT_XLSX_MOST)


def export_header(is_in_words: bool) -> list[str]:
    """Column names of an export, in the reader's language."""
    return [
        gettext("Vacancy number"),
        gettext("Job title"),
        gettext("Employer"),
        gettext("City of work"),
        gettext("Pay"),
        gettext("Rank"),
        gettext("Talent number"),
        gettext("Wanted work"),
        gettext("Now in"),
        gettext("Score"),
        gettext("Why it fits") if is_in_words else gettext("Points of a hundred"),
        gettext("Decision"),
        gettext("Reason"),
    ]


def vacancy_cells(row: ExportedVacancy, names: Catalogue, language: str) -> list[str]:
    vacancy = row.vacancy
    return [
        vacancy.public_id,
        vacancy.title or gettext("Vacancy without a title"),
        employer_label(row.employer, vacancy),
        " · ".join(names.city_label(place.city_code, language) for place in vacancy.places),
        pay_label(vacancy.pay_min_yuan, vacancy.pay_max_yuan, vacancy.pay_period, vacancy.pay_months),
    ]


def profile_cells(profile: Profile, names: Catalogue, language: str) -> list[str]:
    return [profile.public_id, " · ".join(profile.wanted_titles), names.city_label(profile.city_code, language)]


def pair_cells(pair: RunPair, vacancy: list[str], profile: list[str], reasons: str) -> list[str | int]:
    """One row of an export."""
    decision = label("pair_decision", pair.decision) if pair.decision else ""
    reason = label("dismissal_reason", pair.decision_reason) if pair.decision_reason else ""
    return [*vacancy, pair.rank, *profile, percent(pair.score), reasons, decision, reason]


def safe_cell(value: str | int) -> str | int:
    """Text that a spreadsheet would run as a formula is kept as text."""
    if isinstance(value, str) and value[:1] in "=+-@\t\r" and value:
        return "'" + value
    return value


def safe_rows(rows: Sequence[Sequence[str | int]]) -> list[list[str | int]]:
    return [[safe_cell(value) for value in row] for row in rows]
