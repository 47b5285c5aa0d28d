"""Vacancies and profiles. Money is held as it was written and also per month, so that it can be compared."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core.database import Base, Instant

STATES = "('draft','submitted','returned','published','paused','filled','withdrawn')"
VACANCY_STATES = "('draft','submitted','returned','published','paused','filled','withdrawn','removed')"


class PostingColumns:
    """What both kinds of posting have: identity, state, dates and where they came from.

    "Expired" is no state: a published posting whose `expires_at` has passed has expired, at that very minute.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True)
    track: Mapped[str] = mapped_column(String(6))
    state: Mapped[str] = mapped_column(String(10), default="draft")
    occupation_code: Mapped[str | None] = mapped_column(String(12), index=True)
    occupation_edition: Mapped[str] = mapped_column(String(4), default="2022")
    pay_min_yuan: Mapped[float | None]
    pay_max_yuan: Mapped[float | None]
    pay_period: Mapped[str | None] = mapped_column(String(6))
    pay_months: Mapped[float | None]
    pay_min_yuan_month: Mapped[float | None] = mapped_column(index=True)
    pay_max_yuan_month: Mapped[float | None]
    education_code: Mapped[str | None] = mapped_column(String(2))
    skill_level: Mapped[int | None]
    title_rank: Mapped[int | None]
    experience_min_months: Mapped[int | None]
    certificates: Mapped[list[str]] = mapped_column(JSON, default=list)
    valid_through: Mapped[date | None]
    expires_at: Mapped[datetime | None] = mapped_column(Instant)
    created_by: Mapped[int | None] = mapped_column(index=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant)
    submitted_at: Mapped[datetime | None] = mapped_column(Instant)
    published_at: Mapped[datetime | None] = mapped_column(Instant, index=True)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    checked_by: Mapped[int | None]
    return_reason: Mapped[str | None] = mapped_column(String(500))
    last_step: Mapped[str] = mapped_column(String(20), default="")
    version: Mapped[int] = mapped_column(default=1)
    source_kind: Mapped[str] = mapped_column(String(10), default="site")
    source_name: Mapped[str | None] = mapped_column(String(120))
    source_url: Mapped[str | None] = mapped_column(String(500))
    source_key: Mapped[str | None] = mapped_column(String(64), index=True)
    search_text: Mapped[str] = mapped_column(Text, default="")
    # By which version of the reader the text was read for skills; 0 is never.
    skills_read_version: Mapped[int] = mapped_column(default=0, server_default="0")


class ReadSkillColumns:
    """A skill that the text names and nobody listed. `start` and `end` are places in the text.

    What the writer dismissed stays, so that it is not read again.
    """

    code: Mapped[str] = mapped_column(String(12), primary_key=True)
    start: Mapped[int]
    end: Mapped[int]
    level: Mapped[str | None] = mapped_column(String(10))
    demand: Mapped[str | None] = mapped_column(String(4))
    is_dismissed: Mapped[bool] = mapped_column(default=False)


