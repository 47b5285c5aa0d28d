"""Forms of organisations. Shape only; what must be said of an organisation is in rules.py."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp

from webapp.core.permissions import MemberRole
from webapp.http.form import SiteForm
from webapp.http.wording import label
from webapp.organisations.clients import ClientDraft
from webapp.organisations.models import AgencyClient, Organisation
from webapp.organisations.rules import (
    EVIDENCE_KINDS,
    LICENCE_FACTS,
    NAME_LENGTH_MAX,
    REASON_LENGTH_MAX,
    OrganisationDraft,
)
from webapp.organisations.rules import normal_credit_code as read_code
from webapp.organisations.rules import normal_name as read_name
from webapp.reference.catalogue import Catalogue

# Of what is left after cleaning: blanks and control characters are no answer.
_ANSWER = DataRequired(_l("Please answer this."))
_TOO_LONG = _l("At most %(max)d characters.")


def _short(maximum: int) -> Length:
    return Length(max=maximum, message=_TOO_LONG)


def _number(text: str | None) -> int | None:
    """The hidden version; whatever is not a number counts as none known."""
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


class OrganisationForm(SiteForm):
    """An employer's or agency's own description."""

    version = HiddenField()
    name = StringField(_l("Name"), validators=[_ANSWER, _short(NAME_LENGTH_MAX)])
    credit_code = StringField(_l("Unified social credit code"), validators=[_ANSWER, _short(40)])
    licence_number = StringField(_l("Human resources service licence number"), validators=[Optional(), _short(60)])
    licence_issuer = StringField(_l("Issued by"), validators=[Optional(), _short(120)])
    licence_valid_from = DateField(_l("Licence valid from"), validators=[Optional()])
    licence_valid_to = DateField(_l("Licence valid until"), validators=[Optional()])
    dispatch_licence_number = StringField(_l("Labour dispatch licence number"), validators=[Optional(), _short(60)])
    dispatch_licence_issuer = StringField(_l("Dispatch licence issued by"), validators=[Optional(), _short(120)])
    dispatch_licence_valid_from = DateField(_l("Dispatch licence valid from"), validators=[Optional()])
    dispatch_licence_valid_to = DateField(_l("Dispatch licence valid until"), validators=[Optional()])
    city_code = SelectField(_l("City of registration"), validators=[_ANSWER])
    district_code = SelectField(_l("District"), validators=[Optional()])
    address = StringField(_l("Street and house number"), validators=[_ANSWER, _short(200)])
    industry_code = SelectField(_l("Industry"), validators=[Optional()])
    size_band = SelectField(_l("Number of people"), validators=[Optional()])
    introduction = TextAreaField(_l("About the organisation"), validators=[Optional(), _short(3000)])
    contact_name = StringField(_l("Contact person"), validators=[_ANSWER, _short(40)])
    contact_phone = StringField(
        _l("Contact number"),
        validators=[_ANSWER, _short(40), Regexp(r"^[0-9+\-() ]{7,40}$", message=_l("This is not a telephone number."))],
    )

    def __init__(self, catalogue: Catalogue, language: str, *, is_agency: bool, **values: Any) -> None:
        super().__init__(**values)
        none = [("", _l("Not stated"))]
        self.city_code.choices = [("", _l("Please choose")), *catalogue.city_choices(language)]
        # The districts of all cities, so that the choice works without script; the rule checks that they agree.
        self.district_code.choices = none + [
            (code, f"{city} \u00b7 {name}")
            for city_code, city in catalogue.city_choices(language)
            for code, name in catalogue.district_choices(city_code, language)
        ]
        self.industry_code.choices = none + catalogue.choices("industries", language)
        self.size_band.choices = none + catalogue.choices("size_bands", language)
        if not is_agency:
            del self.licence_number, self.licence_issuer, self.licence_valid_from, self.licence_valid_to

    def show(self, organisation: Organisation, contact_name: str, contact_phone: str) -> None:
        """Fill the boxes with what is stored."""
        for field in self:
            if field.name in OrganisationDraft.__dataclass_fields__ and hasattr(organisation, field.name):
                field.data = getattr(organisation, field.name)
        # A select shows its empty choice for "not stated", which the table stores as NULL.
        for name in ("district_code", "industry_code", "size_band"):
            self[name].data = self[name].data or ""
        self.version.data = str(organisation.version)
        self.contact_name.data, self.contact_phone.data = contact_name, contact_phone

    @property
    def known_version(self) -> int | None:
        return _number(self.version.data)

    def to_draft(self) -> OrganisationDraft:
        licences = {
            f"{prefix}_{name}": self[f"{prefix}_{name}"].data or None
            for prefix in ("licence", "dispatch_licence")
            for name in LICENCE_FACTS
            if f"{prefix}_{name}" in self
        }
        return OrganisationDraft(
            name=read_name(self.name.data or ""),
            credit_code=read_code(self.credit_code.data or ""),
            city_code=self.city_code.data or "",
            district_code=self.district_code.data or None,
            address=self.address.data or "",
            industry_code=self.industry_code.data or None,
            size_band=self.size_band.data or None,
            introduction=self.introduction.data or "",
            contact_name=self.contact_name.data or "",
            contact_phone=self.contact_phone.data or "",
            **licences,
        )


class DecisionForm(SiteForm):
    """The bureau's answer."""

    version = HiddenField()
    decision = RadioField(
        _l("Decision"),
        choices=[
            SelectChoice("verify", _l("Verify this organisation")),
            SelectChoice("more", _l("Ask for more")),
            SelectChoice("refuse", _l("Do not verify")),
        ],
        validators=[InputRequired(_l("Please choose one."))],
    )
    reason = TextAreaField(
        _l("Reason"),
        validators=[Optional(), _short(REASON_LENGTH_MAX)],
        description=_l("Needed when you ask for more or do not verify. The organisation reads it."),
    )

    @property
    def known_version(self) -> int | None:
        return _number(self.version.data)


