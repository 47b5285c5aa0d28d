"""The pages between an application and a start, without a script, from both sides."""

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests.factories.people import PASSWORD, make_account, make_organisation
from tests.factories.postings import make_profile, make_vacancy
from webapp.core.clock import CHINA, FixedClock
from webapp.core.permissions import Role
from webapp.core.queue import Job
from webapp.http.site import Site
from webapp.placements.models import Interview, Introduction, IntroductionMessage, MessageTemplate, Offer
from webapp.postings.models import Vacancy

BOSS, COLLEAGUE, SEEKER, OTHER = "boss@example.org", "colleague@example.org", "seeker@example.org", "other@example.org"


@pytest.fixture
def vacancy(site: Site) -> str:
    """One open vacancy with two members of its employer, and two people from another city; its public id."""
    with site.database.transaction() as session:
        firm = make_organisation(session, name="River Works")
        for email, name in ((BOSS, "Boss Li"), (COLLEAGUE, "Anna He")):
            facts = {"organisation_id": firm.id, "is_organisation_owner": email == BOSS}
            make_account(session, Role.EMPLOYER, email=email, display_name=name, **facts)
        for email in (SEEKER, OTHER):
            account = make_account(session, email=email)
            make_profile(session, account_id=account.id)
        return make_vacancy(session, organisation_id=firm.id, title="Electrician").public_id


def enter(client: Any, email: str) -> None:
    """Sign in and read English."""
    client.post("/sign-out")
    assert client.post("/sign-in", data={"address": email, "password": PASSWORD}).status_code == 303
    client.get("/language/en")


def apply(client: Any, vacancy: str, email: str = SEEKER) -> int:
    """Apply as this person; the id of the introduction."""
    enter(client, email)
    page = client.get(f"/vacancies/{vacancy}/applications/new").text
    profile_id = re.search(r'<option[^>]*value="(\d+)"', page)
    assert profile_id is not None
    answers = {"profile_id": profile_id.group(1), "agrees": "y"}
    assert client.post(f"/vacancies/{vacancy}/applications/new", data=answers).status_code == 303
    found = re.findall(r'href="/introductions/(\d+)"', client.get("/my/introductions").text)
    return max(int(number) for number in found)


def state(site: Site, introduction_id: int) -> str:
    with site.database.reading() as session:
        return session.get_one(Introduction, introduction_id).state


def mails(site: Site) -> list[tuple[str, str]]:
    with site.database.reading() as session:
        rows = session.scalars(select(Job).where(Job.name == "core.send_mail").order_by(Job.id))
        return [(row.payload["to"], row.payload["subject"]) for row in rows]


def test_from_application_to_start_on_pages(client: Any, site: Site, clock: FixedClock, vacancy: str) -> None:
    one = apply(client, vacancy)
    enter(client, BOSS)
    board = client.get(f"/vacancies/{vacancy}/candidates").text
    assert "陈志明" in board and "Shortlist" in board
    assert client.post(f"/introductions/{one}/steps/shortlist", data={"version": "1"}).status_code == 303
    assert state(site, one) == "shortlisted"

    day = (clock.now() + timedelta(days=2)).astimezone(CHINA).strftime("%Y-%m-%d")
    wrong = {"mode": "online", "link": "", "minutes": "30", "day_0": day, "time_0": ""}
    refused = client.post(f"/introductions/{one}/interviews/new", data=wrong)
    assert refused.status_code == 422 and "This day has no time." in refused.text
    times = {"mode": "place", "place": "Gate 2", "minutes": "30"}
    times |= {f"day_{number}": day for number in range(3)}
    times |= {"time_0": "09:00", "time_1": "10:00", "time_2": "14:30"}
    assert client.post(f"/introductions/{one}/interviews/new", data=times).status_code == 303

    enter(client, SEEKER)
    mine = client.get("/my/introductions").text
    assert "Your next step" in mine and "Choose a time" in mine
    choice = client.get("/interviews/1/choice").text
    slots = re.findall(r'name="slot"[^>]*value="(\d+)"', choice)
    assert len(slots) == 3 and "2:30" in choice
    assert client.get("/interviews/1/calendar.ics").status_code == 404
    assert client.post("/interviews/1/choice", data={"slot": "none", "wish": ""}).status_code == 422
    assert client.post("/interviews/1/choice", data={"slot": slots[2]}).status_code == 303
    for email in (SEEKER, BOSS):
        enter(client, email)
        file = client.get("/interviews/1/calendar.ics")
        assert file.mimetype == "text/calendar"
        assert f"DTSTART;TZID=Asia/Shanghai:{day.replace('-', '')}T143000" in file.text

    today = clock.today().isoformat()
    offer = {"pay_yuan": "5500", "pay_period": "month", "starts_on": today, "place": "Gate 2", "valid_until": today}
    assert client.post(f"/introductions/{one}/offers/new", data={**offer, "pay_yuan": "0"}).status_code == 422
    assert client.post(f"/introductions/{one}/offers/new", data=offer).status_code == 303
    enter(client, SEEKER)
    assert "This is less than the pay" in client.get(f"/introductions/{one}").text
    assert client.post("/offers/1/acceptance").status_code == 303
    assert client.post(f"/introductions/{one}/start", data={"started_on": today}).status_code == 303
    assert state(site, one) == "hired"
    enter(client, BOSS)
    assert client.post(f"/introductions/{one}/start", data={"started_on": today}).status_code == 303
    assert state(site, one) == "started"
    assert "1 of 3 places filled" in client.get(f"/vacancies/{vacancy}/candidates").text
    receivers = [to for to, _ in mails(site)]
    assert receivers.count(SEEKER) >= 3 and receivers.count(BOSS) >= 3 and COLLEAGUE not in receivers


