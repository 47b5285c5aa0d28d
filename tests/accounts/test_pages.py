"""The ways in and out as a browser meets them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.factories.people import PASSWORD, make_account
from webapp.core.clock import FixedClock
from webapp.core.mail import deliver, delivered_files
from webapp.core.permissions import Role
from webapp.core.queue import Job
from webapp.factory import create_app
from webapp.http.site import Site

NEW_PASSWORD = "ferry lamp under bridge"


@pytest.fixture
def another_app(site: Site, clock: FixedClock) -> Iterator[Callable[..., Flask]]:
    """The same installation started again with other settings; its connections are closed afterwards."""
    started: list[Site] = []

    def start(**settings: object) -> Flask:
        app = create_app(replace(site.settings, **settings), clock)  # type: ignore[arg-type]
        started.append(app.extensions["nine_cities"])
        return app

    yield start
    for one in started:
        one.database.engine.dispose()
        one.queue.huey.storage.close()


def person(site: Site, email: str, role: Role = Role.SEEKER, **facts: object) -> int:
    with site.database.transaction() as session:
        return make_account(session, role, email=email, **facts).id


def sign_in(client: Any, address: str, password: str = PASSWORD, **query: str) -> Any:
    return client.post("/sign-in", query_string=query, data={"address": address, "password": password})


def without_token(page: str) -> str:
    """The page but for the form's token, which tells the time."""
    return re.sub(r'name="csrf_token"[^>]*', "", page)


def registration(**facts: str) -> dict[str, str]:
    answers = {"role": "seeker", "display_name": "Ms Li", "address": "li@example.org", "password": PASSWORD}
    return {**answers, "agrees": "y", **facts}


def test_a_person_registers_and_is_signed_in(client: Any) -> None:
    assert client.post("/register", data=registration()).status_code == 303
    assert "Ms Li" in client.get("/account").text


def test_an_employer_goes_on_to_the_organisation(client: Any) -> None:
    answer = client.post("/register", data=registration(role="employer"))
    assert answer.headers["Location"].endswith("/organisation")


def test_without_agreement_nothing_is_kept(client: Any) -> None:
    answers = registration()
    del answers["agrees"]
    assert client.post("/register", data=answers).status_code == 422
    assert sign_in(client, "li@example.org").status_code == 422


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "value",
    ["", "x" * 100_000, "\x00\x00", "\U0001f600" * 30, "<script>alert(1)</script>", "-1", "99999999999999999999"],
)
def test_bad_input_is_answered_beside_the_fields(client: Any, value: str, language: str) -> None:
    client.set_cookie("language", language)
    answers = dict.fromkeys(("role", "display_name", "address", "password"), value)
    for path in ("/register", "/sign-in", "/password-reset"):
        answer = client.post(path, data=answers)
        if path == "/password-reset" and 0 < len(value.strip("\x00")) <= 200:
            assert answer.status_code == 200  # the page never says whether there is such an account
            continue
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text
        assert "<script>alert" not in answer.text


def test_unknown_address_and_wrong_password_get_the_same_answer(client: Any, site: Site) -> None:
    person(site, "li@example.org")
    wrong = sign_in(client, "li@example.org", "not the password")
    unknown = sign_in(client, "no@example.org", "not the password")
    assert wrong.status_code == unknown.status_code == 422
    assert without_token(wrong.text).replace("li@", "") == without_token(unknown.text).replace("no@", "")


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example"])
def test_signing_in_never_leads_to_another_site(client: Any, site: Site, elsewhere: str) -> None:
    person(site, "li@example.org")
    assert "evil" not in sign_in(client, "li@example.org", next=elsewhere).headers["Location"]


def test_signing_in_leads_back_to_where_one_was(client: Any, site: Site) -> None:
    person(site, "li@example.org")
    assert client.get("/account").headers["Location"].startswith("/sign-in")
    assert sign_in(client, "li@example.org", next="/account").headers["Location"] == "/account"


