"""The job queue's own tables: procrastinate 3.10's schema, as it publishes it.

Revision: 0004, after 0003. The file beside this folder is a copy (MIT licence), so that
this migration does the same whichever version is installed; a later procrastinate
brings its own migration, which then becomes one of ours.
"""

from pathlib import Path

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SCHEMA = Path(__file__).parents[1] / "procrastinate_3_10.sql"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.get_bind().connection.cursor().execute(SCHEMA.read_text())


DROP_ALL = """
DO $$
DECLARE
  statement text;
BEGIN
  FOR statement IN
    SELECT drops.command FROM (
      SELECT 1 AS place, format('DROP FUNCTION %s CASCADE', oid::regprocedure)
        FROM pg_proc WHERE pronamespace = current_schema::regnamespace
          AND proname LIKE 'procrastinate_%'
      UNION ALL
      SELECT 2, format('DROP TABLE %I CASCADE', tablename) FROM pg_tables
        WHERE schemaname = current_schema AND tablename LIKE 'procrastinate_%'
      UNION ALL
      SELECT 3, format('DROP TYPE %I CASCADE', typname) FROM pg_type
        WHERE typnamespace = current_schema::regnamespace
          AND typname LIKE 'procrastinate_%' AND (typtype = 'e' OR EXISTS (
            SELECT FROM pg_class WHERE oid = typrelid AND relkind = 'c'))
    ) AS drops (place, command) ORDER BY place
  LOOP
    EXECUTE statement;
  END LOOP;
END $$
"""


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.get_bind().connection.cursor().execute(DROP_ALL)
