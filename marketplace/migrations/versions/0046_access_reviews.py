"""Access reviews

Revision: 0046, after 0045.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "access_reviews",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("rules_version", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lapses_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("remind_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "programs",
            postgresql.JSONB(none_as_null=True, astext_type=sa.Text()),
            nullable=True,
        ),
        sa.Column("digest", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "(state = 'completed') = (closed_by IS NOT NULL)",
            name=op.f("ck_access_reviews_completed_by_somebody"),
        ),
        sa.CheckConstraint(
            "(state = 'open') = (closed_at IS NULL) AND (state = 'open') = (next_at IS NULL) AND (state = 'open') = (remind_at IS NOT NULL) AND (state = 'open') = (digest IS NULL)",
            name=op.f("ck_access_reviews_over_or_open"),
        ),
        sa.CheckConstraint(
            "state IN ('open', 'completed', 'lapsed')",
            name=op.f("ck_access_reviews_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["closed_by"],
            ["accounts.id"],
            name=op.f("fk_access_reviews_closed_by_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["opened_by"],
            ["accounts.id"],
            name=op.f("fk_access_reviews_opened_by_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_access_reviews_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_reviews")),
    )
    op.create_index(
        "ix_access_reviews_lapse",
        "access_reviews",
        ["lapses_at"],
        unique=False,
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index(
        "ix_access_reviews_organisation",
        "access_reviews",
        ["organisation_id", "id"],
        unique=False,
    )
    op.create_index(
        "ix_access_reviews_remind",
        "access_reviews",
        ["remind_at"],
        unique=False,
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index(
        "ix_access_reviews_state",
        "access_reviews",
        ["state", "due_at", "id"],
        unique=False,
    )
    op.create_index(
        "uq_access_reviews_open",
        "access_reviews",
        ["organisation_id"],
        unique=True,
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "access_review_seats",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("roles", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("last_signed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unused", sa.Boolean(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("roles_after", postgresql.ARRAY(sa.Text()), nullable=True),
        sa.CheckConstraint(
            "(coalesce(decision, '') IN ('keep', 'change', 'end')) = (decided_by IS NOT NULL)",
            name=op.f("ck_access_review_seats_decided_by_somebody"),
        ),
        sa.CheckConstraint(
            "decision IN ('keep', 'change', 'end', 'gone', 'unconfirmed', 'ended_unused')",
            name=op.f("ck_access_review_seats_decision_known"),
        ),
        sa.CheckConstraint(
            "(decision IS NULL) = (decided_at IS NULL)",
            name=op.f("ck_access_review_seats_decided_sometime"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_access_review_seats_account_id_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["accounts.id"],
            name=op.f("fk_access_review_seats_decided_by_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["review_id"],
            ["access_reviews.id"],
            name=op.f("fk_access_review_seats_review_id_access_reviews"),
        ),
        sa.ForeignKeyConstraint(
            ["seat_id"],
            ["staff_seats.id"],
            name=op.f("fk_access_review_seats_seat_id_staff_seats"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_review_seats")),
    )
    op.create_index(
        "uq_access_review_seats_seat",
        "access_review_seats",
        ["review_id", "seat_id"],
        unique=True,
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index("uq_access_review_seats_seat", table_name="access_review_seats")
    op.drop_table("access_review_seats")
    op.drop_index(
        "uq_access_reviews_open",
        table_name="access_reviews",
        postgresql_where=sa.text("state = 'open'"),
    )
    op.drop_index("ix_access_reviews_state", table_name="access_reviews")
    op.drop_index(
        "ix_access_reviews_remind",
        table_name="access_reviews",
        postgresql_where=sa.text("state = 'open'"),
    )
    op.drop_index("ix_access_reviews_organisation", table_name="access_reviews")
    op.drop_index(
        "ix_access_reviews_lapse",
        table_name="access_reviews",
        postgresql_where=sa.text("state = 'open'"),
    )
    op.drop_table("access_reviews")
