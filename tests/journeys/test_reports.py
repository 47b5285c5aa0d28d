"""A stranger reports on a phone without script; the bureau takes the vacancy down; who applied sees why."""

import re

import pytest
from playwright.sync_api import Browser

from tests.journeys.conftest import PHONE, VisitorMaker

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
REASON = "面试时收取押金，经电话核实属实，现予下架。"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_report_leads_to_a_removal_that_everybody_is_told_of(
    visitor: VisitorMaker, browser: Browser, installation: str, language: str
) -> None:
    seeker = visitor(language, PHONE)
    seeker.sign_in("seeker")
    known = set(re.findall(r"/vacancies/(v\w+)", seeker.go("/my/introductions").content()))
    offered = re.findall(r'href="/vacancies/(v\w+)"', seeker.go("/vacancies?city=440100").content())
    public_id = next(one for one in offered if one not in known)
    seeker.go(f"/vacancies/{public_id}/applications/new")
    seeker.page.check("#agrees")
    seeker.submit()
    seeker.page.wait_for_url("**/my/introductions")

    receipt = _report_without_script(browser, installation, public_id, language)

    officer = visitor(language)
    officer.sign_in("officer.guangzhou")
    officer.go("/reports")
    officer.check()
    officer.page.locator(f"article:has(a[href='/vacancies/{public_id}']) a.btn-primary").first.click()
    officer.check()
    assert "500" in officer.text()
    officer.page.check("input[name=step][value=remove]")
    officer.submit()
    assert officer.page.locator(".error-summary").count() == 1, "a removal says why"
    officer.check()
    officer.page.check("input[name=step][value=remove]")
    officer.page.fill("#text", REASON)
    officer.submit()
    officer.page.wait_for_url("**/reports")
    officer.go("/reports?view=removed")
    officer.check()
    assert officer.page.locator(f"a[href='/vacancies/{public_id}']").count() == 1

    seeker.go("/my/introductions")
    assert REASON in seeker.text()
    seeker.check()
    seeker.wait_until("/development/mail", lambda text: REASON in text)

    stranger = visitor(language, PHONE)
    answer = stranger.page.goto(f"{installation}/vacancies/{public_id}")
    assert answer is not None and answer.status == 410
    assert stranger.page.locator("#similar-heading").count() == 1
    stranger.check()
    stranger.go("/reports/state")
    stranger.check()
    stranger.page.fill("#receipt", receipt.lower())
    stranger.submit()
    assert REASON in stranger.text()
    stranger.check()


def _report_without_script(browser: Browser, address: str, public_id: str, language: str) -> str:
    """The receipt that the stranger writes down."""
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{address}/language/{language}?next=/vacancies/{public_id}")
    page.click(f"a[href='/vacancies/{public_id}/reports/new']")
    page.fill("#text", "面试前要我先交 500 元押金。")
    page.click("main form .button-row button[type=submit]")
    assert page.locator(".error-summary").count() == 1, "the category is missing"
    assert "500" in page.input_value("#text"), "and nothing that was written is lost"
    page.check("input[name=category][value=deposit]")
    page.click("main form .button-row button[type=submit]")
    page.wait_for_url("**/reports/receipt")
    receipt = page.inner_text(".receipt").strip()
    context.close()
    assert re.fullmatch(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", receipt)
    return receipt


@pytest.mark.parametrize("language", ["zh", "en"])
def test_pages_for_being_found_and_for_employers(visitor: VisitorMaker, language: str) -> None:
    stranger = visitor(language, PHONE)
    for path in ("/vacancies/v000001", "/vacancies/v000001/reports/new", "/vacancies/v000001/notice", "/feeds"):
        stranger.go(path)
        stranger.check()
    stranger.go("/organisations/1/poster")
    stranger.check()
    employer = visitor(language)
    employer.sign_in("employer")
    page = employer.go("/reports/questions")
    employer.check()
    # Each language answers one: a question waits, and an objection is open.
    page.locator("article a.btn-primary, article a.btn-outline-primary").nth(0 if language == "zh" else 1).click()
    page.fill("#text", "地址写错了，已经更正。")
    employer.check()
    employer.submit()
    page.wait_for_url("**/reports/questions")
    employer.check()
