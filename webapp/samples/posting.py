"""What easier posting has to show: one post in four cities, re-posts, near last days, full ones, outcomes, templates.

All of it belongs to the prepared employer, so that whoever signs in as that employer finds every state.
"""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from webapp.accounts.models import Account
from webapp.accounts.queries import as_actor
from webapp.core.actor import Actor
from webapp.core.clock import FixedClock, end_of_day
from webapp.core.queue import enqueue
from webapp.http.site import Site
from webapp.placements.filling import recount_filled
from webapp.placements.models import Introduction
from webapp.placements.rules import FACTS
from webapp.postings import grouping, lasting_services, services, templates
from webapp.postings.lasting import Closing, Outcome
from webapp.postings.models import Vacancy
from webapp.postings.rules import DraftPlace, State, VacancyDraft

# Template, cities with their pay from and to, people wanted.
_GROUP = "warehouse_keeper"
_GROUP_CITIES = (
    ("440100", "黄埔大道18号仓储中心", 5200, 6800, 6),
    ("520100", "观山湖区金阳南路66号仓储中心", 4600, 5800, 4),
    ("450100", "民族大道88号仓储中心", 4700, 6000, 3),
    ("360100", "高新大道120号仓储中心", 4800, 6200, 2),
)
_STREET = "科学大道88号"


class _Poster:
    """Writes vacancies as the prepared employer at chosen moments of the past."""

    def __init__(self, site: Site, session: Session, employer: Actor) -> None:
        self.site, self.session, self.employer = site, session, employer
        self.now, self.today = site.clock.now(), site.clock.today()

    def draft(self, template: str, low: int, high: int, headcount: int, days_left: int) -> VacancyDraft:
        return replace(
            templates.post_templates()[template].draft,
            places=(DraftPlace("440100", None, _STREET),),
            pay_min_yuan=low,
            pay_max_yuan=high,
            pay_period="month",
            pay_day=15,
            headcount=headcount,
            has_social_insurance=True,
            contact_hours="workdays",
            valid_through=self.today + timedelta(days=days_left),
        )

    def publish(self, draft: VacancyDraft, days_ago: int) -> Vacancy:
        """As the bureau would have let it through, with its revisions; drafts of the past may end today or later."""
        clock = FixedClock(self.now - timedelta(days=days_ago))
        vacancy = services.save_vacancy_draft(self.session, self.employer, draft, clock=clock)
        services.submit_vacancy(self.session, self.employer, vacancy.id, clock=clock)
        vacancy.state, vacancy.published_at = State.PUBLISHED, clock.now()
        vacancy.first_seen_at = vacancy.last_changed_at = clock.now()
        services.revise(self.session, vacancy, "published", self.employer, clock)
        self.session.flush()  # so that the group is looked for among what is stored
        grouping.group_vacancy(self.session, vacancy.id, clock=clock)
        return vacancy

    def close(self, vacancy: Vacancy, closing: Closing, days_ago: int) -> None:
        clock = FixedClock(self.now - timedelta(days=days_ago))
        lasting_services.close_vacancy(self.session, self.employer, vacancy.id, closing, clock=clock)


def make_easy_posting(site: Site, session: Session) -> None:
    """Called once, after the large tables are filled."""
    # What the large tables hold in public was first seen and last changed when it was published.
    session.execute(
        update(Vacancy).where(Vacancy.published_at.is_not(None)).values(last_changed_at=Vacancy.published_at)
    )
    hired = select(Introduction.vacancy_id).where(Introduction.state.in_(FACTS))
    for row in session.scalars(select(Vacancy).where(Vacancy.id.in_(hired))):
        recount_filled(session, row)
    email = site.vault.blind_index("employer@nine.example")
    account = session.scalars(select(Account).where(Account.email_index == email)).one()
    poster = _Poster(site, session, as_actor(account))
    _one_post_in_four_cities(poster)
    _posted_again(poster)
    _ending_and_full(poster)
    _outcomes(poster)
    _templates_and_drafts(poster)
    enqueue(session, "postings.group_new")


def _one_post_in_four_cities(poster: _Poster) -> None:
    for city, address, low, high, headcount in _GROUP_CITIES:
        draft = replace(poster.draft(_GROUP, low, high, headcount, 40), places=(DraftPlace(city, None, address),))
        poster.publish(draft, days_ago=6)


def _posted_again(poster: _Poster) -> None:
    """Withdrawn twice without a hire, and posted again: seekers read how often and since when."""
    for began, ended in ((75, 55), (50, 32)):
        vacancy = poster.publish(poster.draft("quality_inspector", 4800, 6200, 3, 15), days_ago=began)
        poster.close(vacancy, Closing(Outcome.NOT_FILLED, 0, 0, "pay_not_agreed"), days_ago=ended)
    poster.publish(poster.draft("quality_inspector", 5200, 6800, 3, 30), days_ago=9)


def _ending_and_full(poster: _Poster) -> None:
    poster.publish(poster.draft("lathe_operator", 6500, 9000, 4, 2), days_ago=40)
    poster.publish(poster.draft("welder", 6800, 9500, 5, 6), days_ago=30)
    ended = poster.publish(poster.draft("forklift_driver", 5200, 7000, 2, 1), days_ago=50)
    ended.valid_through = poster.today - timedelta(days=4)
    ended.expires_at = end_of_day(ended.valid_through)
    full = poster.publish(poster.draft("packer", 4200, 5200, 3, 25), days_ago=20)
    full.filled_elsewhere = 3
    partly = poster.publish(poster.draft("machining_centre_operator", 6500, 9500, 6, 25), days_ago=18)
    partly.filled_elsewhere = 4


def _outcomes(poster: _Poster) -> None:
    endings = (
        ("assembler", Closing(Outcome.FILLED, 5, 3), 12),
        ("security_guard", Closing(Outcome.NOT_FILLED, 1, 0, "too_few_applied"), 8),
        ("office_clerk", Closing(Outcome.WITHDRAWN), 5),
    )
    for template, closing, ended in endings:
        vacancy = poster.publish(poster.draft(template, 4300, 5600, 8, 20), days_ago=45)
        poster.close(vacancy, closing, days_ago=ended)


def _templates_and_drafts(poster: _Poster) -> None:
    clock = FixedClock(poster.now - timedelta(days=3))
    statement = select(Vacancy).where(Vacancy.organisation_id == poster.employer.organisation_id)
    for title, name in (("电子装配工", "装配工（新厂区）"), ("质检员", "质检员长期模板")):
        row = poster.session.scalars(statement.where(Vacancy.title == title).order_by(Vacancy.id.desc())).first()
        assert row is not None
        templates.save_template(poster.session, poster.employer, row.id, name, clock=clock)
        if title == "质检员":
            copy = templates.asked_anew(poster.draft("quality_inspector", 5200, 6800, 1, 30), poster.today)
            services.save_vacancy_draft(
                poster.session, poster.employer, copy, clock=clock, step="post", copied_from=row.public_id
            )
