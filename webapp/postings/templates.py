"""Templates by occupation (a data file) and an organisation's own, and drafts made of them or of an old vacancy."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from matching.text.skill_lists import read_skill_list
from webapp.audit.services import note
from webapp.core.actor import Actor, ensure
from webapp.core.clock import Clock
from webapp.core.database import one_or_not_found
from webapp.core.errors import Conflict, RuleBroken
from webapp.postings import policy, queries
from webapp.postings.drafts import draft_of_vacancy, snapshot_of
from webapp.postings.models import VacancyTemplate
from webapp.postings.rules import DraftPlace, VacancyDraft, WantedSkill

DAYS_OPEN = 60
MOST_OWN = 100
NAME_MOST = 80
_FILE = Path(__file__).parent / "data" / "templates.csv"


@dataclass(frozen=True)
class PostTemplate:
    """A lawful, usual vacancy of one occupation. It names no pay: that is the employer's to say."""

    code: str
    occupation_code: str
    title_zh: str
    title_en: str
    draft: VacancyDraft


@cache
def post_templates() -> Mapping[str, PostTemplate]:
    """All of the data file by code, in its order."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return {row["code"]: _template(row) for row in csv.DictReader(file)}


def _template(row: Mapping[str, str]) -> PostTemplate:
    draft = VacancyDraft(
        track=row["track"],
        title=row["title_zh"],
        occupation_code=row["occupation_code"],
        duties="\n".join(row["duties"].split("|")),
        employment_form="full_time",
        contract_kind="fixed_term",
        term_months=int(row["term_months"]),
        probation_months=int(row["probation_months"]),
        hour_scheme="standard",
        hours_per_day=8,
        days_per_week=5,
        shift=row["shift"] or None,
        education_code=row["education"],
        skill_level=int(row["skill_level"]) if row["skill_level"] else None,
        experience_min_months=int(row["experience_months"]) if row["experience_months"] else None,
        certificates=tuple(part for part in row["certificates"].split("|") if part),
        must_skills=_skills(row["must"]),
        nice_skills=_skills(row["nice"]),
    )
    return PostTemplate(row["code"], row["occupation_code"], row["title_zh"], row["title_en"], draft)


def _skills(text: str) -> tuple[WantedSkill, ...]:
    return tuple(WantedSkill(item.text, item.code) for item in read_skill_list(text.replace("|", "\n")))


def blank_draft(today: date) -> VacancyDraft:
    """What a new vacancy starts from without any template."""
    return VacancyDraft(
        hour_scheme="standard", hours_per_day=8, days_per_week=5, valid_through=today + timedelta(days=DAYS_OPEN)
    )


def asked_anew(draft: VacancyDraft, today: date) -> VacancyDraft:
    """A draft of earlier words: the dates are new, and how many people are wanted is asked again."""
    return replace(draft, headcount=None, starts_on=None, valid_through=today + timedelta(days=DAYS_OPEN))


def draft_of_snapshot(snapshot: Mapping[str, Any]) -> VacancyDraft:
    """A kept draft read back. Fields that this release does not know are left out, new ones keep their default."""
    values: dict[str, Any] = {}
    for one in fields(VacancyDraft):
        if one.name in snapshot:
            values[one.name] = _field_value(one.name, snapshot[one.name])
    return VacancyDraft(**values)


def _field_value(name: str, value: Any) -> Any:
    if name == "places":
        return tuple(DraftPlace(**place) for place in value)
    if name in ("must_skills", "nice_skills"):
        return tuple(WantedSkill(**skill) for skill in value)
    if name in ("starts_on", "valid_through"):
        return date.fromisoformat(value) if value else None
    return tuple(value) if isinstance(value, list) else value


# -- own templates ------------------------------------------------------------------------------------------------


def own_templates(session: Session, actor: Actor) -> list[VacancyTemplate]:
    """Those of the actor's organisation, the last changed first."""
    statement = select(VacancyTemplate).where(VacancyTemplate.organisation_id == (actor.organisation_id or -1))
    statement = statement.order_by(VacancyTemplate.changed_at.desc(), VacancyTemplate.id.desc())
    return list(session.scalars(statement.limit(MOST_OWN)))


def own_template(session: Session, actor: Actor, template_id: int) -> VacancyTemplate:
    """One of the actor's organisation; to everybody else it does not exist."""
    statement = select(VacancyTemplate).where(
        VacancyTemplate.id == template_id, VacancyTemplate.organisation_id == (actor.organisation_id or -1)
    )
    return one_or_not_found(session, statement)


def save_template(session: Session, actor: Actor, vacancy_id: int, name: str, *, clock: Clock) -> VacancyTemplate:
    """Keep what a vacancy says as a template of the organisation; dates and headcount are left out."""
    vacancy = queries.vacancy_to_write(session, actor, vacancy_id)
    ensure(policy.may_write_vacancy(actor, vacancy))
    if len(own_templates(session, actor)) >= MOST_OWN:
        raise RuleBroken("too_many_templates", facts={"most": MOST_OWN})
    draft = replace(draft_of_vacancy(vacancy), headcount=None, starts_on=None, valid_through=None)
    template = VacancyTemplate(
        organisation_id=vacancy.organisation_id,
        name=_checked_name(name),
        snapshot=snapshot_of(draft),
        saved_from=vacancy.public_id,
        created_by=actor.account_id,
        created_at=clock.now(),
        changed_at=clock.now(),
    )
    session.add(template)
    _flush_name(session)
    note(session, actor, "vacancy_template.saved", "vacancy_template", template.id, clock=clock)
    return template


def rename_template(session: Session, actor: Actor, template_id: int, name: str, *, clock: Clock) -> VacancyTemplate:
    template = own_template(session, actor, template_id)
    template.name, template.changed_at = _checked_name(name), clock.now()
    _flush_name(session)
    note(session, actor, "vacancy_template.renamed", "vacancy_template", template.id, clock=clock)
    return template


def delete_template(session: Session, actor: Actor, template_id: int, *, clock: Clock) -> None:
    template = own_template(session, actor, template_id)
    session.delete(template)
    note(session, actor, "vacancy_template.deleted", "vacancy_template", template_id, clock=clock)


def _checked_name(name: str) -> str:
    clean = " ".join(name.split())
    if not clean or len(clean) > NAME_MOST:
        raise RuleBroken("template_name_missing", field="name", facts={"most": NAME_MOST})
    return clean


def _flush_name(session: Session) -> None:
    """The constraint decides when two members choose one name in the same moment."""
    try:
        session.flush()
    except IntegrityError as error:
        raise Conflict("template_name_taken") from error
