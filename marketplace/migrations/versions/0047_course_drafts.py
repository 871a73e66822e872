"""Drafts and revisions of courses, and the categories as things of their own.

Revision: 0047, after 0046.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "course_categories",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("title_id", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=True),
        sa.Column("price_cap", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "price_cap >= 0", name=op.f("ck_course_categories_price_cap_not_negative")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_course_categories")),
    )
    op.execute(
        "INSERT INTO course_categories (code, title_id)"
        " SELECT category, min(category_title) FROM courses GROUP BY category"
    )
    op.add_column("courses", sa.Column("revision", sa.Integer(), nullable=True))
    op.add_column("orders", sa.Column("course_revision", sa.Integer(), nullable=True))
    op.create_table(
        "course_drafts",
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("content", postgresql.JSONB(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=True),
        sa.Column("standards_version", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('editing', 'submitted', 'in_assessment', 'changes_requested',"
            " 'approved', 'rejected', 'published')",
            name=op.f("ck_course_drafts_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["course_id"],
            ["courses.id"],
            name=op.f("fk_course_drafts_course_id_courses"),
        ),
        sa.PrimaryKeyConstraint("course_id", name=op.f("pk_course_drafts")),
    )
    op.create_index(
        "ix_course_drafts_state",
        "course_drafts",
        ["state", "submitted_at", "course_id"],
    )
    op.create_table(
        "course_draft_edits",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("fields", postgresql.JSONB(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"],
            ["course_drafts.course_id"],
            name=op.f("fk_course_draft_edits_course_id_course_drafts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_draft_edits")),
        sa.UniqueConstraint(
            "course_id", "version", name=op.f("uq_course_draft_edits_course_id_version")
        ),
    )
    op.create_table(
        "course_revisions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", postgresql.JSONB(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"],
            ["courses.id"],
            name=op.f("fk_course_revisions_course_id_courses"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_revisions")),
        sa.UniqueConstraint(
            "course_id", "number", name=op.f("uq_course_revisions_course_id_number")
        ),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("course_revisions")
    op.drop_table("course_draft_edits")
    op.drop_index("ix_course_drafts_state", table_name="course_drafts")
    op.drop_table("course_drafts")
    op.drop_column("orders", "course_revision")
    op.drop_column("courses", "revision")
    op.drop_table("course_categories")
