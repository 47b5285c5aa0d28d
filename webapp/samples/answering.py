"""Sample candidates in every stage: fresh and overdue applications, interviews in the next days, offers that wait,
starts, and answers with reasons; and a past of other employers, so that their cards have something to say.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from random import Random

from sqlalchemy import Select, case, select
from sqlalchemy.orm import Session

from webapp.accounts.models import Account
from webapp.accounts.services import give_consent
from webapp.core.clock import CHINA, FixedClock
from webapp.organisations.models import Organisation
from webapp.placements.message_templates import built_in_templates, fill
from webapp.placements.models import (
    HistoryEntry,
    Interview,
    InterviewSlot,
    Introduction,
    IntroductionMessage,
    MessageTemplate,
    Offer,
    WorkStart,
)
from webapp.placements.rules import CONTACT_OPEN, DECLINE_REASONS
from webapp.postings.models import Profile, Vacancy
from webapp.postings.queries import is_public

_ANSWERED = ("shortlisted", "interview", "offered", "hired", "started", "rejected")
_PAST_PER_FIRM = 8
_FIRMS_WITH_PAST = 60
# The sentences of the sample world; they are data of samples, like the words in samples/data.
WISH = "工作日晚上六点以后，或者周六全天都可以。"
NOTE = "请带身份证和技能证书原件，到门卫处说找人事部。"
INVITATION = "您的经验和我们新车间的要求很合适，欢迎来看看。"
QUESTION = "您好，请问上夜班的频率是多少？宿舍离厂区远吗？"
REPLY = "您好，每月大约一周夜班，宿舍就在厂区旁边，步行五分钟。"
OFFER_WORDS = "试用期一个月，入职当天签订劳动合同并办理五险。"
TOO_FAR = "家里老人需要照顾，暂时去不了外地，谢谢。"
KIND_NO = "您的经验很扎实，这次因为名额少，我们选了离岗位要求更近的人。"
OWN_TEMPLATE = ("车间参观", "您好！面试之后可以参观“{vacancy}”所在的车间，请穿平底鞋。{organisation}")


@dataclass(frozen=True)
class Story:
    """One candidate: where they are now, and how long ago they applied or were invited (days)."""

    state: str
    days: float
    detail: str = ""
    reason: str | None = None
    started_by: str = "seeker"


EMPLOYERS_FIRST = (
    Story("applied", 1),
    Story("applied", 9),
    Story("applied", 12),
    Story("applied", 4, "message"),
    Story("invited", 2, started_by="employer"),
    Story("accepted", 3, started_by="employer"),
    Story("shortlisted", 5),
    Story("shortlisted", 6),
    Story("interview", 6, "offered"),
    Story("interview", 7, "chosen"),
    Story("interview", 8, "none_fits"),
    Story("interview", 9, "chosen_later"),
    Story("offered", 10, "open"),
    Story("offered", 16, "lapsed"),
    Story("hired", 14, "ahead"),
    Story("hired", 20, "seeker_confirmed"),
    Story("started", 35, "both"),
    Story("started", 40, "employer"),
    Story("rejected", 15, reason="others_fit_better"),
    Story("rejected", 18, reason="certificate_missing"),
    Story("rejected", 25, reason="experience_short"),
    Story("declined", 6, started_by="employer"),
    Story("withdrawn", 8),
)
EMPLOYERS_OTHER = (
    Story("applied", 2),
    Story("applied", 8),
    Story("shortlisted", 4),
    Story("interview", 5, "chosen"),
    Story("started", 30, "both"),
    Story("rejected", 12, reason="places_filled"),
)
# The prepared person meets the prepared employer twice and other firms in the other states.
SEEKERS = (
    Story("applied", 2),
    Story("applied", 10),
    Story("invited", 1, started_by="employer"),
    Story("accepted", 2, started_by="employer"),
    Story("shortlisted", 5),
    Story("interview", 6, "chosen"),
    Story("hired", 18, "due"),
    Story("rejected", 14, reason="experience_short"),
    Story("not_chosen", 22),
    Story("declined", 12, started_by="employer"),
    Story("withdrawn", 16),
)


@dataclass
class AnsweringMaker:
    """Holds what the stories need. `new_account` makes a seeker for a profile that a bureau has kept so far."""

    session: Session
    now: datetime
    new_account: Callable[[int], Account]
    random: Random = field(default_factory=lambda: Random(482))
    used: set[tuple[int, int]] = field(default_factory=set)

    def make(self) -> None:
        firm = self.session.scalars(select(Organisation).order_by(Organisation.id).limit(1)).one()
        member = self.session.scalars(select(Account).where(Account.organisation_id == firm.id)).first()
        person = self.session.get_one(Profile, 1)
        own = list(self.session.scalars(self._vacancies().where(Vacancy.organisation_id == firm.id).limit(5)))
        others = list(self.session.scalars(self._vacancies().where(Vacancy.organisation_id != firm.id).limit(400)))
        self._template(firm, member)
        if own:
            self.tell(own[0], person, Story("interview", 4, "offered"), member)
            self.tell(own[-1], person, Story("offered", 9, "open"), member)
        for vacancy, story in zip(self.random.sample(others, min(len(others), len(SEEKERS))), SEEKERS, strict=False):
            self.tell(vacancy, person, story, None)
        for number, vacancy in enumerate(own):
            for story in EMPLOYERS_FIRST if number == 0 else EMPLOYERS_OTHER:
                self._somebody(vacancy, story, member)
        self._past(others)

    def _vacancies(self) -> Select[Vacancy]:
        return select(Vacancy).where(is_public(self.now)).order_by(Vacancy.id)

    def _template(self, firm: Organisation, member: Account | None) -> None:
        name, body = OWN_TEMPLATE
        row = MessageTemplate(
            organisation_id=firm.id,
            name=name,
            purpose="interview",
            language="zh",
            body=body,
            changed_by=member.id if member else None,
            changed_at=self.now - timedelta(days=20),
        )
        self.session.add(row)

    def _somebody(self, vacancy: Vacancy, story: Story, member: Account | None) -> None:
        """A person of the same trade, with an account of their own from now on."""
        profile = self._free_profile(vacancy)
        if profile is None:
            return
        if profile.account_id is None:
            profile.account_id = self.new_account(profile.id).id
            profile.keeper_city_code = None
        self.tell(vacancy, profile, story, member)

    def _free_profile(self, vacancy: Vacancy) -> Profile | None:
        """Of the same trade, else of the same track; each person has one story as long as there are enough."""
        told = {profile_id for _, profile_id in self.used}
        statement = select(Profile).where(Profile.state == "published", Profile.id > 1, Profile.track == vacancy.track)
        statement = statement.where(Profile.id.not_in(told))
        is_other = case((Profile.occupation_code == vacancy.occupation_code, 0), else_=1)
        return self.session.scalars(statement.order_by(is_other, Profile.id).limit(1)).first()

    def tell(self, vacancy: Vacancy, profile: Profile, story: Story, member: Account | None) -> Introduction:
        """The rows of one story, as the services would have left them."""
        begun = self.now - timedelta(days=story.days, hours=2)
        changed = begun + (self.now - begun) * 0.6
        self.used.add((vacancy.id, profile.id))
        is_open = story.state in CONTACT_OPEN
        answered = story.started_by == "seeker" and (story.state in _ANSWERED or story.detail == "message")
        introduction = Introduction(
            vacancy_id=vacancy.id,
            profile_id=profile.id,
            started_by=story.started_by,
            state=story.state,
            message=INVITATION if story.started_by == "employer" else "",
            decline_reason=story.reason,
            reason=KIND_NO if story.reason else TOO_FAR if story.state == "declined" else None,
            contact_opened_at=begun if is_open else None,
            created_at=begun,
            changed_at=changed if story.state not in ("applied", "invited") else begun,
            answered_at=begun + timedelta(days=min(2.0, story.days / 2)) if answered else None,
            reminders_sent=2 if story.days >= 7 else 1 if story.days >= 3 else 0,
        )
        if is_open and profile.account_id is not None:
            name = self.session.get_one(Organisation, vacancy.organisation_id).name[:60]
            introduction.consent = give_consent(
                self.session, profile.account_id, "contact", receiver=name, clock=FixedClock(begun)
            )
        self.session.add(introduction)
        self.session.flush()  # for its id
        self._history(introduction, story, profile, member, begun)
        self._details(introduction, vacancy, story, member, begun)
        return introduction

    def _history(
        self, introduction: Introduction, story: Story, profile: Profile, member: Account | None, begun: datetime
    ) -> None:
        first = "applied" if story.started_by == "seeker" else "invited"
        steps: dict[str, tuple[str, ...]] = {
            "accepted": ("accepted",),
            "shortlisted": ("shortlisted",),
            "interview": ("shortlisted", "interview_offered"),
            "offered": ("shortlisted", "interview_offered", "time_chosen", "offered"),
            "hired": ("shortlisted", "interview_offered", "time_chosen", "offered", "offer_accepted"),
            "started": ("shortlisted", "offered", "offer_accepted", "start_confirmed", "started"),
            "rejected": ("rejected",),
            "declined": ("declined",),
            "withdrawn": ("withdrawn",),
            "not_chosen": ("not_chosen",),
        }
        extra = {"chosen": ("time_chosen",), "chosen_later": ("time_chosen",), "none_fits": ("no_time_fits",)}
        events = (
            first,
            *steps.get(story.state, ()),
            *(extra.get(story.detail, ()) if story.state == "interview" else ()),
        )
        seekers = ("applied", "accepted", "declined", "withdrawn", "time_chosen", "no_time_fits", "offer_accepted")
        for number, event in enumerate(events):
            side = "site" if event == "not_chosen" else "seeker" if event in seekers else "employer"
            account_id = (
                profile.account_id if side == "seeker" else member.id if member and side == "employer" else None
            )
            at = begun + (self.now - begun) * (0.7 * number / len(events))
            self.session.add(
                HistoryEntry(introduction_id=introduction.id, at=at, side=side, account_id=account_id, event=event)
            )
        introduction.version = len(events)

    def _details(
        self, introduction: Introduction, vacancy: Vacancy, story: Story, member: Account | None, begun: datetime
    ) -> None:
        author = member.id if member else None
        if story.detail == "message":
            for hours, side, body in ((20, "seeker", QUESTION), (30, "employer", REPLY)):
                self.session.add(
                    IntroductionMessage(
                        introduction_id=introduction.id, at=begun + timedelta(hours=hours), side=side, body=body
                    )
                )
        if story.state == "interview":
            self._interview(introduction, vacancy, story.detail, author)
            if story.detail == "chosen":
                self._letter(introduction, vacancy, begun)
        if story.state in ("offered", "hired", "started"):
            self._offer(introduction, vacancy, story, author)

    def _letter(self, introduction: Introduction, vacancy: Vacancy, begun: datetime) -> None:
        firm = self.session.get_one(Organisation, vacancy.organisation_id)
        template = next(one for one in built_in_templates() if one.key == "interview" and one.language == "zh")
        body = fill(template.body, {"vacancy": vacancy.title, "organisation": firm.name})
        at = begun + timedelta(days=2)
        self.session.add(IntroductionMessage(introduction_id=introduction.id, at=at, side="employer", body=body))

    def _interview(self, introduction: Introduction, vacancy: Vacancy, detail: str, author: int | None) -> None:
        today = self.now.astimezone(CHINA).date()
        first = {"chosen": 1, "chosen_later": 3, "none_fits": 2}.get(detail, 2)
        # Each its own half hour, so that sample interviews do not clash by accident.
        shift = timedelta(minutes=30 * (introduction.id % 6))
        slots = [
            datetime.combine(today + timedelta(days=first + number), time(9 + 5 * (number % 2)), tzinfo=CHINA) + shift
            for number in range(3)
        ]
        is_chosen = detail.startswith("chosen")
        firm = self.session.get_one(Organisation, vacancy.organisation_id)
        mode = "online" if introduction.id % 3 == 0 else "place"
        interview = Interview(
            introduction_id=introduction.id,
            uid=f"interview-sample-{introduction.id}@nine-cities",
            sequence=1 if is_chosen else 0,
            state="chosen" if is_chosen else detail,
            mode=mode,
            place=firm.address if mode == "place" else "",
            link=f"https://meet.example.cn/room/{introduction.id}" if mode == "online" else "",
            minutes=30,
            note=NOTE if mode == "place" else "",
            wish=WISH if detail == "none_fits" else "",
            starts_at=slots[0] if is_chosen else None,
            created_by=author,
            created_at=introduction.changed_at,
            changed_at=introduction.changed_at,
        )
        interview.slots = [InterviewSlot(starts_at=at) for at in slots]
        self.session.add(interview)
        self.session.flush()  # so that the prepared two have the first one

    def _offer(self, introduction: Introduction, vacancy: Vacancy, story: Story, author: int | None) -> None:
        today = self.now.astimezone(CHINA).date()
        first_day = {"ahead": 6, "due": -1, "seeker_confirmed": -4, "both": -12, "employer": -20}.get(story.detail, 14)
        valid = {"open": 4, "lapsed": -3}.get(story.detail, min(first_day - 2, 0))
        firm = self.session.get_one(Organisation, vacancy.organisation_id)
        pay = (vacancy.pay_min_yuan or 5000) + 300
        self.session.add(
            Offer(
                introduction_id=introduction.id,
                state="open" if story.state == "offered" else "accepted",
                pay_yuan=pay,
                pay_period=vacancy.pay_period or "month",
                starts_on=today + timedelta(days=first_day),
                place=firm.address,
                valid_until=today + timedelta(days=valid),
                words=OFFER_WORDS,
                created_by=author,
                created_at=introduction.changed_at,
                changed_at=introduction.changed_at,
            )
        )
        self.session.flush()  # in the order of the stories
        if story.state == "offered":
            return
        agreed = today + timedelta(days=first_day)
        confirmed = self.now + timedelta(days=first_day)
        is_started = story.state == "started"
        by_seeker = story.detail in ("both", "seeker_confirmed")
        by_employer = story.detail in ("both", "employer")
        self.session.add(
            WorkStart(
                introduction_id=introduction.id,
                agreed_on=agreed,
                started_on=agreed if by_seeker or by_employer else None,
                seeker_confirmed_at=confirmed if by_seeker else None,
                employer_confirmed_at=confirmed if by_employer else None,
                confirmed_by=story.detail if is_started else None,
            )
        )

    def _past(self, vacancies: list[Vacancy]) -> None:
        """Some firms have answered nearly all in two days, some few and late, and some have had too few to say."""
        profile_ids = list(self.session.scalars(select(Profile.id).order_by(Profile.id)))
        by_firm: dict[int, Vacancy] = {}
        for vacancy in vacancies:
            by_firm.setdefault(vacancy.organisation_id, vacancy)
        for vacancy in list(by_firm.values())[:_FIRMS_WITH_PAST]:
            care = self.random.choice([0.95, 0.85, 0.6, 0.3])
            number = self.random.choice([2, _PAST_PER_FIRM, _PAST_PER_FIRM + 4])
            for profile_id in self.random.sample(profile_ids, min(number, len(profile_ids))):
                if (vacancy.id, profile_id) not in self.used and profile_id != 1:
                    self._past_one(vacancy, profile_id, care)

    def _past_one(self, vacancy: Vacancy, profile_id: int, care: float) -> None:
        begun = self.now - timedelta(days=self.random.uniform(15, 70))
        is_answered = self.random.random() < care
        answered = begun + timedelta(days=self.random.triangular(0.2, 9, 2)) if is_answered else None
        self.used.add((vacancy.id, profile_id))
        introduction = Introduction(
            vacancy_id=vacancy.id,
            profile_id=profile_id,
            started_by="seeker",
            state="rejected" if is_answered else "not_chosen",
            decline_reason=self.random.choice(DECLINE_REASONS[:6]) if is_answered else None,
            created_at=begun,
            changed_at=answered or begun + timedelta(days=12),
            answered_at=answered,
            reminders_sent=2,
        )
        self.session.add(introduction)
