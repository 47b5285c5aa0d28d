"""Forms of plans. Shares are asked in percent; what a plan may say is the law of rules.py."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FloatField, HiddenField, IntegerField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from matching.comparisons import COMPARISONS
from webapp.http.form import SiteForm
from webapp.http.wording import label, labels
from webapp.plans.rules import LONGEST_NOTE, SLACKS, USUAL_CONGESTION, PlanDraft
from webapp.postings.forms import ManyField

_TOO_LONG = _l("Please write at most %(most)s characters.", most=LONGEST_NOTE)
_A_NUMBER = _l("Please write a number, for example 0.5.")
_A_WHOLE_NUMBER = _l("Please write a whole number.")


def _revision(text: str | None) -> int:
    """The revision that a page was made from; 0, which no draft has, for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0


class NumberField(FloatField):
    """A number, or nothing; says in the reader's words what it wants."""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if text:
            try:
                self.data = float(text)
            except ValueError:
                raise ValueError(_A_NUMBER) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self._shown(self.data):g}"

    def _shown(self, value: float) -> float:
        return value


class PercentField(NumberField):
    """A share between 0 and 1, written in percent."""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        if self.data is not None:
            self.data = round(self.data / 100.0, 6)

    def _shown(self, value: float) -> float:
        return round(100.0 * value, 4)


class WholeField(IntegerField):
    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata([value.strip() for value in valuelist])
        except ValueError:
            raise ValueError(_A_WHOLE_NUMBER) from None


class PlanForm(SiteForm):
    """One weight and one side a comparison; the fields are added below, so that a new comparison brings its own."""

    revision = HiddenField()
    gates = ManyField(_l("Conditions that must hold"), validators=[Optional()])
    pay_floor_share = PercentField(_l("Least pay, as a share of the wish"))
    skill_level_slack = WholeField(_l("Steps below the asked skill level that are still let through"))
    education_slack = WholeField(_l("Steps below the asked education that are still let through"))
    min_score = PercentField(_l("Least fit of a pair that is proposed"))
    essential_share = PercentField(_l("Weight of “fits the work” beside further requirements"))
    wish_share = PercentField(_l("Weight of the person's wishes beside what the employer asks"))
    is_spread = BooleanField(_l("Spread recommendations: who stands in many lists already counts for less in the next"))
    congestion = NumberField(_l("Strength of spreading, above 0 and up to 1"))
    note = TextAreaField(
        _l("Why this plan"), validators=[Optional(), Length(max=LONGEST_NOTE, message=_TOO_LONG)], render_kw={"rows": 3}
    )

    def prepare(self) -> None:
        """Words of the choices, in the reader's language."""
        self.gates.choices = labels("gate")
        for name in COMPARISONS:
            self[f"weight_{name}"].label.text = _l("%(name)s: weight", name=label("comparison", name))
            self[f"side_{name}"].label.text = _l("%(name)s: counts towards", name=label("comparison", name))
            self[f"side_{name}"].choices = [("", _l("does not count")), *labels("match_side")]

    def fill(self, draft: PlanDraft, revision: int) -> None:
        """Show a stored draft."""
        self.revision.data = str(revision)
        for name, (side, weight) in draft.weights.items():
            self[f"side_{name}"].data, self[f"weight_{name}"].data = side, weight
        for name in ("pay_floor_share", *SLACKS, "min_score", "essential_share", "wish_share", "note"):
            self[name].data = getattr(draft, name)
        self.gates.data = list(draft.gates)
        self.is_spread.data = bool(draft.congestion)
        self.congestion.data = draft.congestion or USUAL_CONGESTION

    def validate_congestion(self, box: Any) -> None:
        # A switch that is on and a strength of nothing contradict each other; the rules would take it as off.
        if self.is_spread.data and box.data is not None and box.data <= 0:
            raise ValidationError(_l("Please enter a strength above 0 and up to 1, or switch spreading off."))

    @property
    def comparisons(self) -> tuple[str, ...]:
        return tuple(COMPARISONS)

    @property
    def seen_revision(self) -> int:
        return _revision(self.revision.data)

    def to_draft(self) -> PlanDraft:
        return PlanDraft(
            weights={name: (self[f"side_{name}"].data or "", self[f"weight_{name}"].data) for name in COMPARISONS},
            gates=tuple(self.gates.data or ()),
            pay_floor_share=self.pay_floor_share.data,
            skill_level_slack=self.skill_level_slack.data,
            education_slack=self.education_slack.data,
            min_score=self.min_score.data,
            essential_share=self.essential_share.data,
            wish_share=self.wish_share.data,
            congestion=self.congestion.data if self.is_spread.data else 0.0,
            note=self.note.data or "",
        )


for _name in COMPARISONS:
    setattr(PlanForm, f"weight_{_name}", NumberField())
    setattr(PlanForm, f"side_{_name}", SelectField(validators=[Optional()]))


class AdoptionForm(SiteForm):
    """The note is asked again at the last step: it is what everybody will read."""

    revision = HiddenField()
    note = TextAreaField(
        _l("Why this plan"),
        validators=[
            InputRequired(_l("Please say why; everybody who runs matching reads it.")),
            Length(max=LONGEST_NOTE, message=_TOO_LONG),
        ],
        render_kw={"rows": 4},
    )

    @property
    def seen_revision(self) -> int:
        return _revision(self.revision.data)


class ReturnForm(SiteForm):
    note = TextAreaField(
        _l("Why the built-in plan is to be in force again"),
        validators=[
            InputRequired(_l("Please say why; everybody who runs matching reads it.")),
            Length(max=LONGEST_NOTE, message=_TOO_LONG),
        ],
        render_kw={"rows": 3},
    )
