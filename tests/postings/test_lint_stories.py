"""A vacancy with faults: stopped, confirmed, told to the bureau, and its trace kept so that it can be made again."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories.people import PASSWORD, make_account, make_employer, make_officer, make_organisation
from tests.postings.drafts import vacancy_draft
from webapp.audit.models import AuditEntry
from webapp.core.clock import FixedClock
from webapp.core.errors import RulesBroken
from webapp.core.permissions import Role
from webapp.http.site import Site
from webapp.postings import queries, services
from webapp.postings.lint import Severity
from webapp.postings.linting import LintRefused, findings_of, replay
from webapp.postings.models import Vacancy

DUTIES = "负责厂区设备的电气维修与日常巡检，按规程填写记录。\n"


def _saved(session: Session, clock: FixedClock, **facts: Any) -> tuple[Any, Vacancy]:
    firm = make_organisation(session)
    employer = make_employer(session, firm)
    draft = vacancy_draft(**facts)
    return employer, services.save_vacancy_draft(session, employer, draft, clock=clock)


def test_a_block_stops_with_all_its_reasons(session: Session, clock: FixedClock) -> None:
    employer, vacancy = _saved(session, clock, duties=DUTIES + "限男性，乙肝勿扰", hours_per_day=12.0)
    with pytest.raises(LintRefused) as caught:
        services.submit_vacancy(session, employer, vacancy.id, clock=clock)
    assert {one.rule for one in caught.value.findings} == {"W-SEX", "W-HEALTH", "N-02"}
    assert vacancy.state == "draft"


def test_a_warning_is_confirmed_kept_audited_and_told_to_the_bureau(session: Session, clock: FixedClock) -> None:
    employer, vacancy = _saved(session, clock, duties=DUTIES + "35岁以下。打磨抛光。")
    with pytest.raises(RulesBroken) as caught:
        services.submit_vacancy(session, employer, vacancy.id, clock=clock)
    assert [one.code for one in caught.value.broken] == ["confirmation_missing"]
    with pytest.raises(RulesBroken):
        services.submit_vacancy(session, employer, vacancy.id, clock=clock, confirmed=["not a key"])
    report = services.lint_of(session, vacancy, clock)
    (warning,) = report.of(Severity.WARN)
    services.submit_vacancy(session, employer, vacancy.id, clock=clock, confirmed=[warning.key])
    trace = queries.newest_trace(session, vacancy.id)
    assert trace is not None and [one["key"] for one in trace.confirmations] == [warning.key]
    assert {one.severity for one in findings_of(trace)} >= {Severity.WARN, Severity.FLAG}
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "vacancy.finding_confirmed")).one()
    assert entry.facts == {"rule": "W-AGE", "finding": warning.key}


def test_a_confirmation_is_for_these_words_only(session: Session, clock: FixedClock) -> None:
    employer, vacancy = _saved(session, clock, duties=DUTIES + "35岁以下")
    (warning,) = services.lint_of(session, vacancy, clock).of(Severity.WARN)
    draft = vacancy_draft(duties=DUTIES + "30岁以下")
    services.save_vacancy_draft(session, employer, draft, clock=clock, vacancy_id=vacancy.id)
    with pytest.raises(RulesBroken):
        services.submit_vacancy(session, employer, vacancy.id, clock=clock, confirmed=[warning.key])


def test_a_trace_can_be_made_again_when_rates_and_prices_have_changed(session: Session, clock: FixedClock) -> None:
    employer, vacancy = _saved(session, clock, duties=DUTIES + "打磨抛光。", pay_min_yuan=2400.0, pay_max_yuan=4000.0)
    keys = [one.key for one in services.lint_of(session, vacancy, clock).of(Severity.WARN)]
    assert keys
    services.submit_vacancy(session, employer, vacancy.id, clock=clock, confirmed=keys)
    trace = queries.newest_trace(session, vacancy.id)
    assert trace is not None
    session.expire(trace)
    again = replay(session, trace)
    assert again.ruleset == trace.ruleset
    assert [one.as_json() for one in again.findings] == trace.findings


def _sign_in(client: Any, site: Site, role: Role, **facts: Any) -> None:
    with site.database.transaction() as session:
        organisation_id = make_organisation(session).id if role is Role.EMPLOYER else None
        email = f"{role}@example.org"
        make_account(session, role, email=email, organisation_id=organisation_id, **facts)
    client.post("/sign-in", data={"address": email, "password": PASSWORD})


def test_notes_come_while_typing_and_nothing_is_kept(client: Any, site: Site) -> None:
    _sign_in(client, site, Role.EMPLOYER)
    answer = client.post("/vacancies/lint", data={"step": "duties", "duties": "限 男，押金300元"})
    assert answer.status_code == 200 and answer.json["count"] == 2
    assert "限 男" in answer.json["fields"]["duties"]
    assert client.post("/vacancies/lint", data={"step": "nothing"}).status_code == 404
    assert client.post("/vacancies/lint", data={"step": "duties", "public_id": "v999999"}).status_code == 404
    with site.database.reading() as session:
        assert session.scalars(select(Vacancy)).all() == []


def test_markup_in_a_note_stays_text(client: Any, site: Site) -> None:
    _sign_in(client, site, Role.EMPLOYER)
    data = {"step": "duties", "duties": "联系 https://x.example/<script>alert(1)</script>"}
    assert "<script>" not in client.post("/vacancies/lint", data=data).json["fields"]["duties"]


def test_a_stranger_gets_no_lint(client: Any) -> None:
    assert client.post("/vacancies/lint", data={"step": "duties"}).status_code in (303, 403)


def test_the_bureau_reads_what_was_found_and_the_public_reads_no_contact(client: Any, site: Site) -> None:
    with site.database.transaction() as session:
        clock = site.clock
        employer, vacancy = _saved(session, clock, duties=DUTIES + "打磨抛光。联系13800001234。")  # type: ignore[arg-type]
        keys = [one.key for one in services.lint_of(session, vacancy, clock).of(Severity.WARN)]
        services.submit_vacancy(session, employer, vacancy.id, clock=clock, confirmed=keys)
        public_id = vacancy.public_id
    _sign_in(client, site, Role.OFFICER, city_code="440100")
    text = client.get(f"/checks/vacancies/{public_id}").get_data(as_text=True)
    assert "打磨抛光" in text and "PF-12" in text and "PF-14" in text and "13800001234" in text
    with site.database.transaction() as session:
        officer = make_officer(session)
        services.decide_vacancy(session, officer, vacancy.id, approve=True, reason=None, clock=site.clock)
    client.get("/sign-out")
    shown = client.get(f"/vacancies/{public_id}")
    assert shown.status_code == 200 and "13800001234" not in shown.get_data(as_text=True)
