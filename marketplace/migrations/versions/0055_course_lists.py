"""Lists of courses as files, what was found in them, and how they are read.

Revision: 0055, after 0054.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "course_lists",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("encoding", sa.Text(), nullable=True),
        sa.Column("separator", sa.Text(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("columns", postgresql.JSONB(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("mapping", postgresql.JSONB(), nullable=False),
        sa.Column("is_remembered", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("counts", postgresql.JSONB(), nullable=False),
        sa.Column("done", postgresql.JSONB(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('uploaded', 'checking', 'checked', 'applying', 'applied',"
            " 'unreadable')",
            name=op.f("ck_course_lists_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"],
            ["organisations.id"],
            name=op.f("fk_course_lists_provider_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_lists")),
    )
    op.create_index(
        "ix_course_lists_provider", "course_lists", ["provider_id", "created_at", "id"]
    )
    op.create_index("ix_course_lists_changed", "course_lists", ["changed_at"])
    op.create_table(
        "course_list_files",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["id"],
            ["course_lists.id"],
            name=op.f("fk_course_list_files_id_course_lists"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_list_files")),
    )
    op.create_table(
        "course_list_rows",
        sa.Column("list_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("source_ref", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("patch", postgresql.JSONB(), nullable=False),
        sa.Column("findings", postgresql.JSONB(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('create', 'change', 'unchanged', 'conflict', 'rejected')",
            name=op.f("ck_course_list_rows_outcome_known"),
        ),
        sa.ForeignKeyConstraint(
            ["list_id"],
            ["course_lists.id"],
            name=op.f("fk_course_list_rows_list_id_course_lists"),
        ),
        sa.PrimaryKeyConstraint("list_id", "number", name=op.f("pk_course_list_rows")),
    )
    op.create_index(
        "ix_course_list_rows_outcome",
        "course_list_rows",
        ["list_id", "outcome", "number"],
    )
    op.create_table(
        "course_list_mappings",
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("mapping", postgresql.JSONB(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id"],
            ["organisations.id"],
            name=op.f("fk_course_list_mappings_provider_id_organisations"),
        ),
        sa.PrimaryKeyConstraint(
            "provider_id", "fingerprint", name=op.f("pk_course_list_mappings")
        ),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("course_list_mappings")
    op.drop_index("ix_course_list_rows_outcome", table_name="course_list_rows")
    op.drop_table("course_list_rows")
    op.drop_table("course_list_files")
    op.drop_index("ix_course_lists_changed", table_name="course_lists")
    op.drop_index("ix_course_lists_provider", table_name="course_lists")
    op.drop_table("course_lists")