def test_a_no_is_previewed_sent_and_read_in_the_readers_language(client: Any, site: Site, vacancy: str) -> None:
    one = apply(client, vacancy)
    enter(client, BOSS)
    page = f"/introductions/{one}/refusal"
    assert "Thank you for applying" in client.get(page + "?template=decline-en").text
    assert client.post(page, data={"reason": "Sorry"}).status_code == 422, "a reason is a must"
    answers = {"decline_reason": "experience_short", "reason": "Sorry, {vacancy}", "version": "1"}
    preview = client.post(page, data=answers)
    assert preview.status_code == 200 and "Sorry, Electrician" in preview.text
    assert state(site, one) == "applied", "nothing is sent before it was seen"
    changed = {**answers, "reason": "Other words", "previewed": "experience_short\nSorry, Electrician"}
    assert client.post(page, data=changed).status_code == 200 and state(site, one) == "applied"
    sent = client.post(page, data={**answers, "previewed": "experience_short\r\nSorry, Electrician"})
    assert sent.status_code == 303 and state(site, one) == "rejected"
    enter(client, SEEKER)
    english = client.get(f"/introductions/{one}").text
    assert "The work needs more experience." in english and "Sorry, Electrician" in english
    assert "A person decided, not a score." in english
    client.get("/language/zh")
    assert "岗位需要更多工作经验。" in client.get(f"/introductions/{one}").text
    assert "13800000000" not in english


def test_the_second_recruiter_is_told_who_was_faster(client: Any, site: Site, vacancy: str) -> None:
    one = apply(client, vacancy)
    enter(client, COLLEAGUE)
    client.post(f"/introductions/{one}/steps/shortlist", data={"version": "1"})
    enter(client, BOSS)
    old_page = {"version": "1", "next": f"/introductions/{one}"}
    answer = client.post(f"/introductions/{one}/steps/interview", data=old_page, follow_redirects=True)
    assert answer.status_code == 200
    assert "Anna He was faster" in answer.text and state(site, one) == "shortlisted"
    form = {"decline_reason": "pay_apart", "reason": "My words", "version": "1", "previewed": "pay_apart\nMy words"}
    refused = client.post(f"/introductions/{one}/refusal", data=form)
    assert refused.status_code == 422 and "Anna He was faster" in refused.text and "My words" in refused.text


