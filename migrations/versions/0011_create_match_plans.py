"""Create match plans and their previews; a run keeps what spreading did."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "match_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("based_on", sa.String(length=40), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("adopted_by", sa.Integer(), nullable=True),
        sa.Column("adopted_at", sa.DateTime(), nullable=True),
        sa.Column("built_in_version", sa.String(length=40), nullable=True),
        sa.Column("retired_by", sa.Integer(), nullable=True),
        sa.Column("retired_at", sa.DateTime(), nullable=True),
        sa.Column("retired_note", sa.String(length=500), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft','adopted','retired','discarded')", name=op.f("ck_match_plan_state_known")
        ),
        sa.CheckConstraint(
            "state NOT IN ('adopted','retired') OR note <> ''", name=op.f("ck_match_plan_adopted_with_note")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_match_plan_made_by_account")),
        sa.ForeignKeyConstraint(["changed_by"], ["account.id"], name=op.f("fk_match_plan_changed_by_account")),
        sa.ForeignKeyConstraint(["adopted_by"], ["account.id"], name=op.f("fk_match_plan_adopted_by_account")),
        sa.ForeignKeyConstraint(["retired_by"], ["account.id"], name=op.f("fk_match_plan_retired_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_plan")),
        sa.UniqueConstraint("version", name=op.f("uq_match_plan_version")),
    )
    adopted = sa.text("state = 'adopted'")
    op.create_index(
        "uq_match_plan_one_adopted",
        "match_plan",
        ["state"],
        unique=True,
        sqlite_where=adopted,
        postgresql_where=adopted,
    )
    op.create_table(
        "plan_preview",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("against", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("percent_done", sa.Integer(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.Column("failure_code", sa.String(length=60), nullable=True),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("state IN ('waiting','running','done','failed')", name=op.f("ck_plan_preview_state_known")),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name=op.f("fk_plan_preview_asked_by_account")),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["match_plan.id"], name=op.f("fk_plan_preview_plan_id_match_plan"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_preview")),
    )
    op.create_index("ix_plan_preview_plan_order", "plan_preview", ["plan_id", "id"], unique=False)
    op.add_column("match_run", sa.Column("spread", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("match_run", "spread")
    op.drop_index("ix_plan_preview_plan_order", table_name="plan_preview")
    op.drop_table("plan_preview")
    op.drop_index("uq_match_plan_one_adopted", table_name="match_plan")
    op.drop_table("match_plan")
