"""Lists of courses that are stopped while they are applied.

Revision: 0059, after 0058. The tables are small; the check is validated at once.
"""

from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None

_STATES = "'uploaded', 'checking', 'checked', 'applying', 'applied', 'unreadable'"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _know(f"{_STATES}, 'stopped'")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("UPDATE course_lists SET state = 'applying' WHERE state = 'stopped'")
    _know(_STATES)


def _know(states: str) -> None:
    op.drop_constraint(op.f("ck_course_lists_state_known"), "course_lists")
    op.create_check_constraint(
        op.f("ck_course_lists_state_known"), "course_lists", f"state IN ({states})"
    )
