"""A draw of late classes on each day: two plans can begin on one day, a main and a late one.

A worker of the release before that runs on meanwhile cannot commit to seeds any more; it
tries again every ten minutes, as its follower does.

Revision: 0080, after 0079.
"""

from alembic import op
from sqlalchemy import text

revision = "0080"
down_revision = "0079"
branch_labels = None
depends_on = None

NEW = "uq_monitoring_plans_part_first_on"
OLD = "uq_monitoring_plans_first_on"
TABLE = "monitoring_plans"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_unique_constraint(NEW, TABLE, ["part", "first_on"])
    op.drop_constraint(OLD, TABLE)
    op.create_index(
        "ix_monitoring_plans_waiting",
        TABLE,
        ["first_on", "id"],
        postgresql_where=text("drawn_at IS NULL"),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index("ix_monitoring_plans_waiting", TABLE)
    op.create_unique_constraint(OLD, TABLE, ["first_on"])
    op.drop_constraint(NEW, TABLE)
