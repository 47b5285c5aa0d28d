"""Use cases of postings: save, submit, decide, pause, close, import. Each checks policy and rules, then audits."""

import secrets
from dataclasses import asdict, fields
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.audit.services import note
from webapp.core import events
from webapp.core.actor import Actor, ensure
from webapp.core.clock import Clock, end_of_day
from webapp.core.crypto import Vault
from webapp.core.errors import Conflict, RuleBroken
from webapp.core.permissions import Permission
from webapp.organisations.models import Organisation
from webapp.postings import policy, queries
from webapp.postings.events import ProfileChanged, VacancyChanged
from webapp.postings.models import (
    Profile,
    ProfileCity,
    ProfileSkill,
    Revision,
    Vacancy,
    VacancyPlace,
    VacancySkill,
)
from webapp.postings.rules import (
    Action,
    DraftPlace,
    ProfileDraft,
    State,
    VacancyDraft,
    WantedSkill,
    check_profile,
    check_vacancy,
    monthly_pay,
    next_state,
)
from webapp.postings.search_text import searchable_text

Outcome = Literal["added", "changed", "repeated"]
_NOT_COLUMNS = {"places", "must_skills", "nice_skills", "wanted_cities", "skills", "real_name", "phone"}


def new_public_id(prefix: str) -> str:
    """Not guessable, so that an address tells nothing about how many postings there are."""
    return prefix + secrets.token_hex(6)


# -- vacancies ----------------------------------------------------------------------------------------------------


def save_vacancy_draft(
    session: Session,
    actor: Actor,
    draft: VacancyDraft,
    *,
    clock: Clock,
    vacancy_id: int | None = None,
    version: int | None = None,
    step: str = "",
) -> Vacancy:
    """Keep what has been said so far. Raises Conflict when somebody else saved the vacancy meanwhile."""
    if vacancy_id is None:
        if actor.organisation_id is None:
            raise RuleBroken("organisation_missing")
        vacancy = Vacancy(
            public_id=new_public_id("v"), organisation_id=actor.organisation_id, created_by=actor.account_id
        )
        vacancy.created_at, vacancy.state, vacancy.version = clock.now(), State.DRAFT, 0
    else:
        vacancy = queries.vacancy_to_write(session, actor, vacancy_id)
    ensure(policy.may_write_vacancy(actor, vacancy))
    _refuse_stale(vacancy.version, version)
    was_public = vacancy.state == State.PUBLISHED
    vacancy.state = next_state(vacancy.state, Action.EDIT)
    _write_vacancy(session, vacancy, draft, clock)
    vacancy.last_step = step
    session.flush()  # for its id
    note(session, actor, "vacancy.saved", "vacancy", vacancy.id, clock=clock, city_code=vacancy.city_code)
    if was_public:
        events.record(session, VacancyChanged(vacancy.id))
    return vacancy


def submit_vacancy(session: Session, actor: Actor, vacancy_id: int, *, clock: Clock) -> Vacancy:
    """Hand a complete vacancy to the bureau of the place. Raises RulesBroken with everything that is missing."""
    vacancy = queries.vacancy_to_write(session, actor, vacancy_id)
    ensure(policy.may_write_vacancy(actor, vacancy))
    state = next_state(vacancy.state, Action.SUBMIT)
    check_vacancy(draft_of_vacancy(vacancy), clock.today())
    _check_organisation(session.get_one(Organisation, vacancy.organisation_id), clock.today())
    vacancy.state, vacancy.submitted_at, vacancy.return_reason = state, clock.now(), None
    _revise_vacancy(session, vacancy, "submitted", actor, clock)
    note(session, actor, "vacancy.submitted", "vacancy", vacancy.id, clock=clock, city_code=vacancy.city_code)
    return vacancy


