"""Proposals of institutions to platforms, and notices by which offerings end.

Revision: 0052, after 0051.
"""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

LEAVING = "leaves_at IS NOT NULL AND withdrawn_at IS NULL"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column(
        "offerings", sa.Column("leaves_at", sa.DateTime(timezone=True), nullable=True)
    )
    for name in ("leaving_by", "leaving_reason"):
        op.add_column("offerings", sa.Column(name, sa.Text(), nullable=True))
    op.create_check_constraint(
        op.f("ck_offerings_leaving_by_known"),
        "offerings",
        "leaving_by IN ('institution', 'platform')",
    )
    op.create_index(
        "ix_offerings_leaving",
        "offerings",
        ["leaves_at"],
        postgresql_where=sa.text(LEAVING),
    )
    op.create_table(
        "offering_proposals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("platform_id", sa.Uuid(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("commission_bps", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "price >= 0", name=op.f("ck_offering_proposals_price_not_negative")
        ),
        sa.CheckConstraint(
            "commission_bps BETWEEN 0 AND 10000",
            name=op.f("ck_offering_proposals_commission_in_range"),
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'accepted', 'declined', 'withdrawn')",
            name=op.f("ck_offering_proposals_state_known"),
        ),
        sa.CheckConstraint(
            "(state = 'waiting') = (ended_at IS NULL)",
            name=op.f("ck_offering_proposals_end_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["course_id"],
            ["courses.id"],
            name=op.f("fk_offering_proposals_course_id_courses"),
        ),
        sa.ForeignKeyConstraint(
            ["platform_id"],
            ["organisations.id"],
            name=op.f("fk_offering_proposals_platform_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offering_proposals")),
    )
    op.create_index(
        "uq_offering_proposals_waiting",
        "offering_proposals",
        ["course_id", "platform_id"],
        unique=True,
        postgresql_where=sa.text("state = 'waiting'"),
    )
    for column in ("course", "platform"):
        op.create_index(
            f"ix_offering_proposals_{column}",
            "offering_proposals",
            [f"{column}_id", "id"],
        )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("offering_proposals")
    op.drop_index("ix_offerings_leaving", table_name="offerings")
    op.drop_constraint(op.f("ck_offerings_leaving_by_known"), "offerings")
    for name in ("leaving_reason", "leaving_by", "leaves_at"):
        op.drop_column("offerings", name)
