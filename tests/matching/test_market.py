"""The made-up market is the same everywhere and as incomplete as real ones; the baselines answer what they claim."""

import hashlib
from collections.abc import Sequence
from dataclasses import fields
from itertools import islice

import numpy as np
import pytest
from rapidfuzz import fuzz

from matching import DEFAULT_PLAN, JobRecord, TalentRecord, rank
from tests.architecture.test_protected_fields import _is_protected
from tests.benchmarks import baselines, market

SIZE = 4000
_FIRST = 200
# They also change when names, skills or cities are added: figures before and after are then of two markets.
_DIGESTS = {
    "jobs": "0e75e7bed4f23879",
    "talents": "d2705f713e5ff4a7",
}


@pytest.fixture(scope="module")
def jobs() -> list[JobRecord]:
    return market.jobs(SIZE)


@pytest.fixture(scope="module")
def talents() -> list[TalentRecord]:
    return market.talents(SIZE)


def _digest(records: Sequence[JobRecord] | Sequence[TalentRecord]) -> str:
    return hashlib.sha256("\n".join(map(repr, records)).encode()).hexdigest()[:16]


def test_the_first_records_are_the_same_on_every_machine(jobs: list[JobRecord], talents: list[TalentRecord]) -> None:
    assert {"jobs": _digest(jobs[:_FIRST]), "talents": _digest(talents[:_FIRST])} == _DIGESTS


def test_a_larger_market_begins_with_the_smaller(jobs: list[JobRecord], talents: list[TalentRecord]) -> None:
    assert list(islice(market.stream_jobs(market.CHUNK + 1), SIZE)) == jobs
    assert list(islice(market.stream_talents(market.CHUNK + 1), SIZE)) == talents
    assert market.jobs(_FIRST, seed=market.SEED + 1) != jobs[:_FIRST]


def _missing(records: Sequence[JobRecord] | Sequence[TalentRecord], name: str) -> float:
    return sum(getattr(record, name) in (None, ()) for record in records) / len(records)


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("occupation_code", 0.10, 0.15),
        ("pay_min_yuan_month", 0.09, 0.15),
        ("experience_min_months", 0.3, 0.5),
        ("education_min_code", 0.3, 0.55),
        ("certificates_must", 0.75, 0.9),
        ("starts_on", 0.35, 0.55),
        ("employment_form", 0.05, 0.12),
        ("hours_per_week", 0.4, 0.6),
        ("places", 0.0, 0.0),
    ],
)
def test_vacancies_leave_out_what_employers_leave_out(
    jobs: list[JobRecord], name: str, low: float, high: float
) -> None:
    assert low <= _missing(jobs, name) <= high


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("occupation_codes", 0.10, 0.15),
        ("skills", 0.22, 0.28),
        ("pay_min_yuan_month", 0.10, 0.16),
        ("experience_months", 0.1, 0.18),
        ("education_code", 0.08, 0.15),
        ("certificates", 0.6, 0.75),
        ("wanted_cities", 0.02, 0.08),
        ("city_code", 0.05, 0.12),
        ("employment_forms", 0.2, 0.4),
    ],
)
def test_people_leave_out_what_people_leave_out(
    talents: list[TalentRecord], name: str, low: float, high: float
) -> None:
    assert low <= _missing(talents, name) <= high


def test_the_market_has_the_shape_of_a_real_one(jobs: list[JobRecord], talents: list[TalentRecord]) -> None:
    assert {place.city_code for job in jobs for place in job.places} == set(market.words.CITY_PAY)
    assert 0.65 <= sum(talent.track == "labour" for talent in talents) / SIZE <= 0.75
    assert 0.08 <= sum(talent.accepts_any_city for talent in talents) / SIZE <= 0.12
    assert {len(talent.wanted_titles) for talent in talents} == {1, 2, 3}
    assert max(len(talent.skills) for talent in talents) == 10
    assert any(talent.certificates == ("无",) for talent in talents)
    # Employers decorate: with 100,000 postings the share is near 0.45.
    assert 0.5 <= len({job.title for job in jobs}) / SIZE <= 0.9
    occupations = [job.occupation_code for job in jobs if job.occupation_code]
    assert len(set(occupations)) > 500
    assert all(job.title.strip() for job in jobs)


def test_the_market_has_no_protected_field() -> None:
    for record in (JobRecord, TalentRecord):
        assert [field.name for field in fields(record) if any(map(_is_protected, field.name.split("_")))] == []


def test_the_exact_lists_are_those_of_the_matcher(
    jobs: list[JobRecord], talents: list[TalentRecord], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(baselines, "_BLOCK_PAIRS", 500)
    some, people = jobs[:10], talents[:300]
    ranked = rank(some, people, k=5)
    found = baselines.exhaustive(some, people, DEFAULT_PLAN, 5)
    assert [[people[place].id for place in places] for places in found.places] == [
        [match.talent_id for match in ranked[job.id]] for job in some
    ]
    assert found.scores == [[match.score for match in ranked[job.id]] for job in some]


def test_others_are_worth_what_they_reach_of_the_exact_lists(
    jobs: list[JobRecord], talents: list[TalentRecord]
) -> None:
    some, people = jobs[:10], talents[:300]
    best = baselines.exhaustive(some, people, DEFAULT_PLAN, 5)
    same = baselines.exhaustive(some, people, DEFAULT_PLAN, 5, best.places)
    assert same.others == best.scores and baselines.recall_of_others(same) == 1.0
    none = baselines.exhaustive(some, people, DEFAULT_PLAN, 5, [[]] * len(some))
    assert baselines.recall_of_others(none) == 0.0


def test_text_baselines_compute_every_pair(jobs: list[JobRecord], talents: list[TalentRecord]) -> None:
    asked, offered = baselines.job_titles(jobs[:30]), baselines.talent_titles(talents[:50])
    measured = [
        *baselines.cdist(asked, offered, 5),
        baselines.extract(asked, offered, 5),
        baselines.sparse_topn(asked, offered, 5),
    ]
    assert [found.pairs for found in measured] == [1500] * 4
    assert all(found.seconds > 0 and found.runs == 3 and found.row() for found in measured)


def test_the_nearest_titles_are_nearest() -> None:
    offered = ["电焊工", "会计", "电焊工学徒", "软件工程师"]
    near = baselines.nearest_titles(["电焊工", "软件工程师"], offered, 2)
    assert near[0].indices.tolist() == [0, 2] and near[1].indices[0] == 3
    assert np.isclose(near[0].data[0], 1.0) and fuzz.ratio("电焊工", offered[0]) == 100
