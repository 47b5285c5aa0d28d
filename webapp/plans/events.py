"""What happens to plans and others react to."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PreviewAsked:
    """Somebody wants to know what a draft would change."""

    preview_id: int


@dataclass(frozen=True)
class PlanInForceChanged:
    """From now on pairs are made with another plan."""

    version: str
