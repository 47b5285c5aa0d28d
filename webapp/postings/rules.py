"""The law book of postings: what a draft holds, which states follow which, what must be there to be published."""

from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from enum import StrEnum

from webapp.core.errors import Conflict, RuleBroken, RulesBroken


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    PUBLISHED = "published"
    PAUSED = "paused"
    FILLED = "filled"
    WITHDRAWN = "withdrawn"
    # Taken down by the bureau. Only the bureau can bring the posting back; its owner can object.
    REMOVED = "removed"


class Track(StrEnum):
    LABOUR = "labour"
    TALENT = "talent"


@dataclass(frozen=True)
class WantedSkill:
    """A skill as written, with its vocabulary code where it has one."""

    text: str
    code: str | None = None


@dataclass(frozen=True)
class DraftPlace:
    city_code: str
    district_code: str | None = None
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class VacancyDraft:
    """Everything an employer says about a vacancy. Any field may be missing while it is a draft."""

    track: str = Track.LABOUR
    title: str = ""
    client_id: int | None = None
    client_name: str | None = None
    occupation_code: str | None = None
    headcount: int | None = None
    duties: str = ""
    places: tuple[DraftPlace, ...] = ()
    pay_min_yuan: float | None = None
    pay_max_yuan: float | None = None
    pay_period: str | None = None
    pay_months: float | None = None
    pay_day: int | None = None
    pay_includes_overtime: bool = False
    employment_form: str | None = None
    contract_kind: str | None = None
    term_months: int | None = None
    probation_months: int | None = None
    probation_pay_percent: int | None = None
    hour_scheme: str | None = None
    special_scheme_number: str | None = None
    hours_per_day: float | None = None
    days_per_week: float | None = None
    rest_days_per_month: float | None = None
    shift: str | None = None
    has_social_insurance: bool | None = None
    has_housing_fund: bool | None = None
    benefits: tuple[str, ...] = ()
    education_code: str | None = None
    skill_level: int | None = None
    title_rank: int | None = None
    experience_min_months: int | None = None
    experience_max_months: int | None = None
    certificates: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    must_skills: tuple[WantedSkill, ...] = ()
    nice_skills: tuple[WantedSkill, ...] = ()
    hazards: tuple[str, ...] = ()
    hazard_notice: str | None = None
    dispatch_user_employer: str | None = None
    dispatch_post_kind: str | None = None
    flexible_days_month: float | None = None
    remote_share_percent: int | None = None
    open_to_cities: tuple[str, ...] = ()
    starts_on: date | None = None
    valid_through: date | None = None


@dataclass(frozen=True, kw_only=True)
class ProfileDraft:
    """Everything a person says about themselves and their wish. `real_name` and `phone` are sealed when stored."""

    track: str = Track.LABOUR
    real_name: str | None = None
    phone: str | None = None
    wanted_titles: tuple[str, ...] = ()
    occupation_codes: tuple[str, ...] = ()
    city_code: str | None = None
    district_code: str | None = None
    wanted_cities: tuple[str, ...] = ()
    accepts_any_city: bool = False
    pay_min_yuan: float | None = None
    pay_max_yuan: float | None = None
    pay_period: str | None = None
    education_code: str | None = None
    skill_level: int | None = None
    title_rank: int | None = None
    experience_min_months: int | None = None
    certificates: tuple[str, ...] = ()
    skills: tuple[WantedSkill, ...] = field(default=())
    employment_forms: tuple[str, ...] = ()
    available_on: date | None = None
    summary: str = ""
    valid_through: date | None = None


class Action(StrEnum):
    SUBMIT = "submit"
    APPROVE = "approve"
    RETURN = "return"
    PAUSE = "pause"
    RESUME = "resume"
    FILL = "fill"
    WITHDRAW = "withdraw"
    EDIT = "edit"
    REMOVE = "remove"
    RESTORE = "restore"


