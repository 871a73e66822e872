"""Assistants of a run, beside its trainers

Revision: 0073, after 0072.
"""

import sqlalchemy as sa
from alembic import op

revision = "0073"
down_revision = "0072"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column(
        "schedule_trainers",
        sa.Column("part", sa.Text(), server_default="lead", nullable=False),
    )
    op.create_check_constraint(
        op.f("ck_schedule_trainers_part_known"),
        "schedule_trainers",
        "part IN ('lead', 'assistant')",
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_column("schedule_trainers", "part")
