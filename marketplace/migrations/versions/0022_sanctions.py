"""Sanctions of organisations, and a standing under which nothing new begins.

Revision: 0022, after 0021.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

STANDINGS = "'applied', 'under_review', 'approved', 'active_no_new_starts', 'suspended', 'terminated'"
FORMER_STANDINGS = "'applied', 'under_review', 'approved', 'suspended', 'terminated'"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "sanctions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("client_id", sa.Uuid(), nullable=True),
        sa.Column("course_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("stops", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("ladder_version", sa.Integer(), nullable=False),
        sa.Column("reason_code", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("legal_ground", sa.Text(), nullable=False),
        sa.Column("evidence", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.Uuid(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lapses_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reply_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(scope = 'kind') = (kind IS NOT NULL) AND (scope = 'client') = (client_id IS NOT NULL) AND (scope = 'courses') = (cardinality(course_ids) > 0)",
            name=op.f("ck_sanctions_scope_is_whole"),
        ),
        sa.CheckConstraint(
            "ends_at IS NOT NULL OR severity = 'terminated'",
            name=op.f("ck_sanctions_has_an_end"),
        ),
        sa.CheckConstraint(
            "kind IS NULL OR kind IN ('training_institution', 'digital_platform', 'payment_partner', 'assessor', 'monitor', 'operator')",
            name=op.f("ck_sanctions_kind_known"),
        ),
        sa.CheckConstraint(
            "scope IN ('organisation', 'kind', 'sales', 'payouts', 'client', 'courses')",
            name=op.f("ck_sanctions_scope_known"),
        ),
        sa.CheckConstraint(
            "severity = 'warning' OR state IN ('proposed', 'declined', 'lapsed') OR lapses_at IS NOT NULL OR (proposed_by IS NOT NULL AND confirmed_by IS NOT NULL AND proposed_by <> confirmed_by)",
            name=op.f("ck_sanctions_four_eyes"),
        ),
        sa.CheckConstraint(
            "severity IN ('warning', 'no_new_starts', 'suspended', 'terminated')",
            name=op.f("ck_sanctions_severity_known"),
        ),
        sa.CheckConstraint(
            "state IN ('proposed', 'declined', 'announced', 'in_force', 'lifted', 'ended', 'lapsed')",
            name=op.f("ck_sanctions_state_known"),
        ),
        sa.CheckConstraint(
            "stops <@ ARRAY['calls', 'links', 'sales', 'payouts', 'teaching']::text[]",
            name=op.f("ck_sanctions_stops_known"),
        ),
        sa.ForeignKeyConstraint(
            ["client_id"],
            ["oauth_clients.id"],
            name=op.f("fk_sanctions_client_id_oauth_clients"),
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by"],
            ["accounts.id"],
            name=op.f("fk_sanctions_confirmed_by_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_sanctions_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"],
            ["accounts.id"],
            name=op.f("fk_sanctions_proposed_by_accounts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sanctions")),
    )
    op.create_index(
        "ix_sanctions_ending",
        "sanctions",
        ["ends_at"],
        unique=False,
        postgresql_where=sa.text("state = 'in_force'"),
    )
    op.create_index(
        "ix_sanctions_in_force",
        "sanctions",
        ["organisation_id"],
        unique=False,
        postgresql_where=sa.text("state = 'in_force'"),
    )
    op.create_index(
        "ix_sanctions_lapsing",
        "sanctions",
        ["lapses_at"],
        unique=False,
        postgresql_where=sa.text("state = 'in_force' AND lapses_at IS NOT NULL"),
    )
    op.create_index(
        "ix_sanctions_organisation",
        "sanctions",
        ["organisation_id", "id"],
        unique=False,
    )
    op.create_index(
        "ix_sanctions_starting",
        "sanctions",
        ["starts_at"],
        unique=False,
        postgresql_where=sa.text("state = 'announced'"),
    )
    op.create_index("ix_sanctions_state", "sanctions", ["state", "id"], unique=False)
    op.create_table(
        "sanction_changes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sanction_id", sa.Uuid(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("alone", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(act = 'shorten') = (ends_at IS NOT NULL)",
            name=op.f("ck_sanction_changes_shorten_has_an_end"),
        ),
        sa.CheckConstraint(
            "act IN ('lift', 'shorten')", name=op.f("ck_sanction_changes_act_known")
        ),
        sa.CheckConstraint(
            "state <> 'made' OR alone OR (decided_by IS NOT NULL AND proposed_by IS NOT NULL AND decided_by <> proposed_by)",
            name=op.f("ck_sanction_changes_four_eyes"),
        ),
        sa.CheckConstraint(
            "state IN ('open', 'made', 'declined')",
            name=op.f("ck_sanction_changes_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["accounts.id"],
            name=op.f("fk_sanction_changes_decided_by_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"],
            ["accounts.id"],
            name=op.f("fk_sanction_changes_proposed_by_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["sanction_id"],
            ["sanctions.id"],
            name=op.f("fk_sanction_changes_sanction_id_sanctions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sanction_changes")),
    )
    op.create_index(
        "ix_sanction_changes_sanction",
        "sanction_changes",
        ["sanction_id", "proposed_at"],
        unique=False,
    )
    op.create_index(
        "uq_sanction_changes_open",
        "sanction_changes",
        ["sanction_id"],
        unique=True,
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "sanction_replies",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sanction_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("filed_by", sa.Uuid(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome IN ('upheld', 'lift', 'shorten')",
            name=op.f("ck_sanction_replies_outcome_known"),
        ),
        sa.CheckConstraint(
            "(outcome IS NULL) = (answered_at IS NULL) AND (outcome IS NULL) = (answer IS NULL)",
            name=op.f("ck_sanction_replies_answer_is_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"],
            ["accounts.id"],
            name=op.f("fk_sanction_replies_answered_by_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["filed_by"],
            ["accounts.id"],
            name=op.f("fk_sanction_replies_filed_by_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["sanction_id"],
            ["sanctions.id"],
            name=op.f("fk_sanction_replies_sanction_id_sanctions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sanction_replies")),
        sa.UniqueConstraint(
            "sanction_id", name=op.f("uq_sanction_replies_sanction_id")
        ),
    )
    op.create_index(
        "ix_sanction_replies_unanswered",
        "sanction_replies",
        ["filed_at"],
        unique=False,
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    _allow_standings(STANDINGS)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index(
        "ix_sanction_replies_unanswered",
        table_name="sanction_replies",
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    op.drop_table("sanction_replies")
    op.drop_index(
        "uq_sanction_changes_open",
        table_name="sanction_changes",
        postgresql_where=sa.text("state = 'open'"),
    )
    op.drop_index("ix_sanction_changes_sanction", table_name="sanction_changes")
    op.drop_table("sanction_changes")
    op.drop_index("ix_sanctions_state", table_name="sanctions")
    op.drop_index(
        "ix_sanctions_starting",
        table_name="sanctions",
        postgresql_where=sa.text("state = 'announced'"),
    )
    op.drop_index("ix_sanctions_organisation", table_name="sanctions")
    op.drop_index(
        "ix_sanctions_lapsing",
        table_name="sanctions",
        postgresql_where=sa.text("state = 'in_force' AND lapses_at IS NOT NULL"),
    )
    op.drop_index(
        "ix_sanctions_in_force",
        table_name="sanctions",
        postgresql_where=sa.text("state = 'in_force'"),
    )
    op.drop_index(
        "ix_sanctions_ending",
        table_name="sanctions",
        postgresql_where=sa.text("state = 'in_force'"),
    )
    op.drop_table("sanctions")
    op.execute(
        "UPDATE organisations SET standing = 'suspended'"
        " WHERE standing = 'active_no_new_starts'"
    )
    _allow_standings(FORMER_STANDINGS)


def _allow_standings(standings: str) -> None:
    name = "ck_organisations_standing_known"
    op.drop_constraint(op.f(name), "organisations", type_="check")
    op.create_check_constraint(
        op.f(name), "organisations", f"standing IN ({standings})"
    )