def _check_organisation(organisation: Organisation, today: date) -> None:
    if organisation.state != "verified":
        raise RuleBroken("organisation_not_verified")
    licence_ends = organisation.licence_valid_to
    if organisation.kind == "agency" and (licence_ends is None or licence_ends < today):
        raise RuleBroken("licence_not_valid")


def decide_vacancy(
    session: Session, actor: Actor, vacancy_id: int, *, approve: bool, reason: str | None, clock: Clock
) -> Vacancy:
    """The bureau's answer. A returned vacancy needs a reason, which its employer reads."""
    vacancy = queries.vacancy_to_write(session, actor, vacancy_id)
    ensure(policy.may_check_vacancy(actor, vacancy))
    state = next_state(vacancy.state, Action.APPROVE if approve else Action.RETURN)
    if not approve and not reason:
        raise RuleBroken("reason_missing", field="reason")
    vacancy.state, vacancy.checked_by, vacancy.return_reason = state, actor.account_id, None if approve else reason
    if approve:
        vacancy.published_at = clock.now()
        events.record(session, VacancyChanged(vacancy.id))
    action = "published" if approve else "returned"
    _revise_vacancy(session, vacancy, action, actor, clock)
    note(session, actor, f"vacancy.{action}", "vacancy", vacancy.id, clock=clock, city_code=vacancy.city_code)
    return vacancy


def change_vacancy_state(
    session: Session, actor: Actor, vacancy_id: int, action: Action, *, clock: Clock, close_reason: str | None = None
) -> Vacancy:
    """Pause, resume, fill or withdraw, by the posting organisation."""
    vacancy = queries.vacancy_to_write(session, actor, vacancy_id)
    ensure(policy.may_write_vacancy(actor, vacancy))
    vacancy.state = next_state(vacancy.state, action)
    if vacancy.state in (State.FILLED, State.WITHDRAWN):
        vacancy.closed_at, vacancy.close_reason = clock.now(), close_reason
    vacancy.changed_at = clock.now()
    vacancy.version += 1
    _revise_vacancy(session, vacancy, vacancy.state, actor, clock)
    note(session, actor, f"vacancy.{action}", "vacancy", vacancy.id, clock=clock, city_code=vacancy.city_code)
    events.record(session, VacancyChanged(vacancy.id))
    return vacancy


def import_vacancy(
    session: Session,
    actor: Actor,
    draft: VacancyDraft,
    *,
    organisation: Organisation,
    source_key: str,
    source_name: str,
    clock: Clock,
) -> tuple[Vacancy, Outcome]:
    """Take one row of a file. Complete rows of the officer's own city are published at once: the bureau checked them.

    Raises RulesBroken with everything that keeps the row out. The same row again changes nothing.
    """
    check_vacancy(draft, clock.today())
    vacancy = session.scalar(
        select(Vacancy)
        .where(Vacancy.source_key == source_key, Vacancy.organisation_id == organisation.id)
        .options(*queries._LOADED)
    )
    if vacancy is not None and draft_of_vacancy(vacancy) == draft:
        return vacancy, "repeated"
    outcome: Outcome = "added" if vacancy is None else "changed"
    if vacancy is None:
        vacancy = Vacancy(public_id=new_public_id("v"), organisation_id=organisation.id, created_by=actor.account_id)
        vacancy.created_at, vacancy.version = clock.now(), 0
        vacancy.source_kind, vacancy.source_name, vacancy.source_key = "import", source_name[:120], source_key
    _write_vacancy(session, vacancy, draft, clock)
    is_checked = bool(policy.may_check_vacancy(actor, vacancy)) and organisation.state == "verified"
    vacancy.state = State.PUBLISHED if is_checked else State.SUBMITTED
    vacancy.submitted_at = clock.now()
    if is_checked:
        vacancy.published_at = vacancy.published_at or clock.now()
        vacancy.checked_by = actor.account_id
    session.flush()  # for its id
    if is_checked:
        events.record(session, VacancyChanged(vacancy.id))
    return vacancy, outcome


