"""Answering: stages of an introduction, history, messages, templates, interviews, offers and starts."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_OLD_STATES = "state IN ('applied','invited','accepted','declined','rejected','withdrawn','hired')"
_STATES = (
    "state IN ('applied','invited','accepted','shortlisted','interview','offered','hired','started',"
    "'declined','rejected','withdrawn','not_chosen')"
)
_SIDES = "side IN ('seeker','employer','site')"
_EARLIER = {
    "shortlisted": "accepted",
    "interview": "accepted",
    "offered": "accepted",
    "started": "hired",
    "not_chosen": "rejected",
}


def _of_introduction(name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["introduction_id"],
        ["introduction.id"],
        name=op.f(f"fk_{name}_introduction_id_introduction"),
        ondelete="CASCADE",
    )


def upgrade() -> None:
    with op.batch_alter_table("introduction") as table:
        table.drop_constraint(op.f("ck_introduction_state_known"), type_="check")
        table.alter_column("state", existing_type=sa.String(length=10), type_=sa.String(length=12))
        table.alter_column("reason", existing_type=sa.String(length=200), type_=sa.String(length=500))
        table.add_column(sa.Column("decline_reason", sa.String(length=30), nullable=True))
        table.add_column(sa.Column("answered_at", sa.DateTime(), nullable=True))
        table.add_column(sa.Column("reminders_sent", sa.Integer(), nullable=False, server_default="0"))
        table.create_check_constraint(op.f("ck_introduction_state_known"), _STATES)
    op.create_index("ix_introduction_state_created_at", "introduction", ["state", "created_at"])
    # Whom an employer has turned down or hired before today has had an answer, at the last change.
    op.execute(
        "UPDATE introduction SET answered_at = changed_at "
        "WHERE started_by = 'seeker' AND state IN ('rejected', 'hired')"
    )
    _create_history_and_messages()
    _create_interviews()
    _create_offers_and_starts()


def _create_history_and_messages() -> None:
    op.create_table(
        "introduction_history",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("introduction_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("event", sa.String(length=30), nullable=False),
        sa.CheckConstraint(_SIDES, name=op.f("ck_introduction_history_side_known")),
        _of_introduction("introduction_history"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_introduction_history")),
    )
    op.create_index(op.f("ix_introduction_history_introduction_id"), "introduction_history", ["introduction_id"])
    op.create_table(
        "introduction_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("introduction_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.CheckConstraint(_SIDES, name=op.f("ck_introduction_message_side_known")),
        _of_introduction("introduction_message"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_introduction_message")),
    )
    op.create_index(op.f("ix_introduction_message_introduction_id"), "introduction_message", ["introduction_id"])
    op.create_table(
        "message_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("purpose", sa.String(length=12), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_message_template_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_template")),
    )
    op.create_index(op.f("ix_message_template_organisation_id"), "message_template", ["organisation_id"])


def _create_interviews() -> None:
    op.create_table(
        "interview",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("introduction_id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=80), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("mode", sa.String(length=10), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("link", sa.String(length=300), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("wish", sa.String(length=300), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('offered','chosen','none_fits','cancelled')", name=op.f("ck_interview_state_known")
        ),
        sa.CheckConstraint("mode IN ('place','online','phone')", name=op.f("ck_interview_mode_known")),
        _of_introduction("interview"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview")),
        sa.UniqueConstraint("uid", name=op.f("uq_interview_uid")),
    )
    for column in ("introduction_id", "starts_at", "created_by"):
        op.create_index(op.f(f"ix_interview_{column}"), "interview", [column])
    op.create_table(
        "interview_slot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("interview_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["interview_id"],
            ["interview.id"],
            name=op.f("fk_interview_slot_interview_id_interview"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_slot")),
        sa.UniqueConstraint("interview_id", "starts_at", name=op.f("uq_interview_slot_interview_id_starts_at")),
    )


def _create_offers_and_starts() -> None:
    op.create_table(
        "offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("introduction_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("pay_yuan", sa.Double(), nullable=False),
        sa.Column("pay_period", sa.String(length=6), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("answer", sa.String(length=500), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("state IN ('open','accepted','declined','withdrawn')", name=op.f("ck_offer_state_known")),
        sa.CheckConstraint("pay_yuan > 0", name=op.f("ck_offer_pay_positive")),
        _of_introduction("offer"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
    )
    op.create_index(op.f("ix_offer_introduction_id"), "offer", ["introduction_id"])
    op.create_table(
        "work_start",
        sa.Column("introduction_id", sa.Integer(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("seeker_confirmed_at", sa.DateTime(), nullable=True),
        sa.Column("employer_confirmed_at", sa.DateTime(), nullable=True),
        sa.Column("confirmed_by", sa.String(length=10), nullable=True),
        sa.CheckConstraint(
            "confirmed_by IN ('both','seeker','employer')", name=op.f("ck_work_start_confirmed_by_known")
        ),
        _of_introduction("work_start"),
        sa.PrimaryKeyConstraint("introduction_id", name=op.f("pk_work_start")),
    )


def downgrade() -> None:
    for table in (
        "work_start",
        "offer",
        "interview_slot",
        "interview",
        "message_template",
        "introduction_message",
        "introduction_history",
    ):
        op.drop_table(table)
    op.drop_index("ix_introduction_state_created_at", table_name="introduction")
    # The old states are fewer: each new one goes back to the nearest, so that no contact is opened by it.
    for state, earlier in _EARLIER.items():
        op.execute(f"UPDATE introduction SET state = '{earlier}' WHERE state = '{state}'")
    op.execute("UPDATE introduction SET reason = substr(reason, 1, 200) WHERE length(reason) > 200")
    with op.batch_alter_table("introduction") as table:
        table.drop_constraint(op.f("ck_introduction_state_known"), type_="check")
        table.drop_column("reminders_sent")
        table.drop_column("answered_at")
        table.drop_column("decline_reason")
        table.alter_column("reason", existing_type=sa.String(length=500), type_=sa.String(length=200))
        table.alter_column("state", existing_type=sa.String(length=12), type_=sa.String(length=10))
        table.create_check_constraint(op.f("ck_introduction_state_known"), _OLD_STATES)
