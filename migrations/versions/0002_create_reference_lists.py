"""Create the code lists: codes, occupations, skills."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "code",
        sa.Column("list_name", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name_zh", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=160), nullable=False),
        sa.Column("parent", sa.String(length=40), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("replaced_by", sa.String(length=40), nullable=True),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("list_name", "code", name=op.f("pk_code")),
    )
    op.create_table(
        "occupation",
        sa.Column("edition", sa.String(length=4), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("parent", sa.String(length=12), nullable=True),
        sa.Column("name_zh", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=160), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.CheckConstraint("level BETWEEN 1 AND 4", name=op.f("ck_occupation_level_known")),
        sa.PrimaryKeyConstraint("edition", "code", name=op.f("pk_occupation")),
    )
    op.create_index(op.f("ix_occupation_parent"), "occupation", ["parent"], unique=False)
    op.create_table(
        "skill",
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("name_zh", sa.String(length=80), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("synonyms", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_skill")),
    )
    op.create_table(
        "skill_occupation",
        sa.Column("skill_code", sa.String(length=12), nullable=False),
        sa.Column("occupation_code", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["skill_code"], ["skill.code"], name=op.f("fk_skill_occupation_skill_code_skill"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("skill_code", "occupation_code", name=op.f("pk_skill_occupation")),
    )
    op.create_index(op.f("ix_skill_occupation_occupation_code"), "skill_occupation", ["occupation_code"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_skill_occupation_occupation_code"), table_name="skill_occupation")
    op.drop_table("skill_occupation")
    op.drop_table("skill")
    op.drop_index(op.f("ix_occupation_parent"), table_name="occupation")
    op.drop_table("occupation")
    op.drop_table("code")
