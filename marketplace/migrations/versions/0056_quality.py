"""The parts of the published quality score.

Revision: 0056, after 0055.
"""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "quality_parts",
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("numerator", sa.Integer(), nullable=False),
        sa.Column("denominator", sa.Integer(), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=True),
        sa.Column("period_to", sa.Date(), nullable=False),
        sa.Column("formula_version", sa.Integer(), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "part IN ('completion', 'pass', 'rating', 'complaints', 'job_outcome')",
            name=op.f("ck_quality_parts_part_known"),
        ),
        sa.CheckConstraint(
            "numerator >= 0", name=op.f("ck_quality_parts_numerator_not_negative")
        ),
        sa.CheckConstraint(
            "denominator > 0", name=op.f("ck_quality_parts_denominator_positive")
        ),
        sa.PrimaryKeyConstraint("subject_id", "part", name=op.f("pk_quality_parts")),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("quality_parts")
