"""The stems of published courses, finer draws, and what a search looks up beside.

Indexes are built without a lock that anybody waits for, outside a transaction: what a
broken attempt left is taken away first. The stems of what is published already are
learnt after the triggers are there, so that none is missed. The draws of before are
among the new ones: searches of before find theirs all the while.

Revision: 0083, after 0082.
"""

import sqlalchemy as sa
from alembic import op

revision = "0083"
down_revision = "0082"
branch_labels = None
depends_on = None

ADD = """
INSERT INTO document_stems (stem)
SELECT DISTINCT held.lexeme FROM {courses} AS course, LATERAL unnest(course.search) AS held
WHERE course.status = 'published' AND NOT EXISTS (
  SELECT FROM document_stems AS known WHERE known.stem = held.lexeme)
"""

LEARN_ADDED = f"""
CREATE FUNCTION learn_stems_of_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  {ADD.format(courses="added")};
  RETURN NULL;
END $$
"""

LEARN_CHANGED = f"""
CREATE FUNCTION learn_stems_of_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  {ADD.format(courses="(SELECT NEW.*)")};
  RETURN NULL;
END $$
"""

TRIGGERS = (
    """
    CREATE TRIGGER learn_stems_of_added AFTER INSERT ON courses
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION learn_stems_of_added()
    """,
    """
    CREATE TRIGGER learn_stems_of_changed AFTER UPDATE ON courses
    FOR EACH ROW WHEN (
      NEW.status = 'published'
      AND (OLD.search, OLD.status) IS DISTINCT FROM (NEW.search, NEW.status))
    EXECUTE FUNCTION learn_stems_of_changed()
    """,
)

# Of each level also three quarters, which the next two bits of the hash tell: 0t, 1t.
DRAWN = """
CREATE OR REPLACE FUNCTION drawn_at(course uuid) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT array_to_tsvector(array(
    SELECT level::text FROM generate_series(1, 10) AS level
    WHERE uuid_hash(course) & ((1 << level) - 1) = 0
    UNION ALL
    SELECT level || 't' FROM generate_series(0, 9) AS level
    WHERE uuid_hash(course) & ((1 << level) - 1) = 0
      AND (uuid_hash(course) >> level) & 3 <> 3))
$$
"""

DRAWN_BEFORE = """
CREATE OR REPLACE FUNCTION drawn_at(course uuid) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT array_to_tsvector(array(
    SELECT level::text FROM generate_series(1, 10) AS level
    WHERE uuid_hash(course) & ((1 << level) - 1) = 0))
$$
"""

INDEXES = {
    "ix_courses_spoken": "courses USING gin (array_prepend(language, more_languages))",
    "ix_organisations_not_teaching": "organisations (id) WHERE standing <> 'approved'"
    " OR NOT ('training_institution' = ANY (kinds))",
    "ix_schedules_placed": "schedules (course_id, starts_at)"
    " WHERE cancelled_at IS NULL AND district_code IS NOT NULL",
}


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "document_stems",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stem", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_stems")),
    )
    op.create_index("ix_document_stems_stem", "document_stems", ["stem"])
    op.execute(LEARN_ADDED)
    op.execute(LEARN_CHANGED)
    for trigger in TRIGGERS:
        op.execute(trigger)
    op.execute(DRAWN)
    with op.get_context().autocommit_block():
        op.execute(ADD.format(courses="courses"))
        op.execute("ANALYZE document_stems")
        op.execute("REINDEX INDEX CONCURRENTLY ix_courses_drawn")
        for name, what in INDEXES.items():
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
            op.execute(f"CREATE INDEX CONCURRENTLY {name} ON {what}")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("DROP TRIGGER learn_stems_of_changed ON courses")
    op.execute("DROP TRIGGER learn_stems_of_added ON courses")
    op.execute("DROP FUNCTION learn_stems_of_changed()")
    op.execute("DROP FUNCTION learn_stems_of_added()")
    op.drop_table("document_stems")
    op.execute(DRAWN_BEFORE)
    with op.get_context().autocommit_block():
        for name in INDEXES:
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
