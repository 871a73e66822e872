"""Curation of courses

Revision: 0048, after 0047.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "curation_cases",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("platform_id", sa.Uuid(), nullable=True),
        sa.Column("root_id", sa.Uuid(), nullable=False),
        sa.Column("follows_id", sa.Uuid(), nullable=True),
        sa.Column("draft_version", sa.Integer(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("standards_version", sa.Integer(), nullable=False),
        sa.Column("layers_version", sa.Integer(), nullable=False),
        sa.Column("layer", sa.Text(), nullable=False),
        sa.Column("panel", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("is_renewal", sa.Boolean(), nullable=False),
        sa.Column("is_final", sa.Boolean(), nullable=False),
        sa.Column(
            "lookalikes", postgresql.JSONB(astext_type=sa.Text()), nullable=False
        ),
        sa.Column("findings", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("lacking", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("appeal_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("appealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("appeal_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(state = 'open') = (decided_at IS NULL)",
            name=op.f("ck_curation_cases_decided_or_open"),
        ),
        sa.CheckConstraint(
            "panel IN ('first', 'appeal')", name=op.f("ck_curation_cases_panel_known")
        ),
        sa.CheckConstraint(
            "state IN ('open', 'changes_requested', 'approved', 'rejected', 'withdrawn', 'ended')",
            name=op.f("ck_curation_cases_state_known"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('approved', 'ended') OR valid_until IS NOT NULL",
            name=op.f("ck_curation_cases_approval_has_an_end"),
        ),
        sa.ForeignKeyConstraint(
            ["course_id"],
            ["courses.id"],
            name=op.f("fk_curation_cases_course_id_courses"),
        ),
        sa.ForeignKeyConstraint(
            ["follows_id"],
            ["curation_cases.id"],
            name=op.f("fk_curation_cases_follows_id_curation_cases"),
        ),
        sa.ForeignKeyConstraint(
            ["platform_id"],
            ["organisations.id"],
            name=op.f("fk_curation_cases_platform_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"],
            ["organisations.id"],
            name=op.f("fk_curation_cases_provider_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_curation_cases")),
    )
    op.create_index(
        "ix_curation_cases_course", "curation_cases", ["course_id", "id"], unique=False
    )
    op.create_index(
        "ix_curation_cases_lacking",
        "curation_cases",
        ["id"],
        unique=False,
        postgresql_where=sa.text("state = 'open' AND lacking > 0"),
    )
    op.create_index(
        "ix_curation_cases_queue",
        "curation_cases",
        ["state", "due_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_curation_cases_root", "curation_cases", ["root_id"], unique=False
    )
    op.create_index(
        "ix_curation_cases_valid",
        "curation_cases",
        ["valid_until"],
        unique=False,
        postgresql_where=sa.text("state = 'approved'"),
    )
    op.create_index(
        "uq_curation_cases_open",
        "curation_cases",
        ["course_id"],
        unique=True,
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "curation_draws",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("layer", sa.Text(), nullable=False),
        sa.Column("panel", sa.Text(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Text(), nullable=False),
        sa.Column(
            "candidates", postgresql.JSONB(astext_type=sa.Text()), nullable=False
        ),
        sa.Column("excluded", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("drawn", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["curation_cases.id"],
            name=op.f("fk_curation_draws_case_id_curation_cases"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_curation_draws")),
    )
    op.create_index(
        "ix_curation_draws_case", "curation_draws", ["case_id", "id"], unique=False
    )
    op.create_table(
        "curation_tasks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("layer", sa.Text(), nullable=False),
        sa.Column("panel", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("reasons", sa.Text(), nullable=True),
        sa.Column("scores", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("changes", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.CheckConstraint(
            "(state = 'assigned') = (closed_at IS NULL)",
            name=op.f("ck_curation_tasks_closed_sometime"),
        ),
        sa.CheckConstraint(
            "(state = 'submitted') = (verdict IS NOT NULL) AND (verdict IS NULL) = (account_id IS NULL)",
            name=op.f("ck_curation_tasks_answered_by_somebody"),
        ),
        sa.CheckConstraint(
            "panel IN ('first', 'appeal')", name=op.f("ck_curation_tasks_panel_known")
        ),
        sa.CheckConstraint(
            "state IN ('assigned', 'submitted', 'declined', 'expired', 'cancelled')",
            name=op.f("ck_curation_tasks_state_known"),
        ),
        sa.CheckConstraint(
            "verdict IS NULL OR verdict IN ('approve', 'changes', 'reject')",
            name=op.f("ck_curation_tasks_verdict_known"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_curation_tasks_account_id_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["curation_cases.id"],
            name=op.f("fk_curation_tasks_case_id_curation_cases"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_curation_tasks_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_curation_tasks")),
        sa.UniqueConstraint(
            "case_id", "account_id", name=op.f("uq_curation_tasks_case_id_account_id")
        ),
        sa.UniqueConstraint(
            "case_id",
            "organisation_id",
            name=op.f("uq_curation_tasks_case_id_organisation_id"),
        ),
    )
    op.create_index(
        "ix_curation_tasks_due",
        "curation_tasks",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("state = 'assigned'"),
    )
    op.create_index(
        "ix_curation_tasks_organisation",
        "curation_tasks",
        ["organisation_id", "state", "id"],
        unique=False,
    )
    op.add_column("course_drafts", sa.Column("platform_id", sa.Uuid(), nullable=True))
    op.add_column(
        "course_drafts",
        sa.Column("renewable_from", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_foreign_key(
        op.f("fk_course_drafts_platform_id_organisations"),
        "course_drafts",
        "organisations",
        ["platform_id"],
        ["id"],
    )
    op.add_column("courses", sa.Column("off_sale_reason", sa.Text(), nullable=True))
    op.create_check_constraint(
        op.f("ck_courses_off_sale_reason_known"),
        "courses",
        "off_sale_reason IN ('approval_ended')",
    )
    op.create_index(
        "ix_courses_words_trigrams",
        "courses",
        [sa.literal_column("(title || ' ' || summary) gin_trgm_ops")],
        unique=False,
        postgresql_using="gin",
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index(
        "ix_courses_words_trigrams", table_name="courses", postgresql_using="gin"
    )
    op.drop_constraint(
        op.f("ck_courses_off_sale_reason_known"), "courses", type_="check"
    )
    op.drop_column("courses", "off_sale_reason")
    op.drop_constraint(
        op.f("fk_course_drafts_platform_id_organisations"),
        "course_drafts",
        type_="foreignkey",
    )
    op.drop_column("course_drafts", "renewable_from")
    op.drop_column("course_drafts", "platform_id")
    op.drop_index("ix_curation_tasks_organisation", table_name="curation_tasks")
    op.drop_index(
        "ix_curation_tasks_due",
        table_name="curation_tasks",
        postgresql_where=sa.text("state = 'assigned'"),
    )
    op.drop_table("curation_tasks")
    op.drop_index("ix_curation_draws_case", table_name="curation_draws")
    op.drop_table("curation_draws")
    op.drop_index(
        "uq_curation_cases_open",
        table_name="curation_cases",
        postgresql_where=sa.text("state = 'open'"),
    )
    op.drop_index(
        "ix_curation_cases_valid",
        table_name="curation_cases",
        postgresql_where=sa.text("state = 'approved'"),
    )
    op.drop_index("ix_curation_cases_root", table_name="curation_cases")
    op.drop_index("ix_curation_cases_queue", table_name="curation_cases")
    op.drop_index(
        "ix_curation_cases_lacking",
        table_name="curation_cases",
        postgresql_where=sa.text("state = 'open' AND lacking > 0"),
    )
    op.drop_index("ix_curation_cases_course", table_name="curation_cases")
    op.drop_table("curation_cases")
