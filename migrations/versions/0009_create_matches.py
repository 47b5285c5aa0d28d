"""Create match runs, their pairs and standing matches."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "match_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=True),
        sa.Column("from_cities", sa.JSON(), nullable=False),
        sa.Column("to_cities", sa.JSON(), nullable=False),
        sa.Column("occupation_group", sa.String(length=12), nullable=True),
        sa.Column("track", sa.String(length=6), nullable=True),
        sa.Column("per_vacancy", sa.Integer(), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("plan_version", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("wants_cancel", sa.Boolean(), nullable=False),
        sa.Column("steps_done", sa.Integer(), nullable=False),
        sa.Column("steps_total", sa.Integer(), nullable=False),
        sa.Column("vacancies_seen", sa.Integer(), nullable=False),
        sa.Column("profiles_seen", sa.Integer(), nullable=False),
        sa.Column("pairs_found", sa.Integer(), nullable=False),
        sa.Column("failure_code", sa.String(length=60), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=True),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting','running','done','cancelled','failed')", name=op.f("ck_match_run_state_known")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_match_run_account_id_account")),
        sa.ForeignKeyConstraint(["city_code"], ["division.code"], name=op.f("fk_match_run_city_code_division")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_run")),
    )
    op.create_index(op.f("ix_match_run_account_id"), "match_run", ["account_id"], unique=False)
    op.create_index(op.f("ix_match_run_city_code"), "match_run", ["city_code"], unique=False)
    op.create_table(
        "run_pair",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("vacancy_id", sa.Integer(), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("explanation", sa.JSON(), nullable=False),
        sa.Column("decision", sa.String(length=12), nullable=True),
        sa.Column("decision_reason", sa.String(length=200), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "decision IS NULL OR decision IN ('recommended','dismissed')", name=op.f("ck_run_pair_decision_known")
        ),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["profile.id"], name=op.f("fk_run_pair_profile_id_profile"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["match_run.id"], name=op.f("fk_run_pair_run_id_match_run"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["vacancy_id"], ["vacancy.id"], name=op.f("fk_run_pair_vacancy_id_vacancy"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run_pair")),
        sa.UniqueConstraint(
            "run_id", "vacancy_id", "profile_id", name=op.f("uq_run_pair_run_id_vacancy_id_profile_id")
        ),
    )
    op.create_index(op.f("ix_run_pair_profile_id"), "run_pair", ["profile_id"], unique=False)
    op.create_index("ix_run_pair_run_order", "run_pair", ["run_id", "score", "id"], unique=False)
    op.create_index(op.f("ix_run_pair_vacancy_id"), "run_pair", ["vacancy_id"], unique=False)
    op.create_table(
        "standing_match",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vacancy_id", sa.Integer(), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("explanation", sa.JSON(), nullable=False),
        sa.Column("plan_version", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["profile.id"], name=op.f("fk_standing_match_profile_id_profile"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["vacancy_id"], ["vacancy.id"], name=op.f("fk_standing_match_vacancy_id_vacancy"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standing_match")),
        sa.UniqueConstraint("vacancy_id", "profile_id", name=op.f("uq_standing_match_vacancy_id_profile_id")),
    )
    op.create_index("ix_standing_match_profile_score", "standing_match", ["profile_id", "score"], unique=False)
    op.create_index("ix_standing_match_vacancy_score", "standing_match", ["vacancy_id", "score"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_standing_match_vacancy_score", table_name="standing_match")
    op.drop_index("ix_standing_match_profile_score", table_name="standing_match")
    op.drop_table("standing_match")
    op.drop_index(op.f("ix_run_pair_vacancy_id"), table_name="run_pair")
    op.drop_index("ix_run_pair_run_order", table_name="run_pair")
    op.drop_index(op.f("ix_run_pair_profile_id"), table_name="run_pair")
    op.drop_table("run_pair")
    op.drop_index(op.f("ix_match_run_city_code"), table_name="match_run")
    op.drop_index(op.f("ix_match_run_account_id"), table_name="match_run")
    op.drop_table("match_run")
