"""Courses that people keep in view

Revision: 0068, after 0067.
"""

import sqlalchemy as sa
from alembic import op

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "shortlist_items",
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "price >= 0", name=op.f("ck_shortlist_items_price_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["course_id"],
            ["courses.id"],
            name=op.f("fk_shortlist_items_course_id_courses"),
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["accounts.id"],
            name=op.f("fk_shortlist_items_participant_id_accounts"),
        ),
        sa.PrimaryKeyConstraint(
            "participant_id", "course_id", name=op.f("pk_shortlist_items")
        ),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("shortlist_items")
