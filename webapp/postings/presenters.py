"""Rows to what a page shows. Everything here is text in the reader's language, or plain facts."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import format_date, format_decimal, gettext, ngettext

from webapp.core.clock import CHINA
from webapp.http.wording import label
from webapp.organisations.models import Organisation
from webapp.postings.lint.contacts import covered
from webapp.postings.marking import ReadSkills, read_skills_of
from webapp.postings.models import Profile, ProfileSkill, Vacancy, VacancySkill
from webapp.postings.rules import is_shown
from webapp.reference.catalogue import Catalogue

CARD_WORDS = 6


@dataclass(frozen=True)
class VacancyCard:
    """A vacancy in a list; attribute names are those of components/cards.html."""

    url: str
    title: str
    employer: str
    city_labels: list[str]
    pay_label: str
    headcount: int | None
    track_label: str
    education_label: str
    experience_label: str
    tags: list[str]
    posted_label: str
    is_verified: bool
    state: str = ""
    state_label: str = ""
    fit_percent: int | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class TalentCard:
    """A profile in a list, without the name."""

    url: str
    label: str
    wanted_titles: list[str]
    city_label: str
    wanted_city_labels: list[str]
    pay_label: str
    experience_label: str
    education_label: str
    skills: list[str]
    track_label: str
    posted_label: str
    state: str = ""
    state_label: str = ""
    fit_percent: int | None = None
    reasons: tuple[str, ...] = ()


def pay_label(low: float | None, high: float | None, period: str | None, months: float | None = None) -> str:
    """For example "6,000-8,000 yuan a month"; empty when nothing is stated."""
    if low is None and high is None:
        return ""
    if low is not None and high is not None and low != high:
        amount = f"{format_decimal(low)}–{format_decimal(high)}"
    else:
        amount = format_decimal(low if low is not None else high)
    text = gettext("¥%(amount)s %(period)s", amount=amount, period=label("pay_period_short", period or "month"))
    return text + gettext(" · paid %(months)s months a year", months=format_decimal(months)) if months else text


def experience_label(months: int | None) -> str:
    """Whole years where they fit, else months; empty when not stated."""
    if months is None:
        return ""
    if months == 0:
        return gettext("No experience needed")
    if months % 12 == 0:
        return ngettext("%(num)s year or more", "%(num)s years or more", months // 12)
    return ngettext("%(num)s month or more", "%(num)s months or more", months)


def held_experience_label(months: int | None) -> str:
    """How long somebody has worked."""
    if months is None:
        return ""
    if months < 12:
        return gettext("Less than a year")
    return ngettext("%(num)s year of experience", "%(num)s years of experience", months // 12)


def posted_label(instant: datetime | None) -> str:
    return "" if instant is None else format_date(instant.astimezone(CHINA).date(), "medium")


def shown_state(posting: Vacancy | Profile, now: datetime) -> str:
    """The state as a reader understands it: published past its minute is expired."""
    is_past = posting.state == "published" and not is_shown(posting.state, posting.expires_at, now)
    return "expired" if is_past else posting.state


def employer_label(organisation_name: str, vacancy: Vacancy) -> str:
    """Who posts, for whom, and where the person will work: an agency and a dispatcher never pass for the employer."""
    name = organisation_name
    if vacancy.client_name:
        name = gettext("%(agency)s on behalf of %(client)s", agency=name, client=vacancy.client_name)
    if vacancy.employment_form == "dispatch" and vacancy.dispatch_user_employer:
        user = vacancy.dispatch_user_employer
        name = gettext("%(firm)s (labour dispatch to %(user)s)", firm=name, user=user)
    return name


def vacancy_card(
    vacancy: Vacancy,
    organisation: Organisation,
    names: Catalogue,
    language: str,
    *,
    now: datetime | None = None,
    fit_percent: int | None = None,
    reasons: tuple[str, ...] = (),
) -> VacancyCard:
    """`now` is given where the state is of interest (own and checked postings)."""
    state = shown_state(vacancy, now) if now else ""
    tags = [skill_label(row.code, row.text, names, language) for row in vacancy.skills][:CARD_WORDS]
    return VacancyCard(
        url=url_for("postings.show_vacancy", public_id=vacancy.public_id),
        title=covered(vacancy.title) or gettext("Vacancy without a title"),
        employer=employer_label(organisation.name, vacancy),
        city_labels=[names.city_label(place.city_code, language) for place in vacancy.places],
        pay_label=pay_label(vacancy.pay_min_yuan, vacancy.pay_max_yuan, vacancy.pay_period, vacancy.pay_months),
        headcount=vacancy.headcount,
        track_label=label("track", vacancy.track),
        education_label=names.label("education", vacancy.education_code, language),
        experience_label=experience_label(vacancy.experience_min_months),
        tags=tags,
        posted_label=posted_label(vacancy.published_at),
        is_verified=organisation.state == "verified",
        state=state,
        state_label=label("posting_state", state) if state else "",
        fit_percent=fit_percent,
        reasons=reasons,
    )


def skill_label(code: str | None, text: str, names: Catalogue, language: str) -> str:
    """The vocabulary's name in English pages; in Chinese ones the words of the poster."""
    return names.skill_label(code, language) or text if language == "en" else text