class Vacancy(PostingColumns, Base):
    """A vacancy of an organisation. `city_code` is the first place of work; its bureau checks the vacancy."""

    __tablename__ = "vacancy"
    __table_args__ = (
        CheckConstraint(f"state IN {VACANCY_STATES}", name="state_known"),
        CheckConstraint("track IN ('labour','talent')", name="track_known"),
        CheckConstraint("headcount IS NULL OR headcount >= 1", name="headcount_positive"),
        CheckConstraint(
            "pay_min_yuan IS NULL OR pay_max_yuan IS NULL OR pay_min_yuan <= pay_max_yuan", name="pay_in_order"
        ),
        Index("ix_vacancy_state_expires_at", "state", "expires_at"),
        Index("ix_vacancy_city_state", "city_code", "state"),
    )

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    # Of an agency's register; the name is kept beside it as it was when the vacancy was written.
    client_id: Mapped[int | None] = mapped_column(ForeignKey("agency_client.id"), index=True)
    client_name: Mapped[str | None] = mapped_column(String(120))
    title: Mapped[str] = mapped_column(String(80), default="")
    city_code: Mapped[str | None] = mapped_column(ForeignKey("division.code"))
    headcount: Mapped[int | None]
    duties: Mapped[str] = mapped_column(Text, default="")
    employment_form: Mapped[str | None] = mapped_column(String(20))
    contract_kind: Mapped[str | None] = mapped_column(String(20))
    term_months: Mapped[int | None]
    probation_months: Mapped[int | None]
    probation_pay_percent: Mapped[int | None]
    hour_scheme: Mapped[str | None] = mapped_column(String(20))
    special_scheme_number: Mapped[str | None] = mapped_column(String(60))
    hours_per_day: Mapped[float | None]
    days_per_week: Mapped[float | None]
    rest_days_per_month: Mapped[float | None]
    shift: Mapped[str | None] = mapped_column(String(60))
    pay_day: Mapped[int | None]
    pay_includes_overtime: Mapped[bool] = mapped_column(default=False)
    has_social_insurance: Mapped[bool | None]
    has_housing_fund: Mapped[bool | None]
    benefits: Mapped[list[str]] = mapped_column(JSON, default=list)
    experience_max_months: Mapped[int | None]
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    hazards: Mapped[list[str]] = mapped_column(JSON, default=list)
    hazard_notice: Mapped[str | None] = mapped_column(String(500))
    dispatch_user_employer: Mapped[str | None] = mapped_column(String(120))
    dispatch_post_kind: Mapped[str | None] = mapped_column(String(20))
    flexible_days_month: Mapped[float | None]
    remote_share_percent: Mapped[int | None]
    open_to_cities: Mapped[list[str]] = mapped_column(JSON, default=list)
    starts_on: Mapped[date | None]
    close_reason: Mapped[str | None] = mapped_column(String(20))
    # Why the bureau took the vacancy down, in words for its employer and for those who applied.
    removal_reason: Mapped[str | None] = mapped_column(String(500))
    state_before_removal: Mapped[str | None] = mapped_column(String(10))

    places: Mapped[list["VacancyPlace"]] = relationship(
        order_by="VacancyPlace.position", cascade="all, delete-orphan", lazy="raise_on_sql"
    )
    skills: Mapped[list["VacancySkill"]] = relationship(
        order_by="VacancySkill.position", cascade="all, delete-orphan", lazy="raise_on_sql"
    )
    read_skills: Mapped[list["VacancyReadSkill"]] = relationship(
        order_by="VacancyReadSkill.start, VacancyReadSkill.code", cascade="all, delete-orphan", lazy="raise_on_sql"
    )


