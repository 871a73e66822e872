"""What somebody has filled in of her verdict about a course, until it is sent.

Revision: 0084, after 0083.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0084"
down_revision = "0083"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "curation_drafts",
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("fields", postgresql.JSONB(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_curation_drafts_account_id_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["task_id"],
            ["curation_tasks.id"],
            name=op.f("fk_curation_drafts_task_id_curation_tasks"),
        ),
        sa.PrimaryKeyConstraint(
            "task_id", "account_id", name=op.f("pk_curation_drafts")
        ),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("curation_drafts")
