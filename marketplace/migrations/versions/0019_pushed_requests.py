"""Pushed authorization requests.

Revision: 0019, after 0018.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "oauth_pushed_requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("uri_hash", sa.LargeBinary(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("parameters_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["client_id"],
            ["oauth_clients.id"],
            name=op.f("fk_oauth_pushed_requests_client_id_oauth_clients"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_oauth_pushed_requests")),
        sa.UniqueConstraint("uri_hash", name=op.f("uq_oauth_pushed_requests_uri_hash")),
    )
    for column in ("client_id", "expires_at"):
        op.create_index(
            op.f(f"ix_oauth_pushed_requests_{column}"),
            "oauth_pushed_requests",
            [column],
            unique=False,
        )
    op.add_column(
        "oauth_clients",
        sa.Column(
            "requires_pushed_requests",
            sa.Boolean(),
            server_default="false",
            nullable=False,
        ),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_column("oauth_clients", "requires_pushed_requests")
    op.drop_table("oauth_pushed_requests")
