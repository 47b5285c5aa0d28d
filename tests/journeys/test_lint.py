"""An employer writes a vacancy with three faults, sees each beside its field, mends each by its hint, and sends it."""

import pytest

from tests.journeys.conftest import PHONE, Visitor, VisitorMaker

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
DUTIES = "负责新厂区配电柜、电机和照明线路的日常巡检与维修，按规程填写记录。"


def _to_the_contract(employer: Visitor, title: str) -> None:
    employer.page.set_default_timeout(60_000)
    page = employer.go("/vacancies/new")
    page.check("#track-0")
    page.fill("#title", title)
    page.fill("#headcount", "3")
    employer.submit()
    page.select_option("#city_code", "440100")
    page.fill("#address", "科学大道 88 号")
    page.fill("#pay_min_yuan", "7000")
    page.fill("#pay_max_yuan", "9000")
    employer.submit()
    page.wait_for_url("**/contract")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_three_faults_are_seen_while_typing_and_mended_by_their_hints(visitor: VisitorMaker, language: str) -> None:
    title = f"配电维修工（{language}）"
    employer = visitor(language, PHONE)
    employer.sign_in("employer")
    _to_the_contract(employer, title)
    page = employer.page
    page.select_option("#employment_form", "full_time")
    page.select_option("#contract_kind", "fixed_term")
    page.fill("#term_months", "24")
    page.check("#has_social_insurance-0")
    page.fill("#hours_per_day", "10")
    page.fill("#days_per_week", "6")
    note = page.locator("#hours_per_day-notes .lint-block").first
    note.wait_for()
    assert "60" in note.inner_text() and "87" in note.inner_text() and "36" in note.inner_text()
    employer.check()
    page.fill("#hours_per_day", "8")
    page.fill("#days_per_week", "5")
    note.wait_for(state="detached")
    employer.submit()
    page.fill("#must_skills", "低压电工\n限 男")
    page.select_option("#education_code", "71")
    page.locator("#must_skills-notes .lint-block").wait_for()
    # Saved as it is: the step is shown once more with its note, then one may go on.
    employer.submit()
    page.wait_for_url("**/duties")
    page.fill("#duties", DUTIES + "入职交押金300元。")
    page.locator("#duties-notes .lint-block").wait_for()
    employer.check()
    employer.submit()
    page.wait_for_url("**/review")
    assert "W-SEX" in employer.text() and "W-DEPOSIT" in employer.text()
    employer.check()
    page.locator(".lint-list a", has_text="").first.click()
    page.wait_for_load_state()
    page.go_back()
    vacancy = page.url.rsplit("/", 1)[0].removeprefix(employer.address)
    employer.go(f"{vacancy}/requirements").fill("#must_skills", "低压电工")
    page.locator("#must_skills-notes .lint-block").wait_for(state="detached")
    employer.submit()
    page.wait_for_url("**/duties")
    page.fill("#duties", DUTIES)
    page.locator("#duties-notes .lint-block").wait_for(state="detached")
    employer.submit()
    page.wait_for_url("**/review")
    assert page.locator(".lint-block").count() == 0
    page.click("main form.one-button button")
    page.wait_for_url("**/my/vacancies*")
    assert title in employer.text()


def test_without_script_the_notes_come_with_saving(visitor: VisitorMaker) -> None:
    employer = visitor("zh")
    employer.sign_in("employer")
    page = employer.page
    page.route("**/lint.js", lambda route: route.abort())
    _to_the_contract(employer, "电工（无脚本）")
    page.fill("#hours_per_day", "12")
    page.fill("#days_per_week", "6")
    employer.submit()
    page.locator("#hours_per_day-notes .lint-block").first.wait_for()
    assert "/contract" in page.url
    employer.submit()
    page.wait_for_url("**/requirements")


def test_the_bureau_sees_flags_and_what_was_confirmed(visitor: VisitorMaker) -> None:
    officer = visitor("zh", PHONE)
    officer.sign_in("officer.guangzhou")
    officer.go("/checks")
    officer.page.locator("article", has_text="抛光师傅").locator("a.btn-primary").click()
    officer.page.locator(".lint-flag").first.wait_for()
    assert "PF-14" in officer.text() and "PF-12" in officer.text()
    officer.check()
