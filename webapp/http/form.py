"""What every form has in common: CSRF, cleaning of control characters, and a place for the errors of rules."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field

from webapp.core.errors import RuleBroken, RulesBroken
from webapp.http.wording import error_text

SUBMITTED_WITH_ERRORS = 422


def clean_text(value: Any) -> Any:
    """Strip outer blanks, and control characters that a database or a page cannot carry (NUL among them)."""
    if not isinstance(value, str):
        return value
    kept = (char for char in value if char in "\n\t" or (ord(char) >= 32 and ord(char) != 127))
    text = "".join(char for char in kept if not 0xD800 <= ord(char) <= 0xDFFF)
    return text.strip()


class SiteForm(FlaskForm):
    """Base of all forms. One form an action; `to_draft()` of the subclass is the only way out."""

    class Meta(FlaskForm.Meta):
        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            filters = list(unbound_field.kwargs.get("filters", []))
            if clean_text not in filters and "Field" in unbound_field.field_class.__name__:
                unbound_field.kwargs["filters"] = [clean_text, *filters]
            return unbound_field.bind(form=form, **options)

    def attach(self, error: RuleBroken | RulesBroken) -> None:
        """Put the words of a broken rule beside its field, or at the top where it has none here."""
        broken = error.broken if isinstance(error, RulesBroken) else [error]
        for one in broken:
            field = self._fields.get(one.field or "")
            if field is None:
                self.form_errors.append(error_text(one))
            else:
                field.errors = [*field.errors, error_text(one)]
