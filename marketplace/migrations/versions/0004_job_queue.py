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


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute(
        "DO $$ DECLARE t text; BEGIN FOR t IN SELECT tablename FROM pg_tables WHERE"
        " schemaname = current_schema AND tablename LIKE 'procrastinate_%' LOOP"
        " EXECUTE format('DROP TABLE %I CASCADE', t); END LOOP; END $$"
    )
