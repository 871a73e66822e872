"""Uses of accounts, and disputes about them.

Revision: 0032, after 0031.
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

KINDS = (
    "'linked', 'widened', 'allowed_once', 'returned', 'purchase', 'redemption',"
    " 'attendance'"
)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _make_uses()
    _make_disputes()


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("disputes")
    op.drop_table("account_uses")


def _make_uses() -> None:
    op.create_table(
        "account_uses",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("acting_client", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=True),
        sa.Column("matter", sa.Text(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            f"kind IN ({KINDS})", name=op.f("ck_account_uses_kind_known")
        ),
        *_owners("account_uses"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_uses")),
    )
    op.create_index("ix_account_uses_account", "account_uses", ["account_id", "id"])
    op.create_index("ix_account_uses_occurred", "account_uses", ["occurred_at"])
    op.create_index(
        "ix_account_uses_untold",
        "account_uses",
        ["id"],
        postgresql_where=sa.text("told_at IS NULL"),
    )


def _make_disputes() -> None:
    op.create_table(
        "disputes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("use_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'closed')", name=op.f("ck_disputes_state_known")
        ),
        sa.CheckConstraint(
            "outcome IN ('misuse', 'no_misuse', 'unclear')",
            name=op.f("ck_disputes_outcome_known"),
        ),
        sa.CheckConstraint(
            "(state = 'closed') = (closed_at IS NOT NULL AND closed_by IS NOT NULL"
            " AND reason IS NOT NULL AND outcome IS NOT NULL)",
            name=op.f("ck_disputes_closed_says_why"),
        ),
        sa.ForeignKeyConstraint(
            ["use_id"],
            ["account_uses.id"],
            name=op.f("fk_disputes_use_id_account_uses"),
        ),
        *_owners("disputes"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disputes")),
        sa.UniqueConstraint("use_id", name=op.f("uq_disputes_use_id")),
    )
    op.create_index("ix_disputes_state", "disputes", ["state", "id"])
    op.create_index("ix_disputes_account", "disputes", ["account_id", "id"])


def _owners(table: str) -> tuple[sa.ForeignKeyConstraint, ...]:
    return tuple(
        sa.ForeignKeyConstraint(
            [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}")
        )
        for column, target in (
            ("account_id", "accounts"),
            ("organisation_id", "organisations"),
        )
    )
