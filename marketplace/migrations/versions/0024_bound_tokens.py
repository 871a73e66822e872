"""Codes and tokens that are bound to a key.

Revision: 0024, after 0023.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for table in ("oauth_codes", "oauth_tokens"):
        op.add_column(table, sa.Column("key_thumbprint", sa.Text(), nullable=True))
    op.add_column(
        "oauth_clients",
        sa.Column(
            "requires_bound_tokens",
            sa.Boolean(),
            server_default="false",
            nullable=False,
        ),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_column("oauth_clients", "requires_bound_tokens")
    for table in ("oauth_tokens", "oauth_codes"):
        op.drop_column(table, "key_thumbprint")
