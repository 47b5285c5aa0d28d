"""Use cases of postings: save, submit, decide, pause, close, import. Each checks policy and rules, then audits."""

import secrets
from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.audit.services import note
from webapp.core import events
from webapp.core.actor import ANYONE, Actor, ensure
from webapp.core.clock import Clock
from webapp.core.crypto import Vault
from webapp.core.errors import Conflict, RuleBroken
from webapp.core.permissions import Permission
from webapp.organisations.clients import check_authorised, client_named
from webapp.organisations.models import Organisation
from webapp.organisations.standing import check_may_publish, publishing_blocks
from webapp.postings import policy, queries
from webapp.postings.drafts import draft_of_profile, draft_of_vacancy, revise, write_profile, write_vacancy
from webapp.postings.events import ProfileChanged, VacancyChanged
from webapp.postings.lint import Report, Severity, lint
from webapp.postings.linting import Linter, keep_trace, refuse_blocked, refuse_unconfirmed
from webapp.postings.models import Profile, Vacancy
from webapp.postings.rules import (
    Action,
    ProfileDraft,
    State,
    VacancyDraft,
    changed_fields,
    check_profile,
    check_vacancy,
    check_vacancy_draft,
    is_minor_change,
    next_state,
)

Outcome = Literal["added", "changed", "repeated"]
_CLOSED = (State.FILLED, State.WITHDRAWN)
_SHOWN = (State.PUBLISHED, State.PAUSED)
DISPATCH = "dispatch"
# Background work acts for no account.
_NOBODY = ANYONE


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
    """Keep what has been said so far.

    A public vacancy stays public when only headcount or last day change; any other change takes it back to a draft
    that is checked again. Raises Conflict when somebody else saved the vacancy meanwhile.
    """
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
    check_vacancy_draft(draft)
    draft = _with_client(session, vacancy.organisation_id, draft)
    before = State(vacancy.state)
    stays = before in _SHOWN and _is_minor(vacancy, draft, clock.today())
    if stays:
        check_vacancy(draft, clock.today())
    if stays and _is_longer(vacancy.valid_through, draft.valid_through):
        _check_publishing(session, vacancy, clock.today())
    vacancy.state = before if stays else next_state(before, Action.EDIT)
    write_vacancy(session, vacancy, draft, clock)
    vacancy.last_step = step
    session.flush()  # for its id
    note(session, actor, "vacancy.saved", "vacancy", vacancy.id, clock=clock, city_code=vacancy.city_code)
    if stays:
        revision = revise(session, vacancy, "edited", actor, clock)
        facts = Linter(session, clock.today()).facts(draft, session.get(Organisation, vacancy.organisation_id))
        keep_trace(session, vacancy, revision, lint(draft, facts), facts, actor, clock)
    if before is State.PUBLISHED:
        events.record(session, VacancyChanged(vacancy.id))
    return vacancy


def _is_minor(vacancy: Vacancy, draft: VacancyDraft, today: date) -> bool:
    return is_minor_change(changed_fields(draft_of_vacancy(vacancy), draft), vacancy.valid_through, today)


def submit_vacancy(
    session: Session, actor: Actor, vacancy_id: int, *, clock: Clock, confirmed: Collection[str] = ()
) -> Vacancy:
    """Hand a complete vacancy to the bureau of the place. `confirmed` are keys of warnings that the employer keeps.

    Raises RulesBroken with everything that is missing or unlawful, and while a warning is not confirmed.
    """
    vacancy = queries.vacancy_to_write(session, actor, vacancy_id)
    ensure(policy.may_write_vacancy(actor, vacancy))
    state = next_state(vacancy.state, Action.SUBMIT)
    organisation = session.get_one(Organisation, vacancy.organisation_id)
    draft = draft_of_vacancy(vacancy)
    facts = Linter(session, clock.today()).facts(draft, organisation)
    report = lint(draft, facts)
    refuse_blocked(report)
    _check_publishing(session, vacancy, clock.today())
    refuse_blocked(report, is_about_organisation=True)
    refuse_unconfirmed(report, confirmed)
    vacancy.state, vacancy.submitted_at, vacancy.return_reason = state, clock.now(), None
    revision = revise(session, vacancy, "submitted", actor, clock)
    keep_trace(session, vacancy, revision, report, facts, actor, clock, confirmed=confirmed)
    note(session, actor, "vacancy.submitted", "vacancy", vacancy.id, clock=clock, city_code=vacancy.city_code)
    return vacancy


