"""Hard conditions, apart from graded levels: a pair that fails one is not proposed, however well the rest fits."""

from matching.comparisons.pay import Range, job_pay
from matching.comparisons.place import TalentKey, job_cities, talent_places
from matching.levels import Gate
from matching.vocabulary.ladders import education_rank

# Far below the wish: such an offer would waste both sides' time.
PAY_FLOOR_SHARE = 0.75


def _track(job: str, talent: str) -> bool | None:
    return job == talent


def _place(cities: tuple[str, ...], talent: TalentKey) -> bool | None:
    _, wanted, accepts_any = talent
    if not cities or (not wanted and not accepts_any):
        return None
    return accepts_any or any(city in wanted for city in cities)


def _origin(open_to: tuple[str, ...], city: str | None) -> bool | None:
    if not open_to:
        return True
    return None if city is None else city in open_to


def _education(floor: str | None, held: str | None) -> bool | None:
    least, rank = education_rank(floor), education_rank(held)
    return None if least is None or rank is None else rank >= least


def _pay(pay: Range, wish: float | None) -> bool | None:
    top = pay[1] if pay[1] is not None else pay[0]
    return None if top is None or wish is None else top >= PAY_FLOOR_SHARE * wish


def _form(form: str | None, accepted: tuple[str, ...]) -> bool | None:
    return None if form is None or not accepted else form in accepted


def _skill_level(least: int | None, held: int | None) -> bool | None:
    # One step below can be trained; more cannot. Not stated is asked, not refused.
    return None if least is None or held is None else held >= least - 1


GATES: dict[str, Gate] = {
    gate.name: gate
    for gate in (
        Gate("track", lambda job: job.track, lambda talent: talent.track, _track),
        Gate("place", job_cities, talent_places, _place),
        Gate("origin", lambda job: job.open_to_cities, lambda talent: talent.city_code, _origin),
        Gate("education", lambda job: job.education_min_code, lambda talent: talent.education_code, _education),
        Gate("pay", job_pay, lambda talent: talent.pay_min_yuan_month, _pay),
        Gate("employment_form", lambda job: job.employment_form, lambda talent: talent.employment_forms, _form),
        Gate("skill_level", lambda job: job.skill_level_min, lambda talent: talent.skill_level, _skill_level),
    )
}
