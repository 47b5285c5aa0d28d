"""Forms of reports. Shape only; the law is in rules.py."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from webapp.http.form import SiteForm
from webapp.http.wording import labels
from webapp.reports.rules import CONTACT_MOST_LETTERS, REASON_MOST_LETTERS, TEXT_MOST_LETTERS, ReportDraft


class ReportForm(SiteForm):
    """What is wrong with a vacancy. `homepage` is shown to nobody: who fills it in is a machine."""

    category = RadioField(_l("What is wrong?"), validators=[InputRequired(_l("Please choose what is wrong."))])
    text = TextAreaField(_l("What happened?"), validators=[Optional(), Length(max=TEXT_MOST_LETTERS)])
    contact = StringField(
        _l("How may the bureau reach you?"), validators=[Optional(), Length(max=CONTACT_MOST_LETTERS)]
    )
    homepage = StringField(_l("Leave this empty"), validators=[Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.category.choices = [SelectChoice(code, text) for code, text in labels("report_category_asked")]

    @property
    def is_by_machine(self) -> bool:
        return bool(self.homepage.data)

    def to_draft(self) -> ReportDraft:
        return ReportDraft(self.category.data or "", self.text.data or "", self.contact.data or "")


class ReceiptForm(SiteForm):
    """Asking after one's report."""

    receipt = StringField(
        _l("Receipt number"),
        validators=[InputRequired(_l("Please enter the receipt number.")), Length(max=40)],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )


class CaseForm(SiteForm):
    """A step in a case with its words. `version` is what the reader last saw."""

    step = RadioField(_l("Your decision"), validators=[InputRequired(_l("Please choose."))])
    text = TextAreaField(_l("In your words"), validators=[Optional(), Length(max=REASON_MOST_LETTERS)])
    version = HiddenField()

    @property
    def seen_version(self) -> int:
        """-1, which is nobody's version, where the field was tampered with."""
        text = self.version.data or ""
        return int(text) if text.isdecimal() and text.isascii() and len(text) < 10 else -1
