"""Colleagues: links that work once, roles that hold everywhere, and an owner who is always there."""

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.factories.people import PASSWORD, VAULT, actor_for, make_account, make_employer, make_organisation
from tests.factories.postings import make_profile, make_vacancy
from webapp.accounts.models import Account
from webapp.accounts.services import close_own_account
from webapp.audit.models import AuditEntry
from webapp.core.clock import FixedClock
from webapp.core.errors import NotAllowed, NotFound, RuleBroken
from webapp.core.permissions import Role
from webapp.http.site import Site
from webapp.organisations import members
from webapp.organisations.models import MemberInvitation
from webapp.placements.models import Introduction
from webapp.placements.rules import Step
from webapp.placements.services import take_step
from webapp.postings.models import Vacancy
from webapp.postings.rules import Action
from webapp.postings.services import change_vacancy_state, submit_vacancy


def made_link(session: Session, clock: FixedClock, role: str = "reader") -> tuple[members.MadeInvitation, int]:
    organisation = make_organisation(session)
    owner = make_employer(session, organisation)
    made = members.invite(session, owner, member_role=role, address="", vault=VAULT, clock=clock)
    return made, organisation.id


def test_a_link_lets_one_person_in_once(session: Session, clock: FixedClock) -> None:
    made, organisation_id = made_link(session, clock)
    colleague = make_account(session, Role.AGENCY)
    members.join(session, actor_for(colleague), made.token, clock=clock)
    assert (colleague.organisation_id, colleague.member_role, colleague.role) == (organisation_id, "reader", "employer")
    with pytest.raises(NotFound):
        members.join(session, actor_for(make_account(session, Role.EMPLOYER)), made.token, clock=clock)
    session.flush()
    actions = [entry.action for entry in session.query(AuditEntry).order_by(AuditEntry.id)]
    assert actions == ["member.invited", "member.joined"]
    assert made.token not in str([row.digest for row in session.query(MemberInvitation)])


def test_a_link_ends_after_seven_days_or_when_it_is_taken_back(session: Session, clock: FixedClock) -> None:
    organisation = make_organisation(session)
    owner = make_employer(session, organisation)
    facts: dict[str, Any] = {"member_role": "owner", "address": "", "vault": VAULT, "clock": clock}
    old, back = (members.invite(session, owner, **facts) for _ in range(2))
    newest = session.query(MemberInvitation).order_by(MemberInvitation.id.desc()).first()
    assert newest is not None
    members.revoke(session, owner, newest.id, clock=clock)
    somebody = actor_for(make_account(session, Role.EMPLOYER))
    with pytest.raises(NotFound):
        members.join(session, somebody, back.token, clock=clock)
    clock.advance(timedelta(days=8))
    with pytest.raises(NotFound):
        members.join(session, somebody, old.token, clock=clock)


@pytest.mark.parametrize("role", [Role.SEEKER, Role.OFFICER, Role.ADMINISTRATOR])
def test_only_accounts_of_employers_join(session: Session, clock: FixedClock, role: Role) -> None:
    made, _ = made_link(session, clock)
    with pytest.raises(NotAllowed, match="join_needs_employer_account"):
        members.join(session, actor_for(make_account(session, role, city_code="440100")), made.token, clock=clock)


def test_nobody_belongs_to_two_organisations(session: Session, clock: FixedClock) -> None:
    made, _ = made_link(session, clock)
    with pytest.raises(NotAllowed, match="join_is_member_already"):
        members.join(session, make_employer(session, make_organisation(session)), made.token, clock=clock)


def test_only_owners_let_people_in(session: Session, clock: FixedClock) -> None:
    organisation = make_organisation(session)
    for role in ("recruiter", "reader"):
        account = make_account(session, Role.EMPLOYER, organisation_id=organisation.id, member_role=role)
        with pytest.raises(NotAllowed, match="not_owner"):
            members.invite(session, actor_for(account), member_role="owner", address="", vault=VAULT, clock=clock)


