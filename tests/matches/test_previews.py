"""A preview is computed once, from what is public, whoever kills the worker in between; then matching follows."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from matching import DEFAULT_PLAN, Explanation, MatchPlan, rescore
from tests.factories.people import make_officer
from tests.factories.plans import NOTE, adopt, make_coordinator, make_draft
from tests.factories.postings import make_profile, make_vacancy
from webapp.core.actor import Actor
from webapp.core.clock import FixedClock
from webapp.http.site import Site
from webapp.matches import previews
from webapp.matches import services as matches
from webapp.matches.explanations import reasons_of
from webapp.matches.models import MatchRun, RunPair, StandingMatch
from webapp.matches.rules import RunDraft
from webapp.plans import services
from webapp.plans.models import PlanPreview

RUN = RunDraft(("520100",), ("440100",), None, None, 5)


def a_world(site: Site) -> None:
    """Four vacancies, eight people; wishes of pay and city pull in different directions."""
    with site.database.transaction() as session:
        for number in range(4):
            make_vacancy(session, pay_max_yuan_month=6500 + 500 * number)
        for number in range(8):
            cities = ("440100", "450100") if number % 2 else ("450100", "440100")
            make_profile(session, cities=cities, pay_min_yuan_month=5500 + 400 * number)
        make_vacancy(session, state="paused")


def a_preview(site: Site, clock: FixedClock) -> tuple[int, int, Actor]:
    """(preview, draft, coordinator) that waits for the worker."""
    with site.database.transaction() as session:
        coordinator = make_coordinator(session)
        draft = make_draft(session, coordinator, clock, wish_share=0.5, pay_floor_share=0.9)
        return services.ask_preview(session, coordinator, draft.id, clock=clock).id, draft.id, coordinator


def the_preview(site: Site, preview_id: int) -> PlanPreview:
    with site.database.reading() as session:
        return session.get_one(PlanPreview, preview_id)


def _killed() -> None:
    raise KeyboardInterrupt


def test_a_killed_preview_begins_anew_and_says_the_same(site: Site, clock: FixedClock) -> None:
    a_world(site)
    preview_id, draft_id, coordinator = a_preview(site, clock)
    with pytest.raises(KeyboardInterrupt):
        previews.carry_out_preview(site.database, preview_id, clock=clock, still_at_it=_killed)
    half = the_preview(site, preview_id)
    assert (half.state, half.result) == ("running", None)
    assert 0 < half.percent_done < 100
    site.queue.run_all_due()
    done = the_preview(site, preview_id)
    assert (done.state, done.percent_done) == ("done", 100)
    assert done.result is not None
    assert (done.result["vacancies"], done.result["people"]) == (4, 8), "what is paused is not in the sample"
    assert done.result["closed"] > 0
    assert done.result["golden_before"]["ndcg_at_10"] > 0.8
    previews.carry_out_preview(site.database, preview_id, clock=clock, still_at_it=_killed)
    assert the_preview(site, preview_id).finished_at == done.finished_at, "a finished one is not computed again"
    with site.database.transaction() as session:
        again = services.ask_preview(session, coordinator, draft_id, clock=clock).id
    site.queue.run_all_due()
    assert again != preview_id
    assert the_preview(site, again).result == done.result


def test_a_preview_that_fails_says_so_and_is_tried_again(
    site: Site, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_world(site)
    preview_id, *_ = a_preview(site, clock)

    def broken(*_: object, **__: object) -> None:
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr(previews, "compare", broken)
        site.queue.run_all_due(rounds=1)
    failed = the_preview(site, preview_id)
    assert (failed.state, failed.failure_code) == ("failed", "MemoryError")
    clock.advance(timedelta(minutes=1))
    site.queue.run_all_due()
    assert the_preview(site, preview_id).state == "done"


def test_results_keep_the_plan_they_were_made_with(site: Site, clock: FixedClock) -> None:
    a_world(site)
    with site.database.transaction() as session:
        officer, coordinator = make_officer(session), make_coordinator(session)
        old_run = matches.start_run(session, officer, RUN, clock=clock).id
    site.queue.run_all_due()
    before = explanations(site, old_run)
    assert before
    with site.database.transaction() as session:
        adopted = adopt(session, coordinator, clock, wish_share=0.5).version
        new_run = matches.start_run(session, officer, RUN, clock=clock).id
    site.queue.run_all_due()
    assert explanations(site, old_run) == before
    with site.database.reading() as session:
        old, new = session.get_one(MatchRun, old_run), session.get_one(MatchRun, new_run)
    assert (old.plan_version, MatchPlan.from_json(old.plan)) == (DEFAULT_PLAN.version, DEFAULT_PLAN)
    assert (new.plan_version, MatchPlan.from_json(new.plan).wish_share) == (adopted, 0.5)
    for run, version in ((old_run, DEFAULT_PLAN.version), (new_run, adopted)):
        for explanation, score in explanations(site, run).values():
            assert explanation.plan_version == version
            assert rescore(explanation) == explanation.score == score
    changed = explanations(site, new_run)
    assert any(changed[pair][1] != score for pair, (_, score) in before.items() if pair in changed)


def explanations(site: Site, run_id: int) -> dict[tuple[int, int], tuple[Explanation, float]]:
    with site.database.reading() as session:
        rows = session.scalars(select(RunPair).where(RunPair.run_id == run_id)).all()
        found = reasons_of(session, session.get_one(MatchRun, run_id), rows)
        return {(row.vacancy_id, row.profile_id): (found[row.id].explanation, row.score) for row in rows}


def standing_versions(site: Site) -> set[str]:
    with site.database.reading() as session:
        return {*session.scalars(select(StandingMatch.plan_version))}


def test_standing_matches_follow_the_plan_in_force(site: Site, clock: FixedClock) -> None:
    a_world(site)
    matches.rank_everything(site.database, clock=clock)
    assert standing_versions(site) == {DEFAULT_PLAN.version}
    with site.database.transaction() as session:
        coordinator = make_coordinator(session)
        adopted = adopt(session, coordinator, clock, wish_share=0.5).version
    assert standing_versions(site) == {DEFAULT_PLAN.version}, "the pages stay as they are until the worker has been"
    site.queue.run_all_due()
    assert standing_versions(site) == {adopted}
    with site.database.transaction() as session:
        vacancy = make_vacancy(session)
        profile = make_profile(session)
        assert matches.rank_vacancy(session, vacancy.id, clock=clock) > 0
        assert matches.rank_profile(session, profile.id, clock=clock) > 0
    assert standing_versions(site) == {adopted}
    with site.database.transaction() as session:
        services.return_to_built_in(session, coordinator, NOTE, clock=clock)
    site.queue.run_all_due()
    assert standing_versions(site) == {DEFAULT_PLAN.version}


def test_a_renewal_that_began_under_the_old_plan_stores_the_new_one(
    site: Site, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_world(site)
    real, adopted = matches.rank_jobs, []

    def overtaken(*arguments: object, **more: object) -> object:
        """Between ranking and storing, the coordinator adopts another plan."""
        if not adopted:
            with site.database.transaction() as session:
                adopted.append(adopt(session, make_coordinator(session), clock, wish_share=0.5).version)
        return real(*arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(matches, "rank_jobs", overtaken)
    matches.rank_everything(site.database, clock=clock)
    assert standing_versions(site) == {*adopted}


@pytest.mark.parametrize(("asked", "strength"), [(True, 0.5), (False, 0.0), (None, 0.0)])
def test_a_run_spreads_when_it_is_asked_to_and_says_what_that_did(
    site: Site, clock: FixedClock, asked: bool | None, strength: float
) -> None:
    a_world(site)
    with site.database.transaction() as session:
        draft = RunDraft(("520100",), ("440100",), None, None, 2, asked)
        run_id = matches.start_run(session, make_officer(session), draft, clock=clock).id
    site.queue.run_all_due()
    with site.database.reading() as session:
        run = session.get_one(MatchRun, run_id)
    assert MatchPlan.from_json(run.plan).congestion == strength
    assert run.plan_version == DEFAULT_PLAN.version
    if not strength:
        assert run.spread is None
        return
    assert run.spread is not None
    assert run.spread["named_after"] >= run.spread["named_before"] > 0
    assert run.spread["gini_after"] <= run.spread["gini_before"]
    assert run.spread["relevance_after"] <= run.spread["relevance_before"]


def test_a_run_takes_the_strength_of_a_plan_that_spreads(site: Site, clock: FixedClock) -> None:
    a_world(site)
    with site.database.transaction() as session:
        adopt(session, make_coordinator(session), clock, congestion=0.8)
        officer = make_officer(session)
        strengths = [
            matches.start_run(
                session, officer, RunDraft(("520100",), ("440100",), None, None, 2, asked), clock=clock
            ).plan["congestion"]
            for asked in (True, False, None)
        ]
    assert strengths == [0.8, 0.0, 0.8]
