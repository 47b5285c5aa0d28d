"""Skills that a description names and nobody listed: kept with the posting, decided by its writer, shown as such."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from matching.vocabulary.skills import find
from tests.factories.people import PASSWORD, VAULT, actor_for, make_account, make_employer, make_organisation
from tests.factories.postings import make_profile, make_vacancy
from tests.postings.drafts import profile_draft, vacancy_draft
from webapp.core.clock import FixedClock
from webapp.core.errors import NotFound
from webapp.core.permissions import Role
from webapp.http.site import Site
from webapp.matches.records import job_record, talent_record
from webapp.postings import queries, services
from webapp.postings import read_skill_decisions as decisions
from webapp.postings.models import Vacancy
from webapp.postings.readings import READING_VERSION, reread_outdated
from webapp.postings.rules import WantedSkill

DUTIES = "负责厂区电气维修，熟练使用万用表，会PLC编程，懂变频器者优先；不要求英语。"
METER, PLC, CONVERTER = (str(find(name)) for name in ("万用表", "PLC", "变频器"))


def a_draft(session: Session, clock: FixedClock, **facts: Any) -> tuple[Any, Vacancy]:
    employer = make_employer(session, make_organisation(session))
    listed = (WantedSkill("PLC编程", PLC),)
    draft = vacancy_draft(**{"duties": DUTIES, "must_skills": listed, **facts})
    return employer, services.save_vacancy_draft(session, employer, draft, clock=clock)


def read(vacancy: Vacancy) -> dict[str, tuple[str, str | None, str | None]]:
    return {row.code: (vacancy.duties[row.start : row.end], row.level, row.demand) for row in vacancy.read_skills}


def test_a_description_adds_what_was_not_listed(session: Session, clock: FixedClock) -> None:
    _, vacancy = a_draft(session, clock)
    found = read(vacancy)
    assert found[METER] == ("万用表", "proficient", None)
    assert found[CONVERTER] == ("变频器", "working", "nice")
    assert PLC not in found
    assert find("英语") not in found
    assert set(job_record(vacancy).skills_inferred) == set(found)


def test_a_change_of_the_text_is_read_at_once(session: Session, clock: FixedClock) -> None:
    employer, vacancy = a_draft(session, clock)
    draft = vacancy_draft(duties="负责焊接和打磨，按图施工，服从班组安排，做好记录。")
    services.save_vacancy_draft(session, employer, draft, clock=clock, vacancy_id=vacancy.id)
    assert METER not in read(vacancy)
    assert find("打磨") in read(vacancy)


def test_what_is_no_requirement_stays_none_when_the_text_is_read_again(session: Session, clock: FixedClock) -> None:
    employer, vacancy = a_draft(session, clock)
    decisions.dismiss_vacancy_skill(session, employer, vacancy.id, METER, is_dismissed=True, clock=clock)
    services.save_vacancy_draft(
        session, employer, vacancy_draft(duties=DUTIES + "两班倒。"), clock=clock, vacancy_id=vacancy.id
    )
    assert METER not in job_record(vacancy).skills_inferred
    decisions.dismiss_vacancy_skill(session, employer, vacancy.id, METER, is_dismissed=False, clock=clock)
    assert METER in job_record(vacancy).skills_inferred


@pytest.mark.parametrize("is_must", [True, False])
def test_a_read_skill_can_be_listed(session: Session, clock: FixedClock, is_must: bool) -> None:
    employer, vacancy = a_draft(session, clock)
    decisions.list_vacancy_skill(session, employer, vacancy.id, METER, is_must=is_must, clock=clock)
    assert ("万用表", METER, is_must) in [(row.text, row.code, row.is_must) for row in vacancy.skills]
    assert METER not in read(vacancy)


def test_nobody_decides_for_another_organisation(session: Session, clock: FixedClock) -> None:
    _, vacancy = a_draft(session, clock)
    stranger = make_employer(session, make_organisation(session))
    with pytest.raises(NotFound):
        decisions.dismiss_vacancy_skill(session, stranger, vacancy.id, METER, is_dismissed=True, clock=clock)


def test_a_persons_own_words_add_skills_too(session: Session, clock: FixedClock) -> None:
    account = make_account(session)
    actor = actor_for(account)
    draft = profile_draft(summary="做过三年焊接，会开叉车，不会开车。", skills=())
    profile = services.save_profile_draft(session, actor, draft, clock=clock, vault=VAULT)
    assert set(talent_record(profile).skills_inferred) == {find("焊接"), find("叉车")}
    decisions.list_profile_skill(session, actor, profile.id, str(find("叉车")), clock=clock, vault=VAULT)
    decisions.dismiss_profile_skill(session, actor, profile.id, str(find("焊接")), is_dismissed=True, clock=clock)
    assert talent_record(profile).skills_inferred == ()
    assert [row.text for row in profile.skills] == ["开叉车"]


def test_what_an_older_reader_read_is_read_again(session: Session, clock: FixedClock) -> None:
    vacancy, profile = make_vacancy(session, duties=DUTIES), make_profile(session, summary="会焊接")
    assert reread_outdated(session) == 2
    assert reread_outdated(session) == 0
    assert (vacancy.skills_read_version, profile.skills_read_version) == (READING_VERSION, READING_VERSION)
    assert METER in read(vacancy)


# -- pages --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "title", "none"),
    [("zh", "从岗位描述中读出的技能", "不是要求"), ("en", "Skills read from your description", "Not a requirement")],
)
def test_the_review_marks_and_asks(
    client: Any, site: Site, clock: FixedClock, language: str, title: str, none: str
) -> None:
    with site.database.transaction() as session:
        firm = make_organisation(session).id
        writer = actor_for(
            make_account(session, Role.EMPLOYER, email="writer@example.org", organisation_id=firm, language=language)
        )
        public_id = services.save_vacancy_draft(session, writer, vacancy_draft(duties=DUTIES), clock=clock).public_id
    client.post("/sign-in", data={"address": "writer@example.org", "password": PASSWORD})
    page = client.get(f"/vacancies/{public_id}/review").get_data(as_text=True)
    assert title in page
    assert none in page
    assert '<mark class="read-skill">万用表' in page
    answer = client.post(f"/vacancies/{public_id}/read-skills/{METER}", data={"decision": "none"})
    assert (answer.status_code, answer.location) == (303, f"/vacancies/{public_id}/review")
    with site.database.reading() as session:
        row, _ = queries.vacancy_visible_to(session, writer, public_id, clock.now())
        assert {one.code for one in row.read_skills if one.is_dismissed} == {METER}
    assert client.post(f"/vacancies/{public_id}/read-skills/{METER}", data={"decision": "x"}).status_code == 422