_NEXT: dict[tuple[State, Action], State] = {
    (State.DRAFT, Action.SUBMIT): State.SUBMITTED,
    (State.RETURNED, Action.SUBMIT): State.SUBMITTED,
    (State.SUBMITTED, Action.APPROVE): State.PUBLISHED,
    (State.SUBMITTED, Action.RETURN): State.RETURNED,
    (State.PUBLISHED, Action.PAUSE): State.PAUSED,
    (State.PAUSED, Action.RESUME): State.PUBLISHED,
    (State.PUBLISHED, Action.FILL): State.FILLED,
    (State.PAUSED, Action.FILL): State.FILLED,
    (State.DRAFT, Action.EDIT): State.DRAFT,
    (State.RETURNED, Action.EDIT): State.RETURNED,
    # What the bureau checked is what the public sees: a change of it is checked again.
    (State.SUBMITTED, Action.EDIT): State.DRAFT,
    (State.PUBLISHED, Action.EDIT): State.DRAFT,
    (State.PAUSED, Action.EDIT): State.DRAFT,
    (State.PUBLISHED, Action.REMOVE): State.REMOVED,
    (State.PAUSED, Action.REMOVE): State.REMOVED,
    (State.REMOVED, Action.RESTORE): State.PUBLISHED,
}
_ENDED = (State.FILLED, State.WITHDRAWN, State.REMOVED)


def is_shown(state: str, expires_at: datetime | None, now: datetime) -> bool:
    """Published and not past its minute; the same rule as a query is in queries.is_public."""
    return state == State.PUBLISHED and expires_at is not None and expires_at > now


def next_state(state: str, action: Action) -> State:
    """The state after an action. Raises Conflict where the action does not fit the state."""
    current = State(state)
    if action is Action.WITHDRAW and current not in _ENDED:
        return State.WITHDRAWN
    try:
        return _NEXT[current, action]
    except KeyError:
        raise Conflict("step_not_possible_now") from None


def possible_actions(state: str) -> frozenset[Action]:
    current = State(state)
    actions = {action for (before, action) in _NEXT if before is current}
    return frozenset(actions if current in _ENDED else actions | {Action.WITHDRAW})


# What a public vacancy may change without a new check: how many, and until when.
MINOR_FIELDS = frozenset({"headcount", "valid_through"})
# An expired vacancy may be shown again by moving its last day, but not for ever.
RENEWAL_DAYS_MOST = 30


def changed_fields(before: VacancyDraft | ProfileDraft, after: VacancyDraft | ProfileDraft) -> frozenset[str]:
    """Names of the fields that differ. The order of benefits and the like says nothing, that of cities does."""

    def plain(name: str, value: object) -> object:
        return sorted(value) if name in _UNORDERED and isinstance(value, tuple) else value

    names = [one.name for one in fields(before)]
    return frozenset(name for name in names if plain(name, getattr(before, name)) != plain(name, getattr(after, name)))


_UNORDERED = frozenset({"benefits", "employment_forms", "open_to_cities"})


def is_minor_change(changed: frozenset[str], valid_through: date | None, today: date) -> bool:
    """Whether a public vacancy stays public with this change."""
    is_too_old = valid_through is not None and valid_through < today - timedelta(days=RENEWAL_DAYS_MOST)
    return changed <= MINOR_FIELDS and not is_too_old


HEADCOUNT_MOST = 100_000
PAY_MOST_YUAN_MONTH = 1_000_000
DUTIES_LEAST_LETTERS = 20
VACANCY_DAYS_MOST = 90
PROFILE_DAYS_MOST = 180
TITLE_MOST_LETTERS = 80


def check_vacancy(draft: VacancyDraft, today: date) -> None:
    """Every mandatory field. Raises RulesBroken with all that is wrong."""
    broken = vacancy_faults(draft, today)
    if broken:
        raise RulesBroken(broken)


def vacancy_faults(draft: VacancyDraft, today: date) -> list[RuleBroken]:
    """What is missing or impossible (domain guide 4.1: PF-03 to PF-11, PF-15); the lint says the same with its law."""
    return [
        *_check_post(draft),
        *_check_places(draft),
        *_check_pay(draft),
        *_check_contract(draft),
        *_check_requirements(draft),
        *_check_validity(draft.valid_through, today, VACANCY_DAYS_MOST),
    ]


def check_vacancy_draft(draft: VacancyDraft) -> None:
    """What not even a draft may say, because it could not be kept or compared."""
    if draft.pay_min_yuan is not None and draft.pay_max_yuan is not None and draft.pay_min_yuan > draft.pay_max_yuan:
        raise RuleBroken("pay_out_of_order", field="pay_max_yuan")


