"""What the writer of a posting says of a skill that was read from its text: list it, it is none, or take that back."""

from dataclasses import replace

from sqlalchemy.orm import Session

from webapp.audit.services import note
from webapp.core import events
from webapp.core.actor import Actor, ensure
from webapp.core.clock import Clock
from webapp.core.crypto import Vault
from webapp.core.errors import NotFound
from webapp.postings import policy, queries, services
from webapp.postings.drafts import draft_of_profile, draft_of_vacancy
from webapp.postings.events import ProfileChanged, VacancyChanged
from webapp.postings.models import Profile, ProfileReadSkill, Vacancy, VacancyReadSkill
from webapp.postings.readings import listed_as
from webapp.postings.rules import State, WantedSkill


def list_vacancy_skill(
    session: Session, actor: Actor, vacancy_id: int, code: str, *, is_must: bool, clock: Clock
) -> Vacancy:
    """Put a read skill among those that the employer asks for; like any edit, a public vacancy is checked again."""
    vacancy = queries.vacancy_to_write(session, actor, vacancy_id)
    ensure(policy.may_write_vacancy(actor, vacancy))
    skill = WantedSkill(listed_as(vacancy, _row(vacancy, code)), code)
    draft = draft_of_vacancy(vacancy)
    if is_must:
        draft = replace(draft, must_skills=(*draft.must_skills, skill))
    else:
        draft = replace(draft, nice_skills=(*draft.nice_skills, skill))
    return services.save_vacancy_draft(
        session, actor, draft, clock=clock, vacancy_id=vacancy_id, version=vacancy.version, step=vacancy.last_step
    )


def dismiss_vacancy_skill(
    session: Session, actor: Actor, vacancy_id: int, code: str, *, is_dismissed: bool, clock: Clock
) -> Vacancy:
    """ "Not a requirement", or that taken back. The public text stays as it was checked, so the state does too."""
    vacancy = queries.vacancy_to_write(session, actor, vacancy_id)
    ensure(policy.may_write_vacancy(actor, vacancy))
    _row(vacancy, code).is_dismissed = is_dismissed
    action = "vacancy.skill_dismissed" if is_dismissed else "vacancy.skill_restored"
    note(session, actor, action, "vacancy", vacancy.id, clock=clock, city_code=vacancy.city_code)
    if vacancy.state == State.PUBLISHED:
        events.record(session, VacancyChanged(vacancy.id))
    return vacancy


def list_profile_skill(
    session: Session, actor: Actor, profile_id: int, code: str, *, clock: Clock, vault: Vault
) -> Profile:
    """Put a read skill among those that the person states; like any edit, a public profile is checked again."""
    profile = queries.profile_to_write(session, actor, profile_id)
    ensure(policy.may_write_profile(actor, profile))
    skill = WantedSkill(listed_as(profile, _row(profile, code)), code)
    draft = draft_of_profile(profile, vault)
    draft = replace(draft, skills=(*draft.skills, skill))
    return services.save_profile_draft(
        session,
        actor,
        draft,
        clock=clock,
        vault=vault,
        profile_id=profile_id,
        version=profile.version,
        step=profile.last_step,
    )


def dismiss_profile_skill(
    session: Session, actor: Actor, profile_id: int, code: str, *, is_dismissed: bool, clock: Clock
) -> Profile:
    """ "This is no skill of mine", or that taken back."""
    profile = queries.profile_to_write(session, actor, profile_id)
    ensure(policy.may_write_profile(actor, profile))
    _row(profile, code).is_dismissed = is_dismissed
    action = "profile.skill_dismissed" if is_dismissed else "profile.skill_restored"
    note(session, actor, action, "profile", profile.id, clock=clock, city_code=profile.city_code)
    if profile.state == State.PUBLISHED:
        events.record(session, ProfileChanged(profile.id))
    return profile


def _row(posting: Vacancy | Profile, code: str) -> VacancyReadSkill | ProfileReadSkill:
    row = next((row for row in posting.read_skills if row.code == code), None)
    if row is None:
        raise NotFound("not_found")
    return row
