"""Approvals that a later one replaces

Revision: 0053, after 0052.
"""

from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

CHECK = "ck_curation_cases_state_known"
BEFORE = "'open', 'changes_requested', 'approved', 'rejected', 'withdrawn', 'ended'"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_constraint(op.f(CHECK), "curation_cases", type_="check")
    op.create_check_constraint(
        op.f(CHECK), "curation_cases", f"state IN ({BEFORE}, 'replaced')"
    )
    op.create_index(
        "ix_curation_cases_provider",
        "curation_cases",
        ["provider_id", "course_id", "id"],
        unique=False,
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index("ix_curation_cases_provider", table_name="curation_cases")
    op.execute("UPDATE curation_cases SET state = 'ended' WHERE state = 'replaced'")
    op.drop_constraint(op.f(CHECK), "curation_cases", type_="check")
    op.create_check_constraint(op.f(CHECK), "curation_cases", f"state IN ({BEFORE})")
