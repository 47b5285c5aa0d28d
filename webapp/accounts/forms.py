"""Forms of accounts. Shape only; addresses and passwords are judged by rules.py."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, PasswordField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from webapp.core.permissions import Role
from webapp.http.form import SiteForm
from webapp.http.wording import label

_TEXT = Length(max=200, message=_l("At most %(max)d characters."))
_NAME = Length(max=40, message=_l("At most %(max)d characters."))
# Of what is left after cleaning: blanks and control characters are no answer.
_ANSWER = DataRequired(_l("Please answer this."))
# So that password keepers of browsers know what to offer.
_NEW, _CURRENT = {"autocomplete": "new-password"}, {"autocomplete": "current-password"}
_USERNAME = {"autocomplete": "username"}
_LANGUAGES = [SelectChoice("zh", _l("Chinese")), SelectChoice("en", _l("English"))]


class RegisterForm(SiteForm):
    role = RadioField(_l("I am"), validators=[InputRequired(_l("Please choose one."))])
    display_name = StringField(_l("How we may call you"), validators=[_ANSWER, _NAME])
    address = StringField(_l("E-mail address or mobile number"), validators=[_ANSWER, _TEXT], render_kw=_USERNAME)
    password = PasswordField(_l("Password"), validators=[_ANSWER, _TEXT], render_kw=_NEW)
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
    address = StringField(_l("E-mail address or mobile number"), validators=[_ANSWER, _TEXT], render_kw=_USERNAME)
    password = PasswordField(_l("Password"), validators=[_ANSWER, _TEXT], render_kw=_CURRENT)
    remember = BooleanField(_l("Keep me signed in on this device"))


class AskResetForm(SiteForm):
    address = StringField(_l("E-mail address"), validators=[_ANSWER, _TEXT])


class NewPasswordForm(SiteForm):
    """For the link of a letter; somebody invited also agrees to the terms here."""

    password = PasswordField(_l("New password"), validators=[_ANSWER, _TEXT], render_kw=_NEW)
    agrees = BooleanField(_l("I have read how my data is used and agree to it"))


class ChangePasswordForm(SiteForm):
    current_password = PasswordField(_l("Current password"), validators=[_ANSWER, _TEXT], render_kw=_CURRENT)
    password = PasswordField(_l("New password"), validators=[_ANSWER, _TEXT], render_kw=_NEW)


class CloseAccountForm(SiteForm):
    password = PasswordField(_l("Current password"), validators=[_ANSWER, _TEXT], render_kw=_CURRENT)


class DetailsForm(SiteForm):
    display_name = StringField(_l("How we may call you"), validators=[_ANSWER, _NAME])
    language = RadioField(_l("Language of our mails"), choices=_LANGUAGES)


class InvitationForm(SiteForm):
    """A colleague of an organisation."""

    display_name = StringField(_l("Name to show"), validators=[_ANSWER, _NAME])
    address = StringField(_l("E-mail address"), validators=[_ANSWER, _TEXT])


class StaffForm(InvitationForm):
    """A person of a bureau, the coordination or the administration."""

    role = SelectField(_l("Role"), validators=[_ANSWER])
    city_code = SelectField(_l("City"), validators=[Optional()])
    language = RadioField(_l("Language of our mails"), choices=_LANGUAGES, default="zh")

    def prepare(self, cities: list[tuple[str, str]]) -> None:
        roles = (Role.OFFICER, Role.INSPECTOR, Role.COORDINATOR, Role.ADMINISTRATOR)
        self.role.choices = [(role.value, label("role", role)) for role in roles]
        self.city_code.choices = [("", _l("No city")), *cities]
