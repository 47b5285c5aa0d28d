"""What a rule finds: where, how grave, with which numbers."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from enum import StrEnum
from typing import Any

Values = dict[str, str | int | float]


class Severity(StrEnum):
    """What a finding does to a vacancy."""

    BLOCK = "block"  # cannot be submitted
    WARN = "warn"  # only after the employer confirms; the confirmation is kept
    FLAG = "flag"  # the bureau reads it before it decides
    NOTE = "note"  # is told and stops nothing: something that could not be checked

    @property
    def rank(self) -> int:
        return list(Severity).index(self)


@dataclass(frozen=True)
class Finding:
    """One fault. `code` chooses the words; `values` are this posting's own numbers.

    `field` is a field of the draft. `start` and `end` are places in the original text of that field, equal where the
    finding is about the field as a whole; in a field of several texts, `item` says which.
    """

    rule: str
    code: str
    severity: Severity
    field: str
    text: str = ""
    start: int = 0
    end: int = 0
    item: int = 0
    values: Values = dataclass_field(default_factory=dict)
    laws: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The same for the same fault in the same words and numbers, wherever in the text it stands.

        A confirmation is for exactly this: it does not cover other words or other numbers.
        """
        # A number read from a form and from the database is the same number, whole or not.
        values = {name: value if isinstance(value, str) else f"{value:.10g}" for name, value in self.values.items()}
        said = [self.rule, self.code, self.severity.value, self.field, self.text, values]
        return hashlib.sha256(_plain(said).encode("utf-8")).hexdigest()[:16]

    def as_json(self) -> dict[str, Any]:
        return {
            "rule": self.rule,
            "code": self.code,
            "severity": self.severity.value,
            "field": self.field,
            "text": self.text,
            "start": self.start,
            "end": self.end,
            "item": self.item,
            "values": self.values,
            "laws": list(self.laws),
        }

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "Finding":
        return cls(**{**values, "severity": Severity(values["severity"]), "laws": tuple(values["laws"])})


def _plain(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True)
class Report:
    """All findings of one draft, gravest field by field, with the ruleset that made them."""

    ruleset: str
    findings: tuple[Finding, ...]

    def of(self, *severities: Severity) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.severity in severities)

    def unconfirmed(self, confirmed: Iterable[str]) -> tuple[Finding, ...]:
        """Warnings that the employer has not confirmed yet."""
        held = frozenset(confirmed)
        return tuple(one for one in self.of(Severity.WARN) if one.key not in held)
