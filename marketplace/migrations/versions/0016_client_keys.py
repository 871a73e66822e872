"""Public keys of clients that sign, and identifiers that count once.

Revision: 0016, after 0015.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "oauth_spent_ids",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_oauth_spent_ids")),
    )
    op.create_index(
        op.f("ix_oauth_spent_ids_expires_at"),
        "oauth_spent_ids",
        ["expires_at"],
        unique=False,
    )
    op.add_column(
        "oauth_clients",
        sa.Column("public_keys", postgresql.JSONB(none_as_null=True), nullable=True),
    )
    op.create_check_constraint(
        op.f("ck_oauth_clients_auth_method_known"),
        "oauth_clients",
        "auth_method IN ('client_secret_basic', 'client_secret_post',"
        " 'private_key_jwt', 'none')",
    )
    op.create_check_constraint(
        op.f("ck_oauth_clients_keys_fit_auth_method"),
        "oauth_clients",
        "(auth_method = 'private_key_jwt') = (public_keys IS NOT NULL)",
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_constraint(
        op.f("ck_oauth_clients_keys_fit_auth_method"), "oauth_clients", type_="check"
    )
    op.drop_constraint(
        op.f("ck_oauth_clients_auth_method_known"), "oauth_clients", type_="check"
    )
    op.drop_column("oauth_clients", "public_keys")
    op.drop_index(op.f("ix_oauth_spent_ids_expires_at"), table_name="oauth_spent_ids")
    op.drop_table("oauth_spent_ids")