class EvidenceForm(SiteForm):
    """One file of the organisation."""

    kind = SelectField(_l("What the file is"), validators=[_ANSWER])
    file = FileField(_l("File (PDF, PNG or JPEG)"), validators=[FileRequired(_l("Please choose a file."))])

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        kinds = [(kind, label("evidence_kind", kind)) for kind in EVIDENCE_KINDS]
        self.kind.choices = [("", _l("Please choose")), *kinds]


class SendForm(SiteForm):
    """What goes to the bureau with the facts and the files."""

    version = HiddenField()
    words = TextAreaField(_l("A few words to the bureau"), validators=[Optional(), _short(REASON_LENGTH_MAX)])

    @property
    def known_version(self) -> int | None:
        return _number(self.version.data)


class MemberInvitationForm(SiteForm):
    """A link for one colleague; the address may be left out and the link handed over."""

    member_role = RadioField(_l("Role"), default=MemberRole.RECRUITER.value, validators=[InputRequired()])
    address = StringField(_l("E-mail address"), validators=[Optional(), _short(200)])

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.member_role.choices = [(role.value, label("member_role_with_rights", role)) for role in MemberRole]


class ClientForm(SiteForm):
    """A client of an agency and the agency's authorisation."""

    version = HiddenField()
    name = StringField(_l("Name of the client"), validators=[_ANSWER, _short(NAME_LENGTH_MAX)])
    credit_code = StringField(_l("Unified social credit code"), validators=[_ANSWER, _short(40)])
    authorised_from = DateField(_l("Authorised from"), validators=[_ANSWER])
    authorised_to = DateField(_l("Authorised until"), validators=[_ANSWER])
    file = FileField(_l("Authorisation (PDF, PNG or JPEG)"))

    def show(self, client: AgencyClient) -> None:
        self.name.data, self.credit_code.data = client.name, client.credit_code
        self.authorised_from.data, self.authorised_to.data = client.authorised_from, client.authorised_to
        self.version.data = str(client.version)

    @property
    def known_version(self) -> int | None:
        return _number(self.version.data)

    def to_draft(self) -> ClientDraft:
        return ClientDraft(
            name=read_name(self.name.data or ""),
            credit_code=read_code(self.credit_code.data or ""),
            authorised_from=self.authorised_from.data,
            authorised_to=self.authorised_to.data,
        )
