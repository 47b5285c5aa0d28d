"""The pages of an organisation, its people and its bureau."""

import io
from typing import Any

import pytest

from tests.factories.people import PASSWORD, make_account, make_organisation
from tests.organisations.test_rules import CODE
from tests.organisations.test_services import PDF
from webapp.core.permissions import Role
from webapp.http.site import Site
from webapp.organisations.models import Organisation

ANSWERS = {
    "name": "Sample Works",
    "credit_code": CODE,
    "city_code": "440100",
    "district_code": "",
    "address": "1 River Road",
    "introduction": "We bake.",
    "contact_name": "Ms Li",
    "contact_phone": "020-1234567",
}


def sign_in(client: Any, site: Site, role: Role, **facts: object) -> int:
    """Somebody of this role in the browser; the id of the account."""
    client.post("/sign-out")
    with site.database.transaction() as session:
        email = f"{role}{len(facts)}@example.org"
        account_id = make_account(session, role, email=email, **facts).id
    assert client.post("/sign-in", data={"address": email, "password": PASSWORD}).status_code == 303
    return account_id


def organisation(site: Site, **facts: object) -> int:
    with site.database.transaction() as session:
        return make_organisation(session, **facts).id


def state_of(site: Site, organisation_id: int) -> str:
    with site.database.reading() as session:
        return session.get_one(Organisation, organisation_id).state


def test_from_description_to_verification(client: Any, site: Site) -> None:
    sign_in(client, site, Role.EMPLOYER)
    assert client.post("/organisation", data=ANSWERS).status_code == 303
    page = client.get("/organisation").text
    assert "Sample Works" in page
    assert client.post("/organisation/verification", data={"words": ""}).status_code == 422, "no file yet"
    upload = {"kind": "business_licence", "file": (io.BytesIO(PDF), "licence.exe")}
    assert client.post("/organisation/evidence", data=upload).status_code == 303
    assert client.post("/organisation/verification", data={"words": "Three shops."}).status_code == 303
    assert "Ms Li" in page
    client.post("/sign-out")
    assert client.get("/organisations/1").status_code == 404
    sign_in(client, site, Role.OFFICER, city_code="440100")
    waiting = client.get("/organisations/to-verify").text
    assert "Sample Works" in waiting
    verification = "/organisations/1/verification"
    assert client.post(verification, data={"decision": "refuse", "reason": ""}).status_code == 422
    assert client.post(verification, data={"decision": "verify", "version": "2"}).status_code == 303
    client.post("/sign-out")
    public = client.get("/organisations/1").text
    assert "We bake." in public
    assert "2027" in public, "when it is verified again"
    assert "Ms Li" not in public


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "value",
    ["", "x" * 100_000, "\x00", "\U0001f600", "<script>alert(1)</script>", "-1", "2026-13-45", "99999999999999999999"],
)
def test_bad_input_is_answered_beside_the_fields(client: Any, site: Site, value: str, language: str) -> None:
    client.set_cookie("language", language)
    sign_in(client, site, Role.AGENCY)
    answers = dict.fromkeys([*ANSWERS, "licence_number", "licence_valid_to", "version", "industry_code"], value)
    answer = client.post("/organisation", data=answers)
    assert answer.status_code == 422
    assert "field-error" in answer.text
    assert "<script>alert" not in answer.text
    invitation = client.post("/organisation/members", data={"address": value, "display_name": value})
    assert invitation.status_code == 303  # there is no organisation yet


def test_a_taken_credit_code_is_said_beside_the_field(client: Any, site: Site) -> None:
    organisation(site, credit_code=CODE)
    client.set_cookie("language", "en")
    sign_in(client, site, Role.EMPLOYER)
    answer = client.post("/organisation", data=ANSWERS)
    assert answer.status_code == 422
    assert 'id="credit_code-error"' in answer.text


def test_a_colleagues_change_is_not_lost_and_neither_is_mine(client: Any, site: Site) -> None:
    own = organisation(site, credit_code=CODE, version=5)
    sign_in(client, site, Role.EMPLOYER, organisation_id=own, member_role="owner")
    answer = client.post("/organisation", data={**ANSWERS, "introduction": "Mine", "version": "4"})
    assert answer.status_code == 409
    assert "Mine" in answer.text
    assert 'value="5"' in answer.text


def test_an_officer_of_another_city_meets_nothing(client: Any, site: Site) -> None:
    other = organisation(site, state="submitted")
    sign_in(client, site, Role.OFFICER, city_code="520100")
    for path in (f"/organisations/{other}/verification", f"/organisations/{other}/first-member"):
        assert client.get(path).status_code == 404
    assert client.post(f"/organisations/{other}/verification", data={"decision": "verify"}).status_code == 404
    assert state_of(site, other) == "submitted"


@pytest.mark.parametrize("path", ["/organisations/99999999999", "/organisations/0"])
def test_an_organisation_that_is_not_there(client: Any, path: str) -> None:
    assert client.get(path).status_code == 404


def test_lists_survive_a_made_up_cursor(client: Any, site: Site) -> None:
    sign_in(client, site, Role.OFFICER, city_code="440100")
    assert client.get("/organisations/to-verify?after=WyJ4Il0").status_code == 422
    assert client.get("/organisations/to-verify?state=nonsense").status_code == 404
