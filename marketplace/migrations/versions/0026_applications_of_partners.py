"""Applications of partners

Revision: 0026, after 0025.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "partner_applications",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("requirement_version", sa.Integer(), nullable=False),
        sa.Column("requirement_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("answers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("started_by", sa.Uuid(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submissions", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("clock_allowed", sa.Integer(), nullable=False),
        sa.Column("clock_used", sa.Integer(), nullable=False),
        sa.Column("clock_from", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("overdue_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("appealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'in_review', 'changes_requested', 'recommended', 'approved', 'refused', 'appealed', 'withdrawn')",
            name=op.f("ck_partner_applications_state_known"),
        ),
        sa.CheckConstraint(
            "(clock_from IS NULL) = (due_on IS NULL)",
            name=op.f("ck_partner_applications_clock_runs_or_not"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_partner_applications_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["started_by"],
            ["accounts.id"],
            name=op.f("fk_partner_applications_started_by_accounts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_applications")),
    )
    op.create_index(
        "ix_partner_applications_due",
        "partner_applications",
        ["due_on"],
        unique=False,
        postgresql_where=sa.text("due_on IS NOT NULL AND overdue_told_at IS NULL"),
    )
    op.create_index(
        op.f("ix_partner_applications_organisation_id"),
        "partner_applications",
        ["organisation_id"],
        unique=False,
    )
    op.create_index(
        "ix_partner_applications_queue",
        "partner_applications",
        ["state", "due_on", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_partner_applications_started_by"),
        "partner_applications",
        ["started_by"],
        unique=False,
    )
    op.create_index(
        "uq_partner_applications_undecided",
        "partner_applications",
        ["organisation_id", "kind"],
        unique=True,
        postgresql_where=sa.text(
            "state IN ('appealed', 'changes_requested', 'draft', 'in_review', 'recommended', 'submitted')"
        ),
    )
    op.create_table(
        "onboarding_moves",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("from_state", sa.Text(), nullable=True),
        sa.Column("to_state", sa.Text(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved_by", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["partner_applications.id"],
            name=op.f("fk_onboarding_moves_application_id_partner_applications"),
        ),
        sa.ForeignKeyConstraint(
            ["moved_by"],
            ["accounts.id"],
            name=op.f("fk_onboarding_moves_moved_by_accounts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_onboarding_moves")),
    )
    op.create_index(
        "ix_onboarding_moves_way",
        "onboarding_moves",
        ["application_id", "moved_at"],
        unique=False,
    )
    op.create_table(
        "onboarding_ties",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("is_person", sa.Boolean(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("number_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("share_bps", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "relation IN ('owner', 'officer', 'bank_account', 'domain')",
            name=op.f("ck_onboarding_ties_known"),
        ),
        sa.ForeignKeyConstraint(
            ["added_by"],
            ["accounts.id"],
            name=op.f("fk_onboarding_ties_added_by_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["partner_applications.id"],
            name=op.f("fk_onboarding_ties_application_id_partner_applications"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_onboarding_ties")),
    )
    op.create_index(
        op.f("ix_onboarding_ties_application_id"),
        "onboarding_ties",
        ["application_id"],
        unique=False,
    )

    op.execute(
        "CREATE TRIGGER onboarding_moves_append_only BEFORE UPDATE OR DELETE"
        " ON onboarding_moves FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index(
        op.f("ix_onboarding_ties_application_id"), table_name="onboarding_ties"
    )
    op.drop_table("onboarding_ties")
    op.drop_index("ix_onboarding_moves_way", table_name="onboarding_moves")
    op.drop_table("onboarding_moves")
    op.drop_index(
        "uq_partner_applications_undecided",
        table_name="partner_applications",
        postgresql_where=sa.text(
            "state IN ('appealed', 'changes_requested', 'draft', 'in_review', 'recommended', 'submitted')"
        ),
    )
    op.drop_index(
        op.f("ix_partner_applications_started_by"), table_name="partner_applications"
    )
    op.drop_index("ix_partner_applications_queue", table_name="partner_applications")
    op.drop_index(
        op.f("ix_partner_applications_organisation_id"),
        table_name="partner_applications",
    )
    op.drop_index(
        "ix_partner_applications_due",
        table_name="partner_applications",
        postgresql_where=sa.text("due_on IS NOT NULL AND overdue_told_at IS NULL"),
    )
    op.drop_table("partner_applications")