def _with_client(session: Session, organisation_id: int, draft: VacancyDraft) -> VacancyDraft:
    """The client's name as the agency's register has it now. A name from before the register stays as it is."""
    if draft.client_id is None:
        return draft
    return replace(draft, client_name=client_named(session, organisation_id, draft.client_id).name)


def _is_longer(before: date | None, after: date | None) -> bool:
    return after is not None and (before is None or after > before)


def _check_publishing(session: Session, vacancy: Vacancy, today: date) -> None:
    """Whether this organisation may publish this vacancy today: verification, licences, the client's authorisation."""
    organisation = session.get_one(Organisation, vacancy.organisation_id)
    check_may_publish(organisation, today, is_dispatch=vacancy.employment_form == DISPATCH)
    if vacancy.client_name and vacancy.client_id is None:
        raise RuleBroken("client_unknown", field="client_id")
    check_authorised(session, organisation.id, vacancy.client_id, today)


def pause_vacancies_of(session: Session, organisation_id: int, *, clock: Clock) -> int:
    """What is public of an organisation that lost its standing leaves the public pages, and can be shown again."""
    statement = select(Vacancy).where(Vacancy.organisation_id == organisation_id, Vacancy.state == State.PUBLISHED)
    vacancies = list(session.scalars(statement.options(*queries.VACANCY_LOADED)))
    for vacancy in vacancies:
        vacancy.state = next_state(vacancy.state, Action.PAUSE)
        vacancy.changed_at = clock.now()
        vacancy.version += 1
        revise(session, vacancy, "lapsed", _NOBODY, clock)
        note(session, _NOBODY, "vacancy.lapsed", "vacancy", vacancy.id, clock=clock, city_code=vacancy.city_code)
        events.record(session, VacancyChanged(vacancy.id))
    return len(vacancies)


def lint_of(session: Session, vacancy: Vacancy, clock: Clock) -> Report:
    """What the lint finds in the vacancy as it is saved."""
    organisation = session.get_one(Organisation, vacancy.organisation_id)
    return Linter(session, clock.today()).report(draft_of_vacancy(vacancy), organisation)


def decide_vacancy(
    session: Session,
    actor: Actor,
    vacancy_id: int,
    *,
    approve: bool,
    reason: str | None,
    clock: Clock,
    version: int | None = None,
) -> Vacancy:
    """The bureau's answer. A returned vacancy needs a reason, which its employer reads."""
    vacancy = queries.vacancy_to_write(session, actor, vacancy_id)
    ensure(policy.may_check_vacancy(actor, vacancy))
    # Nobody publishes what they have not read: the other side may have edited and sent it again meanwhile.
    _refuse_stale(vacancy.version, version)
    state = next_state(vacancy.state, Action.APPROVE if approve else Action.RETURN)
    if not approve and not reason:
        raise RuleBroken("reason_missing", field="reason")
    if approve:
        _check_publishing(session, vacancy, clock.today())
    vacancy.state, vacancy.checked_by, vacancy.return_reason = state, actor.account_id, None if approve else reason
    if approve:
        vacancy.published_at = clock.now()
        events.record(session, VacancyChanged(vacancy.id))
    action = "published" if approve else "returned"
    revise(session, vacancy, action, actor, clock)
    note(session, actor, f"vacancy.{action}", "vacancy", vacancy.id, clock=clock, city_code=vacancy.city_code)
    return vacancy


