"""What the lint must know beside the draft: who posts it, the day, rates of the place, pay of the occupation."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any


@dataclass(frozen=True)
class MinimumWage:
    """A dated rate of a city or its province. `verified_on` is empty where nobody has checked the rate."""

    division_code: str
    yuan_month: float | None
    yuan_hour: float | None
    valid_from: date
    valid_to: date | None = None
    verified_on: date | None = None


@dataclass(frozen=True)
class PayRange:
    """Pay of published vacancies of the occupation, yuan a month: how many, the middle, and what nine of ten
    stay below.
    """

    vacancies: int
    median: float
    ninth_tenth: float


@dataclass(frozen=True, kw_only=True)
class PostingFacts:
    """`today` decides which rules, limits and rates are in force. What is None is not known and is not judged."""

    today: date
    organisation_kind: str | None = None
    has_name: bool = True
    credit_code: str | None = None
    licence_number: str | None = None
    licence_valid_to: date | None = None
    verified_on: date | None = None
    organisation_city: str | None = None
    source_kind: str = "site"
    source_name: str | None = None
    source_url: str | None = None
    minimum_wages: tuple[MinimumWage, ...] = ()
    pay_range: PayRange | None = None

    def as_json(self) -> dict[str, Any]:
        """Plain values, kept with a trace so that the same findings can be made again."""
        values: dict[str, Any] = _plain(asdict(self))
        return values

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "PostingFacts":
        known = {one.name for one in fields(cls)}
        read = {name: value for name, value in values.items() if name in known}
        for name in ("today", "licence_valid_to", "verified_on"):
            read[name] = _day(read.get(name))
        read["minimum_wages"] = tuple(_wage(one) for one in read.get("minimum_wages") or ())
        read["pay_range"] = PayRange(**read["pay_range"]) if read.get("pay_range") else None
        return cls(**read)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if value else None


def _wage(values: Mapping[str, Any]) -> MinimumWage:
    days = {name: _day(values[name]) for name in ("valid_from", "valid_to", "verified_on")}
    return MinimumWage(**{**values, **days})