def _write_vacancy(session: Session, vacancy: Vacancy, draft: VacancyDraft, clock: Clock) -> None:
    for name, value in _column_values(draft).items():
        setattr(vacancy, name, value)
    vacancy.city_code = draft.places[0].city_code if draft.places else None
    _write_pay_and_validity(vacancy, draft.pay_min_yuan, draft.pay_max_yuan, draft.pay_period, draft.valid_through)
    skills = [(skill, True) for skill in draft.must_skills] + [(skill, False) for skill in draft.nice_skills]
    if vacancy.id is not None:
        vacancy.places, vacancy.skills = [], []
        session.flush()  # the old rows must go before new ones take their keys
    vacancy.places = [VacancyPlace(position=place, **asdict(one)) for place, one in enumerate(draft.places)]
    vacancy.skills = [
        VacancySkill(position=place, text=skill.text, code=skill.code, is_must=is_must)
        for place, (skill, is_must) in enumerate(skills)
    ]
    words = [skill.text for skill, _ in skills]
    vacancy.search_text = searchable_text([draft.title, draft.client_name, *words, draft.duties[:300]])
    vacancy.changed_at = clock.now()
    vacancy.version += 1
    session.add(vacancy)


def draft_of_vacancy(vacancy: Vacancy) -> VacancyDraft:
    """The vacancy as a draft again: what a form shows and what rules look at."""
    values = _draft_values(VacancyDraft, vacancy)
    values["places"] = tuple(DraftPlace(row.city_code, row.district_code, row.address) for row in vacancy.places)
    values["must_skills"] = tuple(WantedSkill(row.text, row.code) for row in vacancy.skills if row.is_must)
    values["nice_skills"] = tuple(WantedSkill(row.text, row.code) for row in vacancy.skills if not row.is_must)
    return VacancyDraft(**values)


# -- profiles -----------------------------------------------------------------------------------------------------


def save_profile_draft(
    session: Session,
    actor: Actor,
    draft: ProfileDraft,
    *,
    clock: Clock,
    vault: Vault,
    profile_id: int | None = None,
    version: int | None = None,
    step: str = "",
) -> Profile:
    """Keep what has been said so far. A published profile that is changed is checked again before it is public."""
    if profile_id is None:
        profile = Profile(public_id=new_public_id("p"), created_by=actor.account_id)
        profile.created_at, profile.state, profile.version = clock.now(), State.DRAFT, 0
        is_own = actor.may(Permission.PROFILE_OWN)
        profile.account_id = actor.account_id if is_own else None
        profile.keeper_city_code = None if is_own else actor.city_code
    else:
        profile = queries.profile_to_write(session, actor, profile_id)
    ensure(policy.may_write_profile(actor, profile))
    _refuse_stale(profile.version, version)
    was_public = profile.state == State.PUBLISHED
    profile.state = next_state(profile.state, Action.EDIT)
    _write_profile(session, profile, draft, clock, vault)
    profile.last_step = step
    session.flush()  # for its id
    note(session, actor, "profile.saved", "profile", profile.id, clock=clock, city_code=profile.city_code)
    if was_public:
        events.record(session, ProfileChanged(profile.id))
    return profile


def submit_profile(session: Session, actor: Actor, profile_id: int, *, clock: Clock, vault: Vault) -> Profile:
    """Hand a complete profile to the bureau of the person's city."""
    profile = queries.profile_to_write(session, actor, profile_id)
    ensure(policy.may_write_profile(actor, profile))
    state = next_state(profile.state, Action.SUBMIT)
    check_profile(draft_of_profile(profile, vault), clock.today(), needs_contact=True)
    profile.state, profile.submitted_at, profile.return_reason = state, clock.now(), None
    _revise_profile(session, profile, "submitted", actor, clock)
    note(session, actor, "profile.submitted", "profile", profile.id, clock=clock, city_code=profile.city_code)
    return profile


