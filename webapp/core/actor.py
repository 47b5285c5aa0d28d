"""Who is asking: a person, a token or a job. Everything below the edge takes an Actor and never a login."""

from dataclasses import dataclass

from webapp.core.errors import NotAllowed
from webapp.core.permissions import Permission, Role, permissions_of


@dataclass(frozen=True)
class Actor:
    """An asker. `city_code` is set for officers and inspectors, `organisation_id` for employers and agencies."""

    account_id: int | None
    role: Role | None
    display_name: str = ""
    city_code: str | None = None
    organisation_id: int | None = None

    @property
    def permissions(self) -> frozenset[Permission]:
        return permissions_of(self.role) if self.role else frozenset()

    @property
    def is_signed_in(self) -> bool:
        return self.account_id is not None

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions


ANYONE = Actor(account_id=None, role=None)


@dataclass(frozen=True)
class Decision:
    """An answer of a policy, with the reason as a code that staff can be shown."""

    allowed: bool
    reason: str

    def __bool__(self) -> bool:
        return self.allowed


def allow(reason: str) -> Decision:
    return Decision(True, reason)


def refuse(reason: str) -> Decision:
    return Decision(False, reason)


def ensure(decision: Decision) -> None:
    """Go on, or raise NotAllowed with the policy's reason as its code."""
    if not decision:
        raise NotAllowed(decision.reason)
