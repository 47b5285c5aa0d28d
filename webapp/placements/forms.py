"""Forms of introductions: apply, invite, turn down, write, arrange an interview, offer, confirm a start. Shape only."""

from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    FloatField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import DateRange, InputRequired, Length, Optional

from webapp.core.clock import CHINA
from webapp.core.errors import RuleBroken
from webapp.http.form import SiteForm
from webapp.placements.interviews import SLOTS_MOST, InterviewDraft
from webapp.placements.message_templates import TemplateDraft
from webapp.placements.offers import OfferDraft
from webapp.postings.forms import VersionedForm

_CHOOSE = _l("Please choose.")
_ANSWER = _l("Please answer this.")


def _at_most(letters: int) -> Length:
    return Length(max=letters, message=_l("Please write at most %(most)s characters.", most=letters))


def _reachable_day(label: Any) -> DateField:
    bounds = DateRange(date(2000, 1, 1), date(2100, 12, 31), _l("Please enter a date between 2000 and 2100."))
    return DateField(label, validators=[InputRequired(_ANSWER), bounds])


class ApplyForm(SiteForm):
    profile_id = SelectField(_l("Profile to apply with"), coerce=int, validators=[InputRequired(_CHOOSE)])
    agrees = BooleanField(
        _l("I agree that this employer sees my name and mobile number for this vacancy. I can withdraw at any time."),
        validators=[InputRequired(_l("Without your agreement the employer cannot answer you."))],
    )


class InviteForm(SiteForm):
    vacancy_id = SelectField(_l("Vacancy"), coerce=int, validators=[InputRequired(_CHOOSE)])
    message = TextAreaField(_l("A few words to the person"), validators=[Optional(), _at_most(500)])


class DeclineForm(VersionedForm):
    """Why a candidate is turned down; the person reads both the reason and the words."""

    decline_reason = RadioField(_l("Reason"), validators=[InputRequired(_CHOOSE)])
    reason = TextAreaField(_l("Words to the person"), validators=[Optional(), _at_most(500)])
    # The words as they were shown in the preview: others are previewed first.
    previewed = HiddenField()


class MessageForm(VersionedForm):
    body = TextAreaField(_l("Your message"), validators=[InputRequired(_ANSWER), _at_most(1000)])
    previewed = HiddenField()


class TemplateForm(VersionedForm):
    name = StringField(_l("Name of the template"), validators=[InputRequired(_ANSWER), _at_most(60)])
    purpose = SelectField(_l("Used for"), validators=[InputRequired(_CHOOSE)])
    language = RadioField(_l("Language"), validators=[InputRequired(_CHOOSE)])
    body = TextAreaField(_l("Text"), validators=[InputRequired(_ANSWER), _at_most(500)])

    def to_draft(self) -> TemplateDraft:
        return TemplateDraft(self.name.data, self.purpose.data, self.language.data, self.body.data)


class InterviewForm(VersionedForm):
    """Up to five times, each a day and a time of day in Beijing."""

    mode = RadioField(_l("Kind of interview"), validators=[InputRequired(_CHOOSE)])
    place = StringField(_l("Address"), validators=[Optional(), _at_most(200)])
    link = StringField(_l("Link for the video interview"), validators=[Optional(), _at_most(300)])
    minutes = SelectField(
        _l("Length"),
        coerce=int,
        choices=[SelectChoice(length, _l("%(num)s minutes", num=length)) for length in (15, 30, 45, 60, 90, 120)],
        validators=[InputRequired(_CHOOSE)],
        default=30,
    )
    note = TextAreaField(_l("What to bring or to know"), validators=[Optional(), _at_most(500)])
    accepts_clash = BooleanField(_l("Offer these times although another interview is at the same time"))

    def slots(self) -> tuple[datetime, ...]:
        """The instants that were written; raises RuleBroken where a day has no time or a time no day."""
        found = []
        for number in range(SLOTS_MOST):
            day, time = self[f"day_{number}"].data, self[f"time_{number}"].data
            if day is None and time is None:
                continue
            if day is None:
                raise RuleBroken("slot_without_day", field=f"day_{number}")
            if time is None:
                raise RuleBroken("slot_without_time", field=f"time_{number}")
            found.append(datetime.combine(day, time, tzinfo=CHINA))
        return tuple(found)

    def show_slots(self, slots: list[datetime]) -> None:
        for number, at in enumerate(slots[:SLOTS_MOST]):
            local = at.astimezone(CHINA)
            self[f"day_{number}"].data, self[f"time_{number}"].data = local.date(), local.time()

    def to_draft(self) -> InterviewDraft:
        return InterviewDraft(
            mode=self.mode.data,
            place=self.place.data or "",
            link=self.link.data or "",
            minutes=self.minutes.data,
            note=self.note.data or "",
            slots=self.slots(),
        )


for _number in range(SLOTS_MOST):
    _bounds = DateRange(date(2000, 1, 1), date(2100, 12, 31), _l("Please enter a date between 2000 and 2100."))
    setattr(
        InterviewForm, f"day_{_number}", DateField(_l("Day %(num)s", num=_number + 1), validators=[Optional(), _bounds])
    )
    setattr(InterviewForm, f"time_{_number}", TimeField(_l("Time %(num)s", num=_number + 1), validators=[Optional()]))


class ChoiceForm(VersionedForm):
    """The seeker's answer to offered times: one of them, or none with a wish."""

    slot = RadioField(_l("Which time fits you?"), validators=[InputRequired(_CHOOSE)])
    wish = TextAreaField(_l("When could you?"), validators=[Optional(), _at_most(300)])
    accepts_clash = BooleanField(_l("Choose this time although I have another interview then"))

    NONE = "none"


class OfferForm(VersionedForm):
    pay_yuan = FloatField(_l("Pay before tax, in yuan"), validators=[InputRequired(_ANSWER)])
    pay_period = SelectField(_l("For each"), validators=[InputRequired(_CHOOSE)])
    starts_on = _reachable_day(_l("First day of work"))
    place = StringField(_l("Place of work"), validators=[InputRequired(_ANSWER), _at_most(200)])
    valid_until = _reachable_day(_l("The offer stands until"))
    words = TextAreaField(_l("Words to the person"), validators=[Optional(), _at_most(1000)])

    def to_draft(self) -> OfferDraft:
        return OfferDraft(
            pay_yuan=self.pay_yuan.data,
            pay_period=self.pay_period.data,
            starts_on=self.starts_on.data,
            place=self.place.data,
            valid_until=self.valid_until.data,
            words=self.words.data or "",
        )


class OfferAnswerForm(SiteForm):
    answer = TextAreaField(_l("Words to the employer"), validators=[Optional(), _at_most(500)])


class StartForm(SiteForm):
    started_on = _reachable_day(_l("First day of work"))
