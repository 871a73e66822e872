"""Runs of courses in the rows of lists.

Revision: 0062, after 0061. Staged rows go after 30 days, so that the check is soon
validated: a second or so for a million of them.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None

TABLE, CHECK = "course_list_rows", "ck_course_list_rows_outcome_known"
_OUTCOMES = "'create', 'change', 'unchanged', 'conflict', 'rejected'"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column(TABLE, sa.Column("run", postgresql.JSONB(), nullable=True))
    _know(f"{_OUTCOMES}, 'run'")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute(f"DELETE FROM {TABLE} WHERE outcome = 'run'")  # noqa: S608 (no input)
    _know(_OUTCOMES)
    op.drop_column(TABLE, "run")


def _know(outcomes: str) -> None:
    op.drop_constraint(op.f(CHECK), TABLE)
    op.create_check_constraint(op.f(CHECK), TABLE, f"outcome IN ({outcomes})")
