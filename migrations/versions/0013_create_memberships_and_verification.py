"""Create roles of members, invitations, evidence, steps of verification, due dates and clients of agencies."""

from datetime import date, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_ROLES = "('owner','recruiter','reader')"
_ORGANISATION = (
    ("licence_issuer", sa.String(length=120)),
    ("licence_valid_from", sa.Date()),
    ("dispatch_licence_number", sa.String(length=60)),
    ("dispatch_licence_issuer", sa.String(length=120)),
    ("dispatch_licence_valid_from", sa.Date()),
    ("dispatch_licence_valid_to", sa.Date()),
    ("due_on", sa.Date()),
    ("review_since", sa.DateTime()),
)


def upgrade() -> None:
    _change_accounts()
    _change_organisations()
    _create_tables()
    _change_vacancies()


def _change_accounts() -> None:
    # Written out, because SQLite takes a named check only together with its column.
    op.execute(
        "ALTER TABLE account ADD COLUMN member_role VARCHAR(10) "
        f"CONSTRAINT ck_account_member_role_known CHECK (member_role IN {_ROLES})"
    )
    op.execute("UPDATE account SET member_role = 'recruiter' WHERE organisation_id IS NOT NULL")
    account = sa.table("account", sa.column("member_role"), sa.column("is_organisation_owner", sa.Boolean()))
    op.execute(account.update().where(account.c.is_organisation_owner).values(member_role="owner"))
    op.drop_column("account", "is_organisation_owner")


def _change_organisations() -> None:
    for name, kind in _ORGANISATION:
        op.add_column("organisation", sa.Column(name, kind, nullable=True))
    op.execute(
        "ALTER TABLE organisation ADD COLUMN review VARCHAR(10) "
        "CONSTRAINT ck_organisation_review_known CHECK (review IN ('waiting','more_asked'))"
    )
    op.create_index(op.f("ix_organisation_due_on"), "organisation", ["due_on"], unique=False)
    op.create_index(op.f("ix_organisation_review"), "organisation", ["review"], unique=False)
    op.execute("UPDATE organisation SET review = 'waiting', review_since = changed_at WHERE state = 'submitted'")
    _set_first_due_dates()


def _set_first_due_dates() -> None:
    """Six months after the verification; nobody is blocked without thirty days to answer."""
    rows = sa.table(
        "organisation",
        sa.column("id", sa.Integer()),
        sa.column("state", sa.String()),
        sa.column("verified_at", sa.DateTime()),
        sa.column("due_on", sa.Date()),
    )
    connection = op.get_bind()
    earliest = date.today() + timedelta(days=30)  # noqa: DTZ011 - the day of the installation's own clock will do
    held = connection.execute(sa.select(rows.c.id, rows.c.verified_at).where(rows.c.state == "verified"))
    for identity, verified_at in held.fetchall():
        due_on = max(earliest, verified_at.date() + timedelta(days=183)) if verified_at else earliest
        connection.execute(rows.update().where(rows.c.id == identity).values(due_on=due_on))


def _create_tables() -> None:
    op.create_table(
        "verification_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(length=12), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        _of_organisation("verification_step"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verification_step")),
    )
    op.create_index(op.f("ix_verification_step_organisation_id"), "verification_step", ["organisation_id"])
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("stored_name", sa.String(length=32), nullable=False),
        sa.Column("media_type", sa.String(length=20), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("uploaded_by", sa.Integer(), nullable=True),
        sa.Column("uploaded_at", sa.DateTime(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        _of_organisation("evidence"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("stored_name", name=op.f("uq_evidence_stored_name")),
    )
    op.create_index(op.f("ix_evidence_organisation_id"), "evidence", ["organisation_id"])
    op.create_table(
        "agency_client",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("credit_code", sa.String(length=18), nullable=False),
        sa.Column("authorised_from", sa.Date(), nullable=False),
        sa.Column("authorised_to", sa.Date(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("authorised_from <= authorised_to", name=op.f("ck_agency_client_authorised_in_order")),
        _of_organisation("agency_client"),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_agency_client_evidence_id_evidence"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency_client")),
        sa.UniqueConstraint(
            "organisation_id", "credit_code", name=op.f("uq_agency_client_organisation_id_credit_code")
        ),
    )
    op.create_table(
        "member_invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("member_role", sa.String(length=10), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("address_sealed", sa.Text(), nullable=True),
        sa.Column("invited_by", sa.Integer(), nullable=True),
        sa.Column("invited_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.Column("used_by", sa.Integer(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(f"member_role IN {_ROLES}", name=op.f("ck_member_invitation_member_role_known")),
        _of_organisation("member_invitation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_invitation")),
        sa.UniqueConstraint("digest", name=op.f("uq_member_invitation_digest")),
    )
    op.create_index(op.f("ix_member_invitation_organisation_id"), "member_invitation", ["organisation_id"])
    op.create_table(
        "organisation_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=20), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("stage", sa.String(length=12), nullable=False),
        sa.Column("told_at", sa.DateTime(), nullable=False),
        _of_organisation("organisation_notice"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_notice")),
    )
    once = ["organisation_id", "subject", "due_on", "stage"]
    op.create_index("uq_organisation_notice_once", "organisation_notice", once, unique=True)


def _of_organisation(table_name: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table_name}_organisation_id_organisation")
    return sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=name, ondelete="CASCADE")


def _change_vacancies() -> None:
    op.execute(
        "ALTER TABLE vacancy ADD COLUMN client_id INTEGER "
        "CONSTRAINT fk_vacancy_client_id_agency_client REFERENCES agency_client (id)"
    )
    op.create_index(op.f("ix_vacancy_client_id"), "vacancy", ["client_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_vacancy_client_id"), table_name="vacancy")
    op.drop_column("vacancy", "client_id")
    op.drop_table("organisation_notice")
    op.drop_table("member_invitation")
    op.drop_table("agency_client")
    op.drop_table("evidence")
    op.drop_table("verification_step")
    op.drop_index(op.f("ix_organisation_review"), table_name="organisation")
    op.drop_index(op.f("ix_organisation_due_on"), table_name="organisation")
    op.drop_column("organisation", "review")
    for name, _ in reversed(_ORGANISATION):
        op.drop_column("organisation", name)
    op.add_column(
        "account", sa.Column("is_organisation_owner", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    account = sa.table("account", sa.column("member_role"), sa.column("is_organisation_owner", sa.Boolean()))
    op.execute(account.update().where(account.c.member_role == "owner").values(is_organisation_owner=True))
    op.drop_column("account", "member_role")
