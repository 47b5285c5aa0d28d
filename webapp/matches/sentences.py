"""Explanations in plain sentences, as a placement officer would say them: what speaks for a pair, what against it, and
what would change it. Sentences are made from stored levels and facts when a page is shown, never stored themselves.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import format_decimal, gettext

from matching import Change, ComparisonResult, Explanation, GateResult, Market, changes, nearest_way
from webapp.http.wording import label
from webapp.matches.explanations import NUMBER_ONLY
from webapp.postings.presenters import experience_label, held_experience_label
from webapp.reference.catalogue import Catalogue

# From here on a part speaks for the pair; below the other it speaks against it.
_GOOD, _POOR = 0.8, 0.7
_MOST_SKILLS = 6
# The code list of each ladder.
_LADDERS = {"skill_level": "skill_levels", "title_rank": "professional_titles"}
_CODE_LISTS = {**_LADDERS, "education": "education"}


@dataclass(frozen=True)
class ChangeLine:
    """One thing that would lift the pair: what, and from which percentage to which."""

    text: str
    before_percent: int
    after_percent: int


@dataclass(frozen=True)
class PlainReasons:
    """`way` is what together brings a pair to the bar that is not there; empty where it is."""

    strengths: list[str]
    shortfalls: list[str]
    changes: list[ChangeLine]
    way: list[ChangeLine]


def plain_reasons(explanation: Explanation, names: Catalogue, language: str) -> PlainReasons:
    known = [part for part in explanation.comparisons if part.score is not None and part.level != NUMBER_ONLY]
    # What would change a pair is worked out from its facts, and those of a part with a number alone are not known.
    has_all_facts = all(part.level != NUMBER_ONLY for part in explanation.comparisons)
    weighty = sorted(known, key=lambda part: ("essential", "wish", "nice").index(part.side))
    return PlainReasons(
        strengths=[sentence(part, names, language) for part in weighty if (part.score or 0.0) >= _GOOD],
        shortfalls=_closed(explanation, names, language)
        + [sentence(part, names, language) for part in weighty if _speaks_against(part, explanation)],
        changes=[_line(change, names, language) for change in (changes(explanation) if has_all_facts else ())],
        way=[_line(change, names, language) for change in (nearest_way(explanation) if has_all_facts else ())],
    )


def _speaks_against(part: ComparisonResult, explanation: Explanation) -> bool:
    """To whom any city is fine, none speaks against; other words for the same work are no fault."""
    if part.score is None or part.score >= _POOR or part.level == "any_city":
        return False
    occupation = explanation.part("occupation")
    return not (part.name == "title" and occupation is not None and occupation.level in ("same", "very_near"))


def _closed(explanation: Explanation, names: Catalogue, language: str) -> list[str]:
    texts = []
    for gate in explanation.gates:
        if gate.passed is False:
            text = gettext("A condition that must hold is not met: %(name)s.", name=label("gate", gate.name))
            detail = gate_detail(gate, names, language)
            texts.append(f"{text} ({detail})" if detail and language == "en" else f"{text}{detail}")
    return texts


def gate_detail(gate: GateResult, names: Catalogue, language: str) -> str:
    """What a condition asked and what it met; empty where it asked nothing."""
    is_known = gate.name in _GATE_VALUES and gate.facts
    asked, held = _GATE_VALUES[gate.name](gate.facts, names, language) if is_known else ("", "")
    return gettext("asked: %(asked)s; has: %(held)s", asked=asked, held=held or gettext("Not stated")) if asked else ""


def sentence(part: ComparisonResult, names: Catalogue, language: str) -> str:
    """One part in one sentence."""
    facts = _VALUES[part.name](part.facts, names, language) if part.name in _VALUES and part.facts else {}
    text = label("match_sentence", f"{part.name}.{part.level}")
    try:
        return (" " if language == "en" else "").join([text % facts, *_where_from(part, names, language)])
    except (KeyError, ValueError):
        # Facts of an older plan version may lack a value that today's sentence names.
        level = label("match_level", f"{part.name}.{part.level}")
        return f"{label('comparison', part.name)}{gettext(':')} {level}"


def _where_from(part: ComparisonResult, names: Catalogue, language: str) -> list[str]:
    """What was read from texts is said to be so: nobody listed it."""
    texts = []
    if part.facts.get("inferred"):
        wanted = _skills(part.facts["inferred"], names, language)
        texts.append(gettext("Read from the description, not listed by the employer: %(names)s.", names=wanted))
    if part.facts.get("read"):
        held = _skills(part.facts["read"], names, language)
        texts.append(gettext("Read from the person's own words, which counts half: %(names)s.", names=held))
    return texts


def market_sentence(market: Market) -> str:
    """What spreading made of the score."""
    facts = {
        "exposure": format_decimal(round(market.exposure)),
        "fair": format_decimal(round(market.fair, 1)),
        "percent": format_decimal(round(100 * market.factor)),
    }
    if market.exposure <= 0:
        return gettext("Recommendations were spread. Not named in any earlier list, so nothing is taken off.")
    return gettext(
        "Recommendations were spread: named in %(exposure)s earlier lists, where %(fair)s would be even, so the fit "
        "counts as %(percent)s%% of itself.",
        **facts,
    )


def spread_sentence(spread: dict[str, Any]) -> str:
    """What spreading brought and what it cost, in one breath."""
    more = spread["named_after"] - spread["named_before"]
    facts = {
        "people": format_decimal(abs(more)),
        "cost": format_decimal(round(100 * (spread["relevance_before"] - spread["relevance_after"]), 2)),
        "before": format_decimal(spread["gini_before"], "0.00"),
        "after": format_decimal(spread["gini_after"], "0.00"),
    }
    if more >= 0:
        named = gettext("Spreading names %(people)s more people.", **facts)
    else:
        named = gettext("Spreading names %(people)s fewer people here.", **facts)
    rest = gettext(
        "The mean fit of those listed falls by %(cost)s points of a hundred. "
        "The Gini of exposure goes from %(before)s to %(after)s, where 0 is even.",
        **facts,
    )
    return gettext("%(first)s %(second)s", first=named, second=rest)


def rule_lines(facts: dict[str, Any], names: Catalogue, language: str) -> list[str]:
    """The rules that a part was graded by, each with the document that it stands in."""
    return [_rule_line(rule, names, language) for rule in facts.get("rules", ())]


def _rule_line(rule: dict[str, Any], names: Catalogue, language: str) -> str:
    held, asked = (
        _ladder_level(rule[f"{end}_ladder"], rule[f"{end}_level"], names, language) for end in ("from", "to")
    )
    values = {
        "rule": label("match_rule", rule["kind"]) % {"held": held, "asked": asked},
        "source": f"{rule['source']} {rule['number']}".strip(),
    }
    if rule["verified"]:
        return gettext("rule: %(rule)s (source: %(source)s)", **values)
    return gettext("rule: %(rule)s (source: %(source)s, not verified)", **values)


def _ladder_level(ladder: str, level: str, names: Catalogue, language: str) -> str:
    if ladder in _CODE_LISTS:
        return names.label(_CODE_LISTS[ladder], level, language)
    if ladder == "technician_school":
        return label("ladder_level", f"{ladder}.{level}")
    return label("ladder_level", ladder) % {"level": level}


def _line(change: Change, names: Catalogue, language: str) -> ChangeLine:
    text = label("match_change", change.kind) % _change_values(change.facts, names, language)
    return ChangeLine(text, round(100 * (change.score - change.gain)), round(100 * change.score))


def _change_values(facts: dict[str, Any], names: Catalogue, language: str) -> dict[str, str]:
    """Every fact a change may have, in words."""
    readers: dict[str, Callable[[Any], str]] = {
        "skill": lambda value: _skill(value, names, language),
        "certificate": str,
        "city_code": lambda value: names.city_label(value, language),
        "employment_form": lambda value: label("employment_form", value),
        "yuan_month": _yuan,
        "offer_yuan_month": _yuan,
        "months": held_experience_label,
        "asked_months": experience_label,
        "days": str,
        "hours_per_week": _hours,
        "asked_code": lambda value: names.label("education", value, language),
        "accepted_code": lambda value: names.label("education", value, language),
        "asked": lambda value: _rung(value, facts, names, language),
        "accepted": lambda value: _rung(value, facts, names, language),
    }
    return {key: readers[key](value) for key, value in facts.items() if key in readers and value is not None}


def _rung(value: int, facts: dict[str, Any], names: Catalogue, language: str) -> str:
    return names.label(_LADDERS[facts["ladder"]], value, language)


def _yuan(value: float) -> str:
    return format_decimal(round(value))


def _hours(value: float) -> str:
    return format_decimal(round(value, 1))


def _skill(key: str, names: Catalogue, language: str) -> str:
    return names.skill_label(key, language) or key


def _skills(keys: list[str], names: Catalogue, language: str) -> str:
    shown = [_skill(key, names, language) for key in keys[:_MOST_SKILLS]]
    return gettext(", ").join(shown) + ("…" if len(keys) > _MOST_SKILLS else "")


# -- values of each part's sentences ------------------------------------------------------------------------------

Values = dict[str, Any]


def _occupation(facts: Values, names: Catalogue, language: str) -> Values:
    return {key: names.occupation_label(facts.get(f"{key}_code"), language) for key in ("job", "talent")}


def _title(facts: Values, names: Catalogue, language: str) -> Values:
    return {"job": facts["job_title"], "talent": facts["talent_title"]}


def _skill_values(facts: Values, names: Catalogue, language: str) -> Values:
    wanted = [*facts["matched"], *facts["implied"], *facts["missing"]]
    lacking = [key for key in wanted if key not in facts["matched"]]
    return {
        "count": len(facts["matched"]),
        "wanted": len(wanted),
        "has": _skills(facts["matched"], names, language),
        "lacks": _skills(lacking, names, language),
    }


def _place(facts: Values, names: Catalogue, language: str) -> Values:
    return {"city": names.city_label(facts["city_code"], language)}


def _pay(facts: Values, names: Catalogue, language: str) -> Values:
    keys = {"low": "pay_min_yuan_month", "high": "pay_max_yuan_month", "wish": "wish_yuan_month"}
    return {name: _yuan(facts[key]) for name, key in keys.items()}


def _experience(facts: Values, names: Catalogue, language: str) -> Values:
    return {"asked": experience_label(facts["asked_months"]), "held": held_experience_label(facts.get("held_months"))}


def _education(facts: Values, names: Catalogue, language: str) -> Values:
    return {key: names.label("education", facts.get(f"{key}_code"), language) for key in ("asked", "held")}


def _availability(facts: Values, names: Catalogue, language: str) -> Values:
    return {"days": facts["days_late"]}


def _hours_values(facts: Values, names: Catalogue, language: str) -> Values:
    worked, most = facts.get("hours_per_week"), facts.get("most_wanted")
    return {"hours": "–" if worked is None else _hours(worked), "most": "–" if most is None else _hours(most)}


def _wish(facts: Values, names: Catalogue, language: str) -> Values:
    return {"name": names.occupation_label(facts["talent_code"], language), "choice": facts["choice"]}


_VALUES: dict[str, Callable[[Values, Catalogue, str], Values]] = {
    "occupation": _occupation,
    "title": _title,
    "skills": _skill_values,
    "nice_skills": _skill_values,
    "place": _place,
    "pay": _pay,
    "experience": _experience,
    "education": _education,
    "availability": _availability,
    "hours": _hours_values,
    "wish": _wish,
}


# -- what each condition asked and met ----------------------------------------------------------------------------


def _gate_education(facts: Values, names: Catalogue, language: str) -> tuple[str, str]:
    values = _education(facts, names, language)
    return values["asked"], values["held"]


def _gate_skill_level(facts: Values, names: Catalogue, language: str) -> tuple[str, str]:
    asked, held = (names.label("skill_levels", facts.get(key), language) for key in ("asked", "held"))
    return asked, held


def _gate_certificates(facts: Values, names: Catalogue, language: str) -> tuple[str, str]:
    shown = [name for name in facts["asked"] if name not in facts["missing"]]
    return _listed(facts["asked"]), _listed(shown)


def _gate_place(facts: Values, names: Catalogue, language: str) -> tuple[str, str]:
    wanted = gettext("any city") if facts["accepts_any_city"] else _cities(facts["wanted_cities"], names, language)
    return _cities(facts["city_codes"], names, language), wanted


def _gate_origin(facts: Values, names: Catalogue, language: str) -> tuple[str, str]:
    own = facts.get("city_code")
    return _cities(facts["open_to_cities"], names, language), names.city_label(own, language) if own else ""


def _gate_pay(facts: Values, names: Catalogue, language: str) -> tuple[str, str]:
    top, floor = facts.get("pay_max_yuan_month"), facts.get("floor_yuan_month")
    if floor is None:
        return "", ""
    asked = gettext("at least ¥%(yuan)s a month", yuan=_yuan(floor))
    return asked, "" if top is None else gettext("up to ¥%(yuan)s", yuan=_yuan(top))


def _gate_form(facts: Values, names: Catalogue, language: str) -> tuple[str, str]:
    asked = facts.get("employment_form")
    accepted = [label("employment_form", form) for form in facts["accepted_forms"]]
    return label("employment_form", asked) if asked else "", _listed(accepted)


def _cities(codes: list[str], names: Catalogue, language: str) -> str:
    return _listed([names.city_label(code, language) for code in codes])


def _listed(texts: list[str]) -> str:
    return gettext(", ").join(texts)


_GATE_VALUES: dict[str, Callable[[Values, Catalogue, str], tuple[str, str]]] = {
    "education": _gate_education,
    "skill_level": _gate_skill_level,
    "certificates": _gate_certificates,
    "place": _gate_place,
    "origin": _gate_origin,
    "pay": _gate_pay,
    "employment_form": _gate_form,
}
