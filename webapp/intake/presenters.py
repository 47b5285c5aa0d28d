"""The first rows of a file as a person would read them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext

from webapp.http.wording import labels
from webapp.intake.interpreting import ReadVacancy
from webapp.intake.services import PreviewRow
from webapp.postings.lint_messages import fault_text
from webapp.postings.presenters import experience_label, held_experience_label, pay_label
from webapp.postings.rules import ProfileDraft, VacancyDraft
from webapp.reference.catalogue import Catalogue


@dataclass(frozen=True)
class ShownRow:
    """`facts` are what was understood; `problems` are why the row would be refused."""

    number: int
    title: str
    facts: list[str]
    problems: list[str]
    warnings: list[str] = field(default_factory=list)


# Fields of a draft by the column that fills them; the rest comes from what the uploader said for all rows.
_COLUMN_OF = {
    "pay_min_yuan": "pay",
    "pay_max_yuan": "pay",
    "city_code": "cities",
    "more_cities": "cities",
    "education_code": "education",
    "must_skills": "skills",
}


def problem_text(code: str, name: str | None, facts: Mapping[str, Any], names: Catalogue, language: str) -> str:
    """What is wrong with a cell, or what the lint says of it, after the name of its column."""
    text = fault_text(code, facts, names, language)
    column = _COLUMN_OF.get(name or "", name or "")
    known = dict(labels("intake_field"))
    return f"{known[column]}{gettext(':')} {text}" if column in known else text


def preview_row(row: PreviewRow, names: Catalogue, language: str) -> ShownRow:
    problems = [problem_text(one.code, one.field, one.facts, names, language) for one in row.problems]
    warnings = [problem_text(one.code, one.field, one.values, names, language) for one in row.found]
    if row.read is None:
        return ShownRow(row.number, "", [], problems)
    if isinstance(row.read, ReadVacancy):
        return ShownRow(row.number, row.read.draft.title, _vacancy_facts(row.read, names, language), problems, warnings)
    draft = row.read.draft
    return ShownRow(row.number, " · ".join(draft.wanted_titles), _profile_facts(draft, names, language), problems)


def _vacancy_facts(read: ReadVacancy, names: Catalogue, language: str) -> list[str]:
    draft: VacancyDraft = read.draft
    facts = [
        read.organisation_name,
        names.occupation_label(draft.occupation_code, language),
        " · ".join(names.city_label(place.city_code, language) for place in draft.places),
        pay_label(draft.pay_min_yuan, draft.pay_max_yuan, draft.pay_period, draft.pay_months),
        names.label("education", draft.education_code, language),
        experience_label(draft.experience_min_months),
        gettext(", ").join(skill.text for skill in draft.must_skills),
    ]
    return [fact for fact in facts if fact]


def _profile_facts(draft: ProfileDraft, names: Catalogue, language: str) -> list[str]:
    wanted = [names.city_label(code, language) for code in draft.wanted_cities] or [gettext("any of the nine cities")]
    facts = [
        names.occupation_label(draft.occupation_codes[0] if draft.occupation_codes else None, language),
        names.city_label(draft.city_code, language) + " → " + " › ".join(wanted),
        pay_label(draft.pay_min_yuan, draft.pay_max_yuan, draft.pay_period),
        names.label("education", draft.education_code, language),
        held_experience_label(draft.experience_min_months),
        gettext(", ").join(skill.text for skill in draft.skills),
    ]
    return [fact for fact in facts if fact]
