"""Sample organisations in every state of verification, their files, members in each role, and an agency's clients.

Made by the site's own use cases at earlier days, so that history and audit look as they would.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.accounts.models import Account
from webapp.accounts.queries import as_actor
from webapp.core.actor import Actor
from webapp.core.clock import FixedClock
from webapp.core.permissions import MemberRole, Role
from webapp.http.site import Site
from webapp.organisations import members, services
from webapp.organisations.clients import ClientDraft, save_client
from webapp.organisations.evidence import Place, add_evidence
from webapp.organisations.models import AgencyClient, Organisation
from webapp.organisations.rules import BUSINESS_LICENCE, DISPATCH_LICENCE, SERVICE_LICENCE, Decision
from webapp.organisations.standing import add_months
from webapp.samples.people import Words, credit_code, rows, sample_phone

GUANGZHOU = "440100"
_FIRST_NUMBER = 800_000
AccountMaker = Callable[..., Account]


def sample_pdf(title: str) -> bytes:
    """A page that says what it stands for, small and whole."""
    text = f"BT /F1 18 Tf 60 760 Td (SAMPLE - {title}) Tj ET"
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R "
        "/Resources << /Font << /F1 4 0 R >> >> >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< /Length {len(text)} >>\nstream\n{text}\nendstream",
    )
    data, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    start = len(data)
    data += f"xref\n0 6\n0000000000 65535 f \n{table}trailer << /Size 6 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    return data.encode("ascii")


@dataclass(frozen=True)
class _Text:
    name: str
    section: str
    note: str
    answer: str


class Verifications:
    """Holds what the stories share."""

    def __init__(self, site: Site, words: Words, firms: list[Organisation], account: AccountMaker) -> None:
        self.site, self.firms, self.account = site, firms, account
        self.now: datetime = site.clock.now()
        self.today: date = site.clock.today()
        self.place = Place(site.settings.evidence_dir, site.vault)
        self.names = iter([family + given for family, given in zip(*_names(words), strict=False)])
        self.texts = {
            row["key"]: _Text(row["name"], row["section"], row["note"], row["answer"])
            for row in rows("verification.csv")
        }

    def make(self, session: Session) -> None:
        email = self.site.vault.blind_index("officer.guangzhou@nine.example")
        self.officer = as_actor(session.scalars(select(Account).where(Account.email_index == email)).one())
        for number, key in enumerate(("new", "waiting", "more", "refused")):
            self._newcomer(session, key, number)
        self._members(session, self.firms[0])
        self._deadlines(session)
        self._agencies(session)

    # -- first verifications ------------------------------------------------------------------------------------

    def _newcomer(self, session: Session, key: str, number: int) -> None:
        text, days = self.texts[key], 12 - 2 * number
        row = Organisation(
            kind="employer",
            name=text.name,
            credit_code=credit_code(GUANGZHOU, _FIRST_NUMBER + number),
            city_code=GUANGZHOU,
            district_code=self.firms[0].district_code,
            address=self.firms[0].address,
            industry_code=text.section,
            size_band="50-199",
            contact_name_sealed=self.site.vault.seal(next(self.names)),
            contact_phone_sealed=self.site.vault.seal(sample_phone(_FIRST_NUMBER + number)),
            created_at=self.now - timedelta(days=days),
            changed_at=self.now - timedelta(days=days),
        )
        session.add(row)
        session.flush()  # for its id
        owner = self._member(session, row, f"owner.{key}", MemberRole.OWNER)
        if key == "new":
            return
        self._file(session, owner, BUSINESS_LICENCE, days)
        self._send(session, owner, text.note, days - 1)
        if key != "waiting":
            decision = Decision.MORE if key == "more" else Decision.REFUSE
            self._decide(session, row, decision, text.answer, days - 3)

    def _member(self, session: Session, row: Organisation, email: str, role: MemberRole) -> Actor:
        site_role = Role.AGENCY if row.kind == "agency" else Role.EMPLOYER
        facts = {"organisation_id": row.id, "member_role": role, "city_code": row.city_code}
        return as_actor(self.account(session, f"{email}@nine.example", site_role, next(self.names), **facts))

    def _file(self, session: Session, owner: Actor, kind: str, days: float) -> None:
        add_evidence(session, owner, kind, sample_pdf(kind.replace("_", " ")), self.place, clock=self._ago(days))

    def _send(self, session: Session, owner: Actor, words: str, days: float) -> None:
        services.send_to_bureau(session, owner, words=words, version=None, clock=self._ago(days))

    def _decide(self, session: Session, row: Organisation, decision: Decision, reason: str, days: float) -> None:
        officer = Actor(self.officer.account_id, Role.OFFICER, city_code=row.city_code)
        services.decide_organisation(
            session, officer, row.id, decision=decision, reason=reason, version=None, clock=self._ago(days)
        )

    def _ago(self, days: float) -> FixedClock:
        return FixedClock(self.now - timedelta(days=days))

    # -- members ------------------------------------------------------------------------------------------------

    def _members(self, session: Session, firm: Organisation) -> None:
        """The prepared employer's colleagues, and a link that nobody has followed yet."""
        for email, role in (("recruiter", MemberRole.RECRUITER), ("reader", MemberRole.READER)):
            self._member(session, firm, email, role)
        email_index = self.site.vault.blind_index("employer@nine.example")
        owner = as_actor(session.scalars(select(Account).where(Account.email_index == email_index)).one())
        members.invite(
            session,
            owner,
            member_role=MemberRole.RECRUITER,
            address="colleague@nine.example",
            vault=self.site.vault,
            clock=self._ago(1),
        )

    # -- what falls due -----------------------------------------------------------------------------------------

    def _deadlines(self, session: Session) -> None:
        """Verified employers of Guangzhou whose next verification is near, missed, or on its way."""
        local = (one for one in self.firms[1:] if one.kind == "employer" and one.city_code == GUANGZHOU)
        verified = [one for one in local if one.state == "verified"]
        stories = (
            ("owner.due", 7),
            ("owner.overdue", -10),
            ("owner.lapsed", -45),
            ("owner.soon", 25),
            ("owner.renewal", 12),
            ("owner.renewal_more", 5),
        )
        for firm, (email, days_left) in zip(verified, stories, strict=False):
            self._verified_until(firm, self.today + timedelta(days=days_left))
            owner = self._member(session, firm, email, MemberRole.OWNER)
            key = email.removeprefix("owner.")
            if key in self.texts:
                self._file(session, owner, BUSINESS_LICENCE, 3)
                self._send(session, owner, self.texts[key].note, 3)
                if self.texts[key].answer:
                    self._decide(session, firm, Decision.MORE, self.texts[key].answer, 2)

    def _verified_until(self, firm: Organisation, due_on: date) -> None:
        firm.due_on = due_on
        verified_on = add_months(due_on, -6)
        firm.verified_at = self.now - timedelta(days=(self.today - verified_on).days)
        firm.created_at = firm.changed_at = firm.verified_at - timedelta(days=5)

    # -- agencies -----------------------------------------------------------------------------------------------

    def _agencies(self, session: Session) -> None:
        agencies = [one for one in self.firms if one.kind == "agency" and one.state == "verified"]
        first = agencies[0]
        first.dispatch_licence_number = "SAMPLE-D-00002"
        first.dispatch_licence_issuer = first.licence_issuer
        first.dispatch_licence_valid_from = self.today - timedelta(days=700)
        first.dispatch_licence_valid_to = self.today + timedelta(days=395)
        email_index = self.site.vault.blind_index("agency@nine.example")
        owner = as_actor(session.scalars(select(Account).where(Account.email_index == email_index)).one())
        for kind in (BUSINESS_LICENCE, SERVICE_LICENCE, DISPATCH_LICENCE):
            self._file(session, owner, kind, 60)
        self._clients(session, owner)
        for agency, (email, days_left) in zip(
            agencies[1:], (("owner.licence", 20), ("owner.unlicensed", -5)), strict=False
        ):
            agency.licence_valid_to = self.today + timedelta(days=days_left)
            self._member(session, agency, email, MemberRole.OWNER)

    def _clients(self, session: Session, owner: Actor) -> None:
        spans = ((-200, 500), (-300, 18), (-500, -30))
        for number, (first, last) in enumerate(spans, 1):
            draft = ClientDraft(
                name=self.texts[f"client_{number}"].name,
                credit_code=credit_code(GUANGZHOU, _FIRST_NUMBER + 100 + number),
                authorised_from=self.today + timedelta(days=first),
                authorised_to=self.today + timedelta(days=last),
            )
            file = sample_pdf("authorisation")
            save_client(session, owner, draft, file=file, place=self.place, clock=self._ago(-first / 2 + 10))


def _names(words: Words) -> tuple[Iterable[str], Iterable[str]]:
    """Names of members: every surname once, from the end, so that none is drawn twice."""
    return reversed(words.people["surname"]), words.people["given"]


def clients_of_samples(session: Session, organisation_id: int) -> list[AgencyClient]:
    statement = select(AgencyClient).where(AgencyClient.organisation_id == organisation_id)
    return list(session.scalars(statement.order_by(AgencyClient.id)))
