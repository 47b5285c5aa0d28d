"""Posting made easy, as an employer meets it on the site: templates, copies, two at once, many at once, the end."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests.factories.people import PASSWORD, make_account, make_organisation
from tests.factories.postings import make_vacancy
from tests.postings.drafts import vacancy_draft
from webapp.core.clock import FixedClock
from webapp.core.permissions import Role
from webapp.http.site import Site
from webapp.postings import grouping, queries, services
from webapp.postings.models import Vacancy, VacancyOutcome, VacancyTemplate
from webapp.postings.rules import Action
from webapp.postings.templates import post_templates
from webapp.reference.queries import catalogue

TODAY = date(2026, 11, 23)


def member(client: Any, site: Site, organisation_id: int, name: str = "") -> None:
    """Sign in as a new member of the organisation, reading English."""
    with site.database.transaction() as session:
        email = f"member{make_account(session).id}@example.org"
        facts: dict[str, object] = {"display_name": name} if name else {}
        make_account(session, Role.EMPLOYER, email=email, organisation_id=organisation_id, **facts)
    assert client.post("/sign-in", data={"address": email, "password": PASSWORD}).status_code == 303
    client.get("/language/en?next=/help")


@pytest.fixture
def firm(site: Site, client: Any) -> int:
    """An organisation with a member who is signed in at `client`."""
    with site.database.transaction() as session:
        organisation_id = make_organisation(session).id
    member(client, site, organisation_id, "Ms Chen")
    return organisation_id


def new_vacancy(site: Site, organisation_id: int, **facts: object) -> Vacancy:
    with site.database.transaction() as session:
        return make_vacancy(session, organisation_id=organisation_id, **facts)  # type: ignore[arg-type]


def stored(site: Site, vacancy_id: int) -> Vacancy:
    with site.database.reading() as session:
        return session.scalars(select(Vacancy).where(Vacancy.id == vacancy_id).options(*queries.VACANCY_LOADED)).one()


def form_of(page: str) -> dict[str, Any]:
    """What a browser would send of the page's first form with a version, as it stands."""
    form = next(one for one in re.findall(r"<form.*?</form>", page, re.DOTALL) if 'name="version"' in one)
    data: dict[str, Any] = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', form))
    for tag in re.findall(r"<input[^>]*>", form):
        name = re.search(r'name="([^"]+)"', tag)
        if name and re.search(r'type="(radio|checkbox)"', tag):
            data.pop(name.group(1), None)
    for tag in re.findall(r"<input[^>]*checked[^>]*>", form):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        assert name and value
        data[name.group(1)] = value.group(1)
    for name, body in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option selected value="([^"]*)"', body)
        data[name] = chosen.group(1) if chosen else ""
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\s*(.*?)</textarea>', form, re.DOTALL):
        data[name] = text
    return data


# -- templates and copies -----------------------------------------------------------------------------------------


def test_every_template_is_known_lawful_in_form_and_names_no_pay(site: Site) -> None:
    with site.database.reading() as session:
        names = catalogue(session)
    assert len(post_templates()) >= 30
    for one in post_templates().values():
        draft = one.draft
        assert names.occupation_label(one.occupation_code, "zh"), one.code
        assert one.title_en.isascii() and not one.title_zh.isascii()
        assert (draft.pay_min_yuan, draft.pay_max_yuan, draft.headcount) == (None, None, None)
        assert draft.hours_per_day * draft.days_per_week <= 40, one.code  # type: ignore[operator]
        # Labour Contract Law article 19.
        most = 6 if draft.term_months >= 36 else 2 if draft.term_months >= 12 else 1  # type: ignore[operator]
        assert draft.probation_months <= most, one.code  # type: ignore[operator]
        assert len(draft.duties) >= 40 and draft.must_skills and draft.education_code, one.code
        assert names.label("education", draft.education_code, "zh"), one.code


def test_from_a_template_to_a_draft_step_by_step(client: Any, site: Site, firm: int) -> None:
    listed = client.get("/vacancies/templates").text
    assert "Maintenance electrician" in listed and "Nurse" in listed
    page = client.get("/vacancies/new?template=electrician").text
    assert "Made from the template “Maintenance electrician”" in page and "维修电工" in page
    assert "Step 1 of 6" in page
    answer = client.post("/vacancies/new?template=electrician", data={**form_of(page), "headcount": "4"})
    assert answer.status_code == 303
    with site.database.reading() as session:
        vacancy = session.scalars(select(Vacancy).options(*queries.VACANCY_LOADED)).one()
    assert (vacancy.copied_from, vacancy.headcount, vacancy.state) == ("template:electrician", 4, "draft")
    assert "低压电工" in [skill.text for skill in vacancy.skills]
    assert vacancy.pay_min_yuan is None and "配电柜" in vacancy.duties
    assert client.get("/vacancies/new?template=astronaut").status_code == 404
    assert client.get("/vacancies/new?own=%E4%B8%80").status_code == 404


