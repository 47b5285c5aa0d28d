"""The coordinator's story: pay is to count for more, so look at what that changes, and only then decide."""

import pytest

from tests.journeys.conftest import DESK, PHONE, Visitor, VisitorMaker

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

WORDS = {
    "zh": {
        "changes": "的位置换人",
        "gini": "基尼系数",
        "force": "现行方案：",
        "spread": "分散推荐的效果",
        "kept": "按方案",
    },
    "en": {
        "changes": "go to somebody else",
        "gini": "Gini",
        "force": "In force now: plan",
        "spread": "What spreading did",
    },
}


def _draft_that_pays_more(coordinator: Visitor, weight: str) -> str:
    """A copy of the plan in force in which pay weighs this much; its version."""
    page = coordinator.go("/match-plans")
    coordinator.check()
    page.click("main form.one-button button.btn-primary")
    page.wait_for_url("**/edit")
    coordinator.check()
    page.fill("#weight_pay", "0")
    coordinator.submit()
    assert page.locator("#weight_pay-error").count() == 1, "a weight of nothing is refused beside its field"
    coordinator.check()
    page.fill("#weight_pay", weight)
    page.fill("#note", "求职者反映薪资最要紧")
    coordinator.submit()
    page.wait_for_url(lambda url: url.rsplit("/", 1)[-1].isdigit())
    coordinator.check()
    return page.locator("h1").inner_text().split()[-1]


def _run_with_spreading(coordinator: Visitor) -> None:
    page = coordinator.go("/match-runs/new")
    for code in ("450100", "520100"):
        page.check(f"input[name=from_cities][value='{code}']")
    page.check("input[name=to_cities][value='440100']")
    page.fill("#per_vacancy", "5")
    page.check("#is_spread")
    coordinator.check()
    coordinator.submit()
    page.wait_for_selector("ol.pair-list", timeout=60_000)


def _go_back_to_the_built_in_plan(coordinator: Visitor) -> None:
    """The quick way out; it also leaves the installation as other stories expect it."""
    page = coordinator.go("/match-plans/built-in/return")
    coordinator.check()
    page.click("main form .button-row button[type=submit]")
    assert page.locator("#note-error").count() == 1, "a reason is a must"
    page.fill("#note", "试行结束")
    page.click("main form .button-row button[type=submit]")
    page.wait_for_url("**/match-plans")
    coordinator.check()


@pytest.mark.parametrize(("language", "weight"), [("zh", "0.6"), ("en", "0.9")])
def test_a_plan_is_copied_changed_previewed_and_adopted(visitor: VisitorMaker, language: str, weight: str) -> None:
    words = WORDS[language]
    coordinator = visitor(language, DESK)
    coordinator.sign_in("coordinator")
    version = _draft_that_pays_more(coordinator, weight)
    page = coordinator.page
    page.click("main .button-row form.one-button button.btn-primary")
    page.wait_for_selector("a[href$='/adoption'].btn-primary", timeout=120_000)
    assert words["changes"] in coordinator.text()
    assert words["gini"] in coordinator.text()
    coordinator.check()
    reader = visitor(language, PHONE)
    reader.sign_in("officer.guangzhou")
    reader.go(page.url.removeprefix(coordinator.address))
    assert words["changes"] in reader.text()
    assert reader.page.locator("a[href$='/adoption']").count() == 0, "officers read and do not decide"
    reader.check()

    page.click("a[href$='/adoption'].btn-primary")
    coordinator.check()
    coordinator.submit()
    page.wait_for_url(lambda url: url.rsplit("/", 1)[-1].isdigit())
    coordinator.go("/match-plans")
    assert f"{words['force']} {version}".replace("： ", "：") in coordinator.text().replace("： ", "：")
    coordinator.check()

    _run_with_spreading(coordinator)
    assert version in coordinator.text()
    assert words["spread"] in coordinator.text()
    coordinator.check()
    page.locator("ol.pair-list li a[href*='/pairs/']").first.click()
    page.wait_for_url("**/pairs/*")
    assert version in coordinator.text(), "the pair says by which plan it was made"
    coordinator.check()
    _go_back_to_the_built_in_plan(coordinator)
