"""Deadlines of refund requests, and the words of learners sealed.

Revision: 0079, after 0078. A job seals the words that are there: migrations know no key.
`words` is dropped a release later. Who waits already is due a week from now on.
"""

import sqlalchemy as sa
from alembic import op

revision = "0079"
down_revision = "0078"
branch_labels = None
depends_on = None

TABLE = "transfer_refund_requests"
MOMENTS = ("told_at", "reminded_at", "escalated_at", "closed_at")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.alter_column(TABLE, "words", nullable=True)
    op.add_column(TABLE, sa.Column("words_sealed", sa.LargeBinary(), nullable=True))
    op.add_column(
        TABLE,
        sa.Column(
            "due_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now() + interval '7 days'"),
            nullable=False,
        ),
    )
    for name in MOMENTS:
        op.add_column(TABLE, sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.create_check_constraint(
        op.f(f"ck_{TABLE}_words_once"),
        TABLE,
        "(words IS NULL) <> (words_sealed IS NULL)",
    )
    op.create_index(
        f"ix_{TABLE}_due",
        TABLE,
        ["due_at", "id"],
        postgresql_where=sa.text("decided_at IS NULL AND closed_at IS NULL"),
    )
    op.create_index(
        f"ix_{TABLE}_unsealed",
        TABLE,
        ["id"],
        postgresql_where=sa.text("words IS NOT NULL"),
    )
    op.create_index(f"ix_{TABLE}_told", TABLE, ["told_at"])
    op.drop_index(f"ix_{TABLE}_waiting", TABLE)


def downgrade() -> None:
    """Refused while words are sealed: nothing here could open them."""
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.alter_column(TABLE, "words", nullable=False)
    op.create_index(
        f"ix_{TABLE}_waiting",
        TABLE,
        ["asked_at", "id"],
        postgresql_where=sa.text("decided_at IS NULL"),
    )
    for name in ("told", "unsealed", "due"):
        op.drop_index(f"ix_{TABLE}_{name}", TABLE)
    op.drop_constraint(op.f(f"ck_{TABLE}_words_once"), TABLE)
    for name in ("due_at", "words_sealed", *MOMENTS):
        op.drop_column(TABLE, name)
