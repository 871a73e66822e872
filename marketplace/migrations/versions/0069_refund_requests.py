"""Balances that learners of an interrupted class ask for.

Revision: 0069, after 0068.
"""

import sqlalchemy as sa
from alembic import op

revision = "0069"
down_revision = "0068"
branch_labels = None
depends_on = None

TABLE = "transfer_refund_requests"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("transfer_id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "answer IS NULL OR answer IN ('granted', 'refused')",
            name=op.f(f"ck_{TABLE}_answer"),
        ),
        sa.CheckConstraint(
            "(answer IS NULL) = (decided_at IS NULL)"
            " AND (answer IS NULL) = (decided_by IS NULL)"
            " AND (answer IS NULL) = (decision IS NULL)",
            name=op.f(f"ck_{TABLE}_decided_whole"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_{TABLE}_{column}_{table}")
            )
            for column, table in (
                ("transfer_id", "learner_transfers"),
                ("participant_id", "participants"),
                ("decided_by", "accounts"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    for name, where in (
        ("open", "decided_at IS NULL"),
        ("granted", "answer = 'granted'"),
    ):
        op.create_index(
            f"uq_{TABLE}_{name}",
            TABLE,
            ["transfer_id"],
            unique=True,
            postgresql_where=sa.text(where),
        )
    op.create_index(
        f"ix_{TABLE}_waiting",
        TABLE,
        ["asked_at", "id"],
        unique=False,
        postgresql_where=sa.text("decided_at IS NULL"),
    )
    op.create_index(f"ix_{TABLE}_transfer", TABLE, ["transfer_id", "id"], unique=False)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table(TABLE)