def test_the_last_owner_stays_and_an_owner_among_two_may_go(session: Session, clock: FixedClock) -> None:
    organisation = make_organisation(session)
    owner = make_employer(session, organisation)
    other = make_account(session, Role.EMPLOYER, organisation_id=organisation.id, member_role="recruiter")
    with pytest.raises(RuleBroken, match="last_owner_stays"):
        members.leave(session, owner, clock=clock)
    with pytest.raises(RuleBroken, match="last_owner_stays"):
        members.change_role(session, owner, owner.account_id or 0, "reader", clock=clock)
    with pytest.raises(RuleBroken, match="last_owner"):
        close_own_account(session, owner, PASSWORD, clock=clock)
    members.change_role(session, owner, other.id, "owner", clock=clock)
    members.leave(session, owner, clock=clock)
    gone = session.get_one(Account, owner.account_id)
    assert (gone.organisation_id, gone.member_role, gone.is_active) == (None, None, True)


def test_an_owner_removes_a_colleague_whose_account_stays_theirs(session: Session, clock: FixedClock) -> None:
    organisation = make_organisation(session)
    owner = make_employer(session, organisation)
    colleague = make_account(session, Role.EMPLOYER, organisation_id=organisation.id)
    stranger = make_employer(session, make_organisation(session))
    with pytest.raises(NotFound):
        members.remove(session, stranger, colleague.id, clock=clock)
    with pytest.raises(NotAllowed):
        members.remove(session, actor_for(colleague), owner.account_id or 0, clock=clock)
    with pytest.raises(NotAllowed, match="not_own_account"):
        members.remove(session, owner, owner.account_id or 0, clock=clock)
    members.remove(session, owner, colleague.id, clock=clock)
    assert (colleague.organisation_id, colleague.is_active) == (None, True)


def test_a_reader_changes_no_posting_and_answers_nobody(session: Session, clock: FixedClock) -> None:
    organisation = make_organisation(session)
    account = make_account(session, Role.EMPLOYER, organisation_id=organisation.id, member_role="reader")
    reader = actor_for(account)
    draft = make_vacancy(session, organisation_id=organisation.id, state="draft")
    shown = make_vacancy(session, organisation_id=organisation.id)
    met = Introduction(
        vacancy_id=shown.id,
        profile_id=make_profile(session).id,
        started_by="seeker",
        state="applied",
        created_at=clock.now(),
        changed_at=clock.now(),
    )
    session.add(met)
    session.flush()
    with pytest.raises(NotAllowed):
        submit_vacancy(session, reader, draft.id, clock=clock)
    with pytest.raises(NotAllowed):
        change_vacancy_state(session, reader, shown.id, Action.PAUSE, clock=clock)
    with pytest.raises(NotAllowed):
        take_step(session, reader, met.id, Step.REJECT, reason=None, clock=clock)


# -- by HTTP ---------------------------------------------------------------------------------------------------------


def enter(client: Any, site: Site, role: Role = Role.EMPLOYER, **facts: object) -> int:
    client.post("/sign-out")
    with site.database.transaction() as session:
        account = make_account(session, role, **facts)
        account_id, email = account.id, VAULT.open(account.email_sealed or "")
    assert client.post("/sign-in", data={"address": email, "password": PASSWORD}).status_code == 303
    return account_id


