"""Sample vacancies in which the lint finds something: drafts that it stops, and sent ones with what was confirmed."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from matching.occupations import suggest
from webapp.accounts.models import Account
from webapp.accounts.queries import as_actor
from webapp.core.clock import FixedClock
from webapp.http.site import Site
from webapp.postings.lint import Severity
from webapp.postings.rules import DraftPlace, VacancyDraft
from webapp.postings.services import lint_of, save_vacancy_draft, submit_vacancy
from webapp.samples.people import rows

_GUANGZHOU = "440100"


def make_doubtful(session: Session, site: Site) -> None:
    """Written and sent like any other vacancy, some days ago."""
    for number, row in enumerate(rows("doubtful.csv")):
        clock = FixedClock(site.clock.now() - timedelta(days=number % 3, hours=2 + number))
        index = site.vault.blind_index(f"{row['account']}@nine.example")
        actor = as_actor(session.scalars(select(Account).where(Account.email_index == index)).one())
        draft = _draft(row, site)
        vacancy = save_vacancy_draft(session, actor, draft, clock=clock, step="duties")
        session.refresh(vacancy, ["places", "skills", "read_skills"])
        if row["ending"] == "submitted":
            keys = [one.key for one in lint_of(session, vacancy, clock).of(Severity.WARN)]
            submit_vacancy(session, actor, vacancy.id, clock=clock, confirmed=keys)


def _draft(row: dict[str, str], site: Site) -> VacancyDraft:
    changes: dict[str, Any] = json.loads(row["changes"]) if row["changes"] else {}
    cities = changes.pop("cities", [_GUANGZHOU])
    likely = suggest(row["title"], 1)
    draft = VacancyDraft(
        title=row["title"],
        occupation_code=likely[0][0] if likely else None,
        headcount=6,
        duties=row["duties"].replace("|", "\n"),
        # The address of the sample world's first street; a further city has none yet.
        places=tuple(DraftPlace(code, None, _address() if number == 0 else "") for number, code in enumerate(cities)),
        pay_min_yuan=5500,
        pay_max_yuan=7500,
        pay_period="month",
        pay_day=15,
        employment_form="full_time",
        contract_kind="fixed_term",
        term_months=24,
        hour_scheme="standard",
        hours_per_day=8,
        days_per_week=5,
        has_social_insurance=True,
        education_code="61",
        valid_through=site.clock.today() + timedelta(days=45),
    )
    return replace(draft, **changes)


def _address() -> str:
    streets = next(row["streets"] for row in rows("places.csv") if row["city_code"] == _GUANGZHOU)
    return streets.split("|")[0] + "66\u53f7"
