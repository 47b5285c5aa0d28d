"""What falls due is told once to whom it concerns, blocks on its day, and pauses after the grace."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.factories.people import VAULT, make_account, make_employer, make_organisation
from tests.factories.postings import make_vacancy
from tests.organisations.test_members import enter
from webapp.core.errors import RuleBroken
from webapp.core.permissions import Role
from webapp.core.queue import Job, enqueue
from webapp.http.site import Site
from webapp.organisations.models import Organisation, OrganisationNotice
from webapp.postings.models import Vacancy
from webapp.postings.rules import Action
from webapp.postings.services import change_vacancy_state, decide_vacancy, submit_vacancy

DUE = date(2026, 12, 23)


def run_job(site: Site, times: int = 1) -> list[dict[str, Any]]:
    """Run the job as the worker does; the letters it promised, before they are sent."""
    letters: list[dict[str, Any]] = []
    for _ in range(times):
        with site.database.transaction() as session:
            job_id = enqueue(session, "organisations.remind_of_deadlines")
            session.flush()
            number = job_id.id
        from webapp.core.queue import run_job as run

        assert run(site.queue.context_of, number)
    with site.database.transaction() as session:
        for job in session.query(Job).filter(Job.name == "core.send_mail", Job.state == "waiting"):
            letters.append(dict(job.payload))
            job.state = "done"
    return letters


def notices(site: Site) -> list[tuple[str, str]]:
    with site.database.reading() as session:
        rows = session.query(OrganisationNotice).order_by(OrganisationNotice.id)
        return [(row.subject, row.stage) for row in rows]


def organisation_with_people(site: Site, **facts: object) -> int:
    with site.database.transaction() as session:
        organisation = make_organisation(session, **facts)
        values = {"organisation_id": organisation.id}
        make_account(session, Role.EMPLOYER, email="owner@example.org", member_role="owner", language="en", **values)
        make_account(session, Role.EMPLOYER, email="recruiter@example.org", member_role="recruiter", **values)
        make_account(session, Role.OFFICER, email="officer@example.org", city_code="440100")
        return organisation.id


def test_the_owner_is_told_thirty_and_seven_days_before_and_on_the_day(site: Site, clock: Any) -> None:
    organisation_with_people(site, due_on=DUE + timedelta(days=1))
    assert run_job(site) == [] and notices(site) == []
    clock.advance(timedelta(days=1))
    letters = run_job(site, times=3)
    assert [letter["to"] for letter in letters] == ["owner@example.org"]
    assert "2026-12-24" in letters[0]["body"] and "/organisation/verification" in letters[0]["body"]
    clock.advance(timedelta(days=23))
    assert len(run_job(site, times=2)) == 1
    clock.advance(timedelta(days=7))
    assert len(run_job(site, times=2)) == 1
    assert notices(site) == [("verification", "30"), ("verification", "7"), ("verification", "day")]


def test_letters_are_in_the_readers_language(site: Site) -> None:
    organisation_with_people(site, kind="agency", licence_valid_to=date(2026, 12, 1))
    by_address = {letter["to"]: letter["subject"] for letter in run_job(site)}
    assert set(by_address) == {"owner@example.org", "recruiter@example.org", "officer@example.org"}
    assert "licence" in by_address["owner@example.org"]
    assert "\u8bb8\u53ef\u8bc1" in by_address["recruiter@example.org"]


def test_after_the_grace_what_is_published_is_paused_and_everybody_is_told(site: Site, clock: Any) -> None:
    organisation_id = organisation_with_people(site, due_on=date(2026, 11, 22))
    with site.database.transaction() as session:
        make_vacancy(session, organisation_id=organisation_id, valid_through=date(2027, 1, 31))
        make_vacancy(session, valid_through=date(2027, 1, 31))
    run_job(site)
    site.queue.run_all_due()
    assert states(site) == ["published", "published"], "visible during the grace"
    clock.advance(timedelta(days=30))
    letters = run_job(site, times=2)
    assert {letter["to"] for letter in letters} == {"owner@example.org", "officer@example.org"}
    site.queue.run_all_due()
    assert states(site) == ["paused", "published"]


def states(site: Site) -> list[str]:
    with site.database.reading() as session:
        return [row.state for row in session.query(Vacancy).order_by(Vacancy.id)]


def test_a_renewal_before_the_pause_saves_the_postings(site: Site, clock: Any) -> None:
    organisation_id = organisation_with_people(site, due_on=date(2026, 10, 1))
    with site.database.transaction() as session:
        make_vacancy(session, organisation_id=organisation_id)
    run_job(site)
    with site.database.transaction() as session:
        session.get_one(Organisation, organisation_id).due_on = date(2027, 5, 1)
    site.queue.run_all_due()
    assert states(site) == ["published"]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"due_on": date(2026, 11, 22)}, "verification_overdue"),
        ({"kind": "agency", "licence_valid_to": date(2026, 11, 22)}, "licence_not_valid"),
    ],
)
def test_nothing_new_is_published_by_any_door(session: Any, clock: Any, facts: dict[str, Any], code: str) -> None:
    from tests.factories.people import make_officer

    organisation = make_organisation(session, **facts)
    owner, officer = make_employer(session, organisation), make_officer(session)
    draft = make_vacancy(session, organisation_id=organisation.id, state="draft")
    waiting = make_vacancy(session, organisation_id=organisation.id, state="submitted")
    paused = make_vacancy(session, organisation_id=organisation.id, state="paused")
    with pytest.raises(RuleBroken, match=code):
        submit_vacancy(session, owner, draft.id, clock=clock)
    with pytest.raises(RuleBroken, match=code):
        decide_vacancy(session, officer, waiting.id, approve=True, reason=None, clock=clock)
    with pytest.raises(RuleBroken, match=code):
        change_vacancy_state(session, owner, paused.id, Action.RESUME, clock=clock)


def test_a_dispatch_post_needs_the_dispatch_licence(session: Any, clock: Any) -> None:
    organisation = make_organisation(session)
    facts = {"employment_form": "dispatch", "dispatch_user_employer": "River Works", "dispatch_post_kind": "auxiliary"}
    vacancy = make_vacancy(session, organisation_id=organisation.id, state="draft", **facts)
    owner = make_employer(session, organisation)
    with pytest.raises(RuleBroken, match="dispatch_licence_not_valid"):
        submit_vacancy(session, owner, vacancy.id, clock=clock)
    organisation.dispatch_licence_number, organisation.dispatch_licence_valid_to = "D1", date(2027, 1, 1)
    assert submit_vacancy(session, owner, vacancy.id, clock=clock).state == "submitted"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_reason_and_the_way_out_are_on_the_overview(client: Any, site: Site, language: str) -> None:
    with site.database.transaction() as session:
        organisation_id = make_organisation(session, due_on=date(2026, 11, 20)).id
    client.set_cookie("language", language)
    enter(client, site, organisation_id=organisation_id, member_role="owner")
    overview = client.get("/overview").text
    assert 'href="/organisation/verification"' in overview
    assert "2026" in overview
    enter(client, site, organisation_id=organisation_id, member_role="reader")
    assert 'href="/organisation/verification"' not in client.get("/overview").text


def test_the_address_book_of_a_letter_is_sealed(site: Site) -> None:
    organisation_with_people(site, due_on=DUE)
    assert VAULT.blind_index("owner@example.org")
    assert all("Person" not in letter["body"] for letter in run_job(site))
