"""What happened to people's accounts, for rooms above that react."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ConsentWithdrawn:
    """A person took a consent back; what rested on it must end."""

    consent_id: int
    account_id: int
    purpose: str


@dataclass(frozen=True)
class AccountClosed:
    """A person left or the account was closed; what was offered under it must leave the public pages."""

    account_id: int
