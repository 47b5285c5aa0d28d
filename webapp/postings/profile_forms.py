"""The steps of a profile, one form each. Shape only; the law is in rules.py."""

from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from webapp.http.wording import labels
from webapp.postings.forms import (
    Choices,
    ManyField,
    StepForm,
    day_field,
    number_field,
    optional_choice,
    split_words,
    wanted_skills,
    written,
)
from webapp.postings.rules import ProfileDraft
from webapp.reference.catalogue import Catalogue


class WishForm(StepForm):
    """Step 1: the work that is looked for."""

    track = RadioField(_l("Kind of work"), default="labour")
    wanted_titles = TextAreaField(_l("Work you look for"), validators=[InputRequired(), Length(max=300)])
    occupation_code = SelectField(_l("Occupation in the national classification"), validators=[Optional()])
    employment_forms = ManyField(_l("Forms of employment you accept"))

    def prepare(self, names: Catalogue, language: str, suggested: Choices) -> None:
        self.track.choices = labels("track")
        self.occupation_code.choices = optional_choice(suggested)
        self.employment_forms.choices = names.choices("employment_forms", language)

    def fill(self, draft: ProfileDraft) -> None:
        self.track.data, self.wanted_titles.data = draft.track, "\n".join(draft.wanted_titles)
        self.occupation_code.data = draft.occupation_codes[0] if draft.occupation_codes else ""
        self.employment_forms.data = list(draft.employment_forms)

    def to_draft(self, held: ProfileDraft) -> ProfileDraft:
        code = self.occupation_code.data
        return replace(
            held,
            track=self.track.data,
            wanted_titles=split_words(self.wanted_titles.data, 5),
            occupation_codes=(code,) if code else (),
            employment_forms=tuple(self.employment_forms.data or ()),
        )


class WhereForm(StepForm):
    """Step 2: where the person is, where they would go, for what pay."""

    city_code = SelectField(_l("City where you are now"), validators=[Optional()])
    choice_1 = SelectField(_l("First choice of city"), validators=[Optional()])
    choice_2 = SelectField(_l("Second choice of city"), validators=[Optional()])
    choice_3 = SelectField(_l("Third choice of city"), validators=[Optional()])
    choice_4 = SelectField(_l("Fourth choice of city"), validators=[Optional()])
    choice_5 = SelectField(_l("Fifth choice of city"), validators=[Optional()])
    choice_6 = SelectField(_l("Sixth choice of city"), validators=[Optional()])
    choice_7 = SelectField(_l("Seventh choice of city"), validators=[Optional()])
    choice_8 = SelectField(_l("Eighth choice of city"), validators=[Optional()])
    choice_9 = SelectField(_l("Ninth choice of city"), validators=[Optional()])
    accepts_any_city = BooleanField(_l("Any of the nine cities is fine"))
    pay_min_yuan = number_field(_l("Pay you want, at least"), 10_000_000)
    pay_period = SelectField(_l("Period of pay"), default="month")
    available_on = day_field(_l("You can start on"))

    def prepare(self, names: Catalogue, language: str, suggested: Choices) -> None:
        cities = optional_choice(names.city_choices(language))
        for field in (self.city_code, *self.choice_fields):
            field.choices = cities
        self.pay_period.choices = names.choices("pay_periods", language)

    @property
    def choice_fields(self) -> list[SelectField]:
        return [self[f"choice_{place}"] for place in range(1, 10)]

    @property
    def says_more_than_three(self) -> bool:
        """Whether the folded choices have something to show."""
        return any(field.data or field.errors for field in self.choice_fields[3:])

    def fill(self, draft: ProfileDraft) -> None:
        self.city_code.data = draft.city_code or ""
        for field, code in zip(self.choice_fields, draft.wanted_cities, strict=False):
            field.data = code
        self.accepts_any_city.data = draft.accepts_any_city
        self.pay_min_yuan.data, self.pay_period.data = draft.pay_min_yuan, draft.pay_period or "month"
        self.available_on.data = draft.available_on

    def to_draft(self, held: ProfileDraft) -> ProfileDraft:
        wanted = tuple(dict.fromkeys(field.data for field in self.choice_fields if field.data))
        return replace(
            held,
            city_code=self.city_code.data or None,
            wanted_cities=wanted,
            accepts_any_city=self.accepts_any_city.data,
            pay_min_yuan=self.pay_min_yuan.data,
            pay_period=self.pay_period.data,
            available_on=self.available_on.data,
        )


class BackgroundForm(StepForm):
    """Step 3: what the person can do."""

    skills = TextAreaField(_l("What you can do"), validators=[Optional(), Length(max=2000)])
    education_code = SelectField(_l("Education"), validators=[Optional()])
    experience_years = number_field(_l("Years in this work"), 60)
    skill_level = SelectField(_l("Skill level"), validators=[Optional()])
    title_rank = SelectField(_l("Professional title"), validators=[Optional()])
    certificates = TextAreaField(_l("Certificates"), validators=[Optional(), Length(max=1000)])

    def prepare(self, names: Catalogue, language: str, suggested: Choices) -> None:
        for field, list_name in (
            (self.education_code, "education"),
            (self.skill_level, "skill_levels"),
            (self.title_rank, "professional_titles"),
        ):
            field.choices = optional_choice(names.choices(list_name, language))

    def fill(self, draft: ProfileDraft) -> None:
        self.skills.data, self.education_code.data = written(draft.skills), draft.education_code or ""
        months = draft.experience_min_months
        self.experience_years.data = None if months is None else months / 12
        self.skill_level.data, self.title_rank.data = str(draft.skill_level or ""), str(draft.title_rank or "")
        self.certificates.data = "\n".join(draft.certificates)

    def to_draft(self, held: ProfileDraft) -> ProfileDraft:
        years = self.experience_years.data
        return replace(
            held,
            skills=wanted_skills(self.skills.data),
            education_code=self.education_code.data or None,
            experience_min_months=None if years is None else round(years * 12),
            skill_level=int(self.skill_level.data) if self.skill_level.data else None,
            title_rank=int(self.title_rank.data) if self.title_rank.data else None,
            certificates=split_words(self.certificates.data, 10),
        )


class ContactForm(StepForm):
    """Step 4: name and number, which nobody sees without consent, and a few words."""

    real_name = StringField(_l("Your name"), validators=[Optional(), Length(max=40)])
    phone = StringField(_l("Mobile number"), validators=[Optional(), Length(max=20)])
    summary = TextAreaField(_l("In a few words"), validators=[Optional(), Length(max=1000)])
    valid_through = day_field(_l("Show my profile until"))

    def prepare(self, names: Catalogue, language: str, suggested: Choices) -> None:
        """Nothing to choose from."""

    def fill(self, draft: ProfileDraft) -> None:
        self.real_name.data, self.phone.data = draft.real_name, draft.phone
        self.summary.data, self.valid_through.data = draft.summary, draft.valid_through

    def to_draft(self, held: ProfileDraft) -> ProfileDraft:
        return replace(
            held,
            real_name=self.real_name.data or None,
            phone=self.phone.data or None,
            summary=self.summary.data or "",
            valid_through=self.valid_through.data,
        )


PROFILE_STEPS: dict[str, type[Any]] = {
    "wish": WishForm,
    "where": WhereForm,
    "background": BackgroundForm,
    "contact": ContactForm,
}
