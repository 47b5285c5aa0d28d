"""The four stories of the main job, in a real browser, in both languages."""

import csv
import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.journeys.conftest import DESK, PHONE, Visitor, VisitorMaker

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
LANGUAGES = ["zh", "en"]


def _post_a_vacancy(employer: Visitor, title: str) -> None:
    page = employer.go("/vacancies/new")
    page.check("#track-0")
    page.fill("#title", title)
    page.fill("#headcount", "3")
    employer.check()
    employer.submit()
    page.select_option("#city_code", "440100")
    page.fill("#address", "科学大道 88 号")
    page.fill("#pay_min_yuan", "7000")
    page.fill("#pay_max_yuan", "9000")
    employer.check()
    employer.submit()
    page.select_option("#employment_form", "full_time")
    page.select_option("#contract_kind", "fixed_term")
    page.fill("#term_months", "24")
    page.check("#has_social_insurance-0")
    employer.check()
    employer.submit()
    page.fill("#must_skills", "低压电工\n电路图识读")
    page.select_option("#education_code", "71")
    employer.check()
    employer.submit()
    page.fill("#duties", "负责新厂区配电柜、电机和照明线路的日常巡检与维修，按规程填写记录。")
    employer.check()
    employer.submit()
    assert title in employer.text()
    employer.check()
    page.click("main form.one-button button")
    page.wait_for_url("**/my/vacancies*")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_vacancy_is_posted_checked_found_explained_and_applied_for(visitor: VisitorMaker, language: str) -> None:
    title = f"维修电工（{language}）"
    employer = visitor(language)
    employer.sign_in("employer")
    employer.check()
    _post_a_vacancy(employer, title)

    officer = visitor(language)
    officer.sign_in("officer.guangzhou")
    officer.go("/checks")
    officer.check()
    officer.wait_until("/checks", lambda text: title in text)
    officer.page.locator("article", has_text=title).locator("a.btn-primary").click()
    officer.check()
    officer.page.check("#decision-0")
    officer.submit()
    officer.page.wait_for_url("**/checks")

    seeker = visitor(language, PHONE)
    seeker.sign_in("seeker")
    seeker.go("/vacancies?q=广州 电工 7000以上")
    seeker.check()
    seeker.page.locator("article", has_text=title).locator("a").first.click()
    assert title in seeker.text()
    seeker.check()
    vacancy_path = seeker.page.url.removeprefix(seeker.address)

    seeker.wait_until("/jobs-for-me", lambda text: title in text)
    seeker.check()
    card = seeker.page.locator("article", has_text=title)
    card.locator("a.btn-outline-primary").click()
    assert "%" in seeker.text()
    seeker.check()

    seeker.go(vacancy_path + "/applications/new")
    seeker.check()
    seeker.page.check("#agrees")
    seeker.submit()
    seeker.page.wait_for_url("**/my/introductions")
    assert title in seeker.text()
    seeker.check()

    employer.go("/candidates")
    assert title in employer.text()
    assert "100000" in employer.text(), "the number is open after the application"
    employer.check()

    seeker.page.locator("article", has_text=title).locator("a.btn-outline-primary").last.click()
    seeker.check()
    seeker.page.click("form[action$='/steps/withdraw'] button")
    seeker.page.locator("dialog.ask button").first.click()
    seeker.page.wait_for_url("**/my/introductions")
    row = employer.go(vacancy_path + "/candidates").inner_text("main")
    assert "100000" not in row, "and closed again after the withdrawal"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_bureau_matches_across_cities_decides_and_exports(visitor: VisitorMaker, language: str) -> None:
    officer = visitor(language)
    officer.sign_in("officer.guangzhou")
    page = officer.go("/match-runs/new")
    officer.check()
    officer.submit()
    assert page.locator(".error-summary").count() == 1, "without cities of people the form says what is missing"
    for code in ("450100", "520100", "530100"):
        page.check(f"input[name=from_cities][value='{code}']")
    page.fill("#per_vacancy", "5")
    officer.submit()
    page.wait_for_selector("ol.pair-list", timeout=60_000)
    officer.check()
    page.locator("ol.pair-list li").first.locator("a", has_text="").last.click()
    page.wait_for_url("**/pairs/*")
    assert "%" in officer.text()
    officer.check()
    page.go_back()
    page.wait_for_selector("ol.pair-list")
    page.check("ol.pair-list input[name=pair] >> nth=0")
    page.click("button[value=recommended]")
    page.wait_for_selector("ol.pair-list")
    run_path = page.url.split("?")[0].removeprefix(officer.address)
    shown = page.locator("ol.pair-list h2 a").first.inner_text()

    table = _download(officer, run_path + "/export.csv")
    rows = list(csv.reader(io.StringIO(table.decode("utf-8-sig"))))
    assert len(rows) > 2
    assert any(shown in row for row in rows[1:])
    book = load_workbook(io.BytesIO(_download(officer, run_path + "/export.xlsx")))
    assert book.worksheets[0].max_row == len(rows)


