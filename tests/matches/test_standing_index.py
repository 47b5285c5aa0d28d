"""A worker's index of what is open finds for a posting what comparing it with everything finds."""

from dataclasses import replace
from datetime import timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from matching import DEFAULT_PLAN, MatchPlan
from tests.factories.postings import make_profile, make_vacancy
from webapp.core import events
from webapp.core.clock import FixedClock
from webapp.matches import services
from webapp.matches.models import StandingMatch
from webapp.matches.records import jobs_to_match
from webapp.matches.standing_index import StandingIndex
from webapp.postings.events import ProfileChanged, VacancyChanged
from webapp.postings.models import Profile, Vacancy

TITLES = ("数控车工", "车工", "铣工", "焊工", "中式烹调师", "厨师", "会计", "出纳")


def _world(session: Session) -> tuple[list[Vacancy], list[Profile]]:
    draw = Random(3)
    vacancies = [make_vacancy(session, title=draw.choice(TITLES), occupation_code=None) for _ in range(12)]
    profiles = [make_profile(session, wanted_titles=[draw.choice(TITLES)], occupation_codes=[]) for _ in range(40)]
    session.flush()
    return vacancies, profiles


def _found(session: Session, vacancy: Vacancy) -> list[tuple[int, float, str]]:
    rows = session.execute(
        select(StandingMatch.profile_id, StandingMatch.score, StandingMatch.plan_version)
        .where(StandingMatch.vacancy_id == vacancy.id)
        .order_by(StandingMatch.profile_id)
    )
    return [tuple(row) for row in rows]


def _both_ways(session: Session, clock: FixedClock, index: StandingIndex, vacancy: Vacancy) -> list[int]:
    """The matches by the index, which must be those of comparing with all."""
    services.rank_vacancy(session, vacancy.id, clock=clock, index=index)
    indexed = _found(session, vacancy)
    services.rank_vacancy(session, vacancy.id, clock=clock)
    assert indexed == _found(session, vacancy)
    return [profile_id for profile_id, *_ in indexed]


def test_it_follows_what_is_published_changed_paused_and_expired(session: Session, clock: FixedClock) -> None:
    vacancies, profiles = _world(session)
    index = StandingIndex(least=1)
    vacancy = vacancies[0]
    first = _both_ways(session, clock, index, vacancy)
    assert first
    newcomer = make_profile(session, wanted_titles=[vacancy.title], occupation_codes=[])
    session.flush()
    events.record(session, ProfileChanged(newcomer.id))
    assert newcomer.id in _both_ways(session, clock, index, vacancy)
    newcomer.wanted_titles = ["法律顾问"]
    session.flush()
    events.record(session, ProfileChanged(newcomer.id))
    assert newcomer.id not in _both_ways(session, clock, index, vacancy)
    paused, expired = (next(profile for profile in profiles if profile.id == number) for number in first[:2])
    # Nobody announces that a posting expires, and a pause is told of, but is noticed even where it is not.
    paused.state = "paused"
    expired.expires_at = clock.now() - timedelta(minutes=1)
    session.flush()
    left = _both_ways(session, clock, index, vacancy)
    assert not {paused.id, expired.id} & set(left)


def test_the_other_side_is_followed_as_well(session: Session, clock: FixedClock) -> None:
    _, profiles = _world(session)
    index = StandingIndex(least=1)
    profile = profiles[0]
    services.rank_profile(session, profile.id, clock=clock, index=index)
    more = make_vacancy(session, title=profile.wanted_titles[0], occupation_code=None)
    session.flush()
    events.record(session, VacancyChanged(more.id))
    services.rank_profile(session, profile.id, clock=clock, index=index)
    found = set(session.scalars(select(StandingMatch.vacancy_id).where(StandingMatch.profile_id == profile.id)))
    services.rank_profile(session, profile.id, clock=clock)
    plain = set(session.scalars(select(StandingMatch.vacancy_id).where(StandingMatch.profile_id == profile.id)))
    assert found == plain and more.id in found


def test_another_plan_is_asked_at_once(session: Session, clock: FixedClock) -> None:
    vacancies, _ = _world(session)
    index = StandingIndex(least=1)
    job = jobs_to_match(session, clock.now(), ids=[vacancies[0].id])[0]
    now = clock.now()
    open_plan: MatchPlan = replace(DEFAULT_PLAN, version="open", min_score=0.0)
    few = index.talents(session, now, DEFAULT_PLAN, job, 30)
    many = index.talents(session, now, open_plan, job, 30)
    assert len(many) > len(few)


def test_a_plan_that_spreads_and_one_without_tracks_give_the_same(session: Session, clock: FixedClock) -> None:
    vacancies, _ = _world(session)
    index = StandingIndex(least=1)
    now = clock.now()
    job = jobs_to_match(session, now, ids=[vacancies[0].id])[0]
    plain = {record.id for record in index.talents(session, now, DEFAULT_PLAN, job, 20)}
    spread = replace(DEFAULT_PLAN, version="spread", congestion=0.3)
    assert {record.id for record in index.talents(session, now, spread, job, 20)} == plain
    trackless = replace(DEFAULT_PLAN, version="trackless", gates=())
    assert len(index.talents(session, now, trackless, job, 20)) >= len(plain)
