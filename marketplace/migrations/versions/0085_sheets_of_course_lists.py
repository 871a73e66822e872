"""Which sheet of a workbook a list of courses is, and which are not read.

Revision: 0085, after 0084. Lists of before do not say.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0085"
down_revision = "0084"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("course_lists", sa.Column("sheet", sa.Text()))
    op.add_column(
        "course_lists", sa.Column("other_sheets", postgresql.ARRAY(sa.Text()))
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_column("course_lists", "other_sheets")
    op.drop_column("course_lists", "sheet")
