"""Seats of the staff of organisations.

Revision: 0011, after 0010.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "staff_seats",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("roles", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("appointed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("appointed_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "roles <@ ARRAY['owner', 'catalogue', 'delivery', 'finance', 'developer', 'read_only', 'onboarding', 'programme', 'treasury', 'support', 'auditor']::text[]",
            name=op.f("ck_staff_seats_roles_known"),
        ),
        sa.CheckConstraint(
            "cardinality(roles) > 0", name=op.f("ck_staff_seats_has_a_role")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_staff_seats_account_id_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["appointed_by"],
            ["accounts.id"],
            name=op.f("fk_staff_seats_appointed_by_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["ended_by"], ["accounts.id"], name=op.f("fk_staff_seats_ended_by_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_staff_seats_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_seats")),
    )
    op.create_index(
        op.f("ix_staff_seats_account_id"), "staff_seats", ["account_id"], unique=False
    )
    op.create_index(
        "uq_staff_seats_live",
        "staff_seats",
        ["organisation_id", "account_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index(
        "uq_staff_seats_live",
        table_name="staff_seats",
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_index(op.f("ix_staff_seats_account_id"), table_name="staff_seats")
    op.drop_table("staff_seats")