def _download(visitor: Visitor, path: str) -> bytes:
    response = visitor.context.request.get(visitor.address + path)
    assert response.ok
    return response.body()


PUBLIC_PAGES = (
    "/",
    "/vacancies",
    "/vacancies?city=nowhere",
    "/help",
    "/rights",
    "/privacy",
    "/accessibility",
    "/sign-in",
)
HEADERS = "职位名称,工作城市,薪资,学历要求,经验要求,技能要求,公司名称,招聘人数"


def _bureau_file(folder: Path, language: str) -> Path:
    lines = [HEADERS]
    for number in range(40):
        pay = "面议" if number % 10 == 3 else "6千-8千"
        city = "深圳" if number % 10 == 7 else "广州"
        lines.append(
            f"焊工{number},{city},{pay},初中及以上,1-3年,氩弧焊、图纸识读,广州示例{language}{number % 5}制造有限公司,5"
        )
    path = folder / f"bureau-{language}.csv"
    path.write_bytes("\n".join(lines).encode("gb18030"))
    return path


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_bureau_brings_a_file_and_its_bad_rows_are_explained(
    visitor: VisitorMaker, language: str, tmp_path: Path
) -> None:
    officer = visitor(language)
    officer.sign_in("officer.guangzhou")
    page = officer.go("/files")
    officer.check()
    page.set_input_files("#file", _bureau_file(tmp_path, language))
    officer.submit()
    page.wait_for_url("**/columns")
    officer.check()
    assert page.locator("select[name^=column-] option:checked[value='']").count() == 0, "all eight headers are known"
    officer.submit()
    page.wait_for_url("**/preview")
    officer.check()
    page.click("main form.one-button button.btn-primary")
    page.wait_for_selector("a[href$='refused.xlsx']", timeout=60_000)
    officer.check()
    text = officer.text()
    assert "面议" in text or "negotiation" in text
    assert "深圳" in text
    batch_path = page.url.split("?")[0].removeprefix(officer.address)
    refused = _download(officer, batch_path + "/refused.csv").decode("utf-8-sig")
    assert len(refused.strip().splitlines()) == 9


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_person_registers_on_a_phone_and_writes_a_profile(visitor: VisitorMaker, language: str) -> None:
    seeker = visitor(language, PHONE)
    page = seeker.go("/")
    seeker.check()
    page.click(".entrance a >> nth=0")
    seeker.check()
    seeker.go("/register?role=seeker")
    _fill_registration(seeker, language)
    page.wait_for_url("**/profiles/new")
    page.fill("#wanted_titles", "养老护理员")
    seeker.check()
    seeker.submit()
    page.select_option("#city_code", "520100")
    seeker.submit()
    page.wait_for_url("**/background")
    page.fill("#skills", "老人照护\n急救")
    seeker.check()
    seeker.submit()
    page.fill("#real_name", "示例人")
    page.fill("#phone", "10000009999")
    seeker.check()
    seeker.submit()
    page.wait_for_url("**/review")
    assert "示例人" not in page.inner_text("article"), "employers do not see the name"
    page.click("main form.one-button button")
    assert seeker.page.locator(".notice-bad").count() == 1, "the wanted city is still missing"
    seeker.go(page.url.removeprefix(seeker.address).replace("review", "where"))
    page.select_option("#choice_1", "440100")
    seeker.check()
    seeker.submit()
    seeker.go(page.url.removeprefix(seeker.address).replace("background", "review"))
    page.click("main form.one-button button")
    page.wait_for_url("**/my/profiles")
    seeker.check()

    officer = visitor(language, DESK)
    officer.sign_in("officer.guiyang")
    officer.go("/checks")
    officer.check()
    assert "养老护理员" in officer.text()


def _fill_registration(seeker: Visitor, language: str) -> None:
    page = seeker.page
    if page.locator("#role-0").count():
        page.check("#role-0")
    page.fill("#display_name", "陈女士")
    page.fill("#address", f"chen.{language}@example.org")
    page.fill("#password", "river lantern 208 bridge")
    page.check("#agrees")
    seeker.check()
    seeker.submit()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_public_pages_are_sound_on_desk_and_phone(visitor: VisitorMaker, language: str) -> None:
    for size in (DESK, PHONE):
        guest = visitor(language, size)
        for path in (
            "/",
            "/vacancies",
            "/vacancies?city=nowhere",
            "/help",
            "/rights",
            "/privacy",
            "/accessibility",
            "/sign-in",
        ):
            guest.page.goto(guest.address + path)
            guest.check()
