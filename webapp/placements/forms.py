"""Forms of introductions."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from webapp.http.form import SiteForm


class ApplyForm(SiteForm):
    profile_id = SelectField(_l("Profile to apply with"), coerce=int, validators=[InputRequired(_l("Please choose."))])
    agrees = BooleanField(
        _l("I agree that this employer sees my name and mobile number for this vacancy. I can withdraw at any time."),
        validators=[InputRequired(_l("Without your agreement the employer cannot answer you."))],
    )


class InviteForm(SiteForm):
    vacancy_id = SelectField(_l("Vacancy"), coerce=int, validators=[InputRequired(_l("Please choose."))])
    message = TextAreaField(_l("A few words to the person"), validators=[Optional(), Length(max=500)])
