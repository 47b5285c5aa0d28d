"""Reports of sample vacancies in every state, made by the same steps as on the site, and what papers need."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.accounts.models import Account
from webapp.accounts.queries import as_actor
from webapp.accounts.services import give_consent
from webapp.core.actor import Actor
from webapp.core.clock import FixedClock
from webapp.core.crypto import Vault
from webapp.core.permissions import MemberRole, Role
from webapp.organisations.models import Organisation
from webapp.placements.models import Introduction
from webapp.postings.models import Profile, Vacancy
from webapp.postings.queries import is_public
from webapp.reports import services
from webapp.reports.models import Report
from webapp.reports.receipts import as_stored
from webapp.reports.rules import ReportDraft, Step
from webapp.samples.people import rows

# The number that README names, so that the page behind it can be seen.
DEMO_RECEIPT = "DEM2-DEM2-DEM2"
_REMOTE_EVERY = 40


@dataclass
class _World:
    session: Session
    vault: Vault
    now: datetime
    words: dict[str, str]
    used: set[int]

    def clock(self, hours_ago: float) -> FixedClock:
        return FixedClock(self.now - timedelta(hours=hours_ago))

    def officer(self, vacancy: Vacancy) -> Actor:
        where = (Account.role == Role.OFFICER, Account.city_code == vacancy.city_code)
        return as_actor(self.session.scalars(select(Account).where(*where).limit(1)).one())

    def pick(self, *conditions: object) -> Vacancy | None:
        """A public vacancy that no other story uses; None where the sample world is too small."""
        statement = select(Vacancy).where(is_public(self.now), Vacancy.id.not_in(self.used), *conditions)  # type: ignore[arg-type]
        found = self.session.scalars(statement.order_by(Vacancy.id).limit(1)).one_or_none()
        if found is not None:
            self.used.add(found.id)
        return found

    def report(self, vacancy: Vacancy, category: str, key: str, hours_ago: float, contact: str = "") -> Report:
        draft = ReportDraft(category, self.words.get(key, ""), contact)
        receipt = services.report_vacancy(self.session, vacancy, draft, vault=self.vault, clock=self.clock(hours_ago))
        index = self.vault.blind_index(receipt)
        return self.session.scalars(select(Report).where(Report.receipt_index == index)).one()

    def bureau(self, vacancy: Vacancy, report: Report, step: Step, key: str, hours_ago: float) -> None:
        services.take_bureau_step(
            self.session,
            self.officer(vacancy),
            report.case_id,
            step,
            self.words.get(key, ""),
            clock=self.clock(hours_ago),
            version=None,
        )

    def employer(self, vacancy: Vacancy, report: Report, step: Step, key: str, hours_ago: float) -> None:
        """Whoever answers for the firm; a sample firm without an account answers by a member nobody can sign in as."""
        recruiter = MemberRole.RECRUITER
        actor = Actor(None, Role.EMPLOYER, organisation_id=vacancy.organisation_id, member_role=recruiter)
        clock = self.clock(hours_ago)
        services.take_employer_step(
            self.session, actor, report.case_id, step, self.words[key], clock=clock, version=None
        )


def make_reports(session: Session, vault: Vault, now: datetime, own_firm: Organisation) -> None:
    """`own_firm` is the prepared employer's; its city's officer is the prepared one."""
    words = {row["key"]: row["text"] for row in rows("reports.csv")}
    applied = select(Introduction.vacancy_id)
    world = _World(session, vault, now, words, set(session.scalars(applied)) | set(range(1, 9)))
    here = (Vacancy.city_code == own_firm.city_code, Vacancy.organisation_id != own_firm.id)
    for story in (_fraud, _contact, _answered, _dismissed, _ended, _objected):
        vacancy = world.pick(*here)
        if vacancy is not None:
            story(world, vacancy)
    _of_prepared_employer(world)
    _of_prepared_seeker(world, own_firm.city_code)
    _elsewhere(world, own_firm.city_code)


def _fraud(world: _World, vacancy: Vacancy) -> None:
    world.report(vacancy, "deposit", "deposit_1", 30)
    world.report(vacancy, "fraud", "fraud_2", 9)
    world.report(vacancy, "fraud", "fraud_1", 3, contact="10099990001")


def _contact(world: _World, vacancy: Vacancy) -> None:
    world.report(vacancy, "contact_in_text", "contact_1", 26)
    services.flag_vacancy(
        world.session, vacancy.id, "FR-CONTACT", world.words["check_zh"], world.words["check_en"], clock=world.clock(25)
    )


def _answered(world: _World, vacancy: Vacancy) -> None:
    report = world.report(vacancy, "discrimination", "discrimination_1", 76)
    world.bureau(vacancy, report, Step.ASK, "discrimination_ask", 52)
    world.employer(vacancy, report, Step.ANSWER, "discrimination_answer", 5)


def _dismissed(world: _World, vacancy: Vacancy) -> None:
    report = world.report(vacancy, "false", "false_1", 190)
    report.receipt_index = world.vault.blind_index(as_stored(DEMO_RECEIPT))
    world.bureau(vacancy, report, Step.DISMISS, "false_dismiss", 150)


def _ended(world: _World, vacancy: Vacancy) -> None:
    report = world.report(vacancy, "filled", "filled_1", 120)
    vacancy.state, vacancy.closed_at = "filled", world.now - timedelta(hours=100)
    world.bureau(vacancy, report, Step.CLOSE, "filled_close", 98)


def _objected(world: _World, vacancy: Vacancy) -> None:
    report = world.report(vacancy, "false", "other_1", 200)
    world.bureau(vacancy, report, Step.REMOVE, "objected_reason", 140)
    world.employer(vacancy, report, Step.OBJECT, "objection", 20)


def _of_prepared_employer(world: _World) -> None:
    """One question that waits for its answer, and one vacancy that is down."""
    asked, removed = (world.session.get(Vacancy, number) for number in (3, 4))
    if asked is not None and asked.state == "published":
        report = world.report(asked, "other", "other_1", 60)
        world.bureau(asked, report, Step.ASK, "other_ask", 40)
    if removed is not None and removed.state == "published":
        report = world.report(removed, "deposit", "deposit_1", 90)
        world.bureau(removed, report, Step.REMOVE, "removed_reason", 70)


def _of_prepared_seeker(world: _World, city_code: str) -> None:
    """The prepared seeker applied, in another city, for a vacancy that was taken down afterwards."""
    vacancy, profile = world.pick(Vacancy.city_code != city_code), world.session.get(Profile, 1)
    if vacancy is None or profile is None or profile.account_id is None:
        return
    at = world.clock(75)
    firm = world.session.get_one(Organisation, vacancy.organisation_id)
    introduction = Introduction(
        vacancy_id=vacancy.id,
        profile_id=profile.id,
        started_by="seeker",
        state="applied",
        contact_opened_at=at.now(),
        created_at=at.now(),
        changed_at=at.now(),
    )
    introduction.consent = give_consent(world.session, profile.account_id, "contact", receiver=firm.name[:60], clock=at)
    world.session.add(introduction)
    report = world.report(vacancy, "fraud", "fraud_2", 28)
    world.bureau(vacancy, report, Step.REMOVE, "removed_fraud", 22)


def _elsewhere(world: _World, city_code: str) -> None:
    """Something to do for the other bureaus too."""
    cities = list(world.session.scalars(select(Vacancy.city_code).distinct().order_by(Vacancy.city_code)))
    tellings: list[tuple[str, str]] = [("fraud", "fraud_1"), ("filled", "filled_1"), ("false", "false_1")]
    for number, other in enumerate(code for code in cities if code and code != city_code):
        vacancy = world.pick(Vacancy.city_code == other)
        if vacancy is not None:
            category, key = tellings[number % len(tellings)]
            world.report(vacancy, category, key, 6 + 5 * number)


def vary_for_publicity(session: Session) -> None:
    """Some work is done from anywhere, which search engines want to know apart."""
    for place, vacancy in enumerate(
        session.scalars(select(Vacancy).where(Vacancy.track == "talent").order_by(Vacancy.id))
    ):
        if place % _REMOTE_EVERY == 1:
            vacancy.remote_share_percent = 100