def decide_profile(
    session: Session, actor: Actor, profile_id: int, *, approve: bool, reason: str | None, clock: Clock
) -> Profile:
    """The bureau's answer to a submitted profile."""
    profile = queries.profile_to_write(session, actor, profile_id)
    ensure(policy.may_check_profile(actor, profile))
    state = next_state(profile.state, Action.APPROVE if approve else Action.RETURN)
    if not approve and not reason:
        raise RuleBroken("reason_missing", field="reason")
    profile.state, profile.checked_by, profile.return_reason = state, actor.account_id, None if approve else reason
    if approve:
        profile.published_at = clock.now()
        events.record(session, ProfileChanged(profile.id))
    action = "published" if approve else "returned"
    _revise_profile(session, profile, action, actor, clock)
    note(session, actor, f"profile.{action}", "profile", profile.id, clock=clock, city_code=profile.city_code)
    return profile


def change_profile_state(session: Session, actor: Actor, profile_id: int, action: Action, *, clock: Clock) -> Profile:
    """Pause, resume, mark as filled or withdraw, by the person or the keeping bureau."""
    profile = queries.profile_to_write(session, actor, profile_id)
    ensure(policy.may_write_profile(actor, profile))
    profile.state = next_state(profile.state, action)
    if profile.state in (State.FILLED, State.WITHDRAWN):
        profile.closed_at = clock.now()
    profile.changed_at = clock.now()
    profile.version += 1
    _revise_profile(session, profile, profile.state, actor, clock)
    note(session, actor, f"profile.{action}", "profile", profile.id, clock=clock, city_code=profile.city_code)
    events.record(session, ProfileChanged(profile.id))
    return profile


def import_profile(
    session: Session,
    actor: Actor,
    draft: ProfileDraft,
    *,
    source_key: str,
    source_name: str,
    clock: Clock,
    vault: Vault,
) -> tuple[Profile, Outcome]:
    """Take one row of a bureau's file; published at once when the person lives in the officer's city."""
    check_profile(draft, clock.today(), needs_contact=True)
    profile = session.scalar(
        select(Profile)
        .where(Profile.source_key == source_key, Profile.keeper_city_code == actor.city_code)
        .options(*queries._PROFILE_LOADED)
    )
    if profile is not None and draft_of_profile(profile, vault) == draft:
        return profile, "repeated"
    outcome: Outcome = "added" if profile is None else "changed"
    if profile is None:
        profile = Profile(public_id=new_public_id("p"), keeper_city_code=actor.city_code, created_by=actor.account_id)
        profile.created_at, profile.version = clock.now(), 0
        profile.source_kind, profile.source_name, profile.source_key = "import", source_name[:120], source_key
    _write_profile(session, profile, draft, clock, vault)
    is_checked = bool(policy.may_check_profile(actor, profile))
    profile.state = State.PUBLISHED if is_checked else State.SUBMITTED
    profile.submitted_at = clock.now()
    if is_checked:
        profile.published_at = profile.published_at or clock.now()
        profile.checked_by = actor.account_id
    session.flush()  # for its id
    if is_checked:
        events.record(session, ProfileChanged(profile.id))
    return profile, outcome


def _write_profile(session: Session, profile: Profile, draft: ProfileDraft, clock: Clock, vault: Vault) -> None:
    for name, value in _column_values(draft).items():
        setattr(profile, name, value)
    profile.occupation_code = draft.occupation_codes[0] if draft.occupation_codes else None
    profile.real_name_sealed = vault.seal(draft.real_name) if draft.real_name else None
    profile.phone_sealed = vault.seal(draft.phone) if draft.phone else None
    _write_pay_and_validity(profile, draft.pay_min_yuan, draft.pay_max_yuan, draft.pay_period, draft.valid_through)
    if profile.id is not None:
        profile.cities, profile.skills = [], []
        session.flush()  # the old rows must go before new ones take their keys
    profile.cities = [ProfileCity(position=place, city_code=code) for place, code in enumerate(draft.wanted_cities)]
    profile.skills = [
        ProfileSkill(position=place, text=skill.text, code=skill.code) for place, skill in enumerate(draft.skills)
    ]
    profile.search_text = searchable_text([*draft.wanted_titles, *(skill.text for skill in draft.skills)])
    profile.changed_at = clock.now()
    profile.version += 1
    session.add(profile)