def listed_skill_label(row: VacancySkill | ProfileSkill, names: Catalogue, language: str) -> str:
    """The same with its level, where the poster's words told one and the name alone would lose it."""
    name = skill_label(row.code, row.text, names, language)
    return f"{name} · {label('skill_written_level', row.level)}" if row.level and name != row.text else name


def talent_label(profile: Profile) -> str:
    """How an anonymous person is called: by the number of the profile."""
    return gettext("Talent %(number)s", number=profile.public_id[-6:].upper())


def talent_card(
    profile: Profile,
    names: Catalogue,
    language: str,
    *,
    now: datetime | None = None,
    fit_percent: int | None = None,
    reasons: tuple[str, ...] = (),
) -> TalentCard:
    state = shown_state(profile, now) if now else ""
    wanted = [names.city_label(row.city_code, language) for row in profile.cities]
    return TalentCard(
        url=url_for("postings.show_profile", public_id=profile.public_id),
        label=talent_label(profile),
        wanted_titles=list(profile.wanted_titles),
        city_label=names.city_label(profile.city_code, language),
        wanted_city_labels=[*wanted, gettext("any of the nine cities")] if profile.accepts_any_city else wanted,
        pay_label=pay_label(profile.pay_min_yuan, profile.pay_max_yuan, profile.pay_period),
        experience_label=held_experience_label(profile.experience_min_months),
        education_label=names.label("education", profile.education_code, language),
        skills=[skill_label(row.code, row.text, names, language) for row in profile.skills][:CARD_WORDS],
        track_label=label("track", profile.track),
        posted_label=posted_label(profile.published_at),
        state=state,
        state_label=label("posting_state", state) if state else "",
        fit_percent=fit_percent,
        reasons=reasons,
    )


@dataclass(frozen=True)
class FactSection:
    """A titled group of facts: (name, value) pairs; empty values are left out by the template."""

    title: str
    pairs: list[tuple[str, str]]


def _filled(*sections: FactSection) -> list[FactSection]:
    """Sections that say something; a heading over nothing is left out."""
    return [section for section in sections if any(value for _, value in section.pairs)]


@dataclass(frozen=True)
class VacancyPage:
    """Everything the vacancy page shows."""

    card: VacancyCard
    organisation_url: str
    occupation_label: str
    duties: list[str]
    must_skills: list[str]
    nice_skills: list[str]
    read: ReadSkills
    sections: list[FactSection]
    is_open: bool
    is_over: bool
    state_label: str
    valid_label: str
    actions: list[tuple[str, str, str]]


def _yes_no(value: bool | None) -> str:
    if value is None:
        return ""
    return gettext("Yes") if value else gettext("No")


def _plain(value: float | None) -> str:
    return "" if value is None else format_decimal(value)


def _months(value: int | None) -> str:
    return "" if not value else ngettext("%(num)s month", "%(num)s months", value)


def _percent(value: int | None) -> str:
    return "" if value is None else f"{value}%"


def vacancy_page(
    vacancy: Vacancy,
    organisation: Organisation,
    names: Catalogue,
    language: str,
    *,
    now: datetime,
    actions: list[tuple[str, str, str]],
) -> VacancyPage:
    """`actions` are (label, url, method) in the order of importance."""
    card = vacancy_card(vacancy, organisation, names, language, now=now)
    # Contacts are opened when both sides agree; until then they are covered, in the text as well.
    duties = covered(vacancy.duties)
    must = [listed_skill_label(row, names, language) for row in vacancy.skills if row.is_must]
    nice = [listed_skill_label(row, names, language) for row in vacancy.skills if not row.is_must]
    return VacancyPage(
        card=card,
        organisation_url=url_for("organisations.show_organisation", organisation_id=organisation.id),
        occupation_label=names.occupation_label(vacancy.occupation_code, language),
        duties=[line for line in duties.splitlines() if line.strip()],
        must_skills=must,
        nice_skills=nice,
        read=read_skills_of(duties, vacancy.read_skills, names, language),
        sections=_vacancy_sections(vacancy, names, language),
        is_open=card.state == "published",
        is_over=card.state in ("filled", "withdrawn", "removed", "expired"),
        state_label=card.state_label,
        valid_label="" if vacancy.valid_through is None else format_date(vacancy.valid_through, "medium"),
        actions=actions,
    )


