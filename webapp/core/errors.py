"""Four families of expected failure, each with a stable code. The words are chosen at the edge, per language."""

from collections.abc import Mapping


class SiteError(Exception):
    """Base of every failure that the site answers on purpose."""

    def __init__(self, code: str, *, field: str | None = None, facts: Mapping[str, object] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.facts: dict[str, object] = dict(facts or {})


class RuleBroken(SiteError):
    """The input breaks a rule of the business; shown beside `field`. HTTP 422."""


class NotAllowed(SiteError):
    """The actor may see the thing but may not do this. HTTP 403."""


class NotFound(SiteError):
    """There is no such thing, or the actor may not know of it. HTTP 404."""


class Conflict(SiteError):
    """Somebody else changed it meanwhile, or the state does not permit the step. HTTP 409."""


class RulesBroken(SiteError):
    """Several rules at once, so that a form can show all of them."""

    def __init__(self, broken: list[RuleBroken]) -> None:
        super().__init__("several_rules_broken")
        self.broken = broken


class ConfigurationError(SiteError):
    """The installation is set up wrongly; raised at start only."""