def test_a_copy_says_where_it_came_from_and_asks_the_headcount_anew(client: Any, site: Site, firm: int) -> None:
    old = new_vacancy(site, firm, state="filled", valid_through=date(2026, 11, 1), skills=("低压电工",))
    page = client.get(f"/vacancies/new?copy={old.public_id}").text
    assert "Made from your vacancy “维修电工” of" in page
    data = form_of(page)
    assert data["headcount"] == ""
    client.post(f"/vacancies/new?copy={old.public_id}", data={**data, "headcount": "2"})
    with site.database.reading() as session:
        new = session.scalars(select(Vacancy).where(Vacancy.id != old.id)).one()
    assert (new.copied_from, new.headcount, new.state) == (old.public_id, 2, "draft")
    assert new.valid_through == TODAY + timedelta(days=60) and new.duties == old.duties
    assert (new.published_at, new.first_seen_at, new.filled_here) == (None, None, 0)
    with site.database.transaction() as session:
        foreign = make_vacancy(session)
    assert client.get(f"/vacancies/new?copy={foreign.public_id}").status_code == 404


def test_own_templates_are_saved_used_renamed_and_deleted(client: Any, app: Any, site: Site, firm: int) -> None:
    vacancy = new_vacancy(site, firm)
    address = f"/vacancies/{vacancy.public_id}/template"
    assert client.post(address, data={"name": ""}).status_code == 422
    assert client.post(address, data={"name": "Night shift"}).status_code == 303
    again = client.post(address, data={"name": "Night shift"})
    assert again.status_code == 422 and "a template of this name already" in again.text
    with site.database.reading() as session:
        template = session.scalars(select(VacancyTemplate)).one()
    assert "valid_through" in template.snapshot and template.snapshot["valid_through"] is None
    page = client.get(f"/vacancies/new?own={template.id}").text
    assert "Made from your template “Night shift”" in page and form_of(page)["title"] == "维修电工"
    assert client.post(f"/vacancies/templates/{template.id}", data={"name": "Day shift"}).status_code == 303
    assert "Day shift" in client.get("/vacancies/templates").text
    stranger = app.test_client()
    with site.database.transaction() as session:
        other = make_organisation(session).id
    member(stranger, site, other)
    for path in (f"/vacancies/templates/{template.id}", f"/vacancies/new?own={template.id}"):
        assert stranger.get(path).status_code == 404
    assert stranger.post(f"/vacancies/templates/{template.id}/removal").status_code == 404
    assert client.post(f"/vacancies/templates/{template.id}/removal").status_code == 303
    assert client.get(f"/vacancies/templates/{template.id}").status_code == 404


# -- two at once --------------------------------------------------------------------------------------------------


def test_two_members_edit_one_vacancy_at_once_and_nothing_is_lost(
    client: Any, app: Any, site: Site, firm: int, clock: FixedClock
) -> None:
    with site.database.transaction() as session:
        from tests.factories.people import make_employer
        from webapp.organisations.models import Organisation

        writer = make_employer(session, session.get_one(Organisation, firm))
        vacancy = services.save_vacancy_draft(session, writer, vacancy_draft(), clock=clock)
    second = app.test_client()
    member(second, site, firm, "Mr Huang")
    path = f"/vacancies/{vacancy.public_id}/contract"
    seen = form_of(client.get(path).text)
    theirs = form_of(second.get(path).text)
    assert (
        second.post(path, data={**theirs, "hours_per_day": "7.5", "shift": "Early", "term_months": "36"}).status_code
        == 303
    )

    told = client.post(path, data={**seen, "hours_per_day": "7", "days_per_week": "4"})
    assert told.status_code == 422
    assert "Saved by Mr Huang at" in told.text
    assert 'name="take-hours_per_day"' in told.text, "both changed it: a choice"
    assert 'name="take-shift"' not in told.text and 'name="take-days_per_week"' in told.text
    data = form_of(told.text)
    assert (data["shift"], data["term_months"]) == ("Early", "36"), "what only the other changed stands in the form"
    assert (data["hours_per_day"], data["days_per_week"]) == ("7.0", "4.0"), "the own words are kept"
    held = stored(site, vacancy.id)
    assert (held.hours_per_day, held.shift) == (7.5, "Early"), "nothing is overwritten before the choice"

    bad = client.post(path, data={**data, "take-hours_per_day": "theirs", "term_months": "many"})
    assert bad.status_code == 422
    data = form_of(bad.text)
    assert data["take-hours_per_day"] == "theirs", "a slip beside it loses no choice"
    assert client.post(path, data={**data, "term_months": "36"}).status_code == 303
    held = stored(site, vacancy.id)
    assert (held.hours_per_day, held.shift, held.days_per_week, held.term_months) == (7.5, "Early", 4, 36)


