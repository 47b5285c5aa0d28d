"""Forms of intake."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, FloatField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from webapp.http.form import SiteForm
from webapp.reference.catalogue import Catalogue


class UploadForm(SiteForm):
    kind = RadioField(_l("The file holds"), default="vacancy", validators=[InputRequired()])
    file = FileField(_l("File (CSV or XLSX)"), validators=[FileRequired(_l("Please choose a file."))])


class DefaultsForm(SiteForm):
    """What holds for all rows of vacancies where the file says nothing."""

    employment_form = SelectField(_l("Form of employment"))
    contract_kind = SelectField(_l("Kind of contract"))
    term_months = IntegerField(_l("Term in months"), validators=[InputRequired(), NumberRange(1, 600)])
    hours_per_day = FloatField(_l("Hours a day"), validators=[InputRequired(), NumberRange(1, 24)])
    days_per_week = FloatField(_l("Days a week"), validators=[InputRequired(), NumberRange(0.5, 7)])
    has_social_insurance = BooleanField(_l("Social insurance is paid"))
    valid_days = IntegerField(_l("Valid for days"), validators=[InputRequired(), NumberRange(1, 90)])
    address = StringField(_l("Address where the file has none"), validators=[Optional(), Length(max=200)])

    duties = TextAreaField(
        _l("What the work is, where the file says nothing"), validators=[Optional(), Length(max=500)]
    )

    def prepare(self, names: Catalogue, language: str) -> None:
        self.employment_form.choices = names.choices("employment_forms", language)
        self.contract_kind.choices = names.choices("contract_kinds", language)

    def to_options(self) -> dict[str, Any]:
        names = (
            "employment_form",
            "contract_kind",
            "term_months",
            "hours_per_day",
            "days_per_week",
            "has_social_insurance",
            "valid_days",
        )
        return {
            **{name: self[name].data for name in names},
            "address": self.address.data or "",
            "duties": self.duties.data or "",
        }
