"""Pauses, replays and what was sent of each attempt.

Revision: 0028, after 0027.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("feed_entries", sa.Column("occurred_at", sa.DateTime(timezone=True)))
    op.execute(
        "UPDATE feed_entries SET occurred_at = events.occurred_at"
        " FROM events WHERE events.id = feed_entries.event_id"
    )
    op.create_index(
        "ix_feed_entries_occurred", "feed_entries", ["organisation_id", "occurred_at"]
    )
    _alter_endpoints()
    op.add_column("webhook_attempts", sa.Column("request_headers", postgresql.JSONB()))
    op.add_column("webhook_attempts", sa.Column("request_body", sa.Text()))
    op.create_index(
        "ix_webhook_deliveries_failed",
        "webhook_deliveries",
        ["endpoint_id", "created_at", "id"],
        postgresql_where=sa.text("status = 'failed'"),
    )
    _create_replays()


def _alter_endpoints() -> None:
    for name in ("slow_since", "paused_at"):
        op.add_column("webhook_endpoints", sa.Column(name, sa.DateTime(timezone=True)))
    op.add_column(
        "webhook_endpoints",
        sa.Column(
            "concurrency",
            sa.SmallInteger(),
            server_default=sa.text("4"),
            nullable=False,
        ),
    )
    op.create_check_constraint(
        op.f("ck_webhook_endpoints_concurrency_bounded"),
        "webhook_endpoints",
        "concurrency BETWEEN 1 AND 10",
    )


def _create_replays() -> None:
    op.create_table(
        "webhook_replays",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("endpoint_id", sa.Uuid(), nullable=False),
        sa.Column("first_sequence", sa.BigInteger(), nullable=False),
        sa.Column("last_sequence", sa.BigInteger(), nullable=False),
        sa.Column("occurred_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("occurred_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("topics", postgresql.ARRAY(sa.Text()), nullable=True),
        sa.Column("event_ids", postgresql.ARRAY(sa.Uuid()), nullable=True),
        sa.Column("only_failed", sa.Boolean(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("replayed", sa.Integer(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('running', 'done', 'cancelled')",
            name=op.f("ck_webhook_replays_status_known"),
        ),
        sa.ForeignKeyConstraint(
            ["endpoint_id"],
            ["webhook_endpoints.id"],
            name=op.f("fk_webhook_replays_endpoint_id_webhook_endpoints"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_replays")),
    )
    op.create_index(
        "ix_webhook_replays_log",
        "webhook_replays",
        ["endpoint_id", "requested_at", "id"],
    )
    op.create_index(
        "uq_webhook_replays_running",
        "webhook_replays",
        ["endpoint_id"],
        unique=True,
        postgresql_where=sa.text("status = 'running'"),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("webhook_replays")
    op.drop_index("ix_webhook_deliveries_failed", "webhook_deliveries")
    op.drop_column("webhook_attempts", "request_body")
    op.drop_column("webhook_attempts", "request_headers")
    op.drop_constraint(
        op.f("ck_webhook_endpoints_concurrency_bounded"), "webhook_endpoints"
    )
    for name in ("concurrency", "paused_at", "slow_since"):
        op.drop_column("webhook_endpoints", name)
    op.drop_index("ix_feed_entries_occurred", "feed_entries")
    op.drop_column("feed_entries", "occurred_at")
