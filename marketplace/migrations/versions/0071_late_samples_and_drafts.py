"""Samples of what was planned late, and reports that are not sent yet.

Revision: 0071, after 0070.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0071"
down_revision = "0070"
branch_labels = None
depends_on = None

DRAFTS = "monitoring_drafts"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column(
        "monitoring_plans",
        sa.Column("part", sa.Text(), server_default=sa.text("'main'"), nullable=False),
    )
    op.create_check_constraint(
        op.f("ck_monitoring_plans_part_known"),
        "monitoring_plans",
        "part IN ('main', 'late')",
    )
    op.create_table(
        DRAFTS,
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("fields", postgresql.JSONB(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_{DRAFTS}_{column}_{table}")
            )
            for column, table in (
                ("visit_id", "monitoring_visits"),
                ("account_id", "accounts"),
            )
        ),
        sa.PrimaryKeyConstraint("visit_id", "account_id", name=op.f(f"pk_{DRAFTS}")),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table(DRAFTS)
    op.execute("DELETE FROM monitoring_plans WHERE part = 'late' AND drawn_at IS NULL")
    op.drop_constraint(
        op.f("ck_monitoring_plans_part_known"), "monitoring_plans", type_="check"
    )
    op.drop_column("monitoring_plans", "part")
