"""Reviews of applications

Revision: 0030, after 0029.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

# Whoever answers a recommendation, or decides an appeal, is somebody else than those who
# had a part in it, whatever program writes the row (feature 114).
BY_ANOTHER = """
CREATE FUNCTION judgement_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM partner_applications a WHERE a.id = NEW.application_id
      AND (a.started_by = NEW.judged_by
        OR EXISTS (SELECT FROM onboarding_submissions s
          WHERE s.application_id = a.id AND s.submitted_by = NEW.judged_by)
        OR EXISTS (SELECT FROM staff_seats t
          WHERE t.organisation_id = a.organisation_id
            AND t.account_id = NEW.judged_by AND t.ended_at IS NULL))
  ) OR EXISTS (
    SELECT FROM onboarding_judgements j WHERE j.application_id = NEW.application_id
      AND j.judged_by = NEW.judged_by
      AND (j.id = NEW.answers_to OR NEW.step = 'appeal_decision')
  ) THEN
    RAISE EXCEPTION 'application % has to be judged by another person',
      NEW.application_id USING ERRCODE = 'check_violation',
      CONSTRAINT = 'judgement_by_another';
  END IF;
  RETURN NEW;
END $$
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "onboarding_files",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("key_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("store_key", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("received_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uploaded_by", sa.Uuid(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["partner_applications.id"],
            name=op.f("fk_onboarding_files_application_id_partner_applications"),
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by"],
            ["accounts.id"],
            name=op.f("fk_onboarding_files_uploaded_by_accounts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_onboarding_files")),
        sa.UniqueConstraint("store_key", name=op.f("uq_onboarding_files_store_key")),
    )
    op.create_index(
        op.f("ix_onboarding_files_application_id"),
        "onboarding_files",
        ["application_id"],
        unique=False,
    )
    op.create_table(
        "onboarding_findings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("submission", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("carried", sa.Boolean(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("found_by", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "verdict IN ('met', 'not_met', 'question')",
            name=op.f("ck_onboarding_findings_verdict_known"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["partner_applications.id"],
            name=op.f("fk_onboarding_findings_application_id_partner_applications"),
        ),
        sa.ForeignKeyConstraint(
            ["found_by"],
            ["accounts.id"],
            name=op.f("fk_onboarding_findings_found_by_accounts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_onboarding_findings")),
        sa.UniqueConstraint(
            "application_id",
            "submission",
            "criterion",
            name=op.f("uq_onboarding_findings_application_id_submission_criterion"),
        ),
    )
    op.create_table(
        "onboarding_judgements",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("submission", sa.Integer(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("answers_to", sa.Uuid(), nullable=True),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("judged_by", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(step IN ('confirmation', 'return')) = (answers_to IS NOT NULL)",
            name=op.f("ck_onboarding_judgements_answers_a_recommendation"),
        ),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome IN ('approve', 'refuse')",
            name=op.f("ck_onboarding_judgements_outcome_known"),
        ),
        sa.CheckConstraint(
            "step IN ('recommendation', 'confirmation', 'return', 'appeal_decision')",
            name=op.f("ck_onboarding_judgements_step_known"),
        ),
        sa.ForeignKeyConstraint(
            ["answers_to"],
            ["onboarding_judgements.id"],
            name=op.f("fk_onboarding_judgements_answers_to_onboarding_judgements"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["partner_applications.id"],
            name=op.f("fk_onboarding_judgements_application_id_partner_applications"),
        ),
        sa.ForeignKeyConstraint(
            ["judged_by"],
            ["accounts.id"],
            name=op.f("fk_onboarding_judgements_judged_by_accounts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_onboarding_judgements")),
        sa.UniqueConstraint(
            "answers_to", name=op.f("uq_onboarding_judgements_answers_to")
        ),
    )
    op.create_index(
        "ix_onboarding_judgements_way",
        "onboarding_judgements",
        ["application_id", "judged_at"],
        unique=False,
    )
    op.create_index(
        "uq_onboarding_judgements_appeal",
        "onboarding_judgements",
        ["application_id"],
        unique=True,
        postgresql_where=sa.text("step = 'appeal_decision'"),
    )
    op.create_table(
        "onboarding_submissions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["partner_applications.id"],
            name=op.f("fk_onboarding_submissions_application_id_partner_applications"),
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by"],
            ["accounts.id"],
            name=op.f("fk_onboarding_submissions_submitted_by_accounts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_onboarding_submissions")),
        sa.UniqueConstraint(
            "application_id",
            "number",
            name=op.f("uq_onboarding_submissions_application_id_number"),
        ),
    )

    op.execute(BY_ANOTHER)
    op.execute(
        "CREATE TRIGGER onboarding_judgements_by_another BEFORE INSERT"
        " ON onboarding_judgements FOR EACH ROW EXECUTE FUNCTION judgement_by_another()"
    )
    for table in ("onboarding_judgements", "onboarding_submissions"):
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("onboarding_submissions")
    op.drop_index(
        "uq_onboarding_judgements_appeal",
        table_name="onboarding_judgements",
        postgresql_where=sa.text("step = 'appeal_decision'"),
    )
    op.drop_index("ix_onboarding_judgements_way", table_name="onboarding_judgements")
    op.drop_table("onboarding_judgements")
    op.drop_table("onboarding_findings")
    op.drop_index(
        op.f("ix_onboarding_files_application_id"), table_name="onboarding_files"
    )
    op.drop_table("onboarding_files")
    op.execute("DROP FUNCTION judgement_by_another()")
