"""The register of conflicts of interest.

Revision: 0040, after 0039.
"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


KINDS = "'training_institution', 'digital_platform', 'payment_partner', 'assessor', 'monitor', 'job_portal', 'operator'"
FORMER_KINDS = KINDS.replace("'job_portal', ", "")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _allow_kinds(KINDS)
    op.create_table(
        "conflict_groups",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_conflict_groups_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_conflict_groups")),
    )
    op.create_index(
        "ix_conflict_groups_group", "conflict_groups", ["group_id"], unique=False
    )
    op.create_table(
        "conflict_waivers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("other_organisation_id", sa.Uuid(), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(purpose = 'decision') = (account_id IS NOT NULL) AND (purpose = 'decision') = (other_organisation_id IS NULL)",
            name=op.f("ck_conflict_waivers_about_two"),
        ),
        sa.CheckConstraint(
            "purpose IN ('sale', 'assessment', 'decision')",
            name=op.f("ck_conflict_waivers_purpose_known"),
        ),
        sa.CheckConstraint(
            "state IN ('proposed', 'declined', 'in_force', 'ended', 'expired')",
            name=op.f("ck_conflict_waivers_state_known"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('in_force', 'ended', 'expired') OR (decided_by IS NOT NULL AND decided_by <> proposed_by)",
            name=op.f("ck_conflict_waivers_four_eyes"),
        ),
        sa.CheckConstraint(
            "organisation_id < other_organisation_id",
            name=op.f("ck_conflict_waivers_pair_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_conflict_waivers_account_id_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["accounts.id"],
            name=op.f("fk_conflict_waivers_decided_by_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_conflict_waivers_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["other_organisation_id"],
            ["organisations.id"],
            name=op.f("fk_conflict_waivers_other_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"],
            ["accounts.id"],
            name=op.f("fk_conflict_waivers_proposed_by_accounts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict_waivers")),
    )
    op.create_index(
        "ix_conflict_waivers_ending",
        "conflict_waivers",
        ["ends_at"],
        unique=False,
        postgresql_where=sa.text("state = 'in_force'"),
    )
    op.create_index(
        "ix_conflict_waivers_in_force",
        "conflict_waivers",
        ["organisation_id", "other_organisation_id"],
        unique=False,
        postgresql_where=sa.text("state = 'in_force'"),
    )
    op.create_index(
        "ix_conflict_waivers_state", "conflict_waivers", ["state", "id"], unique=False
    )
    op.create_table(
        "organisation_ties",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("is_person", sa.Boolean(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("number_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("birth_date_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("label", sa.Text(), nullable=True),
        sa.Column("other_organisation_id", sa.Uuid(), nullable=True),
        sa.Column("share_bps", sa.Integer(), nullable=True),
        sa.Column("binds", sa.Boolean(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("origin", sa.Uuid(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('owner', 'officer', 'parent', 'bank_account', 'domain', 'trainer', 'assessor')",
            name=op.f("ck_organisation_ties_kind_known"),
        ),
        sa.CheckConstraint(
            "source <> 'operator' OR note IS NOT NULL",
            name=op.f("ck_organisation_ties_operator_has_a_source"),
        ),
        sa.CheckConstraint(
            "source IN ('declared', 'application', 'operator')",
            name=op.f("ck_organisation_ties_source_known"),
        ),
        sa.CheckConstraint(
            "state IN ('live', 'ended')", name=op.f("ck_organisation_ties_state_known")
        ),
        sa.CheckConstraint(
            "other_organisation_id <> organisation_id",
            name=op.f("ck_organisation_ties_other_is_another"),
        ),
        sa.CheckConstraint(
            "share_bps BETWEEN 0 AND 10000",
            name=op.f("ck_organisation_ties_share_in_range"),
        ),
        sa.ForeignKeyConstraint(
            ["added_by"],
            ["accounts.id"],
            name=op.f("fk_organisation_ties_added_by_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["ended_by"],
            ["accounts.id"],
            name=op.f("fk_organisation_ties_ended_by_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_organisation_ties_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["other_organisation_id"],
            ["organisations.id"],
            name=op.f("fk_organisation_ties_other_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_ties")),
    )
    op.create_index(
        "ix_organisation_ties_live",
        "organisation_ties",
        ["organisation_id", "id"],
        unique=False,
        postgresql_where=sa.text("state = 'live'"),
    )
    op.create_index(
        "ix_organisation_ties_other",
        "organisation_ties",
        ["other_organisation_id"],
        unique=False,
        postgresql_where=sa.text("state = 'live' AND binds"),
    )
    op.create_index(
        "uq_organisation_ties_origin",
        "organisation_ties",
        ["origin"],
        unique=True,
        postgresql_where=sa.text("state = 'live'"),
    )
    op.create_table(
        "review_assignments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("reviewer_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("assigned_by", sa.Uuid(), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "role IN ('assessor', 'monitor')",
            name=op.f("ck_review_assignments_role_known"),
        ),
        sa.CheckConstraint(
            "task IN ('onsite_verification', 'document_review', 'class_monitoring')",
            name=op.f("ck_review_assignments_task_known"),
        ),
        sa.CheckConstraint(
            "reviewer_id <> subject_id",
            name=op.f("ck_review_assignments_nobody_reviews_itself"),
        ),
        sa.ForeignKeyConstraint(
            ["assigned_by"],
            ["accounts.id"],
            name=op.f("fk_review_assignments_assigned_by_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["ended_by"],
            ["accounts.id"],
            name=op.f("fk_review_assignments_ended_by_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_id"],
            ["organisations.id"],
            name=op.f("fk_review_assignments_reviewer_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"],
            ["organisations.id"],
            name=op.f("fk_review_assignments_subject_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_assignments")),
    )
    op.create_index(
        "ix_review_assignments_reviewer",
        "review_assignments",
        ["reviewer_id", "id"],
        unique=False,
    )
    op.create_index(
        "ix_review_assignments_subject",
        "review_assignments",
        ["subject_id", "id"],
        unique=False,
    )
    op.create_index(
        "uq_review_assignments_live",
        "review_assignments",
        ["subject_id", "reviewer_id", "task"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "staff_interests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_staff_interests_account_id_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_staff_interests_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_interests")),
    )
    op.create_index(
        op.f("ix_staff_interests_organisation_id"),
        "staff_interests",
        ["organisation_id"],
        unique=False,
    )
    op.create_index(
        "uq_staff_interests_live",
        "staff_interests",
        ["account_id", "organisation_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "staff_keys",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_staff_keys_account_id_accounts"),
        ),
        sa.PrimaryKeyConstraint("account_id", "key", name=op.f("pk_staff_keys")),
    )
    op.create_index("ix_staff_keys_key", "staff_keys", ["key"], unique=False)
    op.create_table(
        "tie_declarations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("declared_by", sa.Uuid(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("ties", sa.Integer(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["declared_by"],
            ["accounts.id"],
            name=op.f("fk_tie_declarations_declared_by_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_tie_declarations_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tie_declarations")),
    )
    op.create_index(
        "ix_tie_declarations_due",
        "tie_declarations",
        ["due_on"],
        unique=False,
        postgresql_where=sa.text("reminded_at IS NULL AND replaced_at IS NULL"),
    )
    op.create_index(
        "ix_tie_declarations_latest",
        "tie_declarations",
        ["organisation_id", "declared_at"],
        unique=False,
    )
    op.create_table(
        "organisation_tie_keys",
        sa.Column("tie_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("binds", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_organisation_tie_keys_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["tie_id"],
            ["organisation_ties.id"],
            name=op.f("fk_organisation_tie_keys_tie_id_organisation_ties"),
        ),
        sa.PrimaryKeyConstraint("tie_id", "key", name=op.f("pk_organisation_tie_keys")),
    )
    op.create_index(
        "ix_organisation_tie_keys_key", "organisation_tie_keys", ["key"], unique=False
    )
    op.create_index(
        "ix_organisation_tie_keys_organisation",
        "organisation_tie_keys",
        ["organisation_id"],
        unique=False,
    )
    op.create_table(
        "tie_disputes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tie_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("filed_by", sa.Uuid(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome IN ('accepted', 'rejected')",
            name=op.f("ck_tie_disputes_outcome_known"),
        ),
        sa.CheckConstraint(
            "(outcome IS NULL) = (answered_at IS NULL) AND (outcome IS NULL) = (answer IS NULL)",
            name=op.f("ck_tie_disputes_answer_is_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"],
            ["accounts.id"],
            name=op.f("fk_tie_disputes_answered_by_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["filed_by"],
            ["accounts.id"],
            name=op.f("fk_tie_disputes_filed_by_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["tie_id"],
            ["organisation_ties.id"],
            name=op.f("fk_tie_disputes_tie_id_organisation_ties"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tie_disputes")),
    )
    op.create_index(
        op.f("ix_tie_disputes_tie_id"), "tie_disputes", ["tie_id"], unique=False
    )
    op.create_index(
        "ix_tie_disputes_unanswered",
        "tie_disputes",
        ["filed_at"],
        unique=False,
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    op.create_index(
        "uq_tie_disputes_open",
        "tie_disputes",
        ["tie_id"],
        unique=True,
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    op.create_table(
        "withheld_commissions",
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("platform_id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("withheld_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "amount > 0", name=op.f("ck_withheld_commissions_amount_positive")
        ),
        sa.CheckConstraint(
            "released_at IS NULL OR returned_at IS NULL",
            name=op.f("ck_withheld_commissions_one_end"),
        ),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["orders.id"],
            name=op.f("fk_withheld_commissions_order_id_orders"),
        ),
        sa.ForeignKeyConstraint(
            ["platform_id"],
            ["organisations.id"],
            name=op.f("fk_withheld_commissions_platform_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"],
            ["organisations.id"],
            name=op.f("fk_withheld_commissions_provider_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_withheld_commissions")),
    )
    op.create_index(
        "ix_withheld_commissions_open",
        "withheld_commissions",
        ["platform_id", "provider_id"],
        unique=False,
        postgresql_where=sa.text("released_at IS NULL AND returned_at IS NULL"),
    )
    op.create_index(
        "ix_withheld_commissions_provider",
        "withheld_commissions",
        ["provider_id"],
        unique=False,
        postgresql_where=sa.text("released_at IS NULL AND returned_at IS NULL"),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _allow_kinds(FORMER_KINDS)
    op.drop_index(
        "ix_withheld_commissions_provider",
        table_name="withheld_commissions",
        postgresql_where=sa.text("released_at IS NULL AND returned_at IS NULL"),
    )
    op.drop_index(
        "ix_withheld_commissions_open",
        table_name="withheld_commissions",
        postgresql_where=sa.text("released_at IS NULL AND returned_at IS NULL"),
    )
    op.drop_table("withheld_commissions")
    op.drop_index(
        "uq_tie_disputes_open",
        table_name="tie_disputes",
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    op.drop_index(
        "ix_tie_disputes_unanswered",
        table_name="tie_disputes",
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    op.drop_index(op.f("ix_tie_disputes_tie_id"), table_name="tie_disputes")
    op.drop_table("tie_disputes")
    op.drop_index(
        "ix_organisation_tie_keys_organisation", table_name="organisation_tie_keys"
    )
    op.drop_index("ix_organisation_tie_keys_key", table_name="organisation_tie_keys")
    op.drop_table("organisation_tie_keys")
    op.drop_index("ix_tie_declarations_latest", table_name="tie_declarations")
    op.drop_index(
        "ix_tie_declarations_due",
        table_name="tie_declarations",
        postgresql_where=sa.text("reminded_at IS NULL AND replaced_at IS NULL"),
    )
    op.drop_table("tie_declarations")
    op.drop_index("ix_staff_keys_key", table_name="staff_keys")
    op.drop_table("staff_keys")
    op.drop_index(
        "uq_staff_interests_live",
        table_name="staff_interests",
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_index(
        op.f("ix_staff_interests_organisation_id"), table_name="staff_interests"
    )
    op.drop_table("staff_interests")
    op.drop_index(
        "uq_review_assignments_live",
        table_name="review_assignments",
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_index("ix_review_assignments_subject", table_name="review_assignments")
    op.drop_index("ix_review_assignments_reviewer", table_name="review_assignments")
    op.drop_table("review_assignments")
    op.drop_index(
        "uq_organisation_ties_origin",
        table_name="organisation_ties",
        postgresql_where=sa.text("state = 'live'"),
    )
    op.drop_index(
        "ix_organisation_ties_other",
        table_name="organisation_ties",
        postgresql_where=sa.text("state = 'live' AND binds"),
    )
    op.drop_index(
        "ix_organisation_ties_live",
        table_name="organisation_ties",
        postgresql_where=sa.text("state = 'live'"),
    )
    op.drop_table("organisation_ties")
    op.drop_index("ix_conflict_waivers_state", table_name="conflict_waivers")
    op.drop_index(
        "ix_conflict_waivers_in_force",
        table_name="conflict_waivers",
        postgresql_where=sa.text("state = 'in_force'"),
    )
    op.drop_index(
        "ix_conflict_waivers_ending",
        table_name="conflict_waivers",
        postgresql_where=sa.text("state = 'in_force'"),
    )
    op.drop_table("conflict_waivers")
    op.drop_index("ix_conflict_groups_group", table_name="conflict_groups")
    op.drop_table("conflict_groups")


def _allow_kinds(kinds: str) -> None:
    """Sanctions know every kind of organisation."""
    name = op.f("ck_sanctions_kind_known")
    op.drop_constraint(name, "sanctions", type_="check")
    op.create_check_constraint(name, "sanctions", f"kind IS NULL OR kind IN ({kinds})")
