"""Failures that are counted, denials, and alerts.

Revision: 0037, after 0036.
"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "denials",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("route", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("email_index", sa.LargeBinary(), nullable=True),
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=True),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_denials")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_denials_fingerprint")),
    )
    op.create_index(
        "ix_denials_account", "denials", ["account_id", "last_at"], unique=False
    )
    op.create_index(
        "ix_denials_client", "denials", ["client_id", "last_at"], unique=False
    )
    op.create_index(
        "ix_denials_email", "denials", ["email_index", "last_at"], unique=False
    )
    op.create_index("ix_denials_last_at", "denials", ["last_at", "id"], unique=False)
    op.create_index(
        "ix_denials_organisation",
        "denials",
        ["organisation_id", "last_at"],
        unique=False,
    )
    op.create_index("ix_denials_request", "denials", ["request_id"], unique=False)
    op.create_table(
        "failure_counts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("window_ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("strikes", sa.Integer(), nullable=False),
        sa.Column("refused_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failure_counts")),
        sa.UniqueConstraint("rule", "key", name=op.f("uq_failure_counts_rule_key")),
    )
    op.create_index(
        op.f("ix_failure_counts_updated_at"),
        "failure_counts",
        ["updated_at"],
        unique=False,
    )
    op.create_table(
        "security_alerts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by", sa.Uuid(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["acknowledged_by"],
            ["accounts.id"],
            name=op.f("fk_security_alerts_acknowledged_by_accounts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_security_alerts")),
    )
    op.create_index(
        "ix_security_alerts_raised_at",
        "security_alerts",
        ["raised_at", "id"],
        unique=False,
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index("ix_security_alerts_raised_at", table_name="security_alerts")
    op.drop_table("security_alerts")
    op.drop_index(op.f("ix_failure_counts_updated_at"), table_name="failure_counts")
    op.drop_table("failure_counts")
    op.drop_index("ix_denials_request", table_name="denials")
    op.drop_index("ix_denials_organisation", table_name="denials")
    op.drop_index("ix_denials_last_at", table_name="denials")
    op.drop_index("ix_denials_email", table_name="denials")
    op.drop_index("ix_denials_client", table_name="denials")
    op.drop_index("ix_denials_account", table_name="denials")
    op.drop_table("denials")
