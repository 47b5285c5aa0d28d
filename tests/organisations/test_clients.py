"""Agencies act for clients of their register, from and to the days of the authorisation, and say so."""

import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.factories.people import VAULT, actor_for, make_account, make_employer, make_organisation
from tests.factories.postings import make_vacancy
from tests.organisations.test_members import enter
from tests.organisations.test_services import PDF
from tests.organisations.test_standing import CODE
from webapp.core.actor import Actor
from webapp.core.clock import FixedClock
from webapp.core.errors import Conflict, NotAllowed, RuleBroken, RulesBroken
from webapp.core.permissions import MemberRole, Role
from webapp.http.site import Site
from webapp.organisations.clients import ClientDraft, clients_to_choose, end_client, save_client
from webapp.organisations.evidence import Place
from webapp.organisations.models import AgencyClient, Organisation
from webapp.postings.drafts import draft_of_vacancy
from webapp.postings.queries import vacancy_to_write
from webapp.postings.services import save_vacancy_draft, submit_vacancy

DRAFT = ClientDraft("River Works", CODE, date(2026, 1, 1), date(2026, 12, 31))


def agency(session: Session) -> tuple[Organisation, Actor]:
    organisation = make_organisation(session, kind="agency")
    account = make_account(session, Role.AGENCY, organisation_id=organisation.id, member_role=MemberRole.OWNER)
    return organisation, actor_for(account)


def save(
    session: Session, owner: Actor, clock: FixedClock, folder: Path, draft: ClientDraft = DRAFT, **facts: Any
) -> AgencyClient:
    values: dict[str, Any] = {"file": PDF, "place": Place(folder, VAULT), "clock": clock}
    return save_client(session, owner, draft, **{**values, **facts})


def test_a_client_needs_a_right_code_dates_and_a_file(session: Session, clock: FixedClock, tmp_path: Path) -> None:
    _, owner = agency(session)
    with pytest.raises(RulesBroken) as caught:
        save(session, owner, clock, tmp_path, ClientDraft("", "123", None, None))
    assert {one.field for one in caught.value.broken} == {"name", "credit_code", "authorised_from", "authorised_to"}
    with pytest.raises(RuleBroken, match="authorisation_file_missing"):
        save(session, owner, clock, tmp_path, file=None)
    client = save(session, owner, clock, tmp_path)
    with pytest.raises(RuleBroken, match="client_taken"):
        save(session, owner, clock, tmp_path)
    with pytest.raises(Conflict):
        save(session, owner, clock, tmp_path, client_id=client.id, version=99)
    assert save(session, owner, clock, tmp_path, client_id=client.id, version=1, file=None).version == 2


def test_only_owners_of_agencies_have_clients(session: Session, clock: FixedClock, tmp_path: Path) -> None:
    organisation, _ = agency(session)
    recruiter = actor_for(make_account(session, Role.AGENCY, organisation_id=organisation.id))
    employer = make_employer(session, make_organisation(session))
    for actor in (recruiter, employer):
        with pytest.raises(NotAllowed):
            save(session, actor, clock, tmp_path)


def test_a_vacancy_is_published_while_the_authorisation_lasts(
    session: Session, clock: FixedClock, tmp_path: Path
) -> None:
    organisation, owner = agency(session)
    client = save(session, owner, clock, tmp_path)
    vacancy = make_vacancy(session, organisation_id=organisation.id, state="draft")
    held = draft_of_vacancy(vacancy_to_write(session, owner, vacancy.id))
    from dataclasses import replace

    saved = save_vacancy_draft(
        session, owner, replace(held, client_id=client.id), clock=clock, vacancy_id=vacancy.id, version=None
    )
    assert saved.client_name == "River Works"
    assert clients_to_choose(session, owner, clock.today()) == [client]
    end_client(session, owner, client.id, clock=clock)
    clock.advance(timedelta(days=1))
    assert clients_to_choose(session, owner, clock.today()) == []
    with pytest.raises(RuleBroken, match="client_not_authorised"):
        submit_vacancy(session, owner, vacancy.id, clock=clock)


def test_the_client_of_another_agency_is_unknown(session: Session, clock: FixedClock, tmp_path: Path) -> None:
    _, owner = agency(session)
    client = save(session, owner, clock, tmp_path)
    stranger, other = agency(session)
    vacancy = make_vacancy(session, organisation_id=stranger.id, state="draft")
    from dataclasses import replace

    held = draft_of_vacancy(vacancy_to_write(session, other, vacancy.id))
    with pytest.raises(RuleBroken, match="client_unknown"):
        save_vacancy_draft(session, other, replace(held, client_id=client.id), clock=clock, vacancy_id=vacancy.id)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_on_whose_behalf_is_said_in_search_and_on_the_page(client: Any, site: Site, language: str) -> None:
    with site.database.transaction() as session:
        organisation = make_organisation(session, kind="agency", name="Bridge Agency")
        account = make_account(session, Role.AGENCY, organisation_id=organisation.id, member_role="owner")
        email = VAULT.open(account.email_sealed or "")
        make_vacancy(session, organisation_id=organisation.id, public_id="v0agency1", client_name="River Works")
        dispatch = {"employment_form": "dispatch", "dispatch_user_employer": "Hill Works"}
        make_vacancy(session, organisation_id=organisation.id, public_id="v0agency2", **dispatch)
    client.set_cookie("language", language)
    for path in ("/vacancies", "/", "/vacancies/v0agency1"):
        text = client.get(path).text
        assert "Bridge Agency" in text, path
    assert "River Works" in client.get("/vacancies").text
    assert "Hill Works" in client.get("/vacancies").text
    client.post("/sign-in", data={"address": email, "password": "nine cities by the river"})
    answers = {"name": "River Works", "credit_code": CODE, "authorised_from": "2026-01-01"}
    answers["authorised_to"] = "2026-12-31"
    no_file = client.post("/organisation/clients", data=answers)
    assert no_file.status_code == 422 and 'id="file-error"' in no_file.text
    with_file = {**answers, "file": (io.BytesIO(PDF), "a.pdf")}
    assert client.post("/organisation/clients", data=with_file).status_code == 303
    assert "River Works" in client.get("/vacancies/new").text
    assert client.get("/organisation/clients/1").status_code == 200
    assert client.post("/organisation/clients/1/end").status_code == 303


def test_to_an_employer_there_is_no_register(client: Any, site: Site) -> None:
    with site.database.transaction() as session:
        organisation_id = make_organisation(session).id
    enter(client, site, organisation_id=organisation_id, member_role="owner")
    assert client.get("/organisation/clients").status_code == 404
    assert client.get("/organisation/clients/1").status_code == 404
    assert 'name="client_id"' not in client.get("/vacancies/new").text
