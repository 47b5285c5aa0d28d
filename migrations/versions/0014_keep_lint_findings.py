"""Keep what the lint found: with each submitted revision of a vacancy, and with each row of a file."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lint_trace",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("vacancy_id", sa.Integer(), nullable=False),
        sa.Column("ruleset", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("confirmations", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_lint_trace_revision_id_revision"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["vacancy_id"], ["vacancy.id"], name=op.f("fk_lint_trace_vacancy_id_vacancy"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("revision_id", name=op.f("pk_lint_trace")),
    )
    op.create_index(op.f("ix_lint_trace_vacancy_id"), "lint_trace", ["vacancy_id"])
    op.add_column("batch", sa.Column("rows_warned", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "warned_row",
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("row_number", sa.Integer(), nullable=False),
        sa.Column("vacancy_id", sa.Integer(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batch.id"], name=op.f("fk_warned_row_batch_id_batch"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["vacancy_id"], ["vacancy.id"], name=op.f("fk_warned_row_vacancy_id_vacancy"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("batch_id", "row_number", name=op.f("pk_warned_row")),
    )
    op.create_index(op.f("ix_warned_row_vacancy_id"), "warned_row", ["vacancy_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_warned_row_vacancy_id"), table_name="warned_row")
    op.drop_table("warned_row")
    op.drop_column("batch", "rows_warned")
    op.drop_index(op.f("ix_lint_trace_vacancy_id"), table_name="lint_trace")
    op.drop_table("lint_trace")
