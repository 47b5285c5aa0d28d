"""Keep the pairs of a run as numbers beside one record of each posting; a run says where its time went."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_DECIDED = sa.text("decision IS NOT NULL")
_FIRST = sa.text("rank = 1")


def upgrade() -> None:
    op.add_column("match_run", sa.Column("attempt", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("match_run", sa.Column("part_names", sa.JSON(), nullable=True))
    op.add_column("match_run", sa.Column("seconds", sa.JSON(), nullable=True))
    with op.batch_alter_table("run_pair") as table:
        table.alter_column("explanation", existing_type=sa.JSON(), nullable=True)
        table.add_column(sa.Column("parts", sa.LargeBinary(), nullable=True))
        table.add_column(sa.Column("market", sa.JSON(), nullable=True))
        table.create_check_constraint(op.f("ck_run_pair_has_reasons"), "explanation IS NOT NULL OR parts IS NOT NULL")
    op.create_index(
        "ix_run_pair_decided",
        "run_pair",
        ["run_id", "decision", "score", "id"],
        sqlite_where=_DECIDED,
        postgresql_where=_DECIDED,
    )
    op.create_index(
        "ix_run_pair_first", "run_pair", ["run_id", "score", "id"], sqlite_where=_FIRST, postgresql_where=_FIRST
    )
    for side in ("vacancy", "profile"):
        table_name = f"run_{side}_record"
        op.create_table(
            table_name,
            sa.Column("run_id", sa.Integer(), nullable=False),
            sa.Column(f"{side}_id", sa.Integer(), nullable=False),
            sa.Column("record", sa.JSON(), nullable=False),
            sa.ForeignKeyConstraint(
                ["run_id"], ["match_run.id"], name=op.f(f"fk_{table_name}_run_id_match_run"), ondelete="CASCADE"
            ),
            sa.ForeignKeyConstraint(
                [f"{side}_id"], [f"{side}.id"], name=op.f(f"fk_{table_name}_{side}_id_{side}"), ondelete="CASCADE"
            ),
            sa.PrimaryKeyConstraint("run_id", f"{side}_id", name=op.f(f"pk_{table_name}")),
        )
        op.create_index(op.f(f"ix_{table_name}_{side}_id"), table_name, [f"{side}_id"], unique=False)


def downgrade() -> None:
    """Pairs without a stored explanation cannot be told in the older form; they go, and their runs can be made anew."""
    op.execute("DELETE FROM run_pair WHERE explanation IS NULL")
    for side in ("profile", "vacancy"):
        op.drop_index(op.f(f"ix_run_{side}_record_{side}_id"), table_name=f"run_{side}_record")
        op.drop_table(f"run_{side}_record")
    op.drop_index("ix_run_pair_first", table_name="run_pair")
    op.drop_index("ix_run_pair_decided", table_name="run_pair")
    with op.batch_alter_table("run_pair") as table:
        table.drop_constraint(op.f("ck_run_pair_has_reasons"), type_="check")
        table.drop_column("market")
        table.drop_column("parts")
        table.alter_column("explanation", existing_type=sa.JSON(), nullable=False)
    for column in ("seconds", "part_names", "attempt"):
        op.drop_column("match_run", column)