def test_a_reader_reads_every_page_and_writes_on_none(client: Any, site: Site) -> None:
    with site.database.transaction() as session:
        organisation_id = make_organisation(session).id
        vacancy = make_vacancy(session, organisation_id=organisation_id)
        profile = make_profile(session)
        public_id, talent = vacancy.public_id, profile.public_id
    client.set_cookie("language", "en")
    account_id = enter(client, site, organisation_id=organisation_id, member_role="reader")
    reads = ("/overview", "/my/vacancies", "/candidates", "/talents-for-us", "/organisation", "/organisation/members")
    for path in (*reads, f"/vacancies/{public_id}", f"/vacancies/{public_id}/candidates", f"/talents/{talent}"):
        answer = client.get(path)
        assert answer.status_code == 200, path
        for write in ("/vacancies/new", "/files", "/applications/new", "/invitations/new", "state/"):
            assert f'{write}"' not in answer.text, f"{path} leads to {write}"
    for path in ("/vacancies/new", f"/vacancies/{public_id}/post", "/files", "/organisation/verification"):
        assert client.get(path).status_code == 403, path
    writes = (
        "/vacancies/new",
        f"/vacancies/{public_id}/post",
        f"/vacancies/{public_id}/state/pause",
        f"/vacancies/{public_id}/closure",
        f"/talents/{talent}/invitations/new",
        "/introductions/1/steps/reject",
        "/files",
        "/organisation/evidence",
        "/organisation/verification",
        f"/organisation/members/{account_id}/role",
        f"/organisation/members/{account_id}/removal",
    )
    for path in writes:
        assert client.post(path, data={"member_role": "owner"}).status_code == 403, path
    invitation = client.post("/organisation/members", data={"member_role": "owner", "address": ""})
    assert invitation.status_code == 403
    with site.database.reading() as session:
        assert session.query(Vacancy).one().state == "published"
        assert session.get_one(Account, account_id).member_role == "reader"
        assert session.query(MemberInvitation).count() == 0


def test_a_recruiter_writes_postings_and_lets_nobody_in(client: Any, site: Site) -> None:
    with site.database.transaction() as session:
        organisation_id = make_organisation(session).id
    enter(client, site, organisation_id=organisation_id, member_role="recruiter")
    assert client.get("/vacancies/new").status_code == 200
    assert client.get("/organisation").status_code == 200
    assert client.post("/organisation", data={"name": "Other"}).status_code in (200, 403)
    assert client.post("/organisation/members", data={"member_role": "reader", "address": ""}).status_code == 403
    assert client.get("/organisation/verification").status_code == 403


def test_an_invitation_by_mail_is_followed_by_somebody_who_registers(client: Any, site: Site) -> None:
    with site.database.transaction() as session:
        organisation_id = make_organisation(session, name="Bridge Works").id
    client.set_cookie("language", "en")
    enter(client, site, organisation_id=organisation_id, member_role="owner")
    wrong = client.post("/organisation/members", data={"member_role": "reader", "address": "13800138000"})
    assert wrong.status_code == 422
    answer = client.post("/organisation/members", data={"member_role": "reader", "address": "new@example.org"})
    found = re.search(r"/join/[\w-]+", answer.text)
    assert answer.status_code == 200 and found
    assert "n***@example.org" in answer.text
    path = found.group()
    assert path not in client.get("/organisation/members").text, "shown once"
    site.queue.run_all_due()
    letters = [file.read_text(encoding="utf-8") for file in site.settings.mail_dir.glob("*.eml")]
    assert any("Bridge Works" in letter or "=?utf-8?" in letter for letter in letters)
    client.post("/sign-out")
    page = client.get(path)
    assert "Bridge Works" in page.text and "next=" in page.text
    register = "/register?role=employer&next=" + path
    answers = {"role": "employer", "display_name": "New", "address": "new@example.org"}
    answers |= {"password": "a lantern by the bridge", "agrees": "y"}
    joined = client.post(register, data=answers)
    assert joined.status_code == 303 and joined.location.endswith(path)
    assert "/membership" in client.get(path).text
    assert client.post(path + "/membership").status_code == 303
    assert client.get("/my/vacancies").status_code == 200
    assert client.get("/vacancies/new").status_code == 403
    client.post("/sign-out")
    assert client.get(path).status_code == 410
    assert client.get("/join/" + "x" * 300).status_code == 410


def test_somebody_signed_in_with_another_account_is_told_why_not(client: Any, site: Site) -> None:
    with site.database.transaction() as session:
        made, _ = made_link(session, site.clock)  # type: ignore[arg-type]
    enter(client, site, Role.SEEKER)
    page = client.get("/join/" + made.token)
    assert page.status_code == 200 and "/membership" not in page.text
    assert client.post(f"/join/{made.token}/membership").status_code == 403
