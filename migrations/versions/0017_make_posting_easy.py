"""Make posting easy: templates, open places, outcomes, reminders, groups of alike vacancies, honest dates."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in (
        sa.Column("contact_hours", sa.String(length=20), nullable=True),
        sa.Column("copied_from", sa.String(length=60), nullable=True),
        sa.Column("filled_here", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("filled_elsewhere", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("group_key", sa.String(length=16), nullable=True),
        sa.Column("first_seen_at", sa.DateTime(), nullable=True),
        sa.Column("last_changed_at", sa.DateTime(), nullable=True),
        sa.Column("reposts", sa.Integer(), nullable=False, server_default="0"),
    ):
        op.add_column("vacancy", column)
    op.create_index(op.f("ix_vacancy_group_key"), "vacancy", ["group_key"], unique=False)
    op.create_index(op.f("ix_vacancy_first_seen_at"), "vacancy", ["first_seen_at"], unique=False)
    # The oldest publication that is still known: the first kept version that was public, else the last check.
    op.execute(
        "UPDATE vacancy SET last_changed_at = published_at, first_seen_at = COALESCE("
        "(SELECT MIN(revision.at) FROM revision WHERE revision.posting_kind = 'vacancy' "
        "AND revision.posting_id = vacancy.id AND revision.action = 'published'), published_at) "
        "WHERE published_at IS NOT NULL"
    )
    op.execute(
        "UPDATE vacancy SET filled_here = (SELECT COUNT(*) FROM introduction "
        "WHERE introduction.vacancy_id = vacancy.id AND introduction.state IN ('hired','started'))"
    )
    _create_tables()


def _create_tables() -> None:
    op.create_table(
        "replaced_version",
        sa.Column("vacancy_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("snapshot", sa.JSON(), nullable=False),
        _vacancy_key("replaced_version"),
        sa.PrimaryKeyConstraint("vacancy_id", "version", name=op.f("pk_replaced_version")),
    )
    op.create_table(
        "vacancy_outcome",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vacancy_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("headcount", sa.Integer(), nullable=True),
        sa.Column("filled_here", sa.Integer(), nullable=False),
        sa.Column("filled_elsewhere", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('filled','not_filled','withdrawn')", name=op.f("ck_vacancy_outcome_outcome_known")
        ),
        sa.CheckConstraint(
            "filled_here >= 0 AND filled_elsewhere >= 0", name=op.f("ck_vacancy_outcome_counts_not_negative")
        ),
        _vacancy_key("vacancy_outcome"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vacancy_outcome")),
    )
    op.create_index(op.f("ix_vacancy_outcome_vacancy_id"), "vacancy_outcome", ["vacancy_id"], unique=False)
    op.create_table(
        "expiry_reminder",
        sa.Column("vacancy_id", sa.Integer(), nullable=False),
        sa.Column("valid_through", sa.Date(), nullable=False),
        sa.Column("days_before", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        _vacancy_key("expiry_reminder"),
        sa.PrimaryKeyConstraint("vacancy_id", "valid_through", "days_before", name=op.f("pk_expiry_reminder")),
    )
    op.create_table(
        "vacancy_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("snapshot", sa.JSON(), nullable=False),
        sa.Column("saved_from", sa.String(length=16), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_vacancy_template_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vacancy_template")),
        sa.UniqueConstraint("organisation_id", "name", name=op.f("uq_vacancy_template_organisation_id_name")),
    )


def _vacancy_key(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["vacancy_id"], ["vacancy.id"], name=op.f(f"fk_{table}_vacancy_id_vacancy"), ondelete="CASCADE"
    )


def downgrade() -> None:
    op.drop_table("vacancy_template")
    op.drop_table("expiry_reminder")
    op.drop_index(op.f("ix_vacancy_outcome_vacancy_id"), table_name="vacancy_outcome")
    op.drop_table("vacancy_outcome")
    op.drop_table("replaced_version")
    op.drop_index(op.f("ix_vacancy_first_seen_at"), table_name="vacancy")
    op.drop_index(op.f("ix_vacancy_group_key"), table_name="vacancy")
    for name in (
        "reposts",
        "last_changed_at",
        "first_seen_at",
        "group_key",
        "filled_elsewhere",
        "filled_here",
        "copied_from",
        "contact_hours",
    ):
        op.drop_column("vacancy", name)
