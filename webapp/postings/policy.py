"""Who may do what with a posting, with the reason."""

from typing import Protocol

from webapp.core.actor import Actor, Decision, allow, refuse
from webapp.core.permissions import Permission, Role


class VacancyLike(Protocol):
    organisation_id: int
    city_code: str | None


class ProfileLike(Protocol):
    account_id: int | None
    keeper_city_code: str | None
    city_code: str | None


def may_read_vacancy(actor: Actor, vacancy: VacancyLike) -> Decision:
    """Members of the organisation that posts it, readers among them."""
    if not actor.may(Permission.VACANCY_OWN):
        return refuse("role_may_not")
    if actor.organisation_id is None or actor.organisation_id != vacancy.organisation_id:
        return refuse("other_organisation")
    return allow("own_organisation")


def may_write_vacancy(actor: Actor, vacancy: VacancyLike) -> Decision:
    """Those members of the organisation who write for it: owners and recruiters."""
    return may_read_vacancy(actor, vacancy) if actor.may(Permission.VACANCY_PUBLISH) else refuse("role_may_not")


def may_check_vacancy(actor: Actor, vacancy: VacancyLike) -> Decision:
    """The bureau of the first place of work."""
    if not actor.may(Permission.POSTING_CHECK):
        return refuse("role_may_not")
    return allow("bureau_of_place") if actor.city_code == vacancy.city_code else refuse("other_city")


def may_write_profile(actor: Actor, profile: ProfileLike) -> Decision:
    """The person; or the bureau that keeps the profile of a person without an account."""
    if actor.may(Permission.PROFILE_OWN) and profile.account_id == actor.account_id:
        return allow("own_profile")
    if actor.may(Permission.POSTING_CHECK) and profile.account_id is None:
        return allow("keeper") if profile.keeper_city_code == actor.city_code else refuse("other_city")
    return refuse("not_own_profile")


def may_check_profile(actor: Actor, profile: ProfileLike) -> Decision:
    """The bureau of the city where the person is now."""
    if not actor.may(Permission.POSTING_CHECK):
        return refuse("role_may_not")
    return allow("bureau_of_place") if actor.city_code == profile.city_code else refuse("other_city")


def may_see_contact(actor: Actor, profile: ProfileLike) -> bool:
    """Name and number: the person and the keeping bureau only; an opened contact is a matter of placements."""
    return bool(may_write_profile(actor, profile))


def sees_talents(actor: Actor) -> bool:
    return actor.may(Permission.VACANCY_SEE_TALENTS) or actor.may(Permission.TALENT_SEARCH)


def works_for_all_cities(actor: Actor) -> bool:
    return actor.role is Role.COORDINATOR
