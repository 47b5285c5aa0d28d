"""Hard conditions, apart from graded levels: a pair that fails one is not proposed, however well the rest fits."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matching.comparisons.education import Held, counting, held_education
from matching.comparisons.pay import Range, job_pay
from matching.comparisons.place import UNNAMED, Wishes, job_cities, wished_places
from matching.levels import Facts, Gate, Thresholds
from matching.vocabulary.certificate_tables import Holders
from matching.vocabulary.certificates import denied, missing
from matching.vocabulary.ladders import education_rank, education_steps

Names = tuple[str, ...]


def _track(job: str, talent: str, _: Thresholds) -> bool | None:
    return job == talent if job and talent else None


def _track_facts(job: str, talent: str, _: Thresholds) -> Facts:
    return {"job_track": job, "talent_track": talent}


def _place(cities: Names, talent: tuple[Names, bool], _: Thresholds) -> bool | None:
    wanted, accepts_any = talent
    if not cities or (not wanted and not accepts_any):
        return None
    return accepts_any or any(city in wanted for city in cities)


def _place_matrix(jobs: Sequence[Names], talents: Sequence[tuple[Names, bool]], _: Thresholds) -> NDArray[np.bool_]:
    wishes = Wishes(talents)
    passes = np.ones((len(jobs), len(talents)), np.bool_)
    for row, cities in enumerate(jobs):
        if cities:
            passes[row] = wishes.any_city | wishes.is_silent | (wishes.choices(cities) < UNNAMED)
    return passes


def _place_facts(cities: Names, talent: tuple[Names, bool], _: Thresholds) -> Facts:
    return {"city_codes": list(cities), "wanted_cities": list(talent[0]), "accepts_any_city": talent[1]}


def _origin(open_to: Names, city: str | None, _: Thresholds) -> bool | None:
    if not open_to:
        return True
    return None if city is None else city in open_to


def _origin_facts(open_to: Names, city: str | None, _: Thresholds) -> Facts:
    return {"open_to_cities": list(open_to), "city_code": city}


def _education(floor: str | None, held: Held, thresholds: Thresholds) -> bool | None:
    code, rule = counting(floor, held)
    least, rank = education_rank(floor), education_rank(code)
    if least is None:
        return True if floor is None else None
    if rank is None or education_steps(least, rank) <= thresholds.education_slack:
        return None if rank is None else True
    # What may count is for the employer to say.
    return False if rule is None else None


def _education_facts(floor: str | None, held: Held, _: Thresholds) -> Facts:
    return {"asked_code": floor, "held_code": counting(floor, held)[0]}


def _certificates(asked: Names, held: Names, _: Thresholds) -> bool | None:
    """A certificate that is not stated is asked for; only one that the person says not to have stops the pair."""
    if not missing(asked, held):
        return True
    return False if denied(asked, held) else None


def _certificates_matrix(asked: Sequence[Names], held: Sequence[Names], _: Thresholds) -> NDArray[np.bool_]:
    holders = Holders(held)
    denials = {name: holders.deny(name) for names in asked for name in names}
    passes = np.ones((len(asked), len(held)), np.bool_)
    for row, names in enumerate(asked):
        for name in names:
            passes[row] &= ~denials[name]
    return passes


def _certificates_facts(asked: Names, held: Names, _: Thresholds) -> Facts:
    return {"asked": list(asked), "missing": missing(asked, held), "denied": denied(asked, held)}


def _top(pay: Range) -> float | None:
    return pay[1] if pay[1] is not None else pay[0]


def _pay(pay: Range, wish: float | None, thresholds: Thresholds) -> bool | None:
    top = _top(pay)
    return None if top is None or wish is None else top >= thresholds.pay_floor_share * wish


def _pay_facts(pay: Range, wish: float | None, thresholds: Thresholds) -> Facts:
    floor = None if wish is None else round(thresholds.pay_floor_share * wish, 2)
    return {"pay_max_yuan_month": _top(pay), "wish_yuan_month": wish, "floor_yuan_month": floor}


def _form(form: str | None, accepted: Names, _: Thresholds) -> bool | None:
    return None if form is None or not accepted else form in accepted


def _form_facts(form: str | None, accepted: Names, _: Thresholds) -> Facts:
    return {"employment_form": form, "accepted_forms": list(accepted)}


def _skill_level(least: int | None, held: int | None, thresholds: Thresholds) -> bool | None:
    if least is None:
        return True
    return None if held is None else held >= least - thresholds.skill_level_slack


def _skill_level_facts(least: int | None, held: int | None, _: Thresholds) -> Facts:
    return {"asked": least, "held": held}


ALL_GATES = (
    Gate("track", lambda job: job.track, lambda talent: talent.track, _track, _track_facts),
    Gate("place", job_cities, wished_places, _place, _place_facts, _place_matrix),
    Gate("origin", lambda job: job.open_to_cities, lambda talent: talent.city_code, _origin, _origin_facts),
    Gate(
        "education",
        lambda job: job.education_min_code,
        held_education,
        _education,
        _education_facts,
    ),
    Gate(
        "certificates",
        lambda job: job.certificates_must,
        lambda talent: talent.certificates,
        _certificates,
        _certificates_facts,
        _certificates_matrix,
    ),
    Gate("pay", job_pay, lambda talent: talent.pay_min_yuan_month, _pay, _pay_facts),
    Gate(
        "employment_form", lambda job: job.employment_form, lambda talent: talent.employment_forms, _form, _form_facts
    ),
    Gate(
        "skill_level",
        lambda job: job.skill_level_min,
        lambda talent: talent.skill_level,
        _skill_level,
        _skill_level_facts,
    ),
)
