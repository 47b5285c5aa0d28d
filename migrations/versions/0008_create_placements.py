"""Create introductions."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "introduction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vacancy_id", sa.Integer(), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("started_by", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("message", sa.String(length=500), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("contact_opened_at", sa.DateTime(), nullable=True),
        sa.Column("consent_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "started_by IN ('seeker','employer','bureau')", name=op.f("ck_introduction_started_by_known")
        ),
        sa.CheckConstraint(
            "state IN ('applied','invited','accepted','declined','rejected','withdrawn','hired')",
            name=op.f("ck_introduction_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["consent_id"], ["consent.id"], name=op.f("fk_introduction_consent_id_consent"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["profile.id"], name=op.f("fk_introduction_profile_id_profile"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["vacancy_id"], ["vacancy.id"], name=op.f("fk_introduction_vacancy_id_vacancy"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_introduction")),
        sa.UniqueConstraint("vacancy_id", "profile_id", name=op.f("uq_introduction_vacancy_id_profile_id")),
    )
    op.create_index(op.f("ix_introduction_profile_id"), "introduction", ["profile_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_introduction_profile_id"), table_name="introduction")
    op.drop_table("introduction")
