"""Second factors: authenticators, recovery codes, and sign-ins between their two steps.

Revision: 0020, after 0019.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "authenticators",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("secret_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=True),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_authenticators_account_id_accounts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authenticators")),
    )
    op.create_index(
        "uq_authenticators_confirmed",
        "authenticators",
        ["account_id"],
        unique=True,
        postgresql_where=sa.text("confirmed_at IS NOT NULL"),
    )
    op.create_index(
        "uq_authenticators_offered",
        "authenticators",
        ["account_id"],
        unique=True,
        postgresql_where=sa.text("confirmed_at IS NULL"),
    )
    op.create_table(
        "failed_proofs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_failed_proofs_account_id_accounts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failed_proofs")),
    )
    op.create_index(
        "ix_failed_proofs_account_id_failed_at",
        "failed_proofs",
        ["account_id", "failed_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_failed_proofs_failed_at"), "failed_proofs", ["failed_at"], unique=False
    )
    op.create_table(
        "pending_sign_ins",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_pending_sign_ins_account_id_accounts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pending_sign_ins")),
        sa.UniqueConstraint(
            "secret_hash", name=op.f("uq_pending_sign_ins_secret_hash")
        ),
    )
    op.create_index(
        op.f("ix_pending_sign_ins_account_id"),
        "pending_sign_ins",
        ["account_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_pending_sign_ins_expires_at"),
        "pending_sign_ins",
        ["expires_at"],
        unique=False,
    )
    op.create_table(
        "recovery_codes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_recovery_codes_account_id_accounts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_codes")),
    )
    op.create_index(
        "uq_recovery_codes_code",
        "recovery_codes",
        ["account_id", "code_hash"],
        unique=True,
    )
    op.add_column(
        "accounts", sa.Column("protected_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column(
        "accounts",
        sa.Column("last_signed_in_at", sa.DateTime(timezone=True), nullable=True),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_column("accounts", "last_signed_in_at")
    op.drop_column("accounts", "protected_at")
    op.drop_index("uq_recovery_codes_code", table_name="recovery_codes")
    op.drop_table("recovery_codes")
    op.drop_index(op.f("ix_pending_sign_ins_expires_at"), table_name="pending_sign_ins")
    op.drop_index(op.f("ix_pending_sign_ins_account_id"), table_name="pending_sign_ins")
    op.drop_table("pending_sign_ins")
    op.drop_index(op.f("ix_failed_proofs_failed_at"), table_name="failed_proofs")
    op.drop_index("ix_failed_proofs_account_id_failed_at", table_name="failed_proofs")
    op.drop_table("failed_proofs")
    op.drop_index(
        "uq_authenticators_offered",
        table_name="authenticators",
        postgresql_where=sa.text("confirmed_at IS NULL"),
    )
    op.drop_index(
        "uq_authenticators_confirmed",
        table_name="authenticators",
        postgresql_where=sa.text("confirmed_at IS NOT NULL"),
    )
    op.drop_table("authenticators")
