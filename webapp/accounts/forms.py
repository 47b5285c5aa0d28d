"""Forms of accounts. Shape only; addresses and passwords are judged by rules.py."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, PasswordField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from webapp.core.permissions import Role
from webapp.http.form import SiteForm
from webapp.http.wording import label

_ANSWER = InputRequired(_l("Please answer this."))


class RegisterForm(SiteForm):
    role = RadioField(_l("I am"), validators=[InputRequired(_l("Please choose one."))])
    display_name = StringField(_l("How we may call you"), validators=[_ANSWER, Length(max=40)])
    address = StringField(_l("E-mail address or mobile number"), validators=[_ANSWER, Length(max=200)])
    password = PasswordField(_l("Password"), validators=[_ANSWER, Length(max=200)])
    agrees = BooleanField(
        _l("I have read how my data is used and agree to it"), validators=[InputRequired(_l("Please agree to go on."))]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role.choices = [
            (Role.SEEKER.value, _l("looking for work")),
            (Role.EMPLOYER.value, _l("an employer")),
            (Role.AGENCY.value, _l("an employment agency")),
        ]


class SignInForm(SiteForm):
    address = StringField(_l("E-mail address or mobile number"), validators=[_ANSWER, Length(max=200)])
    password = PasswordField(_l("Password"), validators=[_ANSWER, Length(max=200)])
    remember = BooleanField(_l("Keep me signed in on this device"))


class AskResetForm(SiteForm):
    address = StringField(_l("E-mail address"), validators=[_ANSWER, Length(max=200)])


class NewPasswordForm(SiteForm):
    password = PasswordField(_l("New password"), validators=[_ANSWER, Length(max=200)])


class ChangePasswordForm(SiteForm):
    current_password = PasswordField(_l("Current password"), validators=[_ANSWER, Length(max=200)])
    password = PasswordField(_l("New password"), validators=[_ANSWER, Length(max=200)])


class DetailsForm(SiteForm):
    display_name = StringField(_l("How we may call you"), validators=[_ANSWER, Length(max=40)])
    language = RadioField(_l("Language of our mails"), choices=[("zh", _l("Chinese")), ("en", _l("English"))])


class InvitationForm(SiteForm):
    """A colleague of an organisation."""

    display_name = StringField(_l("Name to show"), validators=[_ANSWER, Length(max=40)])
    address = StringField(_l("E-mail address"), validators=[_ANSWER, Length(max=200)])


class StaffForm(InvitationForm):
    """A person of a bureau, the coordination or the administration."""

    role = SelectField(_l("Role"), validators=[_ANSWER])
    city_code = SelectField(_l("City"), validators=[Optional()])

    def prepare(self, cities: list[tuple[str, str]]) -> None:
        roles = (Role.OFFICER, Role.INSPECTOR, Role.COORDINATOR, Role.ADMINISTRATOR)
        self.role.choices = [(role.value, label("role", role)) for role in roles]
        self.city_code.choices = [("", _l("No city")), *cities]