def test_different_steps_at_once_do_not_clash_in_words(
    client: Any, app: Any, site: Site, firm: int, clock: FixedClock
) -> None:
    with site.database.transaction() as session:
        from tests.factories.people import make_employer
        from webapp.organisations.models import Organisation

        writer = make_employer(session, session.get_one(Organisation, firm))
        vacancy = services.save_vacancy_draft(session, writer, vacancy_draft(), clock=clock)
    second = app.test_client()
    member(second, site, firm)
    post, duties = (f"/vacancies/{vacancy.public_id}/{step}" for step in ("post", "duties"))
    mine = form_of(client.get(post).text)
    second.post(
        duties, data={**form_of(second.get(duties).text), "duties": "另一位同事写的新职责，至少二十个字以上才算完整。"}
    )
    told = client.post(post, data={**mine, "title": "电工班长"})
    assert told.status_code == 422 and "电工班长" in told.text
    assert client.post(post, data=form_of(told.text)).status_code == 303
    held = stored(site, vacancy.id)
    assert held.title == "电工班长" and held.duties.startswith("另一位同事")


# -- many at once -------------------------------------------------------------------------------------------------


def picks(rows: list[Vacancy], **versions: int) -> list[str]:
    return [f"{row.public_id}:{versions.get(row.public_id, row.version)}" for row in rows]


def change(client: Any, rows: list[str], **data: Any) -> Any:
    return client.post("/my/vacancies/changes", data={"action": "change", "pay_period": "month", "pick": rows, **data})


def test_a_batch_goes_on_past_what_cannot_be_done(client: Any, site: Site, firm: int) -> None:
    public, paused, ended = (new_vacancy(site, firm, state=state) for state in ("published", "paused", "filled"))
    stale = new_vacancy(site, firm)
    with site.database.transaction() as session:
        foreign = make_vacancy(session)
    listed = client.get(f"/my/vacancies/changes?v={public.public_id}&v={foreign.public_id}").text
    assert f"pick-{public.public_id}" in listed and f"pick-{foreign.public_id}" not in listed
    rows = [*picks([public, paused, ended, foreign]), f"{stale.public_id}:9"]
    answer = change(client, rows, headcount="7", valid_through="2027-01-15", contact_hours="every_day")
    assert answer.status_code == 200 and "2 of 4 done" in answer.text
    assert "Somebody else saved it meanwhile" in answer.text and "This step is not possible any more" in answer.text
    for one in (public, paused):
        held = stored(site, one.id)
        assert (held.headcount, held.valid_through, held.contact_hours) == (7, date(2027, 1, 15), "every_day")
        assert (held.state, held.version) == (one.state, one.version + 1)
        with site.database.reading() as session:
            assert queries.revisions_of(session, "vacancy", one.id)[0].action == "edited"
    assert [stored(site, one.id).headcount for one in (ended, stale, foreign)] == [3, 3, 3]


def test_new_pay_is_sent_to_the_bureau_or_kept_as_a_draft(client: Any, site: Site, firm: int) -> None:
    sent, kept = new_vacancy(site, firm), new_vacancy(site, firm)
    pay = {"pay_min_yuan": "7000", "pay_max_yuan": "9000"}
    assert "Changed and sent to the bureau" in change(client, picks([sent]), is_sent="y", **pay).text
    assert "It is a draft now" in change(client, picks([kept]), **pay).text
    assert [stored(site, one.id).state for one in (sent, kept)] == ["submitted", "draft"]
    assert stored(site, sent.id).pay_max_yuan_month == 9000


def test_renew_pause_resume_and_end_many(client: Any, site: Site, firm: int) -> None:
    rows = [new_vacancy(site, firm, valid_through=TODAY + timedelta(days=days)) for days in (1, 2)]
    for action, state in (("renew", "published"), ("pause", "paused"), ("resume", "published"), ("end", "withdrawn")):
        rows = [stored(site, row.id) for row in rows]
        assert "2 of 2 done" in change(client, picks(rows), action=action).text
        assert [stored(site, row.id).state for row in rows] == [state, state]
    assert stored(site, rows[0].id).valid_through == TODAY + timedelta(days=31)
    with site.database.reading() as session:
        assert [row.outcome for row in session.scalars(select(VacancyOutcome))] == ["withdrawn", "withdrawn"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "at least one thing that is to change"),
        ({"pay_min_yuan": "5000"}, "as two numbers"),
        ({"headcount": "none"}, "whole number"),
        ({"pick": []}, "at least one vacancy"),
    ],
)
def test_a_batch_that_says_nothing_is_told_so(
    client: Any, site: Site, firm: int, data: Mapping[str, Any], words: str
) -> None:
    vacancy = new_vacancy(site, firm)
    answer = change(client, picks([vacancy]), **{"listed": [vacancy.public_id], **data})
    assert answer.status_code == 422 and words in answer.text and vacancy.public_id in answer.text
    assert stored(site, vacancy.id).version == vacancy.version


