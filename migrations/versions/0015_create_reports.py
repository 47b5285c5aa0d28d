"""Create reports and their cases; a vacancy can be removed by the bureau."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_WITHOUT = "'filled','withdrawn')"
_WITH = "'filled','withdrawn','removed')"
_OPEN = sa.text("state IN ('open','asked','answered')")


def upgrade() -> None:
    _let_states(_WITHOUT, _WITH)
    op.add_column("vacancy", sa.Column("removal_reason", sa.String(length=500), nullable=True))
    op.add_column("vacancy", sa.Column("state_before_removal", sa.String(length=10), nullable=True))
    op.create_table(
        "report_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vacancy_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("gravity", sa.Integer(), nullable=False),
        sa.Column("report_count", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("last_report_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('open','asked','answered','dismissed','removed','objected','ended')",
            name=op.f("ck_report_case_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["vacancy_id"], ["vacancy.id"], name=op.f("fk_report_case_vacancy_id_vacancy"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_case")),
    )
    op.create_index("ix_report_case_queue", "report_case", ["state", "gravity", "last_report_at"])
    op.create_index(op.f("ix_report_case_vacancy_id"), "report_case", ["vacancy_id"])
    op.create_index(
        "uq_report_case_one_open",
        "report_case",
        ["vacancy_id"],
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("category", sa.String(length=20), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("rule_id", sa.String(length=20), nullable=True),
        sa.Column("text_en", sa.String(length=500), nullable=True),
        sa.Column("receipt_index", sa.String(length=64), nullable=True),
        sa.Column("contact_sealed", sa.Text(), nullable=True),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("source IN ('person','check')", name=op.f("ck_report_source_known")),
        sa.CheckConstraint("source = 'check' OR receipt_index IS NOT NULL", name=op.f("ck_report_has_receipt")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["report_case.id"], name=op.f("fk_report_case_id_report_case"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("receipt_index", name=op.f("uq_report_receipt_index")),
    )
    op.create_index(op.f("ix_report_case_id"), "report", ["case_id"])
    op.create_table(
        "report_case_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=10), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("side IN ('bureau','employer')", name=op.f("ck_report_case_step_side_known")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["report_case.id"], name=op.f("fk_report_case_step_case_id_report_case"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_case_step")),
    )
    op.create_index(op.f("ix_report_case_step_case_id"), "report_case_step", ["case_id"])


def downgrade() -> None:
    """A removed vacancy becomes a withdrawn one: not public either, and the older release knows the word."""
    op.drop_table("report_case_step")
    op.drop_table("report")
    op.drop_table("report_case")
    op.execute("UPDATE vacancy SET state = 'withdrawn' WHERE state = 'removed'")
    op.drop_column("vacancy", "state_before_removal")
    op.drop_column("vacancy", "removal_reason")
    _let_states(_WITH, _WITHOUT)


def _let_states(before: str, after: str) -> None:
    """Change which states the table's check admits.

    SQLite cannot alter a check, and the usual copy of the table would drop the old one, which takes the rows of every
    table that refers to it with ON DELETE CASCADE. Its manual gives this way for changes that leave the rows as they
    are (lang_altertable, section 7): edit the stored definition and count the schema version up.
    """
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        op.drop_constraint(op.f("ck_vacancy_state_known"), "vacancy", type_="check")
        states = "'draft','submitted','returned','published','paused'," + after.removesuffix(")")
        op.create_check_constraint(op.f("ck_vacancy_state_known"), "vacancy", f"state IN ({states})")
        return
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    changed = connection.exec_driver_sql(
        "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = 'vacancy'", (before, after)
    )
    connection.exec_driver_sql(f"PRAGMA schema_version = {int(version) + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = OFF")
    assert changed.rowcount == 1
    held = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = 'vacancy'").scalar_one()
    if after not in held:
        raise RuntimeError("the states of a vacancy are written in another way than this migration expects")
