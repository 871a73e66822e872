"""How a browser's session was begun: what was shown, when, and from where.

Revision: 0015, after 0014.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for column in (
        # Until now there were passwords and nothing else.
        sa.Column(
            "methods",
            postgresql.ARRAY(sa.Text()),
            nullable=False,
            server_default="{pwd}",
        ),
        sa.Column("authenticated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("second_factor_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("browser", sa.Text(), nullable=True),
        sa.Column("network", sa.Text(), nullable=True),
        sa.Column("device_hash", sa.LargeBinary(), nullable=True),
    ):
        op.add_column("browser_sessions", column)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for name in (
        "device_hash",
        "network",
        "browser",
        "second_factor_at",
        "authenticated_at",
        "methods",
    ):
        op.drop_column("browser_sessions", name)
