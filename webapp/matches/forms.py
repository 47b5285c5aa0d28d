"""Forms of match runs."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional

from webapp.http.form import SiteForm
from webapp.http.wording import labels
from webapp.matches.rules import PER_VACANCY_MOST, RunDraft
from webapp.postings.forms import ManyField
from webapp.reference.catalogue import Catalogue

_BETWEEN = _l("Please choose between 1 and %(most)s people a vacancy.", most=PER_VACANCY_MOST)


class RunForm(SiteForm):
    from_cities = ManyField(_l("People now in"), validators=[Optional()])
    to_cities = ManyField(_l("Posts in"), validators=[Optional()])
    occupation_group = SelectField(_l("Occupation group"), validators=[Optional()])
    track = SelectField(_l("Labour or talent"), validators=[Optional()])
    per_vacancy = IntegerField(
        _l("People a vacancy, at most"),
        default=10,
        validators=[InputRequired(_BETWEEN), NumberRange(1, PER_VACANCY_MOST, _BETWEEN)],
    )

    is_spread = BooleanField(_l("Spread recommendations over more people"))

    def prepare(self, names: Catalogue, language: str) -> None:
        self.from_cities.choices = self.to_cities.choices = names.city_choices(language)
        groups = [
            (code, text if code[2:4] == "00" else f"· {text}") for code, text in names.occupation_groups(language)
        ]
        self.occupation_group.choices = [("", _l("All occupations")), *groups]
        self.track.choices = [("", _l("Labour and talent")), *labels("track")]

    def to_draft(self) -> RunDraft:
        return RunDraft(
            tuple(self.from_cities.data or ()),
            tuple(self.to_cities.data or ()),
            self.occupation_group.data or None,
            self.track.data or None,
            self.per_vacancy.data,
            bool(self.is_spread.data),
        )
