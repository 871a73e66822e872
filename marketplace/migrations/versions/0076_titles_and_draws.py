"""Indexes of what titles say, and of courses that are drawn to estimate a number.

Built without a lock that anybody waits for, outside a transaction: what a broken
attempt left is taken away first.

Revision: 0076, after 0075.
"""

from alembic import op

revision = "0076"
down_revision = "0075"
branch_labels = None
depends_on = None

# Which levels a course is drawn at: of each level half of those of the one before.
DRAWN = """
CREATE OR REPLACE FUNCTION drawn_at(course uuid) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT array_to_tsvector(array(
    SELECT level::text FROM generate_series(1, 10) AS level
    WHERE uuid_hash(course) & ((1 << level) - 1) = 0))
$$
"""

INDEXES = {
    "ix_courses_titled": "ts_filter(search, '{a}')",
    "ix_courses_drawn": "search, drawn_at(id)",
}


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute(DRAWN)
    with op.get_context().autocommit_block():
        for name, words in INDEXES.items():
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
            op.execute(
                f"CREATE INDEX CONCURRENTLY {name} ON courses USING gin ({words})"
                " WHERE status = 'published'"
            )


def downgrade() -> None:
    with op.get_context().autocommit_block():
        for name in INDEXES:
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
    op.execute("DROP FUNCTION drawn_at(uuid)")
