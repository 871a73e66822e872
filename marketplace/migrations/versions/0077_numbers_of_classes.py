"""An institution's own numbers of its classes

Revision: 0077, after 0076.
"""

import sqlalchemy as sa
from alembic import op

revision = "0077"
down_revision = "0076"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("schedules", sa.Column("reference", sa.Text(), nullable=True))
    op.create_index(
        "uq_schedules_reference",
        "schedules",
        ["course_id", "reference"],
        unique=True,
        postgresql_where=sa.text("reference IS NOT NULL"),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index("uq_schedules_reference", table_name="schedules")
    op.drop_column("schedules", "reference")
