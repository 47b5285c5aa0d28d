"""The first rows of a file as a person would read them."""

from dataclasses import dataclass

from flask_babel import gettext

from webapp.http.wording import error_text, label
from webapp.intake.interpreting import ReadVacancy
from webapp.intake.services import PreviewRow
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


def preview_row(row: PreviewRow, names: Catalogue, language: str) -> ShownRow:
    problems = [
        f"{label('intake_field', problem.field)}{gettext(':')} {error_text(problem)}" for problem in row.problems
    ]
    if row.read is None:
        return ShownRow(row.number, "", [], problems)
    if isinstance(row.read, ReadVacancy):
        return ShownRow(row.number, row.read.draft.title, _vacancy_facts(row.read, names, language), problems)
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
