"""Trainers, their certificates, and when they teach.

Revision: 0065, after 0064.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None

FROM_REVISIONS = """
UPDATE courses SET trainers = ARRAY(
  SELECT jsonb_array_elements_text(content->'trainers'))
FROM course_revisions AS revision
WHERE revision.course_id = courses.id AND revision.number = courses.revision
  AND jsonb_typeof(content->'trainers') = 'array'
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    # For the rule that nobody teaches two classes at once.
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    _trainers()
    _certificates()
    _teaching()
    op.add_column(
        "courses",
        sa.Column(
            "trainers",
            postgresql.ARRAY(sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
    )
    op.execute(FROM_REVISIONS)
    op.create_index(
        "ix_courses_trainers", "courses", ["trainers"], postgresql_using="gin"
    )


def _trainers() -> None:
    op.create_table(
        "trainers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("email_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("email_index", sa.LargeBinary(), nullable=False),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("public_name", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "state IN ('active', 'ended')", name=op.f("ck_trainers_state_known")
        ),
        sa.CheckConstraint(
            "(state = 'ended') = (ended_at IS NOT NULL)",
            name=op.f("ck_trainers_ended_when_ended"),
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"],
            ["organisations.id"],
            name=op.f("fk_trainers_provider_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trainers")),
        sa.UniqueConstraint(
            "provider_id",
            "email_index",
            name=op.f("uq_trainers_provider_id_email_index"),
        ),
    )
    op.create_index("ix_trainers_provider", "trainers", ["provider_id", "id"])


def _certificates() -> None:
    op.create_table(
        "trainer_certificates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("trainer_id", sa.Uuid(), nullable=False),
        sa.Column("number_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column(
            "skills",
            postgresql.ARRAY(sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.Column(
            "competence_units",
            postgresql.ARRAY(sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["trainer_id"],
            ["trainers.id"],
            name=op.f("fk_trainer_certificates_trainer_id_trainers"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trainer_certificates")),
    )
    op.create_index(
        "ix_trainer_certificates_trainer",
        "trainer_certificates",
        ["trainer_id", "valid_until"],
    )
    op.create_index(
        "ix_trainer_certificates_untold",
        "trainer_certificates",
        ["valid_until", "id"],
        postgresql_where=sa.text("told_at IS NULL"),
    )


def _teaching() -> None:
    op.create_table(
        "schedule_trainers",
        sa.Column("schedule_id", sa.Uuid(), nullable=False),
        sa.Column("trainer_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["schedule_id"],
            ["schedules.id"],
            name=op.f("fk_schedule_trainers_schedule_id_schedules"),
        ),
        sa.ForeignKeyConstraint(
            ["trainer_id"],
            ["trainers.id"],
            name=op.f("fk_schedule_trainers_trainer_id_trainers"),
        ),
        sa.PrimaryKeyConstraint(
            "schedule_id", "trainer_id", name=op.f("pk_schedule_trainers")
        ),
    )
    op.create_index("ix_schedule_trainers_trainer", "schedule_trainers", ["trainer_id"])
    op.create_table(
        "trainer_sessions",
        sa.Column("schedule_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("trainer_id", sa.Uuid(), nullable=False),
        sa.Column("during", postgresql.TSTZRANGE(), nullable=False),
        postgresql.ExcludeConstraint(
            ("trainer_id", "="),
            ("during", "&&"),
            using="gist",
            name="ex_trainer_sessions_one_at_a_time",
        ),
        sa.ForeignKeyConstraint(
            ["schedule_id"],
            ["schedules.id"],
            name=op.f("fk_trainer_sessions_schedule_id_schedules"),
        ),
        sa.ForeignKeyConstraint(
            ["trainer_id"],
            ["trainers.id"],
            name=op.f("fk_trainer_sessions_trainer_id_trainers"),
        ),
        sa.PrimaryKeyConstraint(
            "schedule_id", "sequence", "trainer_id", name=op.f("pk_trainer_sessions")
        ),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index("ix_courses_trainers", table_name="courses")
    op.drop_column("courses", "trainers")
    for table in (
        "trainer_sessions",
        "schedule_trainers",
        "trainer_certificates",
        "trainers",
    ):
        op.drop_table(table)
    op.execute("DROP EXTENSION btree_gist")
