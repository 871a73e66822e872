"""Transfers: classes that learners of an interrupted class can change to.

Revision: 0061, after 0060.
"""

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None

NAMES = (
    "cause",
    "replacements",
    "rules_version",
    "searched_at",
    "answer_by",
    "order_id",
    "returned",
)
STATES = "state IN ('open', 'moved', 'refunded', 'withdrawn')"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for column in (
        sa.Column(
            "cause", sa.Text(), server_default=sa.text("'sanction'"), nullable=False
        ),
        sa.Column(
            "replacements", sa.Integer(), server_default=sa.text("0"), nullable=False
        ),
        sa.Column("rules_version", sa.Integer(), nullable=True),
        sa.Column("searched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("returned", sa.BigInteger(), nullable=True),
    ):
        op.add_column("learner_transfers", column)
    op.alter_column("learner_transfers", "sanction_id", nullable=True)
    op.create_foreign_key(
        op.f("fk_learner_transfers_order_id_orders"),
        "learner_transfers",
        "orders",
        ["order_id"],
        ["id"],
    )
    op.drop_constraint(
        op.f("ck_learner_transfers_state_known"), "learner_transfers", type_="check"
    )
    for name, condition in (
        ("state_known", STATES),
        ("cause_known", "cause IN ('sanction', 'called_off')"),
        ("sanction_named", "cause <> 'sanction' OR sanction_id IS NOT NULL"),
        ("only_moved_has_an_order", "state = 'moved' OR order_id IS NULL"),
    ):
        op.create_check_constraint(
            op.f(f"ck_learner_transfers_{name}"), "learner_transfers", condition
        )
    op.create_index(
        "ix_learner_transfers_participant",
        "learner_transfers",
        ["participant_id", "id"],
        unique=False,
    )
    op.create_index(
        "ix_learner_transfers_called_off",
        "learner_transfers",
        ["listed_at"],
        unique=False,
        postgresql_where=sa.text("cause = 'called_off'"),
    )
    op.create_index(
        "ix_learner_transfers_due",
        "learner_transfers",
        ["answer_by"],
        unique=False,
        postgresql_where=sa.text("state = 'open' AND cause = 'called_off'"),
    )
    _create_replacements()


def _create_replacements() -> None:
    op.create_table(
        "transfer_replacements",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("transfer_id", sa.Uuid(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("likeness", sa.Text(), nullable=False),
        sa.Column("distance", sa.Integer(), nullable=False),
        sa.Column("offering_id", sa.Uuid(), nullable=False),
        sa.Column("schedule_id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("platform_id", sa.Uuid(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("terms_version", sa.Integer(), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "rank > 0", name=op.f("ck_transfer_replacements_rank_positive")
        ),
        sa.CheckConstraint(
            "price >= 0", name=op.f("ck_transfer_replacements_price_not_negative")
        ),
        sa.CheckConstraint(
            "likeness IN ('same_course', 'skills', 'occupation', 'category')",
            name=op.f("ck_transfer_replacements_likeness_known"),
        ),
        sa.CheckConstraint(
            "distance BETWEEN 0 AND 4",
            name=op.f("ck_transfer_replacements_distance_known"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column],
                [f"{table}.id"],
                name=op.f(f"fk_transfer_replacements_{column}_{table}"),
            )
            for column, table in (
                ("transfer_id", "learner_transfers"),
                ("offering_id", "offerings"),
                ("schedule_id", "schedules"),
                ("provider_id", "organisations"),
                ("platform_id", "organisations"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfer_replacements")),
        sa.UniqueConstraint(
            "transfer_id",
            "rank",
            name=op.f("uq_transfer_replacements_transfer_id_rank"),
        ),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("transfer_replacements")
    # What the code before knows nothing of is what it would call over.
    op.execute("DELETE FROM learner_transfers WHERE sanction_id IS NULL")
    op.execute(
        "UPDATE learner_transfers SET state = 'withdrawn'"
        " WHERE state IN ('moved', 'refunded')"
    )
    for name in ("due", "called_off", "participant"):
        op.drop_index(f"ix_learner_transfers_{name}", table_name="learner_transfers")
    for name in (
        "only_moved_has_an_order",
        "sanction_named",
        "cause_known",
        "state_known",
    ):
        op.drop_constraint(
            op.f(f"ck_learner_transfers_{name}"), "learner_transfers", type_="check"
        )
    op.alter_column("learner_transfers", "sanction_id", nullable=False)
    for name in NAMES:
        op.drop_column("learner_transfers", name)
    op.create_check_constraint(
        op.f("ck_learner_transfers_state_known"),
        "learner_transfers",
        "state IN ('open', 'withdrawn')",
    )
