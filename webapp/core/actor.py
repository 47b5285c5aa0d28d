"""Who is asking: a person, a token or a job. Everything below the edge takes an Actor and never a login."""

from dataclasses import dataclass

from webapp.core.errors import NotAllowed
from webapp.core.permissions import MemberRole, Permission, Role, permissions_of


@dataclass(frozen=True)
class Actor:
    """An asker. `city_code` is set for officers and inspectors, `organisation_id` and the role in it for members of
    employers and agencies.
    """

    account_id: int | None
    role: Role | None
    display_name: str = ""
    city_code: str | None = None
    organisation_id: int | None = None
    member_role: MemberRole | None = None

    @property
    def permissions(self) -> frozenset[Permission]:
        if self.role is None:
            return frozenset()
        # A member without a role there may read only: what is not given is refused.
        is_member = self.organisation_id is not None
        return permissions_of(self.role, (self.member_role or MemberRole.READER) if is_member else None)

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
