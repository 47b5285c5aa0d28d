"""A run is carried out once, gives what the matcher gives, and belongs to its city."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matching import MatchPlan, rank
from tests.factories.people import make_officer
from tests.factories.postings import make_profile, make_vacancy
from webapp.core.actor import Actor
from webapp.core.clock import FixedClock
from webapp.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from webapp.http.site import Site
from webapp.matches import carrying_out, queries, services
from webapp.matches.models import MatchRun, RunPair
from webapp.matches.records import jobs_to_match, talents_to_match
from webapp.matches.rules import RunDraft

DRAFT = RunDraft(("520100",), ("440100",), None, None, 3)


def a_run(site: Site, clock: FixedClock) -> tuple[int, Actor]:
    """Four vacancies, five people, and a run of Guangzhou's officer that waits."""
    with site.database.transaction() as session:
        for number in range(4):
            make_vacancy(session, skills=("PLC",) if number % 2 else (), pay_max_yuan_month=6500 + 500 * number)
        for number in range(5):
            make_profile(session, skills=("PLC",) if number % 2 else (), experience_min_months=12 * number)
        officer = make_officer(session)
        return services.start_run(session, officer, DRAFT, clock=clock).id, officer


def pairs_of(site: Site, run_id: int) -> list[tuple[int, int, int, float]]:
    with site.database.reading() as session:
        rows = session.scalars(select(RunPair).where(RunPair.run_id == run_id))
        return sorted((row.vacancy_id, row.rank, row.profile_id, row.score) for row in rows)


def state_of(site: Site, run_id: int) -> MatchRun:
    with site.database.reading() as session:
        return session.get_one(MatchRun, run_id)


def ranked_again(site: Site, run_id: int, clock: FixedClock) -> list[tuple[int, int, int, float]]:
    with site.database.reading() as session:
        run = session.get_one(MatchRun, run_id)
        jobs = jobs_to_match(session, clock.now(), to_cities=run.to_cities)
        people = talents_to_match(session, clock.now(), from_cities=run.from_cities)
        found = rank(jobs, people, MatchPlan.from_json(run.plan), k=run.per_vacancy)
    return sorted(
        (int(one.job_id), one.rank, int(one.talent_id), one.score) for matches in found.values() for one in matches
    )


def test_a_run_gives_what_the_matcher_gives(site: Site, clock: FixedClock) -> None:
    run_id, _ = a_run(site, clock)
    assert state_of(site, run_id).state == "waiting"
    assert site.queue.run_all_due() == 1
    run = state_of(site, run_id)
    assert (run.state, run.vacancies_seen, run.profiles_seen, run.steps_done, run.steps_total) == ("done", 4, 5, 4, 4)
    pairs = pairs_of(site, run_id)
    assert len(pairs) == run.pairs_found == 12
    assert pairs == ranked_again(site, run_id, clock)


def test_only_the_asked_cities_are_looked_at(site: Site, clock: FixedClock) -> None:
    run_id, _officer = a_run(site, clock)
    with site.database.transaction() as session:
        elsewhere = make_vacancy(session, cities=("510100",)).id
        other_person = make_profile(session, city_code="530100").id
        hidden = make_vacancy(session, state="paused").id
    site.queue.run_all_due()
    seen = pairs_of(site, run_id)
    assert not {elsewhere, hidden} & {pair[0] for pair in seen}
    assert other_person not in {pair[2] for pair in seen}


def _killed() -> None:
    raise KeyboardInterrupt


def test_a_killed_run_starts_anew_without_duplicates(site: Site, clock: FixedClock) -> None:
    run_id, _ = a_run(site, clock)
    with pytest.raises(KeyboardInterrupt):
        carrying_out.carry_out_run(site.database, run_id, clock=clock, still_at_it=_killed)
    assert (state_of(site, run_id).state, pairs_of(site, run_id)) == ("running", [])
    site.queue.run_all_due()
    assert state_of(site, run_id).state == "done"
    first = pairs_of(site, run_id)
    assert first == ranked_again(site, run_id, clock)
    carrying_out.carry_out_run(site.database, run_id, clock=clock, still_at_it=_killed)
    assert pairs_of(site, run_id) == first


def test_half_results_of_a_killed_run_are_thrown_away(site: Site, clock: FixedClock) -> None:
    run_id, _ = a_run(site, clock)
    expected = ranked_again(site, run_id, clock)
    with site.database.transaction() as session:
        session.get_one(MatchRun, run_id).state = "running"
        vacancy_id, _, profile_id, _ = expected[0]
        session.add(
            RunPair(run_id=run_id, vacancy_id=vacancy_id, profile_id=profile_id, rank=1, score=0.1, explanation={})
        )
    site.queue.run_all_due()
    assert pairs_of(site, run_id) == expected