def check_profile(draft: ProfileDraft, today: date, *, needs_contact: bool) -> None:
    """What a profile needs to be published. Raises RulesBroken with all that is wrong."""
    broken: list[RuleBroken] = []
    if not draft.wanted_titles:
        broken.append(RuleBroken("wanted_title_missing", field="wanted_titles"))
    if not draft.city_code:
        broken.append(RuleBroken("city_now_missing", field="city_code"))
    if not draft.wanted_cities and not draft.accepts_any_city:
        broken.append(RuleBroken("wanted_city_missing", field="wanted_cities"))
    if needs_contact and not draft.real_name:
        broken.append(RuleBroken("real_name_missing", field="real_name"))
    if needs_contact and not draft.phone:
        broken.append(RuleBroken("phone_missing", field="phone"))
    broken += _check_validity(draft.valid_through, today, PROFILE_DAYS_MOST)
    if broken:
        raise RulesBroken(broken)


def _check_post(draft: VacancyDraft) -> list[RuleBroken]:
    broken = []
    if not draft.title:
        broken.append(RuleBroken("title_missing", field="title"))
    if draft.headcount is None or not 1 <= draft.headcount <= HEADCOUNT_MOST:
        broken.append(RuleBroken("headcount_missing", field="headcount"))
    if len(draft.duties) < DUTIES_LEAST_LETTERS:
        broken.append(RuleBroken("duties_too_short", field="duties", facts={"least": DUTIES_LEAST_LETTERS}))
    return broken


def _check_places(draft: VacancyDraft) -> list[RuleBroken]:
    if not draft.places:
        return [RuleBroken("place_missing", field="city_code")]
    if not draft.places[0].address:
        return [RuleBroken("address_missing", field="address")]
    return []


def _check_pay(draft: VacancyDraft) -> list[RuleBroken]:
    low, high = draft.pay_min_yuan, draft.pay_max_yuan
    if low is None or high is None or not draft.pay_period:
        return [RuleBroken("pay_missing", field="pay_min_yuan")]
    if low <= 0 or monthly_pay(high, draft.pay_period) > PAY_MOST_YUAN_MONTH:
        return [RuleBroken("pay_out_of_bounds", field="pay_min_yuan")]
    if low > high:
        return [RuleBroken("pay_out_of_order", field="pay_max_yuan")]
    return []


def _check_contract(draft: VacancyDraft) -> list[RuleBroken]:
    broken = []
    if not draft.employment_form:
        broken.append(RuleBroken("employment_form_missing", field="employment_form"))
    if not draft.contract_kind:
        broken.append(RuleBroken("contract_kind_missing", field="contract_kind"))
    elif draft.contract_kind == "fixed_term" and not draft.term_months:
        broken.append(RuleBroken("term_missing", field="term_months"))
    if draft.hours_per_day is None or draft.days_per_week is None:
        broken.append(RuleBroken("hours_missing", field="hours_per_day"))
    if draft.has_social_insurance is None:
        broken.append(RuleBroken("social_insurance_missing", field="has_social_insurance"))
    if draft.employment_form == "dispatch" and not (draft.dispatch_user_employer and draft.dispatch_post_kind):
        broken.append(RuleBroken("dispatch_details_missing", field="dispatch_user_employer"))
    return broken


def _check_requirements(draft: VacancyDraft) -> list[RuleBroken]:
    stated = (
        draft.education_code,
        draft.skill_level,
        draft.title_rank,
        draft.certificates,
        draft.must_skills,
        draft.experience_min_months is not None,
    )
    return [] if any(stated) else [RuleBroken("requirements_missing", field="education_code")]


def _check_validity(valid_through: date | None, today: date, days_most: int) -> list[RuleBroken]:
    if valid_through is None:
        return [RuleBroken("validity_missing", field="valid_through")]
    if not today <= valid_through <= today + timedelta(days=days_most):
        return [RuleBroken("validity_out_of_bounds", field="valid_through", facts={"days": days_most})]
    return []


# Paid days and hours a month: Ministry of Labour circular 2008 no. 3.
_MONTHLY_FACTOR = {"hour": 174.0, "day": 21.75, "year": 1 / 12}


def monthly_pay(yuan: float, period: str | None) -> float:
    """Yuan a month, for comparing; what was written is kept beside it."""
    return round(yuan * _MONTHLY_FACTOR.get(period or "month", 1.0), 2)
