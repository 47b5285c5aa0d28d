"""The steps of a vacancy, one form each. Shape only; the law is in rules.py."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from webapp.http.wording import labels
from webapp.organisations.models import AgencyClient
from webapp.postings.forms import (
    Choices,
    ManyField,
    StepForm,
    day_field,
    number_field,
    optional_choice,
    split_words,
    wanted_skills,
    whole_field,
    written,
)
from webapp.postings.rules import DraftPlace, VacancyDraft
from webapp.reference.catalogue import Catalogue

# A client that an older vacancy names and the register does not.
_UNREGISTERED = "unregistered"


class PostForm(StepForm):
    """Step 1: what the work is."""

    track = RadioField(_l("Kind of post"), default="labour")
    title = StringField(_l("Job title"), validators=[InputRequired(), Length(max=80)])
    occupation_code = SelectField(_l("Occupation in the national classification"), validators=[Optional()])
    headcount = whole_field(_l("How many people"), 100_000, 1)
    client_id = SelectField(_l("For whom you post (agencies)"), validators=[Optional()])

    def prepare(self, names: Catalogue, language: str, suggested: Choices) -> None:
        self.track.choices = labels("track")
        self.occupation_code.choices = optional_choice(suggested)
        self.offer_clients(())

    def offer_clients(self, clients: Iterable[AgencyClient], held: VacancyDraft | None = None) -> None:
        """Clients of the register, and what the vacancy names already though it may no longer be chosen anew."""
        offered = {str(client.id): client.name for client in clients}
        if held is not None and held.client_name:
            offered.setdefault(str(held.client_id) if held.client_id else _UNREGISTERED, held.client_name)
        self.client_id.choices = [("", _l("Our own organisation")), *offered.items()]

    def fill(self, draft: VacancyDraft) -> None:
        self.track.data, self.title.data = draft.track, draft.title
        self.occupation_code.data, self.headcount.data = draft.occupation_code or "", draft.headcount
        self.client_id.data = str(draft.client_id or (_UNREGISTERED if draft.client_name else ""))

    def to_draft(self, held: VacancyDraft) -> VacancyDraft:
        chosen = self.client_id.data or ""
        is_held = chosen == _UNREGISTERED
        return replace(
            held,
            track=self.track.data,
            title=self.title.data,
            occupation_code=self.occupation_code.data or None,
            headcount=self.headcount.data,
            client_id=int(chosen) if chosen and not is_held else None,
            client_name=held.client_name if is_held else None,
        )


class PlacePayForm(StepForm):
    """Step 2: where, and for how much."""

    city_code = SelectField(_l("City of work"), validators=[Optional()])
    district_code = SelectField(_l("District"), validators=[Optional()])
    address = StringField(_l("Address"), validators=[Optional(), Length(max=200)])
    more_cities = ManyField(_l("Also in these cities"))
    pay_min_yuan = number_field(_l("Pay from"), 10_000_000)
    pay_max_yuan = number_field(_l("Pay to"), 10_000_000)
    pay_period = SelectField(_l("Period of pay"), default="month")
    pay_includes_overtime = BooleanField(_l("Overtime pay is inside this pay"))
    pay_months = number_field(_l("Months paid a year"), 24, 12)
    pay_day = whole_field(_l("Pay day of the month"), 31, 1)

    def prepare(self, names: Catalogue, language: str, suggested: Choices) -> None:
        cities = names.city_choices(language)
        self.city_code.choices = optional_choice(cities)
        self.more_cities.choices = cities
        districts = [
            (code, f"{city} · {name}")
            for city_code, city in cities
            for code, name in names.district_choices(city_code, language)
        ]
        self.district_code.choices = [("", _l("Whole city")), *districts]
        self.pay_period.choices = names.choices("pay_periods", language)

    def fill(self, draft: VacancyDraft) -> None:
        first = draft.places[0] if draft.places else DraftPlace("")
        self.city_code.data, self.district_code.data = first.city_code, first.district_code or ""
        self.address.data = first.address
        self.more_cities.data = [place.city_code for place in draft.places[1:]]
        self.pay_min_yuan.data, self.pay_max_yuan.data = draft.pay_min_yuan, draft.pay_max_yuan
        self.pay_period.data = draft.pay_period or "month"
        self.pay_includes_overtime.data = draft.pay_includes_overtime
        self.pay_months.data, self.pay_day.data = draft.pay_months, draft.pay_day

    def to_draft(self, held: VacancyDraft) -> VacancyDraft:
        city = self.city_code.data
        district = self.district_code.data or None
        # A district of another city is a slip of the long list, not an address.
        fitting = district if district and city and district[:4] == city[:4] else None
        places = [DraftPlace(city, fitting, self.address.data or "")] if city else []
        places += [DraftPlace(code) for code in self.more_cities.data or [] if code != city]
        return replace(
            held,
            places=tuple(places),
            pay_min_yuan=self.pay_min_yuan.data,
            pay_max_yuan=self.pay_max_yuan.data,
            pay_period=self.pay_period.data,
            pay_includes_overtime=bool(self.pay_includes_overtime.data),
            pay_months=self.pay_months.data,
            pay_day=self.pay_day.data,
        )


class ContractForm(StepForm):
    """Step 3: contract, hours, insurance."""

    employment_form = SelectField(_l("Form of employment"), validators=[Optional()])
    contract_kind = SelectField(_l("Kind of contract"), validators=[Optional()])
    term_months = whole_field(_l("Term in months"), 600, 1)
    probation_months = whole_field(_l("Probation in months"), 12)
    probation_pay_percent = whole_field(_l("Pay during probation, percent"), 100)
    hour_scheme = SelectField(_l("Working-time system"), validators=[Optional()])
    special_scheme_number = StringField(
        _l("Approval number of another working-time system"), validators=[Optional(), Length(max=60)]
    )
    hours_per_day = number_field(_l("Hours a day"), 24)
    days_per_week = number_field(_l("Days a week"), 7)
    rest_days_per_month = number_field(_l("Rest days a month"), 31)
    shift = StringField(_l("Shift"), validators=[Optional(), Length(max=60)])
    has_social_insurance = RadioField(
        _l("Social insurance is paid"),
        choices=[SelectChoice("yes", _l("Yes")), SelectChoice("no", _l("No"))],
        validators=[Optional()],
    )
    has_housing_fund = BooleanField(_l("Housing fund is paid"))
    hazards = ManyField(_l("Hazards at the workplace"))
    hazard_notice = TextAreaField(_l("Notice of hazards and protection"), validators=[Optional(), Length(max=500)])
    dispatch_user_employer = StringField(
        _l("User employer (labour dispatch)"), validators=[Optional(), Length(max=120)]
    )
    dispatch_post_kind = SelectField(_l("Kind of dispatch post"), validators=[Optional()])
    starts_on = day_field(_l("Work starts on"))

    def prepare(self, names: Catalogue, language: str, suggested: Choices) -> None:
        for field, list_name in (
            (self.employment_form, "employment_forms"),
            (self.contract_kind, "contract_kinds"),
            (self.hour_scheme, "hour_schemes"),
            (self.dispatch_post_kind, "dispatch_post_kinds"),
        ):
            field.choices = optional_choice(names.choices(list_name, language))
        self.hazards.choices = names.choices("hazards", language)

    _PLAIN = (
        "employment_form",
        "contract_kind",
        "term_months",
        "probation_months",
        "probation_pay_percent",
        "hour_scheme",
        "special_scheme_number",
        "hours_per_day",
        "days_per_week",
        "rest_days_per_month",
        "shift",
        "hazard_notice",
        "dispatch_user_employer",
        "dispatch_post_kind",
        "starts_on",
    )

    def fill(self, draft: VacancyDraft) -> None:
        for name in self._PLAIN:
            self[name].data = getattr(draft, name)
        said = draft.has_social_insurance
        self.has_social_insurance.data = None if said is None else "yes" if said else "no"
        self.has_housing_fund.data = bool(draft.has_housing_fund)
        self.hazards.data = list(draft.hazards)

    def to_draft(self, held: VacancyDraft) -> VacancyDraft:
        said = self.has_social_insurance.data
        values: dict[str, Any] = {
            name: self[name].data if self[name].data not in ("", None) else None for name in self._PLAIN
        }
        values["has_social_insurance"] = None if not said else said == "yes"
        values["has_housing_fund"] = self.has_housing_fund.data
        values["hazards"] = tuple(self.hazards.data or ())
        return replace(held, **values)


class RequirementsForm(StepForm):
    """Step 4: what the person must bring, and what would be welcome."""

    must_skills = TextAreaField(_l("Skills that are a must"), validators=[Optional(), Length(max=2000)])
    nice_skills = TextAreaField(_l("Skills that are welcome"), validators=[Optional(), Length(max=2000)])
    education_code = SelectField(_l("Least education"), validators=[Optional()])
    experience_years = number_field(_l("Least experience, years"), 60)
    skill_level = SelectField(_l("Least skill level"), validators=[Optional()])
    title_rank = SelectField(_l("Least professional title"), validators=[Optional()])
    certificates = TextAreaField(_l("Certificates"), validators=[Optional(), Length(max=1000)])
    languages = TextAreaField(_l("Languages"), validators=[Optional(), Length(max=500)])

    def prepare(self, names: Catalogue, language: str, suggested: Choices) -> None:
        for field, list_name in (
            (self.education_code, "education"),
            (self.skill_level, "skill_levels"),
            (self.title_rank, "professional_titles"),
        ):
            field.choices = optional_choice(names.choices(list_name, language))

    def fill(self, draft: VacancyDraft) -> None:
        self.must_skills.data, self.nice_skills.data = written(draft.must_skills), written(draft.nice_skills)
        self.education_code.data = draft.education_code or ""
        months = draft.experience_min_months
        self.experience_years.data = None if months is None else months / 12
        self.skill_level.data, self.title_rank.data = str(draft.skill_level or ""), str(draft.title_rank or "")
        self.certificates.data, self.languages.data = "\n".join(draft.certificates), "\n".join(draft.languages)

    def to_draft(self, held: VacancyDraft) -> VacancyDraft:
        years = self.experience_years.data
        return replace(
            held,
            must_skills=wanted_skills(self.must_skills.data),
            nice_skills=wanted_skills(self.nice_skills.data),
            education_code=self.education_code.data or None,
            experience_min_months=None if years is None else round(years * 12),
            skill_level=int(self.skill_level.data) if self.skill_level.data else None,
            title_rank=int(self.title_rank.data) if self.title_rank.data else None,
            certificates=split_words(self.certificates.data, 10),
            languages=split_words(self.languages.data, 10),
        )


class DutiesForm(StepForm):
    """Step 5: the work itself, benefits, and until when the posting stands."""

    duties = TextAreaField(_l("What the work is"), validators=[Optional(), Length(max=5000)])
    benefits = ManyField(_l("Benefits"))
    valid_through = day_field(_l("Last day of the posting"))

    def prepare(self, names: Catalogue, language: str, suggested: Choices) -> None:
        self.benefits.choices = names.choices("benefits", language)

    def fill(self, draft: VacancyDraft) -> None:
        self.duties.data, self.benefits.data = draft.duties, list(draft.benefits)
        self.valid_through.data = draft.valid_through

    def to_draft(self, held: VacancyDraft) -> VacancyDraft:
        return replace(
            held,
            duties=self.duties.data or "",
            benefits=tuple(self.benefits.data or ()),
            valid_through=self.valid_through.data,
        )


VACANCY_STEPS: dict[str, type[Any]] = {
    "post": PostForm,
    "place": PlacePayForm,
    "contract": ContractForm,
    "requirements": RequirementsForm,
    "duties": DutiesForm,
}
