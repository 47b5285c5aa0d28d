"""Between rows and drafts: a draft written into a row, a row read back as a draft, and what a revision keeps of it."""

from dataclasses import asdict, fields
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.core.actor import Actor
from webapp.core.clock import Clock, end_of_day
from webapp.core.crypto import Vault
from webapp.postings.models import (
    Profile,
    ProfileCity,
    ProfileSkill,
    Revision,
    Vacancy,
    VacancyPlace,
    VacancySkill,
)
from webapp.postings.readings import level_of, read_posting_skills
from webapp.postings.rules import DraftPlace, ProfileDraft, VacancyDraft, WantedSkill, monthly_pay
from webapp.postings.search_text import place_words, searchable_text

_NOT_COLUMNS = {"places", "must_skills", "nice_skills", "wanted_cities", "skills", "real_name", "phone"}


# -- vacancies ----------------------------------------------------------------------------------------------------


def write_vacancy(session: Session, vacancy: Vacancy, draft: VacancyDraft, clock: Clock) -> None:
    """Everything of the draft into the row and its places and skills; the session holds it afterwards."""
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
        VacancySkill(position=place, text=skill.text, code=skill.code, level=level_of(skill.text), is_must=is_must)
        for place, (skill, is_must) in enumerate(skills)
    ]
    read_posting_skills(vacancy)
    words = [skill.text for skill, _ in skills]
    districts = [word for place in draft.places for word in place_words(place.district_code)]
    vacancy.search_text = searchable_text([draft.title, draft.client_name, *words, *districts, draft.duties[:300]])
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


def write_profile(session: Session, profile: Profile, draft: ProfileDraft, clock: Clock, vault: Vault) -> None:
    """The same for a profile; name and number are sealed here."""
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
        ProfileSkill(position=place, text=skill.text, code=skill.code, level=level_of(skill.text))
        for place, skill in enumerate(draft.skills)
    ]
    read_posting_skills(profile)
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


# -- revisions ----------------------------------------------------------------------------------------------------


def snapshot_of(draft: VacancyDraft | ProfileDraft) -> dict[str, Any]:
    """A draft as plain JSON values. Name and number are left out: one place to seal, one place to erase."""
    values = asdict(draft)
    values.pop("real_name", None)
    values.pop("phone", None)
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return [_plain(one) for one in value] if isinstance(value, tuple | list) else value


def vacancy_snapshot(vacancy: Vacancy) -> dict[str, Any]:
    return snapshot_of(draft_of_vacancy(vacancy))


def vacancy_of_snapshot(snapshot: dict[str, Any]) -> VacancyDraft:
    """A kept vacancy as a draft again. Fields that did not exist then are as when nothing is said."""
    known = {one.name for one in fields(VacancyDraft)}
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in snapshot.items() if name in known
    }
    values["places"] = tuple(DraftPlace(**place) for place in snapshot.get("places", ()))
    for name in ("must_skills", "nice_skills"):
        values[name] = tuple(WantedSkill(**skill) for skill in snapshot.get(name, ()))
    for name in ("starts_on", "valid_through"):
        values[name] = date.fromisoformat(snapshot[name]) if snapshot.get(name) else None
    return VacancyDraft(**values)


def profile_snapshot(profile: Profile) -> dict[str, Any]:
    """Needs no vault, because nothing sealed is read."""
    values = _draft_values(ProfileDraft, profile)
    values["wanted_cities"] = tuple(row.city_code for row in profile.cities)
    values["skills"] = tuple(WantedSkill(row.text, row.code) for row in profile.skills)
    return snapshot_of(ProfileDraft(**values))


def revise(
    session: Session, posting: Vacancy | Profile, action: str, actor: Actor, clock: Clock, *, is_first: bool = False
) -> Revision:
    """Keep what the posting says at this step of its life. `is_first` spares a large import a query a row."""
    kind = "vacancy" if isinstance(posting, Vacancy) else "profile"
    newest = select(func.max(Revision.number)).where(Revision.posting_kind == kind, Revision.posting_id == posting.id)
    held = 0 if is_first else session.scalar(newest) or 0
    revision = Revision(
        posting_kind=kind,
        posting_id=posting.id,
        number=held + 1,
        action=action,
        at=clock.now(),
        account_id=actor.account_id,
        snapshot=vacancy_snapshot(posting) if isinstance(posting, Vacancy) else profile_snapshot(posting),
    )
    session.add(revision)
    return revision
