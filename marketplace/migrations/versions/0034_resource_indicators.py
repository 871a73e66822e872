"""Which API codes and tokens were asked for.

Revision: 0034, after 0033.
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
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
