"""What follows from sanctions: runs, and learners to be transferred.

Revision: 0027, after 0026.
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "sanction_runs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sanction_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("listed_up_to", sa.Uuid(), nullable=True),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("learners", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "direction IN ('apply', 'undo')",
            name=op.f("ck_sanction_runs_direction_known"),
        ),
        sa.CheckConstraint(
            "step IN ('tell', 'money', 'learners', 'done')",
            name=op.f("ck_sanction_runs_step_known"),
        ),
        sa.CheckConstraint(
            "told >= 0 AND learners >= 0", name=op.f("ck_sanction_runs_counts")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_sanction_runs_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["sanction_id"],
            ["sanctions.id"],
            name=op.f("fk_sanction_runs_sanction_id_sanctions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sanction_runs")),
    )
    op.create_index(
        "ix_sanction_runs_open",
        "sanction_runs",
        ["id"],
        unique=False,
        postgresql_where=sa.text("finished_at IS NULL"),
    )
    op.create_index(
        "uq_sanction_runs_once",
        "sanction_runs",
        ["sanction_id", "direction"],
        unique=True,
    )
    op.create_table(
        "learner_transfers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sanction_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("voucher_id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("platform_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("schedule_id", sa.Uuid(), nullable=False),
        sa.Column("confirmed_steps", sa.Integer(), nullable=False),
        sa.Column("required_steps", sa.Integer(), nullable=False),
        sa.Column("suggested_schedule_id", sa.Uuid(), nullable=True),
        sa.Column("suggested_offering_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("listed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'withdrawn')",
            name=op.f("ck_learner_transfers_state_known"),
        ),
        sa.CheckConstraint(
            "(suggested_schedule_id IS NULL) = (suggested_offering_id IS NULL)",
            name=op.f("ck_learner_transfers_suggestion_is_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["course_id"],
            ["courses.id"],
            name=op.f("fk_learner_transfers_course_id_courses"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_learner_transfers_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participants.id"],
            name=op.f("fk_learner_transfers_participant_id_participants"),
        ),
        sa.ForeignKeyConstraint(
            ["platform_id"],
            ["organisations.id"],
            name=op.f("fk_learner_transfers_platform_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["sanction_id"],
            ["sanctions.id"],
            name=op.f("fk_learner_transfers_sanction_id_sanctions"),
        ),
        sa.ForeignKeyConstraint(
            ["schedule_id"],
            ["schedules.id"],
            name=op.f("fk_learner_transfers_schedule_id_schedules"),
        ),
        sa.ForeignKeyConstraint(
            ["suggested_offering_id"],
            ["offerings.id"],
            name=op.f("fk_learner_transfers_suggested_offering_id_offerings"),
        ),
        sa.ForeignKeyConstraint(
            ["suggested_schedule_id"],
            ["schedules.id"],
            name=op.f("fk_learner_transfers_suggested_schedule_id_schedules"),
        ),
        sa.ForeignKeyConstraint(
            ["voucher_id"],
            ["vouchers.id"],
            name=op.f("fk_learner_transfers_voucher_id_vouchers"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learner_transfers")),
    )
    op.create_index(
        "ix_learner_transfers_organisation",
        "learner_transfers",
        ["organisation_id", "id"],
        unique=False,
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index(
        "ix_learner_transfers_sanction",
        "learner_transfers",
        ["sanction_id", "id"],
        unique=False,
    )
    op.create_index(
        "uq_learner_transfers_open",
        "learner_transfers",
        ["voucher_id"],
        unique=True,
        postgresql_where=sa.text("state = 'open'"),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index(
        "uq_learner_transfers_open",
        table_name="learner_transfers",
        postgresql_where=sa.text("state = 'open'"),
    )
    op.drop_index("ix_learner_transfers_sanction", table_name="learner_transfers")
    op.drop_index(
        "ix_learner_transfers_organisation",
        table_name="learner_transfers",
        postgresql_where=sa.text("state = 'open'"),
    )
    op.drop_table("learner_transfers")
    op.drop_index("uq_sanction_runs_once", table_name="sanction_runs")
    op.drop_index(
        "ix_sanction_runs_open",
        table_name="sanction_runs",
        postgresql_where=sa.text("finished_at IS NULL"),
    )
    op.drop_table("sanction_runs")
