"""What an institution plans of a run: sessions, place, link, enrolment, cancellation.

Revision: 0051, after 0050.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

TEXTS = ("zone", "district_code", "place", "link", "cancel_reason")
INSTANTS = ("enrolment_opens_at", "changed_at")
REASONS = "'too_few', 'trainer', 'place', 'technical', 'other'"
ADDED = (
    *("version", "terms_version", *TEXTS, "cancel_explanation"),
    *(*INSTANTS, "evening", "access"),
)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for name in ("version", "terms_version"):
        op.add_column(
            "schedules",
            sa.Column(name, sa.Integer(), nullable=False, server_default="1"),
        )
    for name in (*TEXTS, "cancel_explanation"):
        op.add_column("schedules", sa.Column(name, sa.Text(), nullable=True))
    for name in INSTANTS:
        op.add_column(
            "schedules", sa.Column(name, sa.DateTime(timezone=True), nullable=True)
        )
    op.add_column("schedules", sa.Column("evening", sa.Boolean(), nullable=True))
    op.add_column("schedules", sa.Column("access", postgresql.JSONB(), nullable=True))
    op.create_foreign_key(
        op.f("fk_schedules_district_code_districts"),
        "schedules",
        "districts",
        ["district_code"],
        ["code"],
    )
    op.create_check_constraint(
        op.f("ck_schedules_cancel_reason_known"),
        "schedules",
        f"cancel_reason IN ({REASONS})",
    )
    op.create_table(
        "schedule_sessions",
        sa.Column("schedule_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "sequence BETWEEN 1 AND 10",
            name=op.f("ck_schedule_sessions_sequence_in_range"),
        ),
        sa.CheckConstraint(
            "starts_at < ends_at", name=op.f("ck_schedule_sessions_starts_before_end")
        ),
        sa.ForeignKeyConstraint(
            ["schedule_id"],
            ["schedules.id"],
            name=op.f("fk_schedule_sessions_schedule_id_schedules"),
        ),
        sa.PrimaryKeyConstraint(
            "schedule_id", "sequence", name=op.f("pk_schedule_sessions")
        ),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("schedule_sessions")
    op.drop_constraint(op.f("ck_schedules_cancel_reason_known"), "schedules")
    op.drop_constraint(op.f("fk_schedules_district_code_districts"), "schedules")
    for name in ADDED:
        op.drop_column("schedules", name)
