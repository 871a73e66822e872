"""Replies of institutions that are reported, hidden, and objected about.

Revision: 0074, after 0073.
"""

import sqlalchemy as sa
from alembic import op

revision = "0074"
down_revision = "0073"
branch_labels = None
depends_on = None

REPLIES, REPORTS = "review_replies", "review_reply_reports"
DECISIONS, OBJECTIONS = "review_reply_decisions", "review_reply_objections"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column(
        REPLIES,
        sa.Column(
            "state", sa.Text(), server_default=sa.text("'shown'"), nullable=False
        ),
    )
    op.add_column(
        REPLIES, sa.Column("waits_since", sa.DateTime(timezone=True), nullable=True)
    )
    op.create_check_constraint(
        op.f(f"ck_{REPLIES}_state_known"), REPLIES, "state IN ('shown', 'hidden')"
    )
    op.create_index(
        f"ix_{REPLIES}_waiting",
        REPLIES,
        ["waits_since", "review_id"],
        unique=False,
        postgresql_where=sa.text("waits_since IS NOT NULL"),
    )
    _create_reports()
    _create_decisions()
    op.create_table(
        OBJECTIONS,
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("filed_by", sa.Uuid(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        _of_the_reply(OBJECTIONS),
        _by(OBJECTIONS, "filed_by"),
        sa.PrimaryKeyConstraint("review_id", name=op.f(f"pk_{OBJECTIONS}")),
    )


def _create_reports() -> None:
    op.create_table(
        REPORTS,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'upheld', 'dismissed')",
            name=op.f(f"ck_{REPORTS}_state_known"),
        ),
        _of_the_reply(REPORTS),
        _by(REPORTS, "account_id"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{REPORTS}")),
        sa.UniqueConstraint(
            "review_id", "account_id", name=op.f(f"uq_{REPORTS}_review_id_account_id")
        ),
    )
    op.create_index(
        f"ix_{REPORTS}_account", REPORTS, ["account_id", "reported_at"], unique=False
    )


def _create_decisions() -> None:
    op.create_table(
        DECISIONS,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "act IN ('show', 'hide')", name=op.f(f"ck_{DECISIONS}_act_known")
        ),
        sa.CheckConstraint(
            "(act = 'hide') = (reason IS NOT NULL)",
            name=op.f(f"ck_{DECISIONS}_hiding_has_reason"),
        ),
        _of_the_reply(DECISIONS),
        _by(DECISIONS, "decided_by"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{DECISIONS}")),
    )
    op.create_index(
        f"ix_{DECISIONS}_review", DECISIONS, ["review_id", "id"], unique=False
    )


def _of_the_reply(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["review_id"],
        [f"{REPLIES}.review_id"],
        name=op.f(f"fk_{table}_review_id_{REPLIES}"),
    )


def _by(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], ["accounts.id"], name=op.f(f"fk_{table}_{column}_accounts")
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for table in (OBJECTIONS, DECISIONS, REPORTS):
        op.drop_table(table)
    op.drop_index(f"ix_{REPLIES}_waiting", table_name=REPLIES)
    op.drop_constraint(op.f(f"ck_{REPLIES}_state_known"), REPLIES, type_="check")
    op.drop_column(REPLIES, "waits_since")
    # What was hidden is read by everybody again: the code before cannot hide it.
    op.drop_column(REPLIES, "state")
