"""Keys that sign id_tokens.

Revision: 0012, after 0011.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "oauth_token_keys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kid", sa.Text(), nullable=False),
        sa.Column("algorithm", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("public_jwk", postgresql.JSONB(), nullable=False),
        sa.Column("private_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("activated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "algorithm IN ('ES256', 'RS256')",
            name=op.f("ck_oauth_token_keys_algorithm_known"),
        ),
        sa.CheckConstraint(
            "state IN ('next', 'active', 'retired', 'withdrawn')",
            name=op.f("ck_oauth_token_keys_state_known"),
        ),
        sa.CheckConstraint(
            "(private_sealed IS NOT NULL) = (state IN ('next', 'active'))",
            name=op.f("ck_oauth_token_keys_private_half_while_it_signs"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_oauth_token_keys")),
        sa.UniqueConstraint("kid", name=op.f("uq_oauth_token_keys_kid")),
    )
    for state in ("next", "active"):
        op.create_index(
            f"uq_oauth_token_keys_{state}",
            "oauth_token_keys",
            ["algorithm"],
            unique=True,
            postgresql_where=sa.text(f"state = '{state}'"),
        )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("oauth_token_keys")