# -- the life and the end -----------------------------------------------------------------------------------------


def test_the_overview_asks_to_renew_and_to_close(client: Any, site: Site, firm: int) -> None:
    ending = new_vacancy(site, firm, title="焊工", valid_through=TODAY + timedelta(days=2))
    full = new_vacancy(site, firm, title="钳工", headcount=2, filled_here=1, filled_elsewhere=1)
    page = client.get("/overview").text
    assert f"/vacancies/{ending.public_id}/renewal" in page and f"/vacancies/{full.public_id}/closure" in page
    assert client.get(f"/vacancies/{ending.public_id}/renewal").status_code in (404, 405), "a link changes nothing"
    answer = client.post(f"/vacancies/{ending.public_id}/renewal", data={"next": "/overview"})
    assert (answer.status_code, answer.location) == (303, "/overview")
    assert stored(site, ending.id).valid_through == TODAY + timedelta(days=32)
    assert f"/vacancies/{ending.public_id}/renewal" not in client.get("/overview").text
    assert "“焊工”" not in client.get("/my/vacancies?state=full").text
    assert "钳工" in client.get("/my/vacancies?state=full").text


def test_a_full_vacancy_is_closed_as_filled_with_its_numbers(client: Any, app: Any, site: Site, firm: int) -> None:
    vacancy = new_vacancy(site, firm, headcount=3, filled_here=2)
    assert "1 of 3 places open" in app.test_client().get("/vacancies", headers={"Accept-Language": "en"}).text
    path = f"/vacancies/{vacancy.public_id}/open-places"
    version = str(vacancy.version)
    answer = client.post(path, data={"filled_elsewhere": "1", "version": version})
    assert answer.location == f"/vacancies/{vacancy.public_id}/closure"
    page = client.get(answer.location).text
    data = form_of(page)
    assert (data["outcome"], data["filled_here"], data["filled_elsewhere"]) == ("filled", "2", "1")
    assert client.post(answer.location, data={**data, "outcome": "not_filled", "reason": "other"}).status_code == 422
    assert client.post(answer.location, data=data).status_code == 303
    assert stored(site, vacancy.id).state == "filled"
    assert "2 through this service, 1 in another way" in client.get("/my/vacancies").text


def test_a_renewal_needs_a_sign_in_and_the_own_organisation(client: Any, app: Any, site: Site, firm: int) -> None:
    vacancy = new_vacancy(site, firm, valid_through=TODAY)
    address = f"/vacancies/{vacancy.public_id}/renewal"
    assert app.test_client().post(address).status_code in (302, 303, 401)
    stranger = app.test_client()
    with site.database.transaction() as session:
        other = make_organisation(session).id
    member(stranger, site, other)
    assert stranger.post(address).status_code == 404
    assert stored(site, vacancy.id).valid_through == TODAY


def test_seekers_read_where_else_it_is_open_and_how_often_it_was_posted(
    client: Any, site: Site, clock: FixedClock
) -> None:
    with site.database.transaction() as session:
        organisation = make_organisation(session)
        from tests.factories.people import make_employer

        employer = make_employer(session, organisation)
        rows = [make_vacancy(session, cities=(city,), organisation_id=organisation.id) for city in ("440100", "520100")]
        for row in rows:
            grouping.group_vacancy(session, row.id, clock=clock)
        services.change_vacancy_state(session, employer, rows[0].id, Action.WITHDRAW, clock=clock)
    clock.advance(timedelta(hours=1))
    with site.database.transaction() as session:
        again = make_vacancy(session, organisation_id=organisation.id, published_at=clock.now())
        grouping.group_vacancy(session, again.id, clock=clock)
    client.get("/language/en?next=/help")
    page = client.get("/vacancies").text
    assert page.count('class="card-posting') == 1
    assert "Also open in" in page and f"/vacancies/groups/{again.group_key}" in page
    group = client.get(f"/vacancies/groups/{again.group_key}").text
    assert again.public_id in group and rows[1].public_id in group and rows[0].public_id not in group
    shown = client.get(f"/vacancies/{again.public_id}").text
    assert "Posted again 1 time since" in shown and "First posted" in shown
    assert client.get("/vacancies/groups/0000").status_code == 404
