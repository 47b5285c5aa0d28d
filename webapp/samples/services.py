"""Loads the sample world once: firms, people, vacancies and profiles of the nine cities, the same for every seed."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import count
from random import Random
from typing import Any

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from matching import DEFAULT_PLAN, MatchPlan
from matching.text.skills import READING_VERSION, SkillMention, inferred_skills
from matching.vocabulary.skills import find as find_skill
from webapp.accounts.models import Account
from webapp.accounts.queries import as_actor
from webapp.core.clock import FixedClock, end_of_day
from webapp.core.crypto import hash_password
from webapp.core.permissions import Role
from webapp.core.queue import enqueue
from webapp.http.site import Site
from webapp.matches.rules import RunDraft
from webapp.matches.services import start_run
from webapp.organisations.models import AgencyClient, Organisation
from webapp.organisations.standing import add_months
from webapp.plans.models import StoredPlan
from webapp.plans.rules import draft_of
from webapp.plans.services import ask_preview, copy_plan, edit_plan
from webapp.postings.models import (
    Profile,
    ProfileCity,
    ProfileReadSkill,
    ProfileSkill,
    Vacancy,
    VacancyPlace,
    VacancyReadSkill,
    VacancySkill,
)
from webapp.postings.search_text import searchable_text
from webapp.reference.catalogue import Catalogue
from webapp.reference.queries import catalogue
from webapp.samples.answering import AnsweringMaker
from webapp.samples.doubtful import make_doubtful
from webapp.samples.organisations import Verifications, clients_of_samples
from webapp.samples.people import Town, Trade, Words, credit_code, person_name, read_words, sample_phone
from webapp.samples.posting import make_easy_posting
from webapp.samples.reported import make_reports, vary_for_publicity

SEED = 48
DEMO_PASSWORD = "nine-cities-2026"
DAYS_OPEN = 75
LICENSING_OFFICE = "市人力资源和社会保障局"

Progress = Callable[[str], None]


@lru_cache(maxsize=1000)
def read_once(text: str) -> tuple[SkillMention, ...]:
    """Sample texts are few and come often."""
    return inferred_skills(text)


def insert_some(session: Session, model: type[VacancyReadSkill] | type[ProfileReadSkill], rows: list[Any]) -> None:
    """An insert of no rows at all would write one of defaults."""
    if rows:
        session.execute(insert(model), rows)


@dataclass(frozen=True)
class Size:
    """How large the sample world is."""

    firms: int = 420
    vacancies: int = 3000
    profiles: int = 5000


# Every state has some rows, so that no list of the site is empty: state and its share.
VACANCY_STATES = (
    ("published", 90),
    ("submitted", 3),
    ("draft", 1),
    ("returned", 1),
    ("paused", 1),
    ("filled", 3),
    ("withdrawn", 1),
)
PROFILE_STATES = (
    ("published", 92),
    ("submitted", 3),
    ("draft", 1),
    ("returned", 1),
    ("paused", 1),
    ("filled", 1),
    ("withdrawn", 1),
)


def load_samples(site: Site, progress: Progress, size: Size | None = None) -> bool:
    """Fill an empty installation; False when there are postings already (a second start keeps its data)."""
    with site.database.reading() as session:
        if session.scalar(select(Vacancy.id).limit(1)) is not None:
            progress("sample data: already there")
            return False
    size = size or Size()
    maker = _Maker(site, size)
    with site.database.transaction() as session:
        maker.start(session)
        progress("sample data: firms and accounts of the nine cities")
        maker.make_staff(session)
        maker.make_firms(session)
        progress(f"sample data: {size.vacancies} vacancies")
        maker.make_vacancies(session)
        make_doubtful(session, site)
        progress(f"sample data: {size.profiles} profiles")
        maker.make_profiles(session)
        maker.make_introductions(session)
        vary_for_publicity(session)
        make_reports(session, site.vault, maker.now, maker.firms[0])
        maker.make_plans(session)
        make_easy_posting(site, session)
        maker.promise_matches(session)
    progress("sample data: done; matches are computed in the background within two minutes")
    return True


class _Maker:
    """Holds the one random stream and the running numbers of the sample world."""

    def __init__(self, site: Site, size: Size) -> None:
        self.site, self.size = site, size
        self.random = Random(SEED)
        self.words: Words = read_words()
        self.now: datetime = site.clock.now()
        self.today: date = site.clock.today()
        self.phone_numbers = count(1)
        self.password_hash = hash_password(DEMO_PASSWORD)
        self.firms: list[Organisation] = []
        self.clients: list[AgencyClient] = []
        self.names: Catalogue | None = None

    def start(self, session: Session) -> None:
        self.names = catalogue(session)
        self.districts = {
            town.city_code: [code for code, _ in self.names.district_choices(town.city_code, "zh")]
            for town in self.words.towns
        }

    # -- people who sign in -------------------------------------------------------------------------------------

    def account(self, session: Session, email: str, role: Role, name: str, **facts: Any) -> Account:
        vault = self.site.vault
        account = Account(
            role=role,
            display_name=name,
            email_sealed=vault.seal(email),
            email_index=vault.blind_index(email),
            password_hash=self.password_hash,
            stamp=f"sample-{email}"[:32],
            created_at=self.now - timedelta(days=90),
            **facts,
        )
        session.add(account)
        session.flush()  # for its id
        return account

    def make_staff(self, session: Session) -> None:
        assert self.names is not None
        for town in self.words.towns:
            pinyin = self.names.cities[town.city_code].details["pinyin"].replace(" ", "").lower()
            name = person_name(self.random, self.words)
            self.account(session, f"officer.{pinyin}@nine.example", Role.OFFICER, name, city_code=town.city_code)
        guangzhou = self.words.towns[0].city_code
        name = person_name(self.random, self.words)
        self.account(session, "inspector@nine.example", Role.INSPECTOR, name, city_code=guangzhou)
        for email, role in (("coordinator", Role.COORDINATOR), ("admin", Role.ADMINISTRATOR)):
            self.account(session, f"{email}@nine.example", role, person_name(self.random, self.words))

    def make_firms(self, session: Session) -> None:
        used: set[str] = set()
        for number in range(1, self.size.firms + 1):
            kind = "agency" if number % 20 == 2 else "employer"
            state = "submitted" if number % 40 == 17 else "verified"
            self.firms.append(self.firm(number, kind, state, used))
        session.add_all(self.firms)
        session.flush()  # for their ids
        for email, role, kind in (("employer", Role.EMPLOYER, "employer"), ("agency", Role.AGENCY, "agency")):
            firm = next(firm for firm in self.firms if firm.kind == kind and firm.city_code == "440100")
            name = person_name(self.random, self.words)
            facts = {"organisation_id": firm.id, "member_role": "owner", "city_code": firm.city_code}
            self.account(session, f"{email}@nine.example", role, name, **facts)
        # Their own stream of chance, so that the rest of the world stays as it was.
        Verifications(self.site, self.words, self.firms, self.account).make(session)

    def firm(self, number: int, kind: str, state: str, used: set[str]) -> Organisation:
        assert self.names is not None
        town = self.words.towns[0] if number <= 2 else self.town("vacancies")
        section = "C" if number == 1 else "L" if kind == "agency" else self.section()
        words, suffixes = self.words.sections[section]
        city = self.names.city_label(town.city_code, "zh").removesuffix("\u5e02")
        name = ""
        while not name or name in used:
            brand = self.random.choice(self.words.brands)
            name = city + brand + self.random.choice(words) + self.random.choice(suffixes)
        used.add(name)
        is_verified = state == "verified"
        return Organisation(
            kind=kind,
            name=name,
            credit_code=credit_code(town.city_code, number),
            city_code=town.city_code,
            district_code=self.district(town),
            address=self.address(town),
            industry_code=section,
            size_band=self.random.choice(["1-49", "50-199", "200-499", "500-999"]),
            contact_name_sealed=self.site.vault.seal(person_name(self.random, self.words)),
            contact_phone_sealed=self.site.vault.seal(sample_phone(next(self.phone_numbers))),
            licence_number=f"SAMPLE-{number:05d}" if kind == "agency" else None,
            licence_issuer=f"{city}{LICENSING_OFFICE}" if kind == "agency" else None,
            licence_valid_from=self.today - timedelta(days=1400) if kind == "agency" else None,
            licence_valid_to=self.today + timedelta(days=400) if kind == "agency" else None,
            state=state,
            verified_at=self.now - timedelta(days=60) if is_verified else None,
            due_on=add_months(self.today - timedelta(days=60), 6) if is_verified else None,
            review=None if is_verified else "waiting",
            review_since=None if is_verified else self.now - timedelta(days=4),
            created_at=self.now - timedelta(days=80),
            changed_at=self.now - timedelta(days=60),
        )

    # -- draws --------------------------------------------------------------------------------------------------

    def town(self, side: str) -> Town:
        weights = [town.vacancies_weight if side == "vacancies" else town.people_weight for town in self.words.towns]
        return self.random.choices(self.words.towns, weights)[0]

    def section(self) -> str:
        return self.random.choice(self.random.choice(self.words.trades).sections)

    def district(self, town: Town) -> str | None:
        codes = self.districts[town.city_code]
        return self.random.choice(codes) if codes else None

    def address(self, town: Town) -> str:
        return f"{self.random.choice(town.streets)}{self.random.randint(2, 388)}\u53f7"

    def state(self, states: tuple[tuple[str, int], ...]) -> str:
        return self.random.choices([name for name, _ in states], [share for _, share in states])[0]

    def round_pay(self, amount: float) -> int:
        return int(round(amount / 100.0) * 100)

    def skill(self, text: str) -> dict[str, Any]:
        return {"text": text, "code": find_skill(text)}

    def dates(self, state: str) -> dict[str, Any]:
        """Dates of one posting around today; some have expired, and only their date says so."""
        age_days = self.random.triangular(0, DAYS_OPEN, 12)
        published = self.now - timedelta(days=age_days)
        valid_through = (published + timedelta(days=self.random.choice([30, 45, 60, 90]))).date()
        if state in ("submitted", "draft", "returned"):
            valid_through = self.today + timedelta(days=45)
        was_public = state in ("published", "paused", "filled", "withdrawn")
        return {
            "created_at": published - timedelta(hours=self.random.randint(2, 60)),
            "changed_at": published,
            "submitted_at": published - timedelta(hours=1) if state != "draft" else None,
            "published_at": published if was_public else None,
            "closed_at": self.now - timedelta(hours=5) if state in ("filled", "withdrawn") else None,
            "valid_through": valid_through,
            "expires_at": end_of_day(valid_through),
        }

    # -- vacancies ----------------------------------------------------------------------------------------------

    def make_vacancies(self, session: Session) -> None:
        # The prepared agency acts for its clients; the last of them has ended its authorisation.
        self.clients = clients_of_samples(session, self.firms[1].id)[:2]
        vacancies, places, skills = [], [], []
        read: list[dict[str, Any]] = []
        for number in range(1, self.size.vacancies + 1):
            drawn = self.firms[0] if number <= 8 else self.random.choice(self.firms)
            # A few for certain of the prepared agency, whose clients are to be seen.
            firm = self.firms[1] if number in (9, 10, 11, 12) else drawn
            fitting = [trade for trade in self.words.trades if firm.industry_code in trade.sections]
            trade = self.random.choice(fitting or self.words.trades)
            town = next(town for town in self.words.towns if town.city_code == firm.city_code)
            row = self.vacancy(number, firm, trade, town)
            row.update(self.on_whose_behalf(number, firm, row))
            vacancies.append(row)
            places += self.places(number, town, firm)
            listed = self.vacancy_skills(number, trade)
            skills += listed
            read += self.read_skills("vacancy_id", number, row["duties"], listed)
        session.execute(insert(Vacancy), vacancies)
        session.execute(insert(VacancyPlace), places)
        session.execute(insert(VacancySkill), skills)
        insert_some(session, VacancyReadSkill, read)
        self.fix_sequence(session, "vacancy")

    def vacancy(self, number: int, firm: Organisation, trade: Trade, town: Town) -> dict[str, Any]:
        state = "published" if number <= 5 or 9 <= number <= 12 else self.state(VACANCY_STATES)
        if firm.state != "verified":
            state = "draft"
        low = trade.pay_low * town.pay_factor * self.random.uniform(0.95, 1.2)
        high = min(low * self.random.uniform(1.15, 1.6), trade.pay_high * town.pay_factor * 1.1)
        pay_min, pay_max = self.round_pay(low), max(self.round_pay(high), self.round_pay(low) + 500)
        title = self.random.choice(trade.titles)
        is_talent = trade.track == "talent"
        # Five and a half days are shorter ones: forty hours are the week.
        days = 5 if is_talent else self.random.choice([5, 5, 5.5])
        return {
            "id": number,
            "public_id": f"v{number:06d}",
            "organisation_id": firm.id,
            "track": trade.track,
            "state": state,
            "title": title,
            "occupation_code": trade.code,
            "headcount": self.random.choice([1, 1, 2, 2, 3] if is_talent else [2, 3, 5, 8, 10, 20, 50]),
            "duties": "\n".join(f"{place}. {text}" for place, text in enumerate(trade.duties, 1)),
            "city_code": town.city_code,
            "pay_min_yuan": pay_min,
            "pay_max_yuan": pay_max,
            "pay_period": "month",
            "pay_months": self.random.choice([13, 14, None, None]) if is_talent else None,
            "pay_min_yuan_month": pay_min,
            "pay_max_yuan_month": pay_max,
            "pay_day": self.random.choice([8, 10, 15, 20]),
            "education_code": trade.education,
            "skill_level": trade.level if not is_talent and self.random.random() < 0.5 else None,
            "title_rank": trade.level if is_talent and trade.level and self.random.random() < 0.4 else None,
            "experience_min_months": trade.experience_months if self.random.random() < 0.8 else None,
            "certificates": trade.certificates,
            "employment_form": "full_time",
            "contract_kind": "fixed_term",
            "term_months": self.random.choice([24, 36]),
            "probation_months": self.random.choice([1, 2]),
            "probation_pay_percent": 80,
            "hour_scheme": "standard",
            "hours_per_day": 8 if days == 5 else 7,
            "days_per_week": days,
            "rest_days_per_month": 8 if days == 5 else 6,
            "has_social_insurance": True,
            "has_housing_fund": is_talent or self.random.random() < 0.3,
            "benefits": sorted({town.benefit, self.random.choice(["meals", "transport", "paid_leave", "dorm"])}),
            "starts_on": self.today + timedelta(days=self.random.choice([7, 14, 30])),
            "skills_read_version": READING_VERSION,
            "created_by": None,
            "return_reason": None,
            "search_text": searchable_text([title, firm.name, *trade.must, *trade.nice, *trade.duties]),
            **self.dates(state),
        }

    def on_whose_behalf(self, number: int, firm: Organisation, row: dict[str, Any]) -> dict[str, Any]:
        """The prepared agency posts for its clients, and sends people to one of them."""
        facts: dict[str, Any] = {"client_id": None, "client_name": self.client_of(firm, number)}
        facts |= {"dispatch_user_employer": None, "dispatch_post_kind": None}
        if firm is not self.firms[1] or not self.clients:
            return facts
        client = self.clients[number % len(self.clients)]
        if number % 4 == 0:
            dispatch = {"dispatch_user_employer": client.name, "dispatch_post_kind": "auxiliary"}
            return {**facts, **dispatch, "employment_form": "dispatch"}
        words = f"{row['search_text']} {searchable_text([client.name])}"
        return {**facts, "client_id": client.id, "client_name": client.name, "search_text": words}

    def client_of(self, firm: Organisation, number: int) -> str | None:
        """An agency says for whom it looks: one of the other firms of its city."""
        if firm.kind != "agency":
            return None
        others = [one.name for one in self.firms if one.kind == "employer" and one.city_code == firm.city_code]
        return others[number % len(others)] if others else self.firms[0].name

    def places(self, number: int, town: Town, firm: Organisation) -> list[dict[str, Any]]:
        rows = [
            {
                "vacancy_id": number,
                "position": 0,
                "city_code": town.city_code,
                "district_code": firm.district_code,
                "address": firm.address,
            }
        ]
        if self.random.random() < 0.06:
            other = self.random.choice([other for other in self.words.towns if other is not town])
            second = {"city_code": other.city_code, "district_code": None, "address": self.address(other)}
            rows.append({"vacancy_id": number, "position": 1, **second})
        return rows

    def vacancy_skills(self, number: int, trade: Trade) -> list[dict[str, Any]]:
        nice = self.random.sample(trade.nice, min(len(trade.nice), self.random.randint(1, 3)))
        wanted = [(text, True) for text in trade.must] + [(text, False) for text in nice]
        return [
            {"vacancy_id": number, "position": place, "is_must": is_must, **self.skill(text)}
            for place, (text, is_must) in enumerate(wanted)
        ]

    # -- profiles -----------------------------------------------------------------------------------------------

    def make_profiles(self, session: Session) -> None:
        seekers = self.seeker_accounts(session)
        profiles, cities, skills = [], [], []
        read: list[dict[str, Any]] = []
        for number in range(1, self.size.profiles + 1):
            trade = self.words.trades[0] if number == 1 else self.random.choice(self.words.trades)
            town = self.words.towns[7] if number == 1 else self.town("people")
            wanted = self.wanted_cities(town)
            profiles.append(self.profile(number, trade, town, seekers.get(number)))
            cities += [
                {"profile_id": number, "position": place, "city_code": code} for place, code in enumerate(wanted)
            ]
            listed = self.profile_skills(number, trade)
            skills += listed
            read += self.read_skills("profile_id", number, profiles[-1]["summary"], listed)
        session.execute(insert(Profile), profiles)
        session.execute(insert(ProfileCity), cities)
        session.execute(insert(ProfileSkill), skills)
        insert_some(session, ProfileReadSkill, read)
        self.fix_sequence(session, "profile")

    def seeker_accounts(self, session: Session) -> dict[int, int]:
        """The prepared seeker owns profile 1; a few more people have accounts, the rest came by bureau files."""
        accounts = {}
        for number in (1, *range(50, self.size.profiles, 100)):
            email = "seeker@nine.example" if number == 1 else f"seeker{number}@nine.example"
            accounts[number] = self.account(session, email, Role.SEEKER, person_name(self.random, self.words)).id
        return accounts

    def wanted_cities(self, town: Town) -> list[str]:
        others = [other for other in self.words.towns if other is not town]
        weights = [other.vacancies_weight for other in others]
        wanted: list[str] = []
        if self.random.random() < 0.45:
            wanted.append(town.city_code)
        for _ in range(self.random.randint(1, 3)):
            code = self.random.choices(others, weights)[0].city_code
            if code not in wanted:
                wanted.append(code)
        return wanted

    def profile(self, number: int, trade: Trade, town: Town, account_id: int | None) -> dict[str, Any]:
        state = "published" if number == 1 else self.state(PROFILE_STATES)
        months = max(0, int(self.random.gauss(trade.experience_months + 30, 30)))
        wish = self.round_pay(trade.pay_low * self.random.uniform(0.85, 1.25) * (1 + months / 900))
        certificates = [name for name in trade.certificates if self.random.random() < 0.75]
        is_talent = trade.track == "talent"
        return {
            "id": number,
            "public_id": f"p{number:06d}",
            "account_id": account_id,
            "keeper_city_code": None if account_id else town.city_code,
            "track": trade.track,
            "state": state,
            "occupation_code": trade.code,
            "occupation_codes": [trade.code],
            "wanted_titles": self.random.sample(trade.titles, min(len(trade.titles), self.random.randint(1, 2))),
            "real_name_sealed": self.site.vault.seal(person_name(self.random, self.words)),
            "phone_sealed": self.site.vault.seal(sample_phone(next(self.phone_numbers))),
            "summary": self.random.choice(self.words.people[f"summary_{trade.track}"]),
            "city_code": town.city_code,
            "district_code": self.district(town),
            "accepts_any_city": self.random.random() < 0.12,
            "pay_min_yuan": wish,
            "pay_max_yuan": None,
            "pay_period": "month",
            "pay_min_yuan_month": wish,
            "pay_max_yuan_month": None,
            "education_code": self.education(trade.education),
            "skill_level": self.random.choice([None, 2, 3, 3, 4, 5]) if not is_talent else None,
            "title_rank": self.random.choice([None, None, 1, 2, 3]) if is_talent else None,
            "experience_min_months": months,
            "certificates": certificates,
            "employment_forms": self.random.choice([["full_time"], ["full_time"], ["full_time", "dispatch"], []]),
            "available_on": self.today + timedelta(days=self.random.choice([0, 0, 7, 14, 30])),
            "skills_read_version": READING_VERSION,
            "created_by": account_id,
            "search_text": searchable_text([*trade.titles[:2], *trade.must, *trade.nice]),
            **self.dates(state),
        }

    def education(self, usual: str) -> str:
        ladder = ["81", "71", "61", "41", "31", "21", "14", "11"]
        place = ladder.index(usual) + self.random.choices([-1, 0, 1], [15, 60, 25])[0]
        return ladder[min(max(place, 0), len(ladder) - 1)]

    def profile_skills(self, number: int, trade: Trade) -> list[dict[str, Any]]:
        kept = [text for text in trade.must if self.random.random() < 0.8] or trade.must[:1]
        kept += [text for text in trade.nice if self.random.random() < 0.45]
        return [{"profile_id": number, "position": place, **self.skill(text)} for place, text in enumerate(kept)]

    def read_skills(self, owner: str, number: int, words: str, listed: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """What the free text names beside the list, as a posting that is written on the site would have it."""
        held = {one["code"] for one in listed}
        found = [one for one in read_once(words) if one.code not in held]
        return [{owner: number, "is_dismissed": False, **asdict(one)} for one in found]

    # -- meetings and runs ------------------------------------------------------------------------------------------

    def make_introductions(self, session: Session) -> None:
        """Candidates in every stage, with the prepared seeker and employer in many of them."""

        def new_account(profile_id: int) -> Account:
            name = person_name(names, self.words)
            return self.account(session, f"seeker{profile_id}@nine.example", Role.SEEKER, name)

        # A stream of its own: more or fewer stories leave the rest of the sample world as it is.
        names = Random(SEED + 1)
        AnsweringMaker(session, self.now, new_account).make()

    def make_plans(self, session: Session) -> None:
        """A plan that was tried and taken back, and a draft whose preview the worker computes; the built-in plan is
        in force.
        """
        email = self.site.vault.blind_index("coordinator@nine.example")
        account = session.scalars(select(Account).where(Account.email_index == email)).one()
        self.retired_plan(session, account)
        coordinator, yesterday = as_actor(account), FixedClock(self.now - timedelta(days=1, hours=2))
        draft = copy_plan(session, coordinator, None, clock=yesterday)
        wish = {"place": 0.3, "pay": 0.5, "hours": 0.1, "wish": 0.1}
        values = replace(MatchPlan.from_json(draft.plan), wish=wish, min_score=0.5, congestion=0.3)
        answers = draft_of(values, self.words.people["plan_draft"][0])
        edit_plan(session, coordinator, draft.id, answers, seen_revision=1, clock=yesterday)
        ask_preview(session, coordinator, draft.id, clock=yesterday)

    def retired_plan(self, session: Session, account: Account) -> None:
        made, adopted, retired = (self.now - timedelta(days=days) for days in (44, 42, 20))
        version = f"{(self.today - timedelta(days=44)).isoformat()}-1"
        nice = {**DEFAULT_PLAN.nice, "experience": 0.6}
        plan = replace(DEFAULT_PLAN, version=version, nice=nice, essential_share=0.7)
        session.add(
            StoredPlan(
                version=version,
                plan=plan.to_json(),
                state="retired",
                based_on=DEFAULT_PLAN.version,
                note=self.words.people["plan_adopted"][0],
                revision=2,
                made_by=account.id,
                made_at=made,
                changed_by=account.id,
                changed_at=adopted - timedelta(hours=3),
                adopted_by=account.id,
                adopted_at=adopted,
                built_in_version=DEFAULT_PLAN.version,
                retired_by=account.id,
                retired_at=retired,
                retired_note=self.words.people["plan_retired"][0],
            )
        )
        session.flush()  # so that the history is in order of time

    def promise_matches(self, session: Session) -> None:
        """The standing matches, and one run of the officer of Guangzhou, are the worker's first jobs."""
        officer_email = self.site.vault.blind_index("officer.guangzhou@nine.example")
        officer = session.scalars(select(Account).where(Account.email_index == officer_email)).one()
        draft = RunDraft(("520100", "450100", "530100"), ("440100",), None, None, 10)
        start_run(session, as_actor(officer), draft, clock=self.site.clock)
        enqueue(session, "matches.rank_everything")

    def fix_sequence(self, session: Session, table: str) -> None:
        """Ids were given by hand, for speed; PostgreSQL must be told where to go on."""
        if session.get_bind().dialect.name == "postgresql":
            session.execute(text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"))
