"""When and why an institution gave a course up.

Revision: 0086, after 0085.
"""

import sqlalchemy as sa
from alembic import op

revision = "0086"
down_revision = "0085"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "course_retirements",
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("of_status", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "of_status IN ('draft', 'published', 'suspended', 'retired')",
            name=op.f("ck_course_retirements_of_status_known"),
        ),
        sa.ForeignKeyConstraint(
            ["course_id"],
            ["courses.id"],
            name=op.f("fk_course_retirements_course_id_courses"),
        ),
        sa.PrimaryKeyConstraint("course_id", name=op.f("pk_course_retirements")),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("course_retirements")