def change_vacancy_state(
    session: Session, actor: Actor, vacancy_id: int, action: Action, *, clock: Clock, close_reason: str | None = None
) -> Vacancy:
    """Pause, resume, fill or withdraw, by the posting organisation."""
    vacancy = queries.vacancy_to_write(session, actor, vacancy_id)
    ensure(policy.may_write_vacancy(actor, vacancy))
    vacancy.state = next_state(vacancy.state, action)
    if action is Action.RESUME:
        _check_publishing(session, vacancy, clock.today())
    if vacancy.state in _CLOSED:
        vacancy.closed_at, vacancy.close_reason = clock.now(), close_reason
    vacancy.changed_at = clock.now()
    vacancy.version += 1
    revise(session, vacancy, vacancy.state, actor, clock)
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
    linter: Linter | None = None,
) -> tuple[Vacancy, Outcome]:
    """Take one row of a file. Complete rows of the officer's own city are published at once: the bureau checked them.

    A row with warnings or flags is not published at once: an employer's stays a draft until the warnings are confirmed,
    a bureau's waits for its check. Raises RulesBroken with everything that keeps the row out. The same row again
    changes nothing. `linter` spares a large import the same queries for each row.
    """
    linter = linter or Linter(session, clock.today())
    facts = linter.facts(draft, organisation, source_kind="import", source_name=source_name)
    report = lint(draft, facts)
    refuse_blocked(report)
    vacancy = session.scalar(
        select(Vacancy)
        .where(Vacancy.source_key == source_key, Vacancy.organisation_id == organisation.id)
        .options(*queries.VACANCY_LOADED)
    )
    if vacancy is not None and vacancy.state == State.REMOVED:
        raise RuleBroken("vacancy_was_removed")
    if vacancy is not None and draft_of_vacancy(vacancy) == draft:
        return vacancy, "repeated"
    outcome: Outcome = "added" if vacancy is None else "changed"
    was_public = vacancy is not None and vacancy.state == State.PUBLISHED
    if vacancy is None:
        vacancy = Vacancy(public_id=new_public_id("v"), organisation_id=organisation.id, created_by=actor.account_id)
        vacancy.created_at, vacancy.version = clock.now(), 0
        vacancy.source_kind, vacancy.source_name, vacancy.source_key = "import", source_name[:120], source_key
    write_vacancy(session, vacancy, draft, clock)
    is_dispatch = vacancy.employment_form == DISPATCH
    blocks = publishing_blocks(organisation, clock.today(), is_dispatch=is_dispatch)
    is_clean = not blocks and not report.of(Severity.WARN, Severity.FLAG)
    is_checked = is_clean and bool(policy.may_check_vacancy(actor, vacancy))
    is_asked = bool(report.of(Severity.WARN)) and not actor.may(Permission.POSTING_CHECK)
    vacancy.state = State.PUBLISHED if is_checked else State.DRAFT if is_asked else State.SUBMITTED
    vacancy.submitted_at = None if is_asked else clock.now()
    if is_checked:
        vacancy.published_at = vacancy.published_at or clock.now()
        vacancy.checked_by = actor.account_id
    vacancy.closed_at = vacancy.close_reason = None
    session.flush()  # for its id
    revision = revise(session, vacancy, vacancy.state, actor, clock, is_first=outcome == "added")
    if report.of(Severity.WARN, Severity.FLAG):
        keep_trace(session, vacancy, revision, report, facts, actor, clock)
    if is_checked or was_public:
        events.record(session, VacancyChanged(vacancy.id))
    return vacancy, outcome


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
    """Keep what has been said so far. What employers read of a public profile is checked again after a change."""
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
    before = State(profile.state)
    stays = before in _SHOWN and _is_minor_profile(profile, draft, vault, clock.today())
    if stays:
        check_profile(draft, clock.today(), needs_contact=True)
    profile.state = before if stays else next_state(before, Action.EDIT)
    write_profile(session, profile, draft, clock, vault)
    profile.last_step = step
    session.flush()  # for its id
    note(session, actor, "profile.saved", "profile", profile.id, clock=clock, city_code=profile.city_code)
    if stays:
        revise(session, profile, "edited", actor, clock)
    if before is State.PUBLISHED:
        events.record(session, ProfileChanged(profile.id))
    return profile


def _is_minor_profile(profile: Profile, draft: ProfileDraft, vault: Vault, today: date) -> bool:
    """Name and number are seen by nobody, so a new number needs no new check; nor does a later last day."""
    changed = changed_fields(draft_of_profile(profile, vault), draft) - {"real_name", "phone"}
    return is_minor_change(changed, profile.valid_through, today)


