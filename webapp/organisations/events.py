"""What happened to organisations, for rooms above that react."""

from dataclasses import dataclass


@dataclass(frozen=True)
class VerificationLapsed:
    """An organisation missed its verification and the grace after it is over."""

    organisation_id: int
