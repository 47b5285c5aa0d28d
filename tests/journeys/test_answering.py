"""An employer answers: from the application of somebody in another city to the first day, and a no with a reason."""

from datetime import datetime, timedelta

import pytest
from icalendar import Calendar

from tests.journeys.conftest import PHONE, Visitor, VisitorMaker
from tests.journeys.test_stories import _post_a_vacancy
from webapp.core.clock import CHINA

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]


def _person(visitor: VisitorMaker, language: str, name: str, size: dict[str, int] | None = None) -> Visitor:
    """Somebody signed in, who waits longer than usual: the worker computes first matches at the same time."""
    person = visitor(language, size)
    person.page.set_default_timeout(60_000)
    person.sign_in(name)
    return person


def _publish(visitor: VisitorMaker, language: str, title: str) -> tuple[Visitor, str]:
    """A vacancy of the prepared employer, published by the bureau; the employer and the path of the vacancy."""
    employer = _person(visitor, language, "employer")
    _post_a_vacancy(employer, title)
    officer = _person(visitor, language, "officer.guangzhou")
    officer.wait_until("/checks", lambda text: title in text)
    officer.page.locator("article", has_text=title).locator("a.btn-primary").click()
    officer.page.check("#decision-0")
    officer.submit()
    officer.page.wait_for_url("**/checks")
    employer.go("/my/vacancies")
    link = employer.page.locator("main a", has_text=title).first
    path = str(link.get_attribute("href"))
    return employer, "/vacancies/" + path.split("/vacancies/")[1].split("/")[0]


def _apply(seeker: Visitor, path: str) -> bool:
    """Apply from the page of the vacancy; False for a person without a published profile."""
    page = seeker.go(path + "/applications/new")
    if page.locator("#agrees").count() == 0:
        return False
    page.check("#agrees")
    seeker.submit()
    page.wait_for_url("**/my/introductions")
    return True


def _agree(visitor: Visitor, selector: str) -> None:
    """Press a button that asks first, and say yes."""
    visitor.page.click(selector)
    visitor.page.locator("dialog.ask button").first.click()
    visitor.page.wait_for_load_state()


def _fill_times(employer: Visitor) -> None:
    page = employer.page
    day = (datetime.now(CHINA) + timedelta(days=3)).strftime("%Y-%m-%d")
    page.check("#mode-0")
    page.fill("#place", "科学大道 88 号")
    for number, time in enumerate(("09:30", "14:00", "16:30")):
        page.fill(f"#day_{number}", day)
        page.fill(f"#time_{number}", time)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_from_an_application_to_the_first_day_and_a_no_with_a_reason(visitor: VisitorMaker, language: str) -> None:
    title = f"维修电工答复（{language}）"
    employer, path = _publish(visitor, language, title)

    seeker = _person(visitor, language, "seeker", PHONE)
    seeker.go(path)
    seeker.check()
    assert _apply(seeker, path)
    seeker.page.locator("article", has_text=title).locator("a.btn-outline-primary").last.click()
    own_page = seeker.page.url.removeprefix(seeker.address)
    seeker.check()

    # The employer: shortlist on the board, then three times.
    employer.go(path + "/candidates")
    employer.check()
    card = employer.page.locator(".board-card").first
    card.locator("summary").click()
    card.locator("form.one-button button").first.click()
    employer.page.wait_for_load_state()
    employer.go(own_page)
    employer.check()
    employer.page.click(f"a[href='{own_page}/interviews/new']")
    employer.check()
    employer.submit()
    assert employer.page.locator(".error-summary").count() == 1, "without a time the form says so"
    _fill_times(employer)
    employer.submit()
    if employer.page.locator("#accepts_clash").count():  # sample interviews may lie at the same time
        employer.page.check("#accepts_clash")
        employer.submit()
    employer.page.wait_for_url("**" + own_page)
    employer.check()

    # The seeker picks the second one; both have the calendar file.
    seeker.go("/my/introductions")
    seeker.check()
    seeker.page.locator("article", has_text=title).locator("a.btn-primary").click()
    seeker.check()
    seeker.page.check("#slot-1")
    seeker.submit()
    if seeker.page.locator("#accepts_clash").count():
        seeker.page.check("#accepts_clash")
        seeker.submit()
    seeker.page.wait_for_url("**" + own_page)
    seeker.check()
    for person in (seeker, employer):
        link = person.go(own_page).locator("a[href$='calendar.ics']").first.get_attribute("href")
        response = person.context.request.get(person.address + str(link))
        assert response.headers["content-type"].startswith("text/calendar")
        event = Calendar.from_ical(response.body()).walk("VEVENT")[0]
        assert event.decoded("DTSTART").astimezone(CHINA).strftime("%H:%M") == "14:00"

    # An offer for today, accepted, and the start confirmed by both.
    employer.page.click(f"a[href='{own_page}/offers/new']")
    today = datetime.now(CHINA).strftime("%Y-%m-%d")
    employer.page.fill("#pay_yuan", "7500")
    employer.page.fill("#starts_on", today)
    employer.page.fill("#valid_until", today)
    employer.check()
    employer.submit()
    employer.page.wait_for_url("**" + own_page)
    seeker.go(own_page)
    assert "7,500" in seeker.text()
    seeker.check()
    _agree(seeker, "form[action$='/acceptance'] button")
    seeker.go(own_page)
    seeker.page.click("#start button[type=submit]")
    seeker.page.wait_for_load_state()
    seeker.check()
    employer.go(own_page)
    employer.page.click("#start button[type=submit]")
    employer.page.wait_for_load_state()
    employer.check()
    assert ("双方已确认" if language == "zh" else "confirmed by both sides") in employer.text()
    board = employer.go(path + "/candidates").inner_text("main")
    assert ("3 个名额中已入职 1 人" if language == "zh" else "1 of 3 places filled") in board

    _decline_another(visitor, employer, path, language)


def _decline_another(visitor: VisitorMaker, employer: Visitor, path: str, language: str) -> None:
    """Another person applies, is turned down with a reason, and reads it."""
    for name in ("seeker50", "seeker150", "seeker250", "seeker350", "seeker450"):
        other = _person(visitor, language, name, PHONE)
        if _apply(other, path):
            break
    else:
        raise AssertionError("no other sample person has a published profile")
    employer.go(path + "/candidates?stage=new")
    employer.check()
    card = employer.page.locator(".board-card").first
    card.locator("summary").click()
    card.locator("a.btn-outline-danger").click()
    employer.check()
    employer.page.check("input[name=decline_reason][value=certificate_missing]")
    employer.page.fill("#reason", "感谢您的申请，{vacancy}需要低压电工证。")
    employer.submit()
    assert "维修电工答复" in employer.page.inner_text("section.panel"), "the preview fills the places in"
    employer.check()
    employer.submit()
    employer.page.wait_for_url("**/candidates")
    other.go("/my/introductions")
    other.check()
    other.page.locator("article", has_text="维修电工答复").locator("a.btn-outline-primary").last.click()
    other.check()
    words = "缺少岗位所需的证书" if language == "zh" else "A certificate that the work needs is missing"
    assert words in other.text() and "需要低压电工证" in other.text()
