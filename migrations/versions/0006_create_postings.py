"""Create vacancies, profiles and their revisions."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("posting_kind", sa.String(length=10), nullable=False),
        sa.Column("posting_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("snapshot", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        sa.UniqueConstraint(
            "posting_kind", "posting_id", "number", name=op.f("uq_revision_posting_kind_posting_id_number")
        ),
    )
    op.create_table(
        "vacancy",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("client_name", sa.String(length=120), nullable=True),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=True),
        sa.Column("headcount", sa.Integer(), nullable=True),
        sa.Column("duties", sa.Text(), nullable=False),
        sa.Column("employment_form", sa.String(length=20), nullable=True),
        sa.Column("contract_kind", sa.String(length=20), nullable=True),
        sa.Column("term_months", sa.Integer(), nullable=True),
        sa.Column("probation_months", sa.Integer(), nullable=True),
        sa.Column("probation_pay_percent", sa.Integer(), nullable=True),
        sa.Column("hour_scheme", sa.String(length=20), nullable=True),
        sa.Column("special_scheme_number", sa.String(length=60), nullable=True),
        sa.Column("hours_per_day", sa.Double(), nullable=True),
        sa.Column("days_per_week", sa.Double(), nullable=True),
        sa.Column("rest_days_per_month", sa.Double(), nullable=True),
        sa.Column("shift", sa.String(length=60), nullable=True),
        sa.Column("pay_day", sa.Integer(), nullable=True),
        sa.Column("pay_includes_overtime", sa.Boolean(), nullable=False),
        sa.Column("has_social_insurance", sa.Boolean(), nullable=True),
        sa.Column("has_housing_fund", sa.Boolean(), nullable=True),
        sa.Column("benefits", sa.JSON(), nullable=False),
        sa.Column("experience_max_months", sa.Integer(), nullable=True),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("hazards", sa.JSON(), nullable=False),
        sa.Column("hazard_notice", sa.String(length=500), nullable=True),
        sa.Column("dispatch_user_employer", sa.String(length=120), nullable=True),
        sa.Column("dispatch_post_kind", sa.String(length=20), nullable=True),
        sa.Column("flexible_days_month", sa.Double(), nullable=True),
        sa.Column("remote_share_percent", sa.Integer(), nullable=True),
        sa.Column("open_to_cities", sa.JSON(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("close_reason", sa.String(length=20), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("track", sa.String(length=6), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("occupation_code", sa.String(length=12), nullable=True),
        sa.Column("occupation_edition", sa.String(length=4), nullable=False),
        sa.Column("pay_min_yuan", sa.Double(), nullable=True),
        sa.Column("pay_max_yuan", sa.Double(), nullable=True),
        sa.Column("pay_period", sa.String(length=6), nullable=True),
        sa.Column("pay_months", sa.Double(), nullable=True),
        sa.Column("pay_min_yuan_month", sa.Double(), nullable=True),
        sa.Column("pay_max_yuan_month", sa.Double(), nullable=True),
        sa.Column("education_code", sa.String(length=2), nullable=True),
        sa.Column("skill_level", sa.Integer(), nullable=True),
        sa.Column("title_rank", sa.Integer(), nullable=True),
        sa.Column("experience_min_months", sa.Integer(), nullable=True),
        sa.Column("certificates", sa.JSON(), nullable=False),
        sa.Column("valid_through", sa.Date(), nullable=True),
        sa.Column("expires_at", sa.DateTime(), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(), nullable=True),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("checked_by", sa.Integer(), nullable=True),
        sa.Column("return_reason", sa.String(length=500), nullable=True),
        sa.Column("last_step", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("source_kind", sa.String(length=10), nullable=False),
        sa.Column("source_name", sa.String(length=120), nullable=True),
        sa.Column("source_url", sa.String(length=500), nullable=True),
        sa.Column("source_key", sa.String(length=64), nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft','submitted','returned','published','paused','filled','withdrawn')",
            name=op.f("ck_vacancy_state_known"),
        ),
        sa.CheckConstraint("track IN ('labour','talent')", name=op.f("ck_vacancy_track_known")),
        sa.CheckConstraint("headcount IS NULL OR headcount >= 1", name=op.f("ck_vacancy_headcount_positive")),
        sa.CheckConstraint(
            "pay_min_yuan IS NULL OR pay_max_yuan IS NULL OR pay_min_yuan <= pay_max_yuan",
            name=op.f("ck_vacancy_pay_in_order"),
        ),
        sa.ForeignKeyConstraint(["city_code"], ["division.code"], name=op.f("fk_vacancy_city_code_division")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_vacancy_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vacancy")),
        sa.UniqueConstraint("public_id", name=op.f("uq_vacancy_public_id")),
    )
    op.create_index("ix_vacancy_city_state", "vacancy", ["city_code", "state"], unique=False)
    op.create_index(op.f("ix_vacancy_created_by"), "vacancy", ["created_by"], unique=False)
    op.create_index(op.f("ix_vacancy_occupation_code"), "vacancy", ["occupation_code"], unique=False)
    op.create_index(op.f("ix_vacancy_organisation_id"), "vacancy", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_vacancy_pay_min_yuan_month"), "vacancy", ["pay_min_yuan_month"], unique=False)
    op.create_index(op.f("ix_vacancy_published_at"), "vacancy", ["published_at"], unique=False)
    op.create_index(op.f("ix_vacancy_source_key"), "vacancy", ["source_key"], unique=False)
    op.create_index("ix_vacancy_state_expires_at", "vacancy", ["state", "expires_at"], unique=False)
    op.create_table(
        "profile",
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("keeper_city_code", sa.String(length=6), nullable=True),
        sa.Column("real_name_sealed", sa.Text(), nullable=True),
        sa.Column("phone_sealed", sa.Text(), nullable=True),
        sa.Column("wanted_titles", sa.JSON(), nullable=False),
        sa.Column("occupation_codes", sa.JSON(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=True),
        sa.Column("district_code", sa.String(length=6), nullable=True),
        sa.Column("accepts_any_city", sa.Boolean(), nullable=False),
        sa.Column("employment_forms", sa.JSON(), nullable=False),
        sa.Column("available_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("track", sa.String(length=6), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("occupation_code", sa.String(length=12), nullable=True),
        sa.Column("occupation_edition", sa.String(length=4), nullable=False),
        sa.Column("pay_min_yuan", sa.Double(), nullable=True),
        sa.Column("pay_max_yuan", sa.Double(), nullable=True),
        sa.Column("pay_period", sa.String(length=6), nullable=True),
        sa.Column("pay_months", sa.Double(), nullable=True),
        sa.Column("pay_min_yuan_month", sa.Double(), nullable=True),
        sa.Column("pay_max_yuan_month", sa.Double(), nullable=True),
        sa.Column("education_code", sa.String(length=2), nullable=True),
        sa.Column("skill_level", sa.Integer(), nullable=True),
        sa.Column("title_rank", sa.Integer(), nullable=True),
        sa.Column("experience_min_months", sa.Integer(), nullable=True),
        sa.Column("certificates", sa.JSON(), nullable=False),
        sa.Column("valid_through", sa.Date(), nullable=True),
        sa.Column("expires_at", sa.DateTime(), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(), nullable=True),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("checked_by", sa.Integer(), nullable=True),
        sa.Column("return_reason", sa.String(length=500), nullable=True),
        sa.Column("last_step", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("source_kind", sa.String(length=10), nullable=False),
        sa.Column("source_name", sa.String(length=120), nullable=True),
        sa.Column("source_url", sa.String(length=500), nullable=True),
        sa.Column("source_key", sa.String(length=64), nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft','submitted','returned','published','paused','filled','withdrawn')",
            name=op.f("ck_profile_state_known"),
        ),
        sa.CheckConstraint("track IN ('labour','talent')", name=op.f("ck_profile_track_known")),
        sa.CheckConstraint(
            "account_id IS NOT NULL OR keeper_city_code IS NOT NULL", name=op.f("ck_profile_has_a_keeper")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_profile_account_id_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["city_code"], ["division.code"], name=op.f("fk_profile_city_code_division")),
        sa.ForeignKeyConstraint(
            ["keeper_city_code"], ["division.code"], name=op.f("fk_profile_keeper_city_code_division")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profile")),
        sa.UniqueConstraint("public_id", name=op.f("uq_profile_public_id")),
    )
    op.create_index(op.f("ix_profile_account_id"), "profile", ["account_id"], unique=False)
    op.create_index("ix_profile_city_state", "profile", ["city_code", "state"], unique=False)
    op.create_index(op.f("ix_profile_created_by"), "profile", ["created_by"], unique=False)
    op.create_index(op.f("ix_profile_keeper_city_code"), "profile", ["keeper_city_code"], unique=False)
    op.create_index(op.f("ix_profile_occupation_code"), "profile", ["occupation_code"], unique=False)
    op.create_index(op.f("ix_profile_pay_min_yuan_month"), "profile", ["pay_min_yuan_month"], unique=False)
    op.create_index(op.f("ix_profile_published_at"), "profile", ["published_at"], unique=False)
    op.create_index(op.f("ix_profile_source_key"), "profile", ["source_key"], unique=False)
    op.create_index("ix_profile_state_expires_at", "profile", ["state", "expires_at"], unique=False)
    op.create_table(
        "vacancy_place",
        sa.Column("vacancy_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("district_code", sa.String(length=6), nullable=True),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["city_code"], ["division.code"], name=op.f("fk_vacancy_place_city_code_division")),
        sa.ForeignKeyConstraint(
            ["vacancy_id"], ["vacancy.id"], name=op.f("fk_vacancy_place_vacancy_id_vacancy"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("vacancy_id", "position", name=op.f("pk_vacancy_place")),
    )
    op.create_index(op.f("ix_vacancy_place_city_code"), "vacancy_place", ["city_code"], unique=False)
    op.create_table(
        "vacancy_skill",
        sa.Column("vacancy_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=True),
        sa.Column("text", sa.String(length=60), nullable=False),
        sa.Column("is_must", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vacancy_id"], ["vacancy.id"], name=op.f("fk_vacancy_skill_vacancy_id_vacancy"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("vacancy_id", "position", name=op.f("pk_vacancy_skill")),
    )
    op.create_table(
        "profile_city",
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.ForeignKeyConstraint(["city_code"], ["division.code"], name=op.f("fk_profile_city_city_code_division")),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["profile.id"], name=op.f("fk_profile_city_profile_id_profile"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("profile_id", "position", name=op.f("pk_profile_city")),
        sa.UniqueConstraint("profile_id", "city_code", name=op.f("uq_profile_city_profile_id_city_code")),
    )
    op.create_index(op.f("ix_profile_city_city_code"), "profile_city", ["city_code"], unique=False)
    op.create_table(
        "profile_skill",
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=True),
        sa.Column("text", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["profile.id"], name=op.f("fk_profile_skill_profile_id_profile"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("profile_id", "position", name=op.f("pk_profile_skill")),
    )


def downgrade() -> None:
    op.drop_table("profile_skill")
    op.drop_index(op.f("ix_profile_city_city_code"), table_name="profile_city")
    op.drop_table("profile_city")
    op.drop_table("vacancy_skill")
    op.drop_index(op.f("ix_vacancy_place_city_code"), table_name="vacancy_place")
    op.drop_table("vacancy_place")
    op.drop_index("ix_profile_state_expires_at", table_name="profile")
    op.drop_index(op.f("ix_profile_source_key"), table_name="profile")
    op.drop_index(op.f("ix_profile_published_at"), table_name="profile")
    op.drop_index(op.f("ix_profile_pay_min_yuan_month"), table_name="profile")
    op.drop_index(op.f("ix_profile_occupation_code"), table_name="profile")
    op.drop_index(op.f("ix_profile_keeper_city_code"), table_name="profile")
    op.drop_index(op.f("ix_profile_created_by"), table_name="profile")
    op.drop_index("ix_profile_city_state", table_name="profile")
    op.drop_index(op.f("ix_profile_account_id"), table_name="profile")
    op.drop_table("profile")
    op.drop_index("ix_vacancy_state_expires_at", table_name="vacancy")
    op.drop_index(op.f("ix_vacancy_source_key"), table_name="vacancy")
    op.drop_index(op.f("ix_vacancy_published_at"), table_name="vacancy")
    op.drop_index(op.f("ix_vacancy_pay_min_yuan_month"), table_name="vacancy")
    op.drop_index(op.f("ix_vacancy_organisation_id"), table_name="vacancy")
    op.drop_index(op.f("ix_vacancy_occupation_code"), table_name="vacancy")
    op.drop_index(op.f("ix_vacancy_created_by"), table_name="vacancy")
    op.drop_index("ix_vacancy_city_state", table_name="vacancy")
    op.drop_table("vacancy")
    op.drop_table("revision")