def draft_of_profile(profile: Profile, vault: Vault) -> ProfileDraft:
    """The profile as a draft again, with name and number opened: for its owner's form only."""
    values = _draft_values(ProfileDraft, profile)
    values["real_name"] = vault.open(profile.real_name_sealed) if profile.real_name_sealed else None
    values["phone"] = vault.open(profile.phone_sealed) if profile.phone_sealed else None
    values["wanted_cities"] = tuple(row.city_code for row in profile.cities)
    values["skills"] = tuple(WantedSkill(row.text, row.code) for row in profile.skills)
    return ProfileDraft(**values)


# -- shared -------------------------------------------------------------------------------------------------------


def _refuse_stale(held: int, seen: int | None) -> None:
    if seen is not None and held and seen != held:
        raise Conflict("changed_meanwhile")


def _column_values(draft: VacancyDraft | ProfileDraft) -> dict[str, Any]:
    values = {one.name: getattr(draft, one.name) for one in fields(draft) if one.name not in _NOT_COLUMNS}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


def _draft_values(kind: type[VacancyDraft] | type[ProfileDraft], posting: Vacancy | Profile) -> dict[str, Any]:
    names = [one.name for one in fields(kind) if one.name not in _NOT_COLUMNS]
    values = {name: getattr(posting, name) for name in names}
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}


def _write_pay_and_validity(
    posting: Vacancy | Profile, low: float | None, high: float | None, period: str | None, valid_through: date | None
) -> None:
    posting.pay_min_yuan_month = None if low is None else monthly_pay(low, period)
    posting.pay_max_yuan_month = None if high is None else monthly_pay(high, period)
    posting.expires_at = None if valid_through is None else end_of_day(valid_through)


def _revise_vacancy(session: Session, vacancy: Vacancy, action: str, actor: Actor, clock: Clock) -> None:
    _revise(session, "vacancy", vacancy.id, action, asdict(draft_of_vacancy(vacancy)), actor, clock.now())


def _revise_profile(session: Session, profile: Profile, action: str, actor: Actor, clock: Clock) -> None:
    """Name and number are not copied into revisions: one place to seal, one place to erase."""
    snapshot = _draft_values(ProfileDraft, profile)
    snapshot["wanted_cities"] = [row.city_code for row in profile.cities]
    snapshot["skills"] = [row.text for row in profile.skills]
    _revise(session, "profile", profile.id, action, snapshot, actor, clock.now())


def _revise(
    session: Session, kind: str, posting_id: int, action: str, snapshot: dict[str, Any], actor: Actor, now: datetime
) -> None:
    newest = select(func.max(Revision.number)).where(Revision.posting_kind == kind, Revision.posting_id == posting_id)
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in snapshot.items()}
    session.add(
        Revision(
            posting_kind=kind,
            posting_id=posting_id,
            number=(session.scalar(newest) or 0) + 1,
            action=action,
            at=now,
            account_id=actor.account_id,
            snapshot=plain,
        )
    )


def withdraw_profiles_of(session: Session, account_id: int, *, clock: Clock) -> int:
    """A closed account's profiles leave every list; name and number are thrown away with it."""
    profiles = list(session.scalars(select(Profile).where(Profile.account_id == account_id)))
    for profile in profiles:
        if profile.state not in (State.FILLED, State.WITHDRAWN):
            profile.state, profile.closed_at = State.WITHDRAWN, clock.now()
        profile.real_name_sealed = profile.phone_sealed = None
        profile.version += 1
        events.record(session, ProfileChanged(profile.id))
    return len(profiles)
