"""Which API codes and tokens were asked for.

Revision: 0033, after 0032.
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for table in ("oauth_codes", "oauth_tokens"):
        op.add_column(table, sa.Column("resource", sa.Text(), nullable=True))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for table in ("oauth_tokens", "oauth_codes"):
        op.drop_column(table, "resource")