def _vacancy_sections(vacancy: Vacancy, names: Catalogue, language: str) -> list[FactSection]:
    requirements = [
        (gettext("Education"), names.label("education", vacancy.education_code, language)),
        (gettext("Experience"), experience_label(vacancy.experience_min_months)),
        (gettext("Skill level"), names.label("skill_levels", vacancy.skill_level, language)),
        (gettext("Professional title"), names.label("professional_titles", vacancy.title_rank, language)),
        (gettext("Certificates"), ", ".join(vacancy.certificates)),
        (gettext("Languages"), ", ".join(vacancy.languages)),
    ]
    places = [
        (
            names.city_label(place.city_code, language),
            " ".join(part for part in (names.city_label(place.district_code, language), covered(place.address)) if part)
            or gettext("Address on request"),
        )
        for place in vacancy.places
    ]
    return _filled(
        FactSection(gettext("Requirements"), requirements),
        FactSection(gettext("Place of work"), places),
        FactSection(gettext("Pay and contract"), _contract_pairs(vacancy, names, language)),
        FactSection(gettext("Hours and insurance"), _hours_pairs(vacancy, names, language)),
    )


def _contract_pairs(vacancy: Vacancy, names: Catalogue, language: str) -> list[tuple[str, str]]:
    pay_day = "" if vacancy.pay_day is None else gettext("day %(day)s of the month", day=vacancy.pay_day)
    return [
        (
            gettext("Pay"),
            pay_label(vacancy.pay_min_yuan, vacancy.pay_max_yuan, vacancy.pay_period, vacancy.pay_months),
        ),
        (gettext("Pay day"), pay_day),
        (gettext("Form of employment"), names.label("employment_forms", vacancy.employment_form, language)),
        (gettext("Contract"), names.label("contract_kinds", vacancy.contract_kind, language)),
        (gettext("Term"), _months(vacancy.term_months)),
        (gettext("Probation"), _months(vacancy.probation_months)),
        (gettext("Pay during probation"), _percent(vacancy.probation_pay_percent)),
        (gettext("User employer (dispatch)"), vacancy.dispatch_user_employer or ""),
        (gettext("Starts on"), "" if vacancy.starts_on is None else format_date(vacancy.starts_on, "medium")),
    ]


def _hours_pairs(vacancy: Vacancy, names: Catalogue, language: str) -> list[tuple[str, str]]:
    benefits = [names.label("benefits", code, language) for code in vacancy.benefits]
    hazards = [names.label("hazards", code, language) for code in vacancy.hazards]
    return [
        (gettext("Working-time system"), names.label("hour_schemes", vacancy.hour_scheme, language)),
        (gettext("Approval number of another working-time system"), vacancy.special_scheme_number or ""),
        (gettext("Hours a day"), _plain(vacancy.hours_per_day)),
        (gettext("Days a week"), _plain(vacancy.days_per_week)),
        (gettext("Rest days a month"), _plain(vacancy.rest_days_per_month)),
        (gettext("Shift"), vacancy.shift or ""),
        (gettext("Social insurance"), _yes_no(vacancy.has_social_insurance)),
        (gettext("Housing fund"), _yes_no(vacancy.has_housing_fund)),
        (
            gettext("Hazards at the workplace"),
            " · ".join(name for name in hazards if name),
        ),
        (gettext("Notice of hazards and protection"), covered(vacancy.hazard_notice or "")),
        (gettext("Benefits"), " · ".join(name for name in benefits if name)),
    ]


@dataclass(frozen=True)
class ProfilePage:
    """A profile as its reader may see it; `contact` is empty for everybody but the person and the keeper."""

    card: TalentCard
    occupation_labels: list[str]
    summary: str
    skills: list[str]
    read: ReadSkills
    sections: list[FactSection]
    contact: list[tuple[str, str]]
    is_own: bool
    is_open: bool
    actions: list[tuple[str, str, str]]


def profile_page(
    profile: Profile,
    names: Catalogue,
    language: str,
    *,
    now: datetime,
    contact: list[tuple[str, str]],
    is_own: bool,
    actions: list[tuple[str, str, str]],
) -> ProfilePage:
    card = talent_card(profile, names, language, now=now)
    forms = [names.label("employment_forms", code, language) for code in profile.employment_forms]
    pairs = [
        (gettext("Education"), card.education_label),
        (gettext("Experience"), card.experience_label),
        (gettext("Skill level"), names.label("skill_levels", profile.skill_level, language)),
        (gettext("Professional title"), names.label("professional_titles", profile.title_rank, language)),
        (gettext("Certificates"), ", ".join(profile.certificates)),
    ]
    wishes = [
        (gettext("Now in"), card.city_label),
        (gettext("Wants to work in"), " › ".join(card.wanted_city_labels)),
        (gettext("Pay wanted"), card.pay_label),
        (gettext("Form of employment"), " · ".join(form for form in forms if form)),
        (gettext("Can start"), "" if profile.available_on is None else format_date(profile.available_on, "medium")),
    ]
    return ProfilePage(
        card=card,
        occupation_labels=[names.occupation_label(code, language) for code in profile.occupation_codes],
        summary=profile.summary,
        skills=[listed_skill_label(row, names, language) for row in profile.skills],
        read=read_skills_of(profile.summary, profile.read_skills, names, language),
        sections=_filled(FactSection(gettext("Wishes"), wishes), FactSection(gettext("What the person brings"), pairs)),
        contact=contact,
        is_own=is_own,
        is_open=card.state == "published",
        actions=actions,
    )
