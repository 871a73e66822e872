"""Extensions and functions that the tables stand on.

Revision: 0001, the first.
"""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# PostgreSQL's Indonesian configuration stems but has no stop words.
STOP_WORDS = (
    "ada adalah agar akan anda atau bagi bagaimana banyak bisa dalam dan dapat dari"
    " dengan di hingga ini itu jadi juga kami ke kepada lebih oleh pada para saat"
    " saja sampai sebagai secara seperti serta tentang untuk yaitu yang"
)

COURSE_DOCUMENT = f"""
CREATE FUNCTION course_document(title text, category text, summary text)
RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT ts_delete(
    setweight(to_tsvector('public.course_words', coalesce(title, '')), 'A')
    || setweight(to_tsvector('public.course_words', coalesce(category, '')), 'B')
    || setweight(to_tsvector('public.course_words', coalesce(summary, '')), 'C'),
    string_to_array('{STOP_WORDS}', ' '))
$$
"""

REFUSE_CHANGE = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP
    USING ERRCODE = 'restrict_violation';
END $$
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    op.execute("CREATE EXTENSION IF NOT EXISTS unaccent")
    op.execute("CREATE TEXT SEARCH CONFIGURATION course_words (COPY = indonesian)")
    op.execute(
        "ALTER TEXT SEARCH CONFIGURATION course_words ALTER MAPPING FOR"
        " hword, hword_part, word WITH unaccent, indonesian_stem"
    )
    op.execute(COURSE_DOCUMENT)
    op.execute(REFUSE_CHANGE)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("DROP FUNCTION refuse_change()")
    op.execute("DROP FUNCTION course_document(text, text, text)")
    op.execute("DROP TEXT SEARCH CONFIGURATION course_words")
