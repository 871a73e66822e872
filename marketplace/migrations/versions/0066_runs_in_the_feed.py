"""Runs of courses as they are planned, in the catalogue feed.

Revision: 0066, after 0065. Every course that is offered is marked once, as its
document has new members: the relay publishes all of them anew, in its own time.
"""

from alembic import op

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None

BEFORE = (
    "course_id, code, starts_at, ends_at, enrolment_closes_at, capacity, cancelled_at"
)
NOW = f"{BEFORE}, zone, district_code, place, link, enrolment_opens_at, evening, access"
SESSIONS = """
    CREATE FUNCTION catalog_mark_schedule_sessions() RETURNS trigger
    LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO catalog_marks (course_id)
        SELECT course_id FROM schedules
        WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.schedule_id
                        ELSE NEW.schedule_id END;
        RETURN NULL;
    END $$
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _mark_schedules(NOW)
    op.execute(SESSIONS)
    op.execute(
        "CREATE TRIGGER schedule_sessions_catalog_mark"
        " AFTER INSERT OR UPDATE OR DELETE ON schedule_sessions"
        " FOR EACH ROW EXECUTE FUNCTION catalog_mark_schedule_sessions()"
    )
    op.execute(
        "INSERT INTO catalog_marks (course_id) SELECT DISTINCT course_id FROM offerings"
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("DROP TRIGGER schedule_sessions_catalog_mark ON schedule_sessions")
    op.execute("DROP FUNCTION catalog_mark_schedule_sessions()")
    _mark_schedules(BEFORE)


def _mark_schedules(columns: str) -> None:
    """Seats are left out: taking one sets `seats_taken` alone."""
    op.execute("DROP TRIGGER schedules_catalog_mark ON schedules")
    op.execute(
        "CREATE TRIGGER schedules_catalog_mark"
        f" AFTER INSERT OR DELETE OR UPDATE OF {columns} ON schedules"
        " FOR EACH ROW EXECUTE FUNCTION catalog_mark_schedules()"
    )
