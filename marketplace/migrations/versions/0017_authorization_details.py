"""Authorization details on codes and tokens.

Revision: 0017, after 0016.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

DETAIL = postgresql.JSONB(astext_type=sa.Text())


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("oauth_codes", sa.Column("detail", DETAIL, nullable=True))
    op.add_column("oauth_tokens", sa.Column("detail", DETAIL, nullable=True))
    op.add_column(
        "oauth_tokens",
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_column("oauth_tokens", "used_at")
    op.drop_column("oauth_tokens", "detail")
    op.drop_column("oauth_codes", "detail")
