"""What id_tokens need: how she signed in, and what signs for a client.

A client that may know the first name with the pairwise id may also ask for the id alone.

Revision: 0018, after 0017.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column(
        "oauth_clients",
        sa.Column("id_token_alg", sa.Text(), nullable=False, server_default="ES256"),
    )
    op.create_check_constraint(
        op.f("ck_oauth_clients_id_token_alg_known"),
        "oauth_clients",
        "id_token_alg IN ('ES256', 'RS256')",
    )
    op.add_column("oauth_codes", sa.Column("nonce", sa.Text(), nullable=True))
    op.add_column(
        "oauth_codes",
        sa.Column("authenticated_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.add_column(
        "oauth_codes",
        sa.Column("authentication_methods", postgresql.ARRAY(sa.Text()), nullable=True),
    )
    op.execute(
        "UPDATE oauth_clients SET scopes = array_append(scopes, 'openid')"
        " WHERE 'profile:read' = ANY(scopes) AND NOT 'openid' = ANY(scopes)"
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("UPDATE oauth_clients SET scopes = array_remove(scopes, 'openid')")
    for column in ("authentication_methods", "authenticated_at", "nonce"):
        op.drop_column("oauth_codes", column)
    op.drop_constraint(
        op.f("ck_oauth_clients_id_token_alg_known"), "oauth_clients", type_="check"
    )
    op.drop_column("oauth_clients", "id_token_alg")
