"""Samples of classes, visits of monitors, and what they found

Revision: 0063, after 0062.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "monitoring_plans",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("commitment", sa.Text(), nullable=False),
        sa.Column("seed_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("committed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("live", sa.Integer(), nullable=True),
        sa.Column("self_paced", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(drawn_at IS NULL) = (live IS NULL) AND (drawn_at IS NULL) = (self_paced IS NULL)",
            name=op.f("ck_monitoring_plans_drawn_with_frames"),
        ),
        sa.CheckConstraint(
            "first_on < ends_on", name=op.f("ck_monitoring_plans_first_before_end")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_monitoring_plans")),
        sa.UniqueConstraint("first_on", name=op.f("uq_monitoring_plans_first_on")),
    )
    op.create_table(
        "monitoring_frame",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("schedule_id", sa.Uuid(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=True),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("ticket", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('live', 'self_paced')",
            name=op.f("ck_monitoring_frame_kind_known"),
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"],
            ["monitoring_plans.id"],
            name=op.f("fk_monitoring_frame_plan_id_monitoring_plans"),
        ),
        sa.PrimaryKeyConstraint("plan_id", "item", name=op.f("pk_monitoring_frame")),
    )
    op.create_index(
        "ix_monitoring_frame_course",
        "monitoring_frame",
        ["plan_id", "course_id"],
        unique=False,
    )
    op.create_index(
        "ix_monitoring_frame_ticket",
        "monitoring_frame",
        ["plan_id", "kind", "ticket"],
        unique=False,
    )
    op.create_table(
        "monitoring_visits",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("schedule_id", sa.Uuid(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("factors", postgresql.JSONB(), nullable=False),
        sa.Column("frame_size", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("monitor_id", sa.Uuid(), nullable=True),
        sa.Column("accepted_by", sa.Uuid(), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("answers", postgresql.JSONB(), nullable=True),
        sa.Column("remarks", sa.Text(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'live') = (schedule_id IS NOT NULL)",
            name=op.f("ck_monitoring_visits_live_has_a_run"),
        ),
        sa.CheckConstraint(
            "(state = 'reported') = (answers IS NOT NULL) AND (answers IS NULL) = (account_id IS NULL)",
            name=op.f("ck_monitoring_visits_reported_by_somebody"),
        ),
        sa.CheckConstraint(
            "(state IN ('reported', 'missed', 'cancelled')) = (closed_at IS NOT NULL)",
            name=op.f("ck_monitoring_visits_closed_sometime"),
        ),
        sa.CheckConstraint(
            "kind IN ('live', 'self_paced')",
            name=op.f("ck_monitoring_visits_kind_known"),
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'assigned', 'accepted', 'reported', 'missed', 'cancelled')",
            name=op.f("ck_monitoring_visits_state_known"),
        ),
        sa.CheckConstraint(
            "why IN ('risk', 'draw')", name=op.f("ck_monitoring_visits_why_known")
        ),
        sa.ForeignKeyConstraint(
            ["accepted_by"],
            ["accounts.id"],
            name=op.f("fk_monitoring_visits_accepted_by_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_monitoring_visits_account_id_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["course_id"],
            ["courses.id"],
            name=op.f("fk_monitoring_visits_course_id_courses"),
        ),
        sa.ForeignKeyConstraint(
            ["monitor_id"],
            ["organisations.id"],
            name=op.f("fk_monitoring_visits_monitor_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"],
            ["monitoring_plans.id"],
            name=op.f("fk_monitoring_visits_plan_id_monitoring_plans"),
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"],
            ["organisations.id"],
            name=op.f("fk_monitoring_visits_provider_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["schedule_id"],
            ["schedules.id"],
            name=op.f("fk_monitoring_visits_schedule_id_schedules"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_monitoring_visits")),
        sa.UniqueConstraint(
            "plan_id", "item", name=op.f("uq_monitoring_visits_plan_id_item")
        ),
    )
    op.create_index(
        "ix_monitoring_visits_due",
        "monitoring_visits",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("state IN ('waiting', 'assigned', 'accepted')"),
    )
    op.create_index(
        "ix_monitoring_visits_monitor",
        "monitoring_visits",
        ["monitor_id", "state", "starts_at"],
        unique=False,
    )
    op.create_index(
        "ix_monitoring_visits_provider",
        "monitoring_visits",
        ["provider_id", "monitor_id"],
        unique=False,
    )
    op.create_index(
        "ix_monitoring_visits_schedule",
        "monitoring_visits",
        ["schedule_id"],
        unique=False,
        postgresql_where=sa.text("schedule_id IS NOT NULL"),
    )
    op.create_table(
        "course_findings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("check_code", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("links", postgresql.JSONB(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("is_mended", sa.Boolean(), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("appeal_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("appeal", sa.Text(), nullable=True),
        sa.Column("appealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("appeal_decision", sa.Text(), nullable=True),
        sa.Column("appeal_decided_by", sa.Uuid(), nullable=True),
        sa.Column("appeal_decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("final_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("effect", sa.Text(), nullable=True),
        sa.Column("sanction_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(state IN ('upheld', 'mended', 'dismissed')) = (decided_at IS NOT NULL)",
            name=op.f("ck_course_findings_decided_sometime"),
        ),
        sa.CheckConstraint(
            "final_at IS NULL OR state IN ('upheld', 'mended', 'dismissed')",
            name=op.f("ck_course_findings_final_when_decided"),
        ),
        sa.CheckConstraint(
            "severity IN ('minor', 'major', 'severe')",
            name=op.f("ck_course_findings_severity_known"),
        ),
        sa.CheckConstraint(
            "state IN ('open', 'answered', 'unanswered', 'upheld', 'mended', 'dismissed')",
            name=op.f("ck_course_findings_state_known"),
        ),
        sa.CheckConstraint(
            "appeal_decided_by IS NULL OR appeal_decided_by <> decided_by",
            name=op.f("ck_course_findings_appeal_by_another"),
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"],
            ["accounts.id"],
            name=op.f("fk_course_findings_answered_by_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["appeal_decided_by"],
            ["accounts.id"],
            name=op.f("fk_course_findings_appeal_decided_by_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["course_id"],
            ["courses.id"],
            name=op.f("fk_course_findings_course_id_courses"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["accounts.id"],
            name=op.f("fk_course_findings_decided_by_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"],
            ["organisations.id"],
            name=op.f("fk_course_findings_provider_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["sanction_id"],
            ["sanctions.id"],
            name=op.f("fk_course_findings_sanction_id_sanctions"),
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"],
            ["monitoring_visits.id"],
            name=op.f("fk_course_findings_visit_id_monitoring_visits"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_findings")),
        sa.UniqueConstraint(
            "visit_id",
            "check_code",
            name=op.f("uq_course_findings_visit_id_check_code"),
        ),
    )
    op.create_index(
        "ix_course_findings_answer",
        "course_findings",
        ["answer_until"],
        unique=False,
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index(
        "ix_course_findings_appeal",
        "course_findings",
        ["appeal_until"],
        unique=False,
        postgresql_where=sa.text(
            "final_at IS NULL AND decided_at IS NOT NULL AND appealed_at IS NULL"
        ),
    )
    op.create_index(
        "ix_course_findings_final",
        "course_findings",
        ["provider_id", "final_at"],
        unique=False,
        postgresql_where=sa.text("points > 0"),
    )
    op.create_index(
        "ix_course_findings_provider",
        "course_findings",
        ["provider_id", "id"],
        unique=False,
    )
    op.create_index(
        "ix_course_findings_state", "course_findings", ["state", "id"], unique=False
    )
    op.create_table(
        "monitoring_askings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("seed", sa.Text(), nullable=False),
        sa.Column("candidates", postgresql.JSONB(), nullable=False),
        sa.Column("excluded", postgresql.JSONB(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'accepted', 'declined', 'expired')",
            name=op.f("ck_monitoring_askings_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_monitoring_askings_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"],
            ["monitoring_visits.id"],
            name=op.f("fk_monitoring_askings_visit_id_monitoring_visits"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_monitoring_askings")),
        sa.UniqueConstraint(
            "visit_id",
            "organisation_id",
            name=op.f("uq_monitoring_askings_visit_id_organisation_id"),
        ),
    )
    op.create_table(
        "monitoring_files",
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("finding_id", sa.Uuid(), nullable=True),
        sa.Column("check_code", sa.Text(), nullable=False),
        sa.Column("uploaded_by", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("key_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("store_key", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("received_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["finding_id"],
            ["course_findings.id"],
            name=op.f("fk_monitoring_files_finding_id_course_findings"),
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by"],
            ["accounts.id"],
            name=op.f("fk_monitoring_files_uploaded_by_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"],
            ["monitoring_visits.id"],
            name=op.f("fk_monitoring_files_visit_id_monitoring_visits"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_monitoring_files")),
        sa.UniqueConstraint("store_key", name=op.f("uq_monitoring_files_store_key")),
    )
    op.create_index(
        "ix_monitoring_files_finding", "monitoring_files", ["finding_id"], unique=False
    )
    op.create_index(
        "ix_monitoring_files_visit", "monitoring_files", ["visit_id"], unique=False
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index("ix_monitoring_files_visit", table_name="monitoring_files")
    op.drop_index("ix_monitoring_files_finding", table_name="monitoring_files")
    op.drop_table("monitoring_files")
    op.drop_table("monitoring_askings")
    op.drop_index("ix_course_findings_state", table_name="course_findings")
    op.drop_index("ix_course_findings_provider", table_name="course_findings")
    op.drop_index(
        "ix_course_findings_final",
        table_name="course_findings",
        postgresql_where=sa.text("points > 0"),
    )
    op.drop_index(
        "ix_course_findings_appeal",
        table_name="course_findings",
        postgresql_where=sa.text(
            "final_at IS NULL AND decided_at IS NOT NULL AND appealed_at IS NULL"
        ),
    )
    op.drop_index(
        "ix_course_findings_answer",
        table_name="course_findings",
        postgresql_where=sa.text("state = 'open'"),
    )
    op.drop_table("course_findings")
    op.drop_index(
        "ix_monitoring_visits_schedule",
        table_name="monitoring_visits",
        postgresql_where=sa.text("schedule_id IS NOT NULL"),
    )
    op.drop_index("ix_monitoring_visits_provider", table_name="monitoring_visits")
    op.drop_index("ix_monitoring_visits_monitor", table_name="monitoring_visits")
    op.drop_index(
        "ix_monitoring_visits_due",
        table_name="monitoring_visits",
        postgresql_where=sa.text("state IN ('waiting', 'assigned', 'accepted')"),
    )
    op.drop_table("monitoring_visits")
    op.drop_index("ix_monitoring_frame_ticket", table_name="monitoring_frame")
    op.drop_index("ix_monitoring_frame_course", table_name="monitoring_frame")
    op.drop_table("monitoring_frame")
    op.drop_table("monitoring_plans")
