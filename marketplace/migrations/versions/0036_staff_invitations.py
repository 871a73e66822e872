"""Invitations to the staff of organisations.

Revision: 0036, after 0035.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "staff_invitations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("email_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("email_index", sa.LargeBinary(), nullable=False),
        sa.Column("roles", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("invited_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_by", sa.Uuid(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "roles <@ ARRAY['owner', 'catalogue', 'delivery', 'finance', 'developer', 'read_only', 'onboarding', 'programme', 'treasury', 'support', 'auditor']::text[]",
            name=op.f("ck_staff_invitations_roles_known"),
        ),
        sa.CheckConstraint(
            "cardinality(roles) > 0", name=op.f("ck_staff_invitations_has_a_role")
        ),
        sa.ForeignKeyConstraint(
            ["accepted_by"],
            ["accounts.id"],
            name=op.f("fk_staff_invitations_accepted_by_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["invited_by"],
            ["accounts.id"],
            name=op.f("fk_staff_invitations_invited_by_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_staff_invitations_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["revoked_by"],
            ["accounts.id"],
            name=op.f("fk_staff_invitations_revoked_by_accounts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_invitations")),
        sa.UniqueConstraint(
            "secret_hash", name=op.f("uq_staff_invitations_secret_hash")
        ),
    )
    op.create_index(
        op.f("ix_staff_invitations_expires_at"),
        "staff_invitations",
        ["expires_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_staff_invitations_invited_by"),
        "staff_invitations",
        ["invited_by"],
        unique=False,
    )
    op.create_index(
        "uq_staff_invitations_open",
        "staff_invitations",
        ["organisation_id", "email_index"],
        unique=True,
        postgresql_where=sa.text("accepted_at IS NULL AND revoked_at IS NULL"),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index(
        "uq_staff_invitations_open",
        table_name="staff_invitations",
        postgresql_where=sa.text("accepted_at IS NULL AND revoked_at IS NULL"),
    )
    op.drop_index(
        op.f("ix_staff_invitations_invited_by"), table_name="staff_invitations"
    )
    op.drop_index(
        op.f("ix_staff_invitations_expires_at"), table_name="staff_invitations"
    )
    op.drop_table("staff_invitations")
