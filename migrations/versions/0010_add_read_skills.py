"""Add skills that were read from the texts of postings, and how well a listed skill is wanted or held."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_POSTINGS = ("vacancy", "profile")


def upgrade() -> None:
    for kind in _POSTINGS:
        # 0: never read. The next start reads what stands in the database.
        op.add_column(kind, sa.Column("skills_read_version", sa.Integer(), nullable=False, server_default="0"))
        op.add_column(f"{kind}_skill", sa.Column("level", sa.String(length=10), nullable=True))
        op.create_table(
            f"{kind}_read_skill",
            sa.Column(f"{kind}_id", sa.Integer(), nullable=False),
            sa.Column("code", sa.String(length=12), nullable=False),
            sa.Column("start", sa.Integer(), nullable=False),
            sa.Column("end", sa.Integer(), nullable=False),
            sa.Column("level", sa.String(length=10), nullable=True),
            sa.Column("demand", sa.String(length=4), nullable=True),
            sa.Column("is_dismissed", sa.Boolean(), nullable=False),
            sa.ForeignKeyConstraint(
                [f"{kind}_id"], [f"{kind}.id"], name=op.f(f"fk_{kind}_read_skill_{kind}_id_{kind}"), ondelete="CASCADE"
            ),
            sa.PrimaryKeyConstraint(f"{kind}_id", "code", name=op.f(f"pk_{kind}_read_skill")),
        )


def downgrade() -> None:
    for kind in reversed(_POSTINGS):
        op.drop_table(f"{kind}_read_skill")
        op.drop_column(f"{kind}_skill", "level")
        op.drop_column(kind, "skills_read_version")
