"""The pages of plans as the coordinator, an officer and a stranger meet them, in both languages."""

from typing import Any

import pytest
from sqlalchemy import select

from matching import DEFAULT_PLAN, MatchPlan
from tests.factories.people import PASSWORD, make_account
from tests.factories.plans import NOTE, adopt, answers, make_coordinator, make_draft, preview
from webapp.core.clock import FixedClock
from webapp.core.permissions import Role
from webapp.http.site import Site
from webapp.plans import services
from webapp.plans.models import StoredPlan


def sign_in(client: Any, site: Site, role: Role, **facts: object) -> None:
    client.post("/sign-out")
    with site.database.transaction() as session:
        email = f"{role}{make_account(session).id}@example.org"
        make_account(session, role, email=email, **facts)
    assert client.post("/sign-in", data={"address": email, "password": PASSWORD}).status_code == 303
    speak(client, "en")


def speak(client: Any, language: str) -> None:
    client.get(f"/language/{language}?next=/help")


def filled(**changes: str) -> dict[str, Any]:
    """The edit form with the built-in plan in it, as a browser sends it."""
    plan = DEFAULT_PLAN
    data: dict[str, Any] = {"revision": "1", "gates": list(plan.gates), "note": "", "congestion": "0.5"}
    data |= {f"weight_{name}": f"{plan.weight(name):g}" for name in plan.comparisons}
    data |= {f"side_{name}": plan.side(name) for name in plan.comparisons}
    data |= {"essential_share": "80", "wish_share": "20", "min_score": "45", "pay_floor_share": "75"}
    return {**data, "skill_level_slack": "1", "education_slack": "1", **changes}


def stored(site: Site, plan_id: int = 1) -> StoredPlan:
    with site.database.reading() as session:
        return session.get_one(StoredPlan, plan_id)


def test_from_copy_to_plan_in_force(client: Any, site: Site, clock: FixedClock) -> None:
    sign_in(client, site, Role.COORDINATOR)
    first = client.get("/match-plans").text
    assert f"In force now: plan {DEFAULT_PLAN.version}" in first
    assert "A new release of the software may bring another" in first
    answer = client.post("/match-plans", data={"source": "built-in"})
    assert (answer.status_code, answer.location) == (303, "/match-plans/1/edit")
    assert 'value="0.4"' in client.get("/match-plans/1/edit").text
    saved = client.post("/match-plans/1/edit", data=filled(weight_pay="0.8", is_spread="y", congestion="0.3"))
    assert (saved.status_code, saved.location) == (303, "/match-plans/1")
    page = client.get("/match-plans/1").text
    assert "weight 0.4: 40% of" in page
    assert "weight 0.8: 57.1% of" in page
    assert "strength 0.3" in page
    assert "A plan can be adopted only after" in client.get("/match-plans/1/adoption").text
    assert client.post("/match-plans/1/adoption", data={"note": NOTE, "revision": "2"}).status_code == 409
    assert client.post("/match-plans/1/previews").location == "/match-plans/1/preview"
    waiting = client.get("/match-plans/1/preview")
    assert waiting.headers["Refresh"] == "3", "without script the page looks again by itself"
    assert client.get("/match-plans/1/preview/progress").json["done"] is False
    site.queue.run_all_due()
    assert client.get("/match-plans/1/preview/progress").json["percent"] == 100
    shown = client.get("/match-plans/1/preview").text
    assert "Evenness of exposure (Gini)" in shown
    assert "Pairs labelled by hand" in shown
    assert client.post("/match-plans/1/adoption", data={"note": " ", "revision": "2"}).status_code == 422
    assert client.post("/match-plans/1/adoption", data={"note": NOTE, "revision": "2"}).status_code == 303
    after = client.get("/match-plans").text
    assert "In force now: plan 2026-11-23-1" in after
    assert NOTE in after
    assert "does not count" in after, "it says what becomes of the built-in plan"
    assert "2026-11-23-1" in client.get("/match-runs/new").text


