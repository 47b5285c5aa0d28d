"""Roles, permissions and the one table that joins them. Policies add the object and the city."""

from enum import StrEnum


class Role(StrEnum):
    SEEKER = "seeker"
    EMPLOYER = "employer"
    AGENCY = "agency"
    OFFICER = "officer"
    INSPECTOR = "inspector"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"


class MemberRole(StrEnum):
    """What a member may do within their organisation."""

    OWNER = "owner"
    RECRUITER = "recruiter"
    READER = "reader"


class Permission(StrEnum):
    ACCOUNT_OWN = "account.own"
    PROFILE_OWN = "profile.own"
    VACANCY_OWN = "vacancy.own"
    VACANCY_PUBLISH = "vacancy.publish"
    VACANCY_SEE_TALENTS = "vacancy.see_talents"
    CANDIDATE_ANSWER = "candidate.answer"
    ORGANISATION_OWN = "organisation.own"
    ORGANISATION_MANAGE = "organisation.manage"
    ORGANISATION_VERIFY = "organisation.verify"
    POSTING_CHECK = "posting.check"
    POSTING_INSPECT = "posting.inspect"
    INTAKE_RUN = "intake.run"
    MATCH_RUN = "match.run"
    PLAN_MANAGE = "plan.manage"
    TALENT_SEARCH = "talent.search"
    AUDIT_READ = "audit.read"
    ACCOUNT_MANAGE = "account.manage"
    JOB_MANAGE = "job.manage"


_OWN = {Permission.ACCOUNT_OWN}
_READER = _OWN | {Permission.VACANCY_OWN, Permission.VACANCY_SEE_TALENTS, Permission.ORGANISATION_OWN}
_RECRUITER = _READER | {Permission.VACANCY_PUBLISH, Permission.CANDIDATE_ANSWER, Permission.INTAKE_RUN}
_POSTER = _RECRUITER | {Permission.ORGANISATION_MANAGE}
_BUREAU = _OWN | {
    Permission.ORGANISATION_VERIFY,
    Permission.POSTING_CHECK,
    Permission.POSTING_INSPECT,
    Permission.INTAKE_RUN,
    Permission.MATCH_RUN,
    Permission.TALENT_SEARCH,
    Permission.AUDIT_READ,
}

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.SEEKER: frozenset(_OWN | {Permission.PROFILE_OWN}),
    Role.EMPLOYER: frozenset(_POSTER),
    Role.AGENCY: frozenset(_POSTER),
    Role.OFFICER: frozenset(_BUREAU),
    Role.INSPECTOR: frozenset(_OWN | {Permission.POSTING_INSPECT, Permission.AUDIT_READ}),
    # The coordinator works for all nine cities: sees and runs, but the bureau of the place checks postings.
    Role.COORDINATOR: frozenset(
        _OWN
        | {
            Permission.POSTING_INSPECT,
            Permission.MATCH_RUN,
            Permission.PLAN_MANAGE,
            Permission.TALENT_SEARCH,
            Permission.AUDIT_READ,
        }
    ),
    # The administrator keeps accounts and jobs running and sees no personal profile by right of office.
    Role.ADMINISTRATOR: frozenset(_OWN | {Permission.ACCOUNT_MANAGE, Permission.JOB_MANAGE, Permission.AUDIT_READ}),
}


# What is left of a poster's permissions in each role within the organisation.
MEMBER_GRANTS: dict[MemberRole, frozenset[Permission]] = {
    MemberRole.OWNER: frozenset(_POSTER),
    MemberRole.RECRUITER: frozenset(_RECRUITER),
    MemberRole.READER: frozenset(_READER),
}


def permissions_of(role: Role, member_role: MemberRole | None = None) -> frozenset[Permission]:
    """What a role gives; within an organisation no more than the member's role there.

    `member_role` is None for everybody outside an organisation: somebody who is about to describe a new one may do
    everything with it.
    """
    granted = GRANTS[role]
    return granted if member_role is None else granted & MEMBER_GRANTS[member_role]
