"""What developers say about their clients, and the scopes that they ask for.

Revision: 0035, after 0034.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for column in (
        sa.Column("disabled_by", sa.Text(), nullable=True),
        sa.Column("disabled_reason", sa.Text(), nullable=True),
        sa.Column(
            "allowed_networks",
            postgresql.ARRAY(sa.Text()),
            server_default="{}",
            nullable=False,
        ),
        sa.Column("tokens_valid_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
    ):
        op.add_column("oauth_clients", column)
    op.create_check_constraint(
        op.f("ck_oauth_clients_disabled_by_known"),
        "oauth_clients",
        "disabled_by IN ('organisation', 'operator')",
    )
    for column in (
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("hint", sa.Text(), nullable=True),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
    ):
        op.add_column("oauth_client_secrets", column)
    _create_scope_requests()


def _create_scope_requests() -> None:
    op.create_table(
        "oauth_scope_requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "state IN ('requested', 'granted', 'refused', 'withdrawn')",
            name=op.f("ck_oauth_scope_requests_state_known"),
        ),
        sa.CheckConstraint(
            "(state IN ('granted', 'refused')) = (decided_by IS NOT NULL)",
            name=op.f("ck_oauth_scope_requests_decided_by_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"],
            ["accounts.id"],
            name=op.f("fk_oauth_scope_requests_asked_by_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["client_id"],
            ["oauth_clients.id"],
            name=op.f("fk_oauth_scope_requests_client_id_oauth_clients"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["accounts.id"],
            name=op.f("fk_oauth_scope_requests_decided_by_accounts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_oauth_scope_requests")),
    )
    op.create_index(
        op.f("ix_oauth_scope_requests_client_id"),
        "oauth_scope_requests",
        ["client_id"],
        unique=False,
    )
    op.create_index(
        "ix_oauth_scope_requests_state",
        "oauth_scope_requests",
        ["state", "asked_at", "id"],
        unique=False,
    )
    op.create_index(
        "uq_oauth_scope_requests_open",
        "oauth_scope_requests",
        ["client_id", "scope"],
        unique=True,
        postgresql_where=sa.text("state = 'requested'"),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("oauth_scope_requests")
    for column in ("last_used_at", "hint", "name"):
        op.drop_column("oauth_client_secrets", column)
    op.drop_constraint(
        op.f("ck_oauth_clients_disabled_by_known"), "oauth_clients", type_="check"
    )
    for column in (
        "version",
        "last_used_at",
        "tokens_valid_from",
        "allowed_networks",
        "disabled_reason",
        "disabled_by",
    ):
        op.drop_column("oauth_clients", column)
