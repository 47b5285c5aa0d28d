"""An employer with a phone and little time: template, draft, copy, many renewed at once, closed as filled."""

import pytest

from tests.journeys.conftest import PHONE, VisitorMaker

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
SMALL = {"width": 360, "height": 780}
WORDS = {
    "zh": {"made": "来源：", "step": "第 1 步，共 6 步", "done": "已完成 2 个，共 2 个", "filled": "该岗位已招满。"},
    "en": {"made": "Made from", "step": "Step 1 of 6", "done": "2 of 2 done", "filled": "This post has been filled."},
}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_from_a_template_to_closed_as_filled(visitor: VisitorMaker, language: str) -> None:
    words = WORDS[language]
    employer = visitor(language, SMALL)
    # The first page that suggests an occupation loads what titles mean, which takes long on a busy machine.
    employer.page.set_default_timeout(60_000)
    employer.sign_in("employer")
    employer.check()

    page = employer.go("/my/vacancies")
    page.click("a[href$='/vacancies/templates']")
    employer.check()
    page.click("a[href$='template=cashier']")
    assert words["made"] in employer.text() and words["step"] in employer.text()
    page.fill("#headcount", "2")
    employer.check()
    employer.submit()
    page.wait_for_url("**/place")
    page.select_option("#city_code", "440100")
    page.fill("#address", "天河路 208 号")
    page.fill("#pay_min_yuan", "4200")
    page.fill("#pay_max_yuan", "5600")
    employer.check()
    employer.submit()
    page.wait_for_url("**/contract")
    page.check("#has_social_insurance-0")
    page.locator("details.more summary").click()
    employer.check()
    for step in ("requirements", "duties", "review"):
        employer.submit()
        page.wait_for_url(f"**/{step}")
        employer.check()
    assert page.locator("main form.one-button button").count() >= 1, "everything that is a must was there or asked"
    draft_path = page.url.removeprefix(employer.address).removesuffix("/review")

    employer.go(draft_path)
    employer.check()
    page.click(f"a[href*='copy={draft_path.rsplit('/', 1)[-1]}']")
    assert words["made"] in employer.text() and page.input_value("#headcount") == ""
    page.fill("#headcount", "1")
    employer.submit()
    page.wait_for_url("**/place")
    assert page.input_value("#pay_min_yuan").startswith("4200"), "a copy has what the old one said"

    employer.go("/my/vacancies?state=ending")
    employer.check()
    boxes = page.locator("input[name=v]")
    # The other language's story renews too; both find two, for one is among those that have ended.
    if boxes.count() < 2:
        employer.go("/my/vacancies?state=published")
    for place in range(2):
        page.locator("input[name=v]").nth(place).check()
    page.click("#choose button")
    employer.check()
    page.check("input[name=action][value=renew]")
    employer.submit()
    page.wait_for_selector("table")
    assert words["done"] in employer.text()
    employer.check()

    employer.go("/my/vacancies?state=published")
    page.locator("article a.whole-card").last.click()
    page.click("a[href$='/open-places']")
    page.fill("#filled_elsewhere", "60")
    employer.check()
    employer.submit()
    page.wait_for_url("**/closure")
    assert page.is_checked("#outcome-0"), "a full vacancy is offered to be closed as filled"
    employer.check()
    employer.submit()
    page.wait_for_url(lambda url: "/closure" not in url)
    assert words["filled"] in employer.text()
    employer.check()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_seeker_sees_one_card_and_every_city(visitor: VisitorMaker, language: str) -> None:
    seeker = visitor(language, PHONE)
    seeker.wait_until("/vacancies?q=仓库管理员", lambda text: "Compare all" in text or "全部对比" in text)
    seeker.check()
    page = seeker.page
    also = page.locator(".card-also").first
    cities = also.locator("li a").count()
    assert cities >= 3
    also.locator("> a").click()
    page.wait_for_url("**/vacancies/groups/*")
    assert page.locator("article").count() == cities + 1
    seeker.check()
    seeker.go("/vacancies?q=仓库管理员&city=520100")
    assert page.locator(".card-also").count() >= 1, "the city's own card, with the others beside it"
