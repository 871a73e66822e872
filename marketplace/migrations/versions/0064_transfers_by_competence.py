"""Replacements that teach the same units of competence.

Revision: 0064, after 0063.
"""

from alembic import op

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None

NAME = "ck_transfer_replacements_likeness_known"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _allow("same_course", "competence", "skills", "occupation", "category")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute(
        "UPDATE transfer_replacements SET likeness = 'skills'"
        " WHERE likeness = 'competence'"
    )
    _allow("same_course", "skills", "occupation", "category")


def _allow(*likenesses: str) -> None:
    op.drop_constraint(op.f(NAME), "transfer_replacements", type_="check")
    members = ", ".join(f"'{each}'" for each in likenesses)
    op.create_check_constraint(
        op.f(NAME), "transfer_replacements", f"likeness IN ({members})"
    )
