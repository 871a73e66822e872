"""Titles of terms and names of trainers in the catalogue feed

Revision: 0070, after 0069. Every course that is offered waits to be published anew, as
its document has new members (decision 40).
"""

import sqlalchemy as sa
from alembic import op

revision = "0070"
down_revision = "0069"
branch_labels = None
depends_on = None

# What a document is made of, or what takes a course out of its sets; `named_words`
# are the titles of its terms, which wait.
SHOWN = (
    "id, provider_id, code, title, summary, category, category_title, mode, language,"
    " more_languages, level, evening, childcare, access, skills, occupation_groups,"
    " competence_units, trainers, title_en, summary_en, sessions, pass_mark,"
    " list_price, discount_bps, revision, status"
)
REFRESH = """
    CREATE FUNCTION catalog_refresh_course() RETURNS trigger
    LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO catalog_refreshes (course_id) VALUES (NEW.id)
        ON CONFLICT DO NOTHING;
        RETURN NULL;
    END $$
"""
TEACHING = """
    CREATE FUNCTION catalog_mark_schedule_trainers() RETURNS trigger
    LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO catalog_marks (course_id)
        SELECT course_id FROM schedules
        WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.schedule_id
                        ELSE NEW.schedule_id END;
        RETURN NULL;
    END $$
"""
# Of her institution's, the courses that name her and those of which she teaches a run.
TRAINER = """
    CREATE FUNCTION catalog_mark_trainers() RETURNS trigger
    LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO catalog_marks (course_id)
        SELECT id FROM courses WHERE trainers @> ARRAY[NEW.id::text]
        UNION
        SELECT schedules.course_id FROM schedule_trainers
        JOIN schedules ON schedules.id = schedule_trainers.schedule_id
        WHERE schedule_trainers.trainer_id = NEW.id;
        RETURN NULL;
    END $$
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "catalog_refreshes",
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("course_id", name=op.f("pk_catalog_refreshes")),
    )
    _mark_courses(f"UPDATE OF {SHOWN} OR DELETE")
    op.execute(REFRESH)
    op.execute(
        "CREATE TRIGGER courses_catalog_refresh"
        " AFTER UPDATE OF named_words ON courses FOR EACH ROW"
        " WHEN (OLD.named_words IS DISTINCT FROM NEW.named_words)"
        " EXECUTE FUNCTION catalog_refresh_course()"
    )
    op.execute(TEACHING)
    op.execute(
        "CREATE TRIGGER schedule_trainers_catalog_mark"
        " AFTER INSERT OR UPDATE OR DELETE ON schedule_trainers"
        " FOR EACH ROW EXECUTE FUNCTION catalog_mark_schedule_trainers()"
    )
    op.execute(TRAINER)
    op.execute(
        "CREATE TRIGGER trainers_catalog_mark"
        " AFTER UPDATE OF public_name, state ON trainers FOR EACH ROW"
        " WHEN ((OLD.public_name, OLD.state)"
        " IS DISTINCT FROM (NEW.public_name, NEW.state))"
        " EXECUTE FUNCTION catalog_mark_trainers()"
    )
    op.execute(
        "INSERT INTO catalog_refreshes (course_id)"
        " SELECT DISTINCT course_id FROM offerings"
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for table in ("trainers", "schedule_trainers"):
        op.execute(f"DROP TRIGGER {table}_catalog_mark ON {table}")
        op.execute(f"DROP FUNCTION catalog_mark_{table}()")
    op.execute("DROP TRIGGER courses_catalog_refresh ON courses")
    op.execute("DROP FUNCTION catalog_refresh_course()")
    _mark_courses("UPDATE OR DELETE")
    op.drop_table("catalog_refreshes")


def _mark_courses(causes: str) -> None:
    op.execute("DROP TRIGGER courses_catalog_mark ON courses")
    op.execute(
        f"CREATE TRIGGER courses_catalog_mark AFTER {causes} ON courses"
        " FOR EACH ROW EXECUTE FUNCTION catalog_mark_courses()"
    )
