"""The places that failed guesses of redeem codes use up, and whose alert it was.

Revision: 0042, after 0041.
"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "code_guess_places",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("used_until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_code_guess_places_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint(
            "organisation_id", "place", name=op.f("pk_code_guess_places")
        ),
    )
    op.add_column(
        "security_alerts", sa.Column("organisation_id", sa.Uuid(), nullable=True)
    )
    op.create_foreign_key(
        op.f("fk_security_alerts_organisation_id_organisations"),
        "security_alerts",
        "organisations",
        ["organisation_id"],
        ["id"],
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_constraint(
        op.f("fk_security_alerts_organisation_id_organisations"),
        "security_alerts",
        type_="foreignkey",
    )
    op.drop_column("security_alerts", "organisation_id")
    op.drop_table("code_guess_places")
