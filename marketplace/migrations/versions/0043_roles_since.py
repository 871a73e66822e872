"""Since when somebody has her roles, and who gave them

Revision: 0043, after 0042.
"""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

# The last change of a seat's roles, as the audit trail has it; its actor is
# `account:<id>` where a person did it, else a client on her behalf.
FROM_THE_TRAIL = """
    UPDATE staff_seats
       SET roles_changed_at = last.recorded_at,
           roles_changed_by = CASE WHEN last.person ~ '[0-9a-f-]{36}$' THEN right(last.person, 36)::uuid END
      FROM (
          SELECT DISTINCT ON (object_id) object_id, recorded_at,
                 CASE WHEN actor LIKE 'client:%' THEN on_behalf_of ELSE actor END AS person
            FROM audit_entries
           WHERE object_type = 'staff_seat' AND action = 'staff.roles_changed'
           ORDER BY object_id, recorded_at DESC
      ) AS last
     WHERE staff_seats.id::text = last.object_id
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column(
        "staff_seats",
        sa.Column("roles_changed_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.add_column(
        "staff_seats", sa.Column("roles_changed_by", sa.Uuid(), nullable=True)
    )
    op.create_foreign_key(
        op.f("fk_staff_seats_roles_changed_by_accounts"),
        "staff_seats",
        "accounts",
        ["roles_changed_by"],
        ["id"],
    )
    op.execute(FROM_THE_TRAIL)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_column("staff_seats", "roles_changed_by")
    op.drop_column("staff_seats", "roles_changed_at")
