"""Indexes from which lists of courses are read in each order.

They are built under a lock on each table: some seconds with 250,000 courses.

Revision: 0060, after 0059.
"""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_index("ix_courses_list_price", "courses", ["list_price", "id"])
    op.create_index("ix_courses_lower_title", "courses", [sa.text("lower(title)")])
    op.create_index(
        "ix_offerings_price",
        "offerings",
        ["price", "course_id"],
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_index(
        "ix_schedules_next",
        "schedules",
        ["starts_at", "course_id"],
        postgresql_where=sa.text("cancelled_at IS NULL"),
    )
    op.create_index(
        "ix_schedules_district",
        "schedules",
        ["district_code", "starts_at"],
        postgresql_ops={"district_code": "text_pattern_ops"},
        postgresql_where=sa.text("district_code IS NOT NULL"),
    )
    op.create_index(
        "ix_schedules_evening",
        "schedules",
        ["course_id"],
        postgresql_where=sa.text("evening"),
    )
    op.create_index(
        "ix_schedules_access",
        "schedules",
        ["access"],
        postgresql_using="gin",
        postgresql_where=sa.text("access IS NOT NULL"),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for name, table in (
        ("ix_schedules_access", "schedules"),
        ("ix_schedules_evening", "schedules"),
        ("ix_schedules_district", "schedules"),
        ("ix_schedules_next", "schedules"),
        ("ix_offerings_price", "offerings"),
        ("ix_courses_lower_title", "courses"),
        ("ix_courses_list_price", "courses"),
    ):
        op.drop_index(name, table_name=table)
