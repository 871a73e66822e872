"""The request ids of the latest tries of a denial, and denials by network.

Revision: 0044, after 0043.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column(
        "denials",
        sa.Column(
            "request_ids",
            postgresql.ARRAY(sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
    )
    op.create_index(
        "ix_denials_requests", "denials", ["request_ids"], postgresql_using="gin"
    )
    op.create_index("ix_denials_network", "denials", ["network", "last_at"])


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index("ix_denials_network", table_name="denials")
    op.drop_index("ix_denials_requests", table_name="denials", postgresql_using="gin")
    op.drop_column("denials", "request_ids")