def test_signing_out_ends_the_session(client: Any, site: Site) -> None:
    person(site, "li@example.org")
    sign_in(client, "li@example.org")
    assert client.post("/sign-out").status_code == 303
    assert client.get("/account").status_code == 303


def test_a_forgotten_password_is_replaced_by_mail(client: Any, site: Site) -> None:
    person(site, "li@example.org", language="en")
    known = client.post("/password-reset", data={"address": "li@example.org"})
    unknown = client.post("/password-reset", data={"address": "no@example.org"})
    assert without_token(known.text) == without_token(unknown.text)
    with site.database.reading() as session:
        (promised,) = session.scalars(select(Job))  # the unknown address promised none
        job_id, payload = promised.id, promised.payload
    deliver(site.queue.context_of(job_id), **payload)
    letter = delivered_files(site.settings)[0]
    assert letter["to"] == "li@example.org"
    assert letter["subject"] == "Set a new password"
    path = re.search(r"/password/\S+", letter["body"])
    assert path is not None
    assert client.get(path.group()).status_code == 200
    assert client.post(path.group(), data={"password": "short"}).status_code == 422
    assert client.post(path.group(), data={"password": NEW_PASSWORD}).status_code == 303
    assert client.get(path.group()).status_code == 410
    client.post("/sign-out")
    assert sign_in(client, "li@example.org").status_code == 422
    assert sign_in(client, "li@example.org", NEW_PASSWORD).status_code == 303


def test_a_new_password_ends_other_sessions_but_not_the_own(app: Flask, site: Site) -> None:
    person(site, "li@example.org")
    here, there = app.test_client(), app.test_client()
    for browser in (here, there):
        sign_in(browser, "li@example.org")
    here.post("/account/password", data={"current_password": PASSWORD, "password": NEW_PASSWORD})
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 303


def test_the_mailbox_exists_in_development_only(client: Any, another_app: Callable[..., Flask]) -> None:
    assert client.get("/development/mail").status_code == 200
    production = another_app(environment="production")
    assert production.test_client().get("/development/mail").status_code == 404


def test_guessing_is_slowed_down(another_app: Callable[..., Flask]) -> None:
    app = another_app(sign_in_attempts="3 per 15 minutes")
    app.config.update(WTF_CSRF_ENABLED=False)
    client = app.test_client()
    statuses = [sign_in(client, "no@example.org", "a wrong guess").status_code for _ in range(4)]
    assert statuses == [422, 422, 422, 429]
    assert client.get("/sign-in").status_code == 200


def test_a_form_without_its_token_is_refused(another_app: Callable[..., Flask]) -> None:
    assert sign_in(another_app().test_client(), "li@example.org").status_code == 400


def test_an_administrator_finds_closes_and_invites(client: Any, site: Site) -> None:
    person(site, "admin@example.org", Role.ADMINISTRATOR)
    seeker_id = person(site, "li@example.org")
    sign_in(client, "admin@example.org")
    found = client.get("/accounts", query_string={"address": "LI@example.org"})
    assert "l***@example.org" in found.text
    assert "a***@example.org" not in found.text
    assert "li@example.org" not in client.get("/accounts").text
    assert client.get("/accounts", query_string={"address": "?"}).status_code == 200
    assert client.post(f"/accounts/{seeker_id}/activity", data={"is_active": "no"}).status_code == 303
    officer = {"role": "officer", "city_code": "450100", "display_name": "New", "address": "new@example.org"}
    assert client.post("/accounts/new", data={**officer, "language": "zh"}).status_code == 303
    assert client.post("/accounts/new", data={**officer, "city_code": ""}).status_code == 422
    client.post("/sign-out")
    assert sign_in(client, "li@example.org").status_code == 422


def test_an_officer_reads_the_audit_of_the_own_city(client: Any, site: Site) -> None:
    person(site, "o@example.org", Role.OFFICER, city_code="440100")
    sign_in(client, "o@example.org")
    assert client.get("/audit").status_code == 200
    assert client.get("/audit", query_string={"after": "WyJ4Il0"}).status_code == 422
    assert client.get("/accounts").status_code == 403