def test_a_waiting_run_is_cancelled_at_once(site: Site, clock: FixedClock) -> None:
    run_id, officer = a_run(site, clock)
    with site.database.transaction() as session:
        services.cancel_run(session, officer, run_id, clock=clock)
    site.queue.run_all_due()
    assert (state_of(site, run_id).state, pairs_of(site, run_id)) == ("cancelled", [])
    with site.database.transaction() as session, pytest.raises(Conflict, match="run_already_ended"):
        services.cancel_run(session, officer, run_id, clock=clock)


def test_a_running_run_stops_soon(site: Site, clock: FixedClock) -> None:
    run_id, officer = a_run(site, clock)
    with site.database.transaction() as session:
        session.get_one(MatchRun, run_id).state = "running"
    with site.database.transaction() as session:
        assert services.cancel_run(session, officer, run_id, clock=clock).state == "running"
    site.queue.run_all_due()
    assert (state_of(site, run_id).state, pairs_of(site, run_id)) == ("cancelled", [])


def test_another_citys_officer_does_not_find_it(site: Site, clock: FixedClock) -> None:
    run_id, officer = a_run(site, clock)
    site.queue.run_all_due()
    with site.database.transaction() as session:
        stranger = make_officer(session, "510100")
        pair_id = session.scalars(select(RunPair.id)).first() or 0
    attempts: list[Callable[[Session], object]] = [
        lambda session: queries.run_visible_to(session, stranger, run_id),
        lambda session: queries.pair_visible_to(session, stranger, pair_id),
        lambda session: services.cancel_run(session, stranger, run_id, clock=clock),
        lambda session: services.decide_pairs(session, stranger, [pair_id], "recommended", None, clock=clock),
    ]
    for attempt in attempts:
        with site.database.transaction() as session, pytest.raises(NotFound):
            attempt(session)
    with site.database.reading() as session:
        assert queries.runs(session, stranger) == []
        assert [run.id for run in queries.runs(session, officer)] == [run_id]


def test_deciding_twice_changes_nothing_and_dismissing_needs_a_reason(site: Site, clock: FixedClock) -> None:
    run_id, officer = a_run(site, clock)
    site.queue.run_all_due()
    with site.database.transaction() as session:
        ids = list(session.scalars(select(RunPair.id).where(RunPair.run_id == run_id).limit(2)))
        assert services.decide_pairs(session, officer, [*ids, ids[0]], "recommended", None, clock=clock) == 2
        assert services.decide_pairs(session, officer, ids, "recommended", None, clock=clock) == 0
        with pytest.raises(RuleBroken, match="dismissal_reason_missing"):
            services.decide_pairs(session, officer, ids, "dismissed", None, clock=clock)
        assert services.decide_pairs(session, officer, ids[:1], "dismissed", "pay", clock=clock) == 1
    with site.database.reading() as session:
        assert queries.decisions_count(session, run_id) == {"recommended": 1, "dismissed": 1, "undecided": 10}


def test_pages_of_pairs_give_every_pair_once(site: Site, clock: FixedClock) -> None:
    run_id, _ = a_run(site, clock)
    site.queue.run_all_due()
    seen: list[int] = []
    after = None
    with site.database.reading() as session:
        for _ in range(5):
            page = queries.pairs_page(session, run_id, queries.PairFilter(), after=after, size=5)
            assert page.total == 12
            seen += [row[0].id for row in page.items]
            after = page.next_cursor
            if after is None:
                break
    assert len(seen) == len(set(seen)) == 12


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (RunDraft((), ("440100",), None, None, 3), "from_cities_missing"),
        (RunDraft(("520100",), (), None, None, 3), "to_cities_missing"),
        (RunDraft(("520100",), ("440100",), None, None, 0), "per_vacancy_out_of_bounds"),
        (RunDraft(("520100",), ("440100",), None, None, 51), "per_vacancy_out_of_bounds"),
    ],
)
def test_a_run_must_be_asked_for_rightly(session: Session, clock: FixedClock, draft: RunDraft, code: str) -> None:
    with pytest.raises(RuleBroken, match=code):
        services.start_run(session, make_officer(session), draft, clock=clock)


def test_a_person_starts_no_run(session: Session, clock: FixedClock) -> None:
    from tests.factories.people import actor_for, make_account

    with pytest.raises(NotAllowed):
        services.start_run(session, actor_for(make_account(session)), DRAFT, clock=clock)


def test_standing_matches_are_the_same_after_every_renewal(session: Session, clock: FixedClock) -> None:
    vacancy, profile = make_vacancy(session), make_profile(session)
    assert services.rank_vacancy(session, vacancy.id, clock=clock) == 1
    assert services.rank_vacancy(session, vacancy.id, clock=clock) == 1
    assert services.rank_profile(session, profile.id, clock=clock) == 1
    assert len(queries.matches_of_vacancy(session, vacancy.id, clock.now())) == 1
    vacancy.state = "paused"
    session.flush()
    assert queries.matches_of_profile(session, profile.id, clock.now()) == []
    assert services.rank_vacancy(session, vacancy.id, clock=clock) == 0