def test_several_are_answered_one_by_one(client: Any, site: Site, vacancy: str) -> None:
    one, two = apply(client, vacancy), apply(client, vacancy, OTHER)
    enter(client, SEEKER)
    client.post(f"/introductions/{one}/steps/withdraw")
    enter(client, BOSS)
    ticks = {"chosen": [f"{one}:1", f"{two}:1", "nonsense", "999:1"]}
    answer = client.post(f"/vacancies/{vacancy}/candidates/shortlist", data=ticks, follow_redirects=True)
    assert "1 candidate is on the shortlist" in answer.text and "was faster" in answer.text
    assert (state(site, one), state(site, two)) == ("withdrawn", "shortlisted")
    page = f"/vacancies/{vacancy}/candidates/refusals"
    assert client.get(page).text.count('name="chosen"') == 1, "who has withdrawn does not remain"
    taken = client.post(page, data={"template": "decline-en", "decline_reason": "places_filled"}).text
    assert "Thank you for applying" in taken and "checked" not in re.findall(r'name="chosen"[^>]*>', taken)[0]
    form = {"chosen": f"{two}:2", "decline_reason": "places_filled", "reason": "For {vacancy}: no"}
    assert "For Electrician: no" in client.post(page, data=form).text
    assert client.post(page, data={**form, "chosen": []}).status_code == 422
    seen = f"places_filled\n{two}\nFor {{vacancy}}: no"
    assert client.post(page, data={**form, "previewed": seen}).status_code == 303
    assert state(site, two) == "rejected"
    assert [to for to, subject in mails(site) if to == OTHER] == [OTHER]


def test_templates_are_made_checked_and_deleted(client: Any, site: Site, vacancy: str) -> None:
    enter(client, BOSS)
    assert "{vacancy}" in client.get("/message-templates").text
    form = {"name": "Visit", "purpose": "other", "language": "en", "body": "Hello {nam}"}
    refused = client.post("/message-templates/new", data=form)
    assert refused.status_code == 422 and "{nam} is not known" in refused.text
    assert client.post("/message-templates/new", data={**form, "body": "See {vacancy}"}).status_code == 303
    one = apply(client, vacancy)
    enter(client, BOSS)
    assert "See {vacancy}" in client.get(f"/introductions/{one}/messages/new?template=1-en").text
    page = f"/introductions/{one}/messages/new"
    assert "See Electrician" in client.post(page, data={"body": "See {vacancy}"}).text
    assert client.post(page, data={"body": "At {time}"}).status_code == 422
    assert client.post(page, data={"body": "See {vacancy}", "previewed": "See Electrician"}).status_code == 303
    with site.database.reading() as session:
        assert session.scalars(select(IntroductionMessage.body)).all() == ["See Electrician"]
    assert client.post("/message-templates/1/removal").status_code == 303
    with site.database.reading() as session:
        assert session.scalars(select(MessageTemplate.id)).all() == []


def test_strangers_see_nothing(client: Any, site: Site, vacancy: str) -> None:
    one = apply(client, vacancy)
    with site.database.transaction() as session:
        make_account(session, Role.EMPLOYER, email="x@example.org", organisation_id=make_organisation(session).id)
        session.add(
            Interview(
                introduction_id=one, uid="u", mode="phone", minutes=30, created_at=site.clock.now(),
                changed_at=site.clock.now(), starts_at=site.clock.now(), state="chosen",
            )
        )  # fmt: skip
        session.add(
            Offer(
                introduction_id=one, pay_yuan=1, pay_period="month", starts_on=site.clock.today(), place="",
                valid_until=site.clock.today(), created_at=site.clock.now(), changed_at=site.clock.now(),
            )
        )  # fmt: skip
    for email in ("x@example.org", OTHER):
        enter(client, email)
        for path in (f"/introductions/{one}", "/interviews/1/calendar.ics", f"/introductions/{one}/messages/new"):
            assert client.get(path).status_code == 404
        assert client.post("/offers/1/acceptance").status_code in (403, 404)
        assert client.post(f"/introductions/{one}/start", data={"started_on": "2026-11-20"}).status_code == 404
    assert client.get("/introductions/99999999999").status_code == 404


def test_seekers_read_the_employers_card(client: Any, site: Site, vacancy: str) -> None:
    client.get("/language/en")
    page = client.get(f"/vacancies/{vacancy}").text
    assert "How this employer answers" in page and "Too few applications to say" in page
    with site.database.transaction() as session:
        row = session.scalars(select(Vacancy).where(Vacancy.public_id == vacancy)).one()
        for number in range(5):
            begun = site.clock.now() - timedelta(days=20)
            introduction = Introduction(
                vacancy_id=row.id, profile_id=make_profile(session).id, started_by="seeker", state="rejected",
                created_at=begun, changed_at=begun, answered_at=begun + timedelta(days=number) if number else None,
            )  # fmt: skip
            session.add(introduction)
        organisation_id = row.organisation_id
    for path in (f"/vacancies/{vacancy}", f"/organisations/{organisation_id}"):
        page = client.get(path).text
        assert "80% (4 of 5)" in page and "2.5 days" in page
