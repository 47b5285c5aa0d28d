"""From a wrong credit code to a verified organisation with a colleague who may only read, in a real browser."""

import re
from pathlib import Path

import pytest

from tests.journeys.conftest import DESK, PHONE, Visitor, VisitorMaker
from tests.organisations.test_evidence import PNG
from tests.organisations.test_services import PDF
from webapp.core.identifiers import credit_check_character

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
LANGUAGES = ["zh", "en"]
PASSWORD = "river lantern 208 bridge"


def _code(language: str) -> str:
    body = "91440101" + {"zh": "D2143569X", "en": "MA5CX0003"}[language]
    return body + credit_check_character(body)


def _register(somebody: Visitor, address: str, name: str) -> None:
    page = somebody.page
    page.check("#role-1")
    page.fill("#display_name", name)
    page.fill("#address", address)
    page.fill("#password", PASSWORD)
    page.check("#agrees")
    somebody.check()
    somebody.submit()


def _describe(owner: Visitor, name: str, language: str) -> None:
    page, code = owner.page, _code(language)
    page.fill("#name", name)
    page.fill("#credit_code", code[:-1] + ("0" if code[-1] != "0" else "1"))
    page.select_option("#city_code", "440100")
    page.fill("#address", "科学大道 88 号")
    page.fill("#contact_name", "陈女士")
    page.fill("#contact_phone", "020-12345678")
    owner.check()
    owner.submit()
    hint = page.inner_text("#credit_code-error")
    assert "9" in hint and "17" in hint and code not in page.content(), "which characters, not the right code"
    assert page.input_value("#address") == "科学大道 88 号", "nothing typed is lost"
    owner.check()
    page.fill("#credit_code", code)
    owner.submit()
    page.wait_for_url("**/organisation/verification")


def _send_files(owner: Visitor, folder: Path) -> None:
    page = owner.page
    owner.check()
    page.click("#send button[type=submit]")
    assert page.locator(".error-summary").count() == 1, "the bureau needs the business licence first"
    wrong, right = folder / "licence.pdf", folder / "photo.png"
    wrong.write_bytes(b"<html>not what its name says</html>")
    right.write_bytes(PNG)
    for file in (wrong, right):
        page.select_option("#kind", "business_licence")
        page.set_input_files("#file", file)
        page.click("#upload button[type=submit]")
        if file == wrong:
            assert page.locator("#file-error").count() == 1
            owner.check()
    page.fill("#words", "三家门店，请核验。")
    page.click("#send button[type=submit]")
    owner.check()


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_organisation_is_verified_and_a_reader_joins(visitor: VisitorMaker, language: str, tmp_path: Path) -> None:
    name = f"广州示例晨光家具有限公司{language.upper()}"
    owner = visitor(language, PHONE)
    owner.go("/register?role=employer")
    _register(owner, f"owner.{language}@example.org", "陈女士")
    owner.page.wait_for_url("**/organisation")
    _describe(owner, name, language)
    _send_files(owner, tmp_path)

    officer = visitor(language, DESK)
    officer.sign_in("officer.guangzhou")
    officer.go("/organisations/to-verify")
    officer.check()
    officer.page.click(f"a:has-text('{name}')")
    officer.check()
    link = officer.page.locator("a[href^='/evidence/']").first.get_attribute("href")
    answer = officer.context.request.get(officer.address + str(link))
    assert answer.body() == PNG and "attachment" in answer.headers["content-disposition"]
    officer.page.check("#decision-1")
    officer.page.fill("#reason", "请补充营业执照原件的扫描件。")
    officer.submit()
    officer.page.wait_for_url("**/organisations/to-verify")

    owner.go("/overview")
    owner.check()
    assert "请补充营业执照原件的扫描件。" in owner.text()
    owner.page.click("a[href='/organisation/verification']")
    better = tmp_path / "scan.pdf"
    better.write_bytes(PDF)
    owner.page.select_option("#kind", "business_licence")
    owner.page.set_input_files("#file", better)
    owner.page.click("#upload button[type=submit]")
    owner.page.click("#send button[type=submit]")

    officer.go("/organisations/to-verify")
    officer.page.click(f"a:has-text('{name}')")
    officer.page.check("#decision-0")
    officer.submit()
    officer.page.wait_for_url("**/organisations/to-verify")

    owner.go("/organisation/members")
    owner.check()
    owner.page.check("#member_role-2")
    owner.submit()
    owner.check()
    found = re.search(r"/join/[\w-]+", owner.page.inner_text("#invitation-link"))
    assert found

    reader = visitor(language, PHONE)
    reader.go(found.group())
    reader.check()
    assert name in reader.text()
    reader.page.click("main a.btn-primary")
    _register(reader, f"reader.{language}@example.org", "林先生")
    reader.page.wait_for_url("**/join/*")
    reader.check()
    reader.page.click("main form.one-button button")
    reader.page.wait_for_url("**/overview")
    reader.check()
    for path in ("/my/vacancies", "/organisation", "/organisation/members", "/candidates"):
        reader.go(path)
        reader.check()
        assert reader.page.locator("a[href='/vacancies/new'], a[href='/files']").count() == 0
    answer = reader.context.request.get(reader.address + "/vacancies/new")
    assert answer.status == 403

    guest = visitor(language, PHONE)
    owner.go("/organisation")
    public = owner.page.locator("a[href^='/organisations/']").first.get_attribute("href")
    guest.go(str(public))
    guest.check()
    assert name in guest.text() and _code(language) in guest.text()


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_agency_says_for_whom_and_its_pages_are_sound(visitor: VisitorMaker, language: str) -> None:
    agency = visitor(language, PHONE)
    agency.sign_in("agency")
    agency.check()
    for path in ("/organisation", "/organisation/verification", "/organisation/clients", "/organisation/clients/1"):
        agency.go(path)
        agency.check()
    agency.go("/vacancies/new")
    agency.check()
    assert agency.page.locator("#client_id option").count() == 3, "two clients of today, and the agency itself"
    lapsed = visitor(language, DESK)
    lapsed.sign_in("owner.lapsed")
    lapsed.check()
    assert lapsed.page.locator(".notice-bad").count() == 1
    officer = visitor(language, DESK)
    officer.sign_in("officer.guangzhou")
    for state in ("waiting", "more_asked", "overdue", "verified", "refused", "unverified"):
        officer.go(f"/organisations/to-verify?state={state}")
        officer.check()
        assert officer.page.locator("tbody tr").count() > 0, state
