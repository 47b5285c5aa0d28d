"""What the forms of postings share, and the short ones. Shape only; the law is in rules.py."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    FloatField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.validators import DateRange, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from matching.text.skill_lists import read_skill_list
from webapp.http.form import SiteForm
from webapp.postings.rules import WantedSkill

Choices = list[tuple[str, str]]
_NOTHING = ("", _l("Please choose"))
_MOST_SKILLS = 30
# No slash: "TCP/IP" and "C/C++" are one skill each.
_SEPARATORS = ",\uff0c\u3001;\uff1b\n"


class ManyField(SelectMultipleField):
    """Several answers as checkboxes: usable with a thumb and without script."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """A blank answer is no answer. (`Optional` would wave all other answers through beside a blank one.)"""
        super().process_formdata([value for value in valuelist if value.strip()])


def optional_choice(choices: Choices) -> Choices:
    return [_NOTHING, *choices]


def split_words(text: str | None, most: int = 30) -> tuple[str, ...]:
    """Words that were written one a line or parted by commas, without repeats."""
    clean = text or ""
    for separator in _SEPARATORS:
        clean = clean.replace(separator, "\n")
    words = [word.strip()[:60] for word in clean.split("\n")]
    return tuple(dict.fromkeys(word for word in words if word))[:most]


def wanted_skills(text: str | None) -> tuple[WantedSkill, ...]:
    """Each written skill with its code in the vocabulary, where it has one."""
    return tuple(WantedSkill(item.text[:60], item.code) for item in read_skill_list(text or "")[:_MOST_SKILLS])


def written(skills: Sequence[WantedSkill]) -> str:
    return "\n".join(skill.text for skill in skills)


def number_field(label: Any, most: float, least: float = 0, **more: Any) -> FloatField:
    message = _l("Please enter a number between %(least)s and %(most)s.", least=least, most=most)
    return FloatField(label, validators=[Optional(), NumberRange(least, most, message)], **more)


def whole_field(label: Any, most: int, least: int = 0, **more: Any) -> IntegerField:
    message = _l("Please enter a whole number between %(least)s and %(most)s.", least=least, most=most)
    return IntegerField(label, validators=[Optional(), NumberRange(least, most, message)], **more)


def day_field(label: Any) -> DateField:
    """A date within living memory and reach; the calendar's own ends cannot be reckoned with."""
    message = _l("Please enter a date between 2000 and 2100.")
    return DateField(label, validators=[Optional(), DateRange(date(2000, 1, 1), date(2100, 12, 31), message)])


class VersionedForm(SiteForm):
    """`version` is what the reader last saw, so that nobody overwrites or approves what they have not read."""

    version = HiddenField()

    @property
    def seen_version(self) -> int | None:
        text = self.version.data or ""
        return int(text) if text.isdecimal() and text.isascii() and len(text) < 10 else None


class StepForm(VersionedForm):
    """A step of a posting."""


class DecisionForm(VersionedForm):
    """The bureau's answer to a submitted posting."""

    decision = RadioField(
        _l("Your decision"),
        choices=[SelectChoice("approve", _l("Publish")), SelectChoice("return", _l("Return with a reason"))],
        validators=[InputRequired()],
    )
    reason = TextAreaField(_l("Reason"), validators=[Optional(), Length(max=500)])