def test_a_newer_built_in_plan_is_said_and_does_not_count(
    client: Any, site: Site, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with site.database.transaction() as session:
        adopt(session, make_coordinator(session), clock).built_in_version = "2026-01-1"
    sign_in(client, site, Role.OFFICER, city_code="440100")
    page = client.get("/match-plans").text
    assert "The built-in plan has changed since this one was adopted." in page
    assert "In force now: plan 2026-11-23-1" in page


def test_a_plan_that_cannot_be_computed_any_more_is_said(client: Any, site: Site, clock: FixedClock) -> None:
    with site.database.transaction() as session:
        plan = adopt(session, make_coordinator(session), clock)
        plan.plan = {**plan.plan, "gates": ["a gate of old"]}
    sign_in(client, site, Role.COORDINATOR)
    page = client.get("/match-plans").text
    assert "this release of the software cannot compute it" in page
    assert f"In force now: plan {DEFAULT_PLAN.version}" in page
    assert 'href="/match-plans/1"' in page
    assert "/match-plans/built-in/return" in client.get("/match-plans/1").text, "no dead end"
    assert client.post("/match-plans/built-in/return", data={"note": NOTE}).status_code == 303
    assert stored(site).state == "retired"


WRONG = (
    ("weight_pay", "0", "Please enter a weight above 0", "请输入大于 0"),
    ("weight_pay", "-1", "Please enter a weight above 0", "请输入大于 0"),
    ("weight_pay", "nan", "Please enter a weight above 0", "请输入大于 0"),
    ("weight_pay", "1e308", "Please enter a weight above 0", "请输入大于 0"),
    ("weight_pay", "", "Please enter a weight above 0", "请输入大于 0"),
    ("weight_pay", "much", "Please write a number", "请填写数字"),
    ("wish_share", "100", "between 0 and 99 percent", "0 到 99 之间的百分比"),
    ("essential_share", "0", "between 1 and 100 percent", "1 到 100 之间的百分比"),
    ("min_score", "nan", "between 0 and 100 percent", "0 到 100 之间的百分比"),
    ("skill_level_slack", "1.5", "Please write a whole number", "请填写整数"),
    ("skill_level_slack", "9", "a whole number between 0 and 4", "0 到 4 之间的整数"),
    ("congestion", "2", "above 0 and up to 1", "不超过 1 的强度"),
    ("congestion", "0", "above 0 and up to 1", "不超过 1 的强度"),
    ("note", "x" * 501, "at most 500 characters", "最多填写 500 个字"),
)


def test_what_is_wrong_is_said_beside_its_field_and_the_answers_are_kept(
    client: Any, site: Site, clock: FixedClock
) -> None:
    with site.database.transaction() as session:
        services.copy_plan(session, make_coordinator(session), None, clock=clock)
    sign_in(client, site, Role.COORDINATOR)
    for place, language in enumerate(("en", "zh")):
        speak(client, language)
        for field, value, *words in WRONG:
            answer = client.post(
                "/match-plans/1/edit", data={**filled(weight_title="0.77", is_spread="y"), field: value}
            )
            assert answer.status_code == 422, (field, value)
            beside = answer.text.split(f'id="{field}-error"')[1].split("</p>")[0]
            assert words[place] in beside, (field, value)
            assert 'value="0.77"' in answer.text
    assert stored(site).revision == 1


def test_something_must_be_essential(client: Any, site: Site, clock: FixedClock) -> None:
    with site.database.transaction() as session:
        services.copy_plan(session, make_coordinator(session), None, clock=clock)
    sign_in(client, site, Role.COORDINATOR)
    none = {f"side_{name}": "" for name in DEFAULT_PLAN.essential}
    answer = client.post("/match-plans/1/edit", data=filled(**none))
    assert answer.status_code == 422
    assert "At least one point must count" in answer.text.split('id="side_occupation-error"')[1].split("</p>")[0]


def test_the_second_of_two_is_shown_what_the_first_saved(client: Any, site: Site, clock: FixedClock) -> None:
    with site.database.transaction() as session:
        other = make_coordinator(session)
        services.copy_plan(session, other, None, clock=clock)
        services.edit_plan(session, other, 1, answers(min_score=0.6), seen_revision=1, clock=clock)
    sign_in(client, site, Role.COORDINATOR)
    mine = filled(weight_place="0.9")
    answer = client.post("/match-plans/1/edit", data=mine)
    assert answer.status_code == 409
    assert "Somebody else saved this draft meanwhile" in answer.text
    assert "60%" in answer.text, "what they saved"
    assert 'value="0.9"' in answer.text, "what I wrote"
    assert MatchPlan.from_json(stored(site).plan).min_score == 0.6
    assert 'name="revision" type="hidden" value="2"' in answer.text
    assert client.post("/match-plans/1/edit", data={**mine, "revision": "2"}).status_code == 303
    assert MatchPlan.from_json(stored(site).plan).weight("place") == 0.9


@pytest.mark.parametrize("revision", ["", "x", "-1", "9" * 12, "٣"])
def test_a_form_without_its_revision_saves_nothing(client: Any, site: Site, clock: FixedClock, revision: str) -> None:
    with site.database.transaction() as session:
        services.copy_plan(session, make_coordinator(session), None, clock=clock)
    sign_in(client, site, Role.COORDINATOR)
    assert client.post("/match-plans/1/edit", data=filled(revision=revision)).status_code == 409
    assert stored(site).revision == 1


def test_a_stale_preview_is_said_and_adopts_nothing(client: Any, site: Site, clock: FixedClock) -> None:
    with site.database.transaction() as session:
        coordinator = make_coordinator(session)
        make_draft(session, coordinator, clock)
        preview(session, coordinator, 1, clock)
        services.edit_plan(session, coordinator, 1, answers(min_score=0.6), seen_revision=2, clock=clock)
    sign_in(client, site, Role.COORDINATOR)
    page = client.get("/match-plans/1/preview").text
    assert "This preview is stale" in page
    assert f"Plan {DEFAULT_PLAN.version}" in page, "what it was compared with is named"
    assert "/match-plans/1/adoption" not in page
    assert client.post("/match-plans/1/adoption", data={"note": NOTE, "revision": "3"}).status_code == 409
    assert stored(site).state == "draft"


def test_a_discarded_draft_can_be_read_and_copied(client: Any, site: Site, clock: FixedClock) -> None:
    with site.database.transaction() as session:
        make_draft(session, make_coordinator(session), clock)
    sign_in(client, site, Role.COORDINATOR)
    assert "2026-11-23-1" in client.get("/match-plans/1/removal").text
    assert stored(site).state == "draft", "looking at the question discards nothing"
    assert client.post("/match-plans/1/removal").location == "/match-plans"
    assert "Discarded drafts" in client.get("/match-plans").text
    assert client.get("/match-plans/1").status_code == 200
    assert client.get("/match-plans/1/edit").status_code == 409
    assert client.post("/match-plans", data={"source": "1"}).location == "/match-plans/2/edit"


READING = ("/match-plans", "/match-plans/built-in", "/match-plans/1", "/match-plans/1/preview")
CHANGING = (
    "/match-plans",
    "/match-plans/1/edit",
    "/match-plans/1/previews",
    "/match-plans/1/adoption",
    "/match-plans/1/removal",
    "/match-plans/built-in/return",
)


def test_officers_read_and_change_nothing(client: Any, site: Site, clock: FixedClock) -> None:
    with site.database.transaction() as session:
        coordinator = make_coordinator(session)
        make_draft(session, coordinator, clock)
        preview(session, coordinator, 1, clock)
    sign_in(client, site, Role.OFFICER, city_code="440100")
    pages = [client.get(path) for path in READING]
    assert [page.status_code for page in pages] == [200] * len(READING)
    offers = ("New draft", "Discard the draft", "Copy as a new draft", "Go on to adoption", "Preview again")
    assert [offer for page in pages for offer in offers if offer in page.text] == []
    sent = {"source": "built-in", "note": NOTE, "revision": "2"}
    assert [client.post(path, data=sent).status_code for path in CHANGING] == [403] * len(CHANGING)
    assert "/match-plans" in client.get("/overview").text, "the menu leads there"
    with site.database.reading() as session:
        assert [plan.state for plan in session.scalars(select(StoredPlan))] == ["draft"]


@pytest.mark.parametrize("role", [Role.SEEKER, Role.EMPLOYER, Role.AGENCY, Role.INSPECTOR, Role.ADMINISTRATOR])
def test_nobody_else_sees_plans(client: Any, site: Site, clock: FixedClock, role: Role) -> None:
    with site.database.transaction() as session:
        make_draft(session, make_coordinator(session), clock)
    sign_in(client, site, role)
    assert [client.get(path).status_code for path in READING] == [403] * len(READING)
    assert [client.post(path).status_code for path in CHANGING] == [403] * len(CHANGING)
    client.post("/sign-out")
    assert [client.get(path).status_code for path in READING] == [303] * len(READING)


def test_what_is_not_there_is_not_found(client: Any, site: Site) -> None:
    sign_in(client, site, Role.COORDINATOR)
    for path in ("/match-plans/7", "/match-plans/7/edit", "/match-plans/7/preview", "/match-plans/7/preview/progress"):
        assert client.get(path).status_code == 404
    for path in ("/match-plans/7/previews", "/match-plans/7/removal", "/match-plans/7/adoption"):
        assert client.post(path).status_code == 404
    for source in ("", "x", "7", "9" * 30):
        answer = client.post("/match-plans", data={"source": source})
        assert answer.status_code in (303, 404)
    with site.database.reading() as session:
        assert session.scalar(select(StoredPlan.id)) is None
    assert client.get("/match-plans/built-in/return").status_code == 409