class VacancyPlace(Base):
    """One place of work; a vacancy is found under each of its cities."""

    __tablename__ = "vacancy_place"

    vacancy_id: Mapped[int] = mapped_column(ForeignKey("vacancy.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    city_code: Mapped[str] = mapped_column(ForeignKey("division.code"), index=True)
    district_code: Mapped[str | None] = mapped_column(String(6))
    address: Mapped[str] = mapped_column(String(200), default="")


class VacancySkill(Base):
    """A skill that the vacancy must have or would like; `code` is empty for one outside the vocabulary."""

    __tablename__ = "vacancy_skill"

    vacancy_id: Mapped[int] = mapped_column(ForeignKey("vacancy.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str | None] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(String(60))
    level: Mapped[str | None] = mapped_column(String(10))
    is_must: Mapped[bool]


class VacancyReadSkill(ReadSkillColumns, Base):
    """A skill that a vacancy's description names beside the listed ones."""

    __tablename__ = "vacancy_read_skill"

    vacancy_id: Mapped[int] = mapped_column(ForeignKey("vacancy.id", ondelete="CASCADE"), primary_key=True)


class Profile(PostingColumns, Base):
    """What a person can and wants, published without the name. `city_code` is where the person is now."""

    __tablename__ = "profile"
    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="state_known"),
        CheckConstraint("track IN ('labour','talent')", name="track_known"),
        CheckConstraint("account_id IS NOT NULL OR keeper_city_code IS NOT NULL", name="has_a_keeper"),
        Index("ix_profile_state_expires_at", "state", "expires_at"),
        Index("ix_profile_city_state", "city_code", "state"),
    )

    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    # A profile brought by a bureau's file or counter, for a person without an account.
    keeper_city_code: Mapped[str | None] = mapped_column(ForeignKey("division.code"), index=True)
    real_name_sealed: Mapped[str | None] = mapped_column(Text)
    phone_sealed: Mapped[str | None] = mapped_column(Text)
    wanted_titles: Mapped[list[str]] = mapped_column(JSON, default=list)
    occupation_codes: Mapped[list[str]] = mapped_column(JSON, default=list)
    summary: Mapped[str] = mapped_column(Text, default="")
    city_code: Mapped[str | None] = mapped_column(ForeignKey("division.code"))
    district_code: Mapped[str | None] = mapped_column(String(6))
    accepts_any_city: Mapped[bool] = mapped_column(default=False)
    employment_forms: Mapped[list[str]] = mapped_column(JSON, default=list)
    available_on: Mapped[date | None]

    cities: Mapped[list["ProfileCity"]] = relationship(
        order_by="ProfileCity.position", cascade="all, delete-orphan", lazy="raise_on_sql"
    )
    skills: Mapped[list["ProfileSkill"]] = relationship(
        order_by="ProfileSkill.position", cascade="all, delete-orphan", lazy="raise_on_sql"
    )
    read_skills: Mapped[list["ProfileReadSkill"]] = relationship(
        order_by="ProfileReadSkill.start, ProfileReadSkill.code", cascade="all, delete-orphan", lazy="raise_on_sql"
    )


class ProfileCity(Base):
    """A city the person would work in; position 0 is the first choice."""

    __tablename__ = "profile_city"
    __table_args__ = (UniqueConstraint("profile_id", "city_code"),)

    profile_id: Mapped[int] = mapped_column(ForeignKey("profile.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    city_code: Mapped[str] = mapped_column(ForeignKey("division.code"), index=True)


class ProfileSkill(Base):
    """A skill that the person states; `code` is empty for one outside the vocabulary."""

    __tablename__ = "profile_skill"

    profile_id: Mapped[int] = mapped_column(ForeignKey("profile.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str | None] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(String(60))
    level: Mapped[str | None] = mapped_column(String(10))


class ProfileReadSkill(ReadSkillColumns, Base):
    """A skill that a person's own words name beside the listed ones."""

    __tablename__ = "profile_read_skill"

    profile_id: Mapped[int] = mapped_column(ForeignKey("profile.id", ondelete="CASCADE"), primary_key=True)


class Revision(Base):
    """What a posting said at each step of its life. Sealed fields are not copied here."""

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("posting_kind", "posting_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    posting_kind: Mapped[str] = mapped_column(String(10))
    posting_id: Mapped[int]
    number: Mapped[int]
    action: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(Instant)
    account_id: Mapped[int | None]
    snapshot: Mapped[dict[str, Any]] = mapped_column(JSON)


class LintTrace(Base):
    """What the lint found in a revision, by which rules, from which facts; a re-run of these finds the same.

    `facts` is what the rules knew beside the posting; `confirmations` are the warnings that the employer keeps, with
    who and when.
    """

    __tablename__ = "lint_trace"

    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id", ondelete="CASCADE"), primary_key=True)
    vacancy_id: Mapped[int] = mapped_column(ForeignKey("vacancy.id", ondelete="CASCADE"), index=True)
    ruleset: Mapped[str] = mapped_column(String(40))
    digest: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    confirmations: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
