"""Forms of a vacancy's end, of its open places, of templates' names, and of one change for many."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from webapp.http.form import SiteForm
from webapp.http.wording import labels
from webapp.postings.batch import BatchChange
from webapp.postings.forms import VersionedForm, day_field, number_field, optional_choice, whole_field
from webapp.postings.lasting import Closing, Outcome
from webapp.postings.rules import HEADCOUNT_MOST
from webapp.reference.catalogue import Catalogue


class ClosingForm(VersionedForm):
    """How a vacancy ended; the bureaus count what their service brought about."""

    outcome = RadioField(_l("How did it end?"), validators=[InputRequired()])
    filled_here = whole_field(_l("People found through this service"), HEADCOUNT_MOST)
    filled_elsewhere = whole_field(_l("People found in another way"), HEADCOUNT_MOST)
    reason = SelectField(_l("Why was it not filled?"), validators=[Optional()])

    def prepare(self) -> None:
        self.outcome.choices = labels("outcome")
        self.reason.choices = optional_choice(labels("outcome_reason"))

    def to_closing(self) -> Closing:
        return Closing(
            Outcome(self.outcome.data),
            self.filled_here.data or 0,
            self.filled_elsewhere.data or 0,
            self.reason.data or None,
        )


class PlacesForm(VersionedForm):
    """How many places were taken by people who came in another way."""

    filled_elsewhere = whole_field(_l("Places filled in another way"), HEADCOUNT_MOST)


class TemplateNameForm(SiteForm):
    name = StringField(_l("Name of the template"), validators=[InputRequired(), Length(max=80)])


class BatchForm(SiteForm):
    """One change for several vacancies; what stays empty stays as each of them says it."""

    action = RadioField(_l("What is to be done with them?"), default="change", validators=[InputRequired()])
    valid_through = day_field(_l("Last day of the posting"))
    pay_min_yuan = number_field(_l("Pay from"), 10_000_000)
    pay_max_yuan = number_field(_l("Pay to"), 10_000_000)
    pay_period = SelectField(_l("Period of pay"), default="month")
    headcount = whole_field(_l("How many people"), HEADCOUNT_MOST, 1)
    contact_hours = SelectField(_l("When you can be asked"), validators=[Optional()])
    is_sent = BooleanField(_l("Send to the bureau at once what has to be checked again"), default=True)

    def prepare(self, names: Catalogue, language: str) -> None:
        self.action.choices = labels("batch_action")
        self.pay_period.choices = names.choices("pay_periods", language)
        self.contact_hours.choices = [("", _l("As each of them says")), *labels("contact_hours")]

    def to_change(self) -> BatchChange:
        values: dict[str, Any] = {
            name: self[name].data
            for name in ("valid_through", "pay_min_yuan", "pay_max_yuan", "pay_period", "headcount")
        }
        return BatchChange(**values, contact_hours=self.contact_hours.data or None, is_sent=self.is_sent.data)
