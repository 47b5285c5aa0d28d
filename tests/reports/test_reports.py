"""From a stranger's report to the removal and back: who sees what, who is told, and what is forgotten."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.factories.people import PASSWORD, actor_for, make_account, make_organisation
from tests.factories.postings import make_profile, make_vacancy
from webapp.audit.models import AuditEntry
from webapp.core import events
from webapp.core.actor import Actor
from webapp.core.clock import FixedClock
from webapp.core.crypto import Vault
from webapp.core.errors import Conflict, NotFound, RuleBroken
from webapp.core.mail import delivered_files
from webapp.core.permissions import Role
from webapp.http.site import Site
from webapp.placements import queries as placement_queries
from webapp.placements import services as placements
from webapp.placements.models import Introduction
from webapp.postings.events import VacancyFlagged
from webapp.postings.models import Revision, Vacancy
from webapp.postings.rules import VacancyDraft
from webapp.reports import queries, services
from webapp.reports.models import Report, ReportCase, ReportCaseStep
from webapp.reports.rules import ReportDraft, Step

ENGLISH = {"Accept-Language": "en"}
CONTACT = "wechat-of-the-reporter"
WORDS = "They asked for 500 yuan before the interview"


@dataclass
class Scene:
    public_id: str
    vacancy_id: int
    officer: Actor
    employer: Actor
    seeker: Actor


@pytest.fixture
def scene(site: Site) -> Scene:
    """A vacancy in Guangzhou, its bureau, its employer, and somebody who has applied."""
    with site.database.transaction() as session:
        firm = make_organisation(session)
        vacancy = make_vacancy(session, organisation_id=firm.id, title="Electrician at the river")
        officer = make_account(session, Role.OFFICER, city_code="440100", email="officer@example.org")
        employer = make_account(session, Role.EMPLOYER, organisation_id=firm.id, email="employer@example.org")
        seeker = make_account(session, email="seeker@example.org")
        profile = make_profile(session, account_id=seeker.id)
        placements.apply(session, actor_for(seeker), vacancy, firm, profile.id, clock=site.clock)
        return Scene(vacancy.public_id, vacancy.id, actor_for(officer), actor_for(employer), actor_for(seeker))


@pytest.fixture
def browse(app: Any) -> Callable[[str], Any]:
    """A browser of its own, signed in by the first part of the address; of a stranger when that is empty."""

    def make(name: str) -> Any:
        client = app.test_client()
        if name:
            answer = client.post("/sign-in", data={"address": f"{name}@example.org", "password": PASSWORD})
            assert answer.status_code == 303
        client.set_cookie("language", "en")
        return client

    return make


def report(client: Any, public_id: str, category: str = "deposit", **facts: str) -> str:
    """The receipt that a stranger is shown."""
    data = {"category": category, "text": WORDS, **facts}
    answer = client.post(f"/vacancies/{public_id}/reports/new", data=data, follow_redirects=True)
    found = re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", answer.get_data(as_text=True))
    assert answer.status_code == 200 and found
    return found.group()


def state_of(client: Any, receipt: str) -> str:
    text: str = client.post("/reports/state", data={"receipt": receipt}, headers=ENGLISH).get_data(as_text=True)
    return text


def only_case(site: Site) -> ReportCase:
    with site.database.reading() as session:
        return session.scalars(select(ReportCase)).one()


def decide(client: Any, site: Site, step: str, text: str = "Because of this") -> Any:
    case = only_case(site)
    return client.post(
        f"/reports/{case.id}", data={"step": step, "text": text, "version": case.version}, headers=ENGLISH
    )


def letters_to(site: Site, name: str) -> list[dict[str, Any]]:
    site.queue.run_all_due()
    return [one for one in delivered_files(site.settings) if one["to"] == f"{name}@example.org"]


@pytest.fixture(autouse=True)
def fresh_start(app: Any, site: Site) -> None:
    """No letters and no counted visitors of another test."""
    app.extensions["limiter_instance"].reset()
    for path in site.settings.mail_dir.glob("*.eml"):
        path.unlink()


# -- reporting ----------------------------------------------------------------------------------------------------


def test_a_stranger_reports_and_sees_the_state_later(site: Site, scene: Scene, browse: Any) -> None:
    stranger = browse("")
    page = stranger.get(f"/vacancies/{scene.public_id}").get_data(as_text=True)
    assert f"/vacancies/{scene.public_id}/reports/new" in page
    receipt = report(stranger, scene.public_id, contact=CONTACT)
    assert "will look at it" in state_of(browse(""), receipt.lower())
    assert "no report with this number" in state_of(browse(""), "2222-2222-2222")
    with site.database.reading() as session:
        held = session.scalars(select(Report)).one()
    assert CONTACT not in (held.contact_sealed or "") and receipt.replace("-", "") not in (held.receipt_index or "")


def test_nobody_is_recorded_as_the_one_who_reported(site: Site, scene: Scene, browse: Any) -> None:
    report(browse("seeker"), scene.public_id)
    with site.database.reading() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "report.received")).one()
        columns = set(Report.__table__.columns.keys())
    assert (entry.account_id, entry.role, entry.city_code) == (None, None, "440100")
    assert not {name for name in columns if "account" in name or "address" in name or "ip" in name.split("_")}


def test_a_bad_report_keeps_its_words(scene: Scene, browse: Any) -> None:
    answer = browse("").post(f"/vacancies/{scene.public_id}/reports/new", data={"text": WORDS}, headers=ENGLISH)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and "Please choose what is wrong." in page and WORDS in page
    other = {"category": "other", "text": " "}
    assert browse("").post(f"/vacancies/{scene.public_id}/reports/new", data=other).status_code == 422
    long = {"category": "fraud", "text": "x" * 1001}
    assert browse("").post(f"/vacancies/{scene.public_id}/reports/new", data=long).status_code == 422


def test_a_machine_is_answered_and_forgotten(site: Site, scene: Scene, browse: Any) -> None:
    report(browse(""), scene.public_id, homepage="http://spam.example")
    with site.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(ReportCase)) == 0


def test_too_many_reports_of_one_visitor_wait_and_keep_their_words(
    site: Site, scene: Scene, app: Any, clock: FixedClock
) -> None:
    limiter = app.extensions["limiter_instance"]
    limiter.reset()

    def send(address: str) -> Any:
        visitor = app.test_client()
        where = f"/vacancies/{scene.public_id}/reports/new"
        data = {"category": "deposit", "text": WORDS}
        return visitor.post(where, data=data, headers=ENGLISH, environ_base={"REMOTE_ADDR": address})

    assert [send("203.0.113.7").status_code for _ in range(6)] == [303] * 5 + [422]
    refused = send("203.0.113.7").get_data(as_text=True)
    assert "too many" in refused and WORDS in refused
    assert send("203.0.113.8").status_code == 303
    # A household has a network of its own, whatever the rest of its address is.
    assert [send(f"2001:db8::{number}").status_code for number in range(6)] == [303] * 5 + [422]
    assert "203.0.113" not in repr(vars(limiter.limiter.storage)), "what is counted names no address"
    clock.advance(timedelta(days=1))
    assert send("203.0.113.7").status_code == 303, "tomorrow's digest is another one"
    limiter.reset()


def test_the_digest_of_a_visitor_changes_daily(clock: FixedClock) -> None:
    vault, today = Vault("a key for tests only"), clock.today()
    assert vault.digest_of_day("x", today) == vault.digest_of_day("x", today)
    assert vault.digest_of_day("x", today) != vault.digest_of_day("x", today + timedelta(days=1))
    assert vault.digest_of_day("x", today) != Vault("another key").digest_of_day("x", today)


def test_what_is_not_public_cannot_be_reported(site: Site, scene: Scene, browse: Any) -> None:
    for state in ("draft", "paused", "removed", "withdrawn"):
        with site.database.transaction() as session:
            session.get_one(Vacancy, scene.vacancy_id).state = state
        assert browse("").get(f"/vacancies/{scene.public_id}/reports/new").status_code == 404, state


def test_contacts_are_erased_after_ninety_days(site: Site, scene: Scene, browse: Any, clock: FixedClock) -> None:
    report(browse(""), scene.public_id, contact=CONTACT)
    with site.database.transaction() as session:
        assert services.forget_old_contacts(session, clock.now() + timedelta(days=90)) == 0
        assert services.forget_old_contacts(session, clock.now() + timedelta(days=90, seconds=1)) == 1
        assert session.scalars(select(Report)).one().contact_sealed is None


# -- the queue ----------------------------------------------------------------------------------------------------


def test_reports_are_gathered_by_vacancy_gravest_first(site: Site, scene: Scene, clock: FixedClock) -> None:
    with site.database.transaction() as session:
        others = [make_vacancy(session) for _ in range(2)]
        first = session.get_one(Vacancy, scene.vacancy_id)
        for vacancy, category in ((others[0], "filled"), (first, "filled"), (first, "fraud"), (others[1], "false")):
            draft = ReportDraft(category)
            services.report_vacancy(session, vacancy, draft, vault=site.vault, clock=clock)
            clock.advance(timedelta(minutes=1))
        services.report_vacancy(session, others[0], ReportDraft("filled"), vault=site.vault, clock=clock)
        page = queries.cases_of_bureau(session, scene.officer, ("open",), size=2)
        rest = queries.cases_of_bureau(session, scene.officer, ("open",), after=page.next_cursor, size=2)
        order = [row[1].id for row in (*page.items, *rest.items)]
        counts = [row[0].report_count for row in (*page.items, *rest.items)]
        assert order == [first.id, others[1].id, others[0].id] and counts == [2, 1, 2]
        assert queries.categories_of(session, [page.items[0][0].id]) == {
            page.items[0][0].id: [("filled", 1), ("fraud", 1)]
        }
        assert queries.count_waiting(session, scene.officer) == 3


def test_another_bureau_and_strangers_see_nothing(site: Site, scene: Scene, browse: Any) -> None:
    report(browse(""), scene.public_id)
    with site.database.transaction() as session:
        make_account(session, Role.OFFICER, city_code="520100", email="guiyang@example.org")
    case = only_case(site)
    assert browse("guiyang").get(f"/reports/{case.id}").status_code == 404
    assert scene.public_id not in browse("guiyang").get("/reports").get_data(as_text=True)
    assert browse("employer").get(f"/reports/{case.id}").status_code == 403
    assert browse("").get(f"/reports/{case.id}").status_code == 303
    # Not asked yet, the employer knows of nothing.
    assert browse("employer").get(f"/reports/questions/{case.id}").status_code == 404
    mine = browse("officer").get("/reports").get_data(as_text=True)
    assert "Electrician at the river" in mine
    assert CONTACT not in mine


def test_the_bureau_asks_and_the_employer_answers_without_knowing_who(site: Site, scene: Scene, browse: Any) -> None:
    receipt = report(browse(""), scene.public_id, contact=CONTACT)
    officer, employer = browse("officer"), browse("employer")
    case = only_case(site)
    assert CONTACT in officer.get(f"/reports/{case.id}").get_data(as_text=True)
    assert decide(officer, site, "ask", "").status_code == 422
    assert decide(officer, site, "ask", "Is a deposit asked for?").status_code == 303
    assert any("Electrician at the river" in one["body"] for one in letters_to(site, "employer"))
    assert "asking the employer" in state_of(browse(""), receipt)

    page = employer.get(f"/reports/questions/{case.id}", headers=ENGLISH).get_data(as_text=True)
    assert "Is a deposit asked for?" in page and WORDS in page and "Deposit or fee" in page
    assert CONTACT not in page and receipt not in page
    assert ">1</strong>" in re.sub(r"\s", "", employer.get("/overview").get_data(as_text=True))
    answer = {"step": "answer", "text": "No. It was a mistake.", "version": only_case(site).version}
    assert employer.post(f"/reports/questions/{case.id}", data=answer).status_code == 303
    assert "It was a mistake." in officer.get(f"/reports/{case.id}").get_data(as_text=True)
    assert "It was a mistake." not in state_of(browse(""), receipt)

    assert decide(officer, site, "dismiss", "We called and found nothing").status_code == 303
    told = state_of(browse(""), receipt)
    assert "saw no reason" in told and "We called and found nothing" in told
    assert browse("").get(f"/vacancies/{scene.public_id}").status_code == 200


def test_nobody_decides_on_what_they_have_not_read(site: Site, scene: Scene, browse: Any) -> None:
    report(browse(""), scene.public_id)
    officer, case = browse("officer"), only_case(site)
    report(browse(""), scene.public_id, "fraud")
    stale = {"step": "dismiss", "text": "Nothing here", "version": case.version}
    answer = officer.post(f"/reports/{case.id}", data=stale, headers=ENGLISH)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and "Something came in" in page and "Nothing here" in page
    assert only_case(site).state == "open"
    assert officer.post(f"/reports/{case.id}", data={**stale, "version": "x"}).status_code == 422


# -- removal ------------------------------------------------------------------------------------------------------


def test_a_removal_closes_everything_and_tells_everybody(site: Site, scene: Scene, browse: Any) -> None:
    receipt = report(browse(""), scene.public_id)
    reason = "Deposits were taken from three people"
    assert decide(browse("officer"), site, "remove", reason).status_code == 303

    gone = browse("").get(f"/vacancies/{scene.public_id}", headers=ENGLISH)
    page = gone.get_data(as_text=True)
    assert gone.status_code == 410 and "taken this vacancy down" in page
    assert reason not in page and "Electrician at the river" not in page
    assert "was taken down" in state_of(browse(""), receipt) and reason in state_of(browse(""), receipt)

    (letter,) = letters_to(site, "seeker")
    assert reason in letter["body"] and "the bureau has taken down" in letter["body"]
    assert "\u4eba\u793e\u90e8\u95e8\u5df2\u4e0b\u67b6" in letter["body"], "in Chinese too"
    mine = browse("seeker").get("/my/introductions", headers=ENGLISH).get_data(as_text=True)
    assert reason in mine and "no longer sees your name" in mine

    assert "13800000000" not in browse("employer").get("/candidates").get_data(as_text=True)
    (to_employer,) = letters_to(site, "employer")
    assert reason in to_employer["body"] and "/reports/questions/" in to_employer["body"]
    own = browse("employer").get(f"/vacancies/{scene.public_id}", headers=ENGLISH)
    assert own.status_code == 200 and reason in own.get_data(as_text=True)

    with site.database.reading() as session:
        actions = set(
            session.scalars(select(AuditEntry.action).where(AuditEntry.account_id == scene.officer.account_id))
        )
        last = session.scalars(select(Revision).order_by(Revision.id.desc()).limit(1)).one()
    assert {"report.remove", "vacancy.remove"} <= actions and last.action == "remove"


def test_a_reader_of_the_organisation_reads_and_does_not_answer(site: Site, scene: Scene, browse: Any) -> None:
    with site.database.transaction() as session:
        facts = {"organisation_id": scene.employer.organisation_id, "member_role": "reader"}
        make_account(session, Role.EMPLOYER, email="reader@example.org", **facts)
    report(browse(""), scene.public_id)
    decide(browse("officer"), site, "ask", "Is it true?")
    case, reader = only_case(site), browse("reader")
    assert "Electrician at the river" in reader.get("/reports/questions").get_data(as_text=True)
    page = reader.get(f"/reports/questions/{case.id}").get_data(as_text=True)
    assert "Is it true?" in page and "<textarea" not in page
    answer = {"step": "answer", "text": "No", "version": case.version}
    assert reader.post(f"/reports/questions/{case.id}", data=answer).status_code == 422
    assert only_case(site).state == "asked"


def test_while_a_vacancy_is_down_its_employer_reaches_no_applicant(site: Site, scene: Scene, browse: Any) -> None:
    with site.database.reading() as session:
        introduction_id = session.scalars(select(Introduction.id)).one()
        assert placement_queries.introduction_for(session, scene.employer, introduction_id)
    report(browse(""), scene.public_id)
    decide(browse("officer"), site, "remove")
    with site.database.reading() as session:
        with pytest.raises(NotFound):
            placement_queries.introduction_for(session, scene.employer, introduction_id)
        assert placement_queries.introduction_for(session, scene.seeker, introduction_id)


def test_the_employer_objects_once_and_the_bureau_takes_it_back(site: Site, scene: Scene, browse: Any) -> None:
    report(browse(""), scene.public_id)
    officer, employer = browse("officer"), browse("employer")
    decide(officer, site, "remove")
    case = only_case(site)
    page = employer.get(f"/reports/questions/{case.id}", headers=ENGLISH).get_data(as_text=True)
    assert "You can object here, once" in page and "administrative reconsideration" in page
    objection = {"step": "object", "text": "That was another firm", "version": case.version}
    assert employer.post(f"/reports/questions/{case.id}", data=objection).status_code == 303
    assert only_case(site).state == "objected"
    decide(officer, site, "uphold", "It was yours")
    again = {**objection, "version": only_case(site).version}
    assert employer.post(f"/reports/questions/{case.id}", data=again).status_code == 422

    assert decide(officer, site, "restore", "We were wrong").status_code == 303
    assert browse("").get(f"/vacancies/{scene.public_id}").status_code == 200
    assert "13800000000" in browse("employer").get("/candidates").get_data(as_text=True)
    assert any("shown again" in one["subject"] for one in letters_to(site, "seeker"))


def test_a_paused_vacancy_comes_back_as_it_was(site: Site, scene: Scene, clock: FixedClock) -> None:
    with site.database.transaction() as session:
        vacancy = session.get_one(Vacancy, scene.vacancy_id)
        services.report_vacancy(session, vacancy, ReportDraft("fraud"), vault=site.vault, clock=clock)
        vacancy.state = "paused"
        case = session.scalars(select(ReportCase)).one()
        for step in (Step.REMOVE, Step.RESTORE):
            services.take_bureau_step(session, scene.officer, case.id, step, "Words", clock=clock, version=None)
        assert (vacancy.state, vacancy.removal_reason, vacancy.closed_at) == ("paused", None, None)


def test_who_withdrew_is_not_written_to(site: Site, scene: Scene, browse: Any) -> None:
    with site.database.transaction() as session:
        held = session.scalars(select(Introduction)).one()
        placements.take_step(session, scene.seeker, held.id, placements.Step.WITHDRAW, reason=None, clock=site.clock)
    report(browse(""), scene.public_id)
    decide(browse("officer"), site, "remove")
    assert letters_to(site, "seeker") == []


def test_the_owner_cannot_bring_a_removed_vacancy_back(site: Site, scene: Scene, browse: Any) -> None:
    report(browse(""), scene.public_id)
    decide(browse("officer"), site, "remove")
    employer = browse("employer")
    for path in ("state/resume", "state/withdraw", "closure"):
        assert employer.post(f"/vacancies/{scene.public_id}/{path}", data={"close_reason": "platform"}).status_code in (
            404,
            409,
        )
    with site.database.transaction() as session:
        vacancy = session.get_one(Vacancy, scene.vacancy_id)
        assert vacancy.state == "removed"


def test_a_file_does_not_bring_a_removed_vacancy_back(site: Site, clock: FixedClock) -> None:
    from tests.postings.drafts import vacancy_draft
    from webapp.postings.services import import_vacancy

    with site.database.transaction() as session:
        firm = make_organisation(session)
        officer = actor_for(make_account(session, Role.OFFICER, city_code="440100"))

        def take_in(draft: VacancyDraft) -> Vacancy:
            vacancy, _ = import_vacancy(
                session, officer, draft, organisation=firm, source_key="row-1", source_name="file", clock=clock
            )
            return vacancy

        vacancy = take_in(vacancy_draft())
        services.report_vacancy(session, vacancy, ReportDraft("fraud"), vault=site.vault, clock=clock)
        case = session.scalars(select(ReportCase)).one()
        services.take_bureau_step(session, officer, case.id, Step.REMOVE, "Fraud", clock=clock, version=None)
        with pytest.raises(RuleBroken, match="vacancy_was_removed"):
            take_in(vacancy_draft(headcount=9))
        assert vacancy.state == "removed"


def test_a_vacancy_that_ended_is_closed_rather_than_removed(site: Site, scene: Scene, browse: Any) -> None:
    receipt = report(browse(""), scene.public_id, "filled")
    with site.database.transaction() as session:
        session.get_one(Vacancy, scene.vacancy_id).state = "filled"
    officer = browse("officer")
    assert decide(officer, site, "remove").status_code == 422
    assert decide(officer, site, "close", "").status_code == 303
    assert "already ended" in state_of(browse(""), receipt)


def test_a_decided_case_is_opened_again_unless_another_is_open(site: Site, scene: Scene, clock: FixedClock) -> None:
    with site.database.transaction() as session:
        vacancy = session.get_one(Vacancy, scene.vacancy_id)
        services.report_vacancy(session, vacancy, ReportDraft("false"), vault=site.vault, clock=clock)
        first = session.scalars(select(ReportCase)).one()

        def step(one: Step) -> None:
            services.take_bureau_step(session, scene.officer, first.id, one, "Words", clock=clock, version=None)

        step(Step.DISMISS)
        step(Step.REOPEN)
        step(Step.DISMISS)
        services.report_vacancy(session, vacancy, ReportDraft("false"), vault=site.vault, clock=clock)
        assert session.scalar(select(func.count()).select_from(ReportCase)) == 2
        with pytest.raises(Conflict, match="report_other_case_open"):
            step(Step.REOPEN)
        assert session.scalar(select(func.count()).select_from(ReportCaseStep)) == 3


# -- automatic checks ---------------------------------------------------------------------------------------------


def test_a_flag_of_a_check_opens_one_entry_with_its_reason(site: Site, scene: Scene, browse: Any) -> None:
    flag = VacancyFlagged(scene.vacancy_id, "FR-02", "\u85aa\u8d44\u8fc7\u9ad8", "Pay far above the occupation's")
    for _ in range(2):
        with site.database.transaction() as session:
            events.record(session, flag)
        site.queue.run_all_due()
    case = only_case(site)
    assert (case.report_count, case.state) == (1, "open")
    page = browse("officer").get(f"/reports/{case.id}", headers=ENGLISH).get_data(as_text=True)
    assert "FR-02" in page and "Pay far above" in page and "Automatic check" in page
    report(browse(""), scene.public_id)
    assert only_case(site).report_count == 2, "people's reports join it"


def test_a_flag_of_an_unknown_vacancy_does_nothing(site: Site, clock: FixedClock) -> None:
    with site.database.transaction() as session:
        assert services.flag_vacancy(session, 999, "FR-02", "", "", clock=clock) is False
        with pytest.raises(NotFound):
            queries.case_to_review(session, Actor(1, Role.OFFICER, city_code="440100"), 1)
