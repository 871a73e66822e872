"""One index by institution instead of two

(provider_id, source_ref) begins with what the other one held. With both, PostgreSQL took
the wrong one while a list came in, and read all courses of the institution for each row.

Revision: 0072, after 0071.
"""

from alembic import op

revision = "0072"
down_revision = "0071"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index(op.f("ix_courses_provider_id"), table_name="courses")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_index(op.f("ix_courses_provider_id"), "courses", ["provider_id"])
