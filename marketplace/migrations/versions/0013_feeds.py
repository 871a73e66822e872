"""Each organisation's own log of events.

Revision: 0013, after 0012.

The logs of what happened before are written by the first relay that knows of them: it
goes on from `feed_progress`, and so also finds what an older release numbers meanwhile.
Nothing else asked for the events of an audience.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "feed_entries",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column("object_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_feed_entries_event_id_events")
        ),
        sa.PrimaryKeyConstraint(
            "organisation_id", "sequence", name=op.f("pk_feed_entries")
        ),
    )
    op.create_index(
        "uq_feed_entries_object_version",
        "feed_entries",
        ["organisation_id", "object_id", "object_version"],
        unique=True,
    )
    op.create_index(
        "uq_feed_entries_once",
        "feed_entries",
        ["event_id", "organisation_id"],
        unique=True,
    )
    op.create_index(
        "ix_feed_entries_topic",
        "feed_entries",
        ["organisation_id", "topic", "sequence"],
    )
    op.create_table(
        "feed_progress",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("entered_up_to", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_feed_progress_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_progress")),
    )
    op.execute("INSERT INTO feed_progress (id, entered_up_to) VALUES (1, 0)")
    op.add_column("webhook_deliveries", sa.Column("sequence", sa.BigInteger()))
    op.drop_index("ix_webhook_deliveries_due", "webhook_deliveries")
    op.create_index(
        "ix_webhook_deliveries_due",
        "webhook_deliveries",
        ["endpoint_id", "next_attempt_at", "sequence"],
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.drop_index("ix_events_audience", "events")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_index(
        "ix_events_audience", "events", ["audience"], postgresql_using="gin"
    )
    op.drop_index("ix_webhook_deliveries_due", "webhook_deliveries")
    op.create_index(
        "ix_webhook_deliveries_due",
        "webhook_deliveries",
        ["endpoint_id", "next_attempt_at"],
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.drop_column("webhook_deliveries", "sequence")
    op.drop_table("feed_progress")
    op.drop_table("feed_entries")
