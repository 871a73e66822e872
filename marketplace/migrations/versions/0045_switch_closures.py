"""Kill switches.

Revision: 0045, after 0044.
"""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "switch_closures",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("switch", sa.Text(), nullable=False),
        sa.Column("scheme_code", sa.Text(), nullable=True),
        sa.Column("reason_en", sa.Text(), nullable=False),
        sa.Column("reason_id", sa.Text(), nullable=False),
        sa.Column("closed_by", sa.Uuid(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opening_note", sa.Text(), nullable=True),
        sa.Column("opening_proposed_by", sa.Uuid(), nullable=True),
        sa.Column("opening_proposed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_by", sa.Uuid(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_up_to", sa.Uuid(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(opened_at IS NULL) = (opened_by IS NULL) AND (opening_proposed_at IS NULL) = (opening_proposed_by IS NULL)",
            name=op.f("ck_switch_closures_opening_is_whole"),
        ),
        sa.CheckConstraint(
            "opened_at IS NULL OR (opening_proposed_by IS NOT NULL AND opened_by <> opening_proposed_by)",
            name=op.f("ck_switch_closures_four_eyes"),
        ),
        sa.CheckConstraint(
            "scheme_code IS NULL OR switch = 'programme'",
            name=op.f("ck_switch_closures_scheme_of_programme"),
        ),
        sa.CheckConstraint(
            "switch IN ('participant_sign_up', 'partner_sign_up', 'programme', 'payouts')",
            name=op.f("ck_switch_closures_switch_known"),
        ),
        sa.ForeignKeyConstraint(
            ["closed_by"],
            ["accounts.id"],
            name=op.f("fk_switch_closures_closed_by_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["opened_by"],
            ["accounts.id"],
            name=op.f("fk_switch_closures_opened_by_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["opening_proposed_by"],
            ["accounts.id"],
            name=op.f("fk_switch_closures_opening_proposed_by_accounts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_switch_closures")),
    )
    op.create_index(
        "ix_switch_closures_unsettled",
        "switch_closures",
        ["switch"],
        unique=False,
        postgresql_where=sa.text("settled_at IS NULL"),
    )
    op.create_index(
        "uq_switch_closures_in_force",
        "switch_closures",
        ["switch", "scheme_code"],
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where=sa.text("opened_at IS NULL"),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index(
        "uq_switch_closures_in_force",
        table_name="switch_closures",
        postgresql_nulls_not_distinct=True,
        postgresql_where=sa.text("opened_at IS NULL"),
    )
    op.drop_index(
        "ix_switch_closures_unsettled",
        table_name="switch_closures",
        postgresql_where=sa.text("settled_at IS NULL"),
    )
    op.drop_table("switch_closures")
