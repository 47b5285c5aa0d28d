"""What would change a pair: said from the stored explanation, and true of the records."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings

from matching import Change, Explanation, JobRecord, TalentRecord, changes, explain, nearest_way
from matching.changes import all_changes
from tests.matching.pairs import CHENGDU, COOK, JOBS, KUNMING, TALENTS, a_job, a_talent


def _carried_out(change: Change, job: JobRecord, talent: TalentRecord) -> tuple[JobRecord, TalentRecord]:
    """The records after the change, as the people who decide it would change them."""
    facts = change.facts
    of_job: dict[str, dict[str, Any]] = {
        "pay_raised": {
            "pay_min_yuan_month": facts.get("yuan_month"),
            "pay_max_yuan_month": max(facts.get("yuan_month", 0), facts.get("offer_yuan_month", 0)),
        },
        "experience_accepted": {"experience_min_months": facts.get("months")},
        "later_start": {"starts_on": job.starts_on and job.starts_on + timedelta(days=facts.get("days", 0))},
        "nights_dropped": {"has_nights": False},
        "hours_cut": {"hours_per_week": facts.get("hours_per_week")},
        "skill_level_accepted": {"skill_level_min": facts.get("accepted")},
        "title_rank_accepted": {"title_rank_min": facts.get("accepted")},
        "education_accepted": {"education_min_code": facts.get("accepted_code")},
        "opened_to_city": {"open_to_cities": (*job.open_to_cities, facts.get("city_code"))},
    }
    of_talent: dict[str, dict[str, Any]] = {
        "skill": {"skills": (*talent.skills, facts.get("skill"))},
        "skill_level_shown": {"skill_level": facts.get("asked")},
        "title_rank_shown": {"title_rank": facts.get("asked")},
        "certificate": {"certificates": (*talent.certificates, facts.get("certificate"))},
        "city_added": {"wanted_cities": (*talent.wanted_cities, facts.get("city_code"))},
        "form_accepted": {"employment_forms": (*talent.employment_forms, facts.get("employment_form"))},
    }
    return replace(job, **of_job.get(change.kind, {})), replace(talent, **of_talent.get(change.kind, {}))


@given(JOBS, TALENTS)
@settings(max_examples=300)
def test_every_change_brings_what_it_promises(job: JobRecord, talent: TalentRecord) -> None:
    explanation = explain(job, talent)
    for change in all_changes(explanation):
        after = explain(*_carried_out(change, job, talent)).score
        assert after == pytest.approx(change.score, abs=2e-6), change
        assert change.gain == pytest.approx(change.score - explanation.score, abs=2e-6)


def test_the_most_lifting_changes_come_first() -> None:
    talent = a_talent(experience_months=30, skills=("线路检修", "看图纸"), skill_level=2)
    found = changes(explain(a_job(skill_level_min=3), talent))
    assert [change.gain for change in found] == sorted((change.gain for change in found), reverse=True)
    assert {"skill", "skill_level_accepted"} <= {change.kind for change in found}


def test_a_level_too_low_names_the_level_that_would_have_to_be_accepted() -> None:
    explanation = explain(a_job(skill_level_min=5), a_talent(skill_level=3))
    assert explanation.score == 0.0
    (change,) = nearest_way(explanation)
    assert (change.kind, change.facts) == ("skill_level_accepted", {"ladder": "skill_level", "asked": 5, "accepted": 3})
    assert change.lifts_over_bar
    assert change.score >= explanation.bar


def test_two_closed_gates_need_two_changes() -> None:
    explanation = explain(a_job(), a_talent(wanted_cities=(CHENGDU, KUNMING), education_code="81"))
    way = nearest_way(explanation)
    assert {change.kind for change in way} == {"city_added", "education_accepted"}
    assert way[-1].score >= explanation.bar


def test_nothing_is_said_of_a_pair_that_is_good_or_of_another_trade() -> None:
    perfect = explain(a_job(skills_nice=()), a_talent())
    assert perfect.score == 1.0
    assert changes(perfect) == []
    assert nearest_way(perfect) == []
    cook = explain(a_job(), a_talent(wanted_titles=("厨师",), occupation_codes=(COOK,), skills=()))
    assert cook.score < cook.bar
    assert nearest_way(cook) == []


def test_the_way_over_the_bar_is_the_same_from_storage() -> None:
    explanation = explain(a_job(skill_level_min=5), a_talent(skill_level=3, experience_months=6))
    again = Explanation.from_json(explanation.to_json())
    assert nearest_way(again) == nearest_way(explanation)
    assert changes(again) == changes(explanation)