def submit_profile(session: Session, actor: Actor, profile_id: int, *, clock: Clock, vault: Vault) -> Profile:
    """Hand a complete profile to the bureau of the person's city."""
    profile = queries.profile_to_write(session, actor, profile_id)
    ensure(policy.may_write_profile(actor, profile))
    state = next_state(profile.state, Action.SUBMIT)
    check_profile(draft_of_profile(profile, vault), clock.today(), needs_contact=True)
    profile.state, profile.submitted_at, profile.return_reason = state, clock.now(), None
    revise(session, profile, "submitted", actor, clock)
    note(session, actor, "profile.submitted", "profile", profile.id, clock=clock, city_code=profile.city_code)
    return profile


def decide_profile(
    session: Session,
    actor: Actor,
    profile_id: int,
    *,
    approve: bool,
    reason: str | None,
    clock: Clock,
    version: int | None = None,
) -> Profile:
    """The bureau's answer to a submitted profile."""
    profile = queries.profile_to_write(session, actor, profile_id)
    ensure(policy.may_check_profile(actor, profile))
    # Nobody publishes what they have not read: the other side may have edited and sent it again meanwhile.
    _refuse_stale(profile.version, version)
    state = next_state(profile.state, Action.APPROVE if approve else Action.RETURN)
    if not approve and not reason:
        raise RuleBroken("reason_missing", field="reason")
    profile.state, profile.checked_by, profile.return_reason = state, actor.account_id, None if approve else reason
    if approve:
        profile.published_at = clock.now()
        events.record(session, ProfileChanged(profile.id))
    action = "published" if approve else "returned"
    revise(session, profile, action, actor, clock)
    note(session, actor, f"profile.{action}", "profile", profile.id, clock=clock, city_code=profile.city_code)
    return profile


def change_profile_state(session: Session, actor: Actor, profile_id: int, action: Action, *, clock: Clock) -> Profile:
    """Pause, resume, mark as filled or withdraw, by the person or the keeping bureau."""
    profile = queries.profile_to_write(session, actor, profile_id)
    ensure(policy.may_write_profile(actor, profile))
    profile.state = next_state(profile.state, action)
    if profile.state in _CLOSED:
        profile.closed_at = clock.now()
    profile.changed_at = clock.now()
    profile.version += 1
    revise(session, profile, profile.state, actor, clock)
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
        .options(*queries.PROFILE_LOADED)
    )
    if profile is not None and draft_of_profile(profile, vault) == draft:
        return profile, "repeated"
    outcome: Outcome = "added" if profile is None else "changed"
    was_public = profile is not None and profile.state == State.PUBLISHED
    if profile is None:
        profile = Profile(public_id=new_public_id("p"), keeper_city_code=actor.city_code, created_by=actor.account_id)
        profile.created_at, profile.version = clock.now(), 0
        profile.source_kind, profile.source_name, profile.source_key = "import", source_name[:120], source_key
    write_profile(session, profile, draft, clock, vault)
    is_checked = bool(policy.may_check_profile(actor, profile))
    profile.state = State.PUBLISHED if is_checked else State.SUBMITTED
    profile.submitted_at = clock.now()
    if is_checked:
        profile.published_at = profile.published_at or clock.now()
        profile.checked_by = actor.account_id
    profile.closed_at = None
    session.flush()  # for its id
    revise(session, profile, profile.state, actor, clock, is_first=outcome == "added")
    if is_checked or was_public:
        events.record(session, ProfileChanged(profile.id))
    return profile, outcome


def withdraw_profiles_of(session: Session, account_id: int, *, clock: Clock) -> int:
    """A closed account's profiles leave every list; name and number are thrown away with it."""
    profiles = list(session.scalars(select(Profile).where(Profile.account_id == account_id)))
    for profile in profiles:
        if profile.state not in _CLOSED:
            profile.state, profile.closed_at = State.WITHDRAWN, clock.now()
        profile.real_name_sealed = profile.phone_sealed = None
        profile.version += 1
        events.record(session, ProfileChanged(profile.id))
    return len(profiles)


# -- shared -------------------------------------------------------------------------------------------------------


def _refuse_stale(held: int, seen: int | None) -> None:
    if seen is not None and held and seen != held:
        raise Conflict("changed_meanwhile")
