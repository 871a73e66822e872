"""The words of published titles, kept by the database.

Revision: 0067, after 0066.
"""

import sqlalchemy as sa
from alembic import op

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None

WORDS = """
CREATE FUNCTION title_words_of(title text) RETURNS SETOF text
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
  SELECT word
  FROM regexp_split_to_table(lower(public.unaccent(title)), '[^[:alnum:]]+') AS word
  WHERE length(word) BETWEEN 3 AND 40 AND word !~ '[0-9]'
$$
"""

ADD = """
INSERT INTO title_words (word)
SELECT DISTINCT said.word FROM {courses} AS course,
  LATERAL title_words_of(course.title || ' ' || course.title_en) AS said(word)
WHERE course.status = 'published' AND NOT EXISTS (
  SELECT FROM title_words AS known WHERE known.word = said.word)
"""

LEARN_ADDED = f"""
CREATE FUNCTION learn_words_of_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  {ADD.format(courses="added")};
  RETURN NULL;
END $$
"""

LEARN_CHANGED = f"""
CREATE FUNCTION learn_words_of_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  {ADD.format(courses="(SELECT NEW.*)")};
  RETURN NULL;
END $$
"""

TRIGGERS = (
    """
    CREATE TRIGGER learn_words_of_added AFTER INSERT ON courses
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION learn_words_of_added()
    """,
    """
    CREATE TRIGGER learn_words_of_changed
    AFTER UPDATE OF title, title_en, status ON courses
    FOR EACH ROW WHEN (
      NEW.status = 'published'
      AND (OLD.title, OLD.title_en, OLD.status)
        IS DISTINCT FROM (NEW.title, NEW.title_en, NEW.status))
    EXECUTE FUNCTION learn_words_of_changed()
    """,
)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "title_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_title_words")),
    )
    op.create_index("ix_title_words_word", "title_words", ["word"])
    op.create_index(
        "ix_title_words_trigrams",
        "title_words",
        ["word"],
        postgresql_using="gin",
        postgresql_ops={"word": "gin_trgm_ops"},
    )
    op.execute(WORDS)
    op.execute(LEARN_ADDED)
    op.execute(LEARN_CHANGED)
    for trigger in TRIGGERS:
        op.execute(trigger)
    op.execute(ADD.format(courses="courses"))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("DROP TRIGGER learn_words_of_changed ON courses")
    op.execute("DROP TRIGGER learn_words_of_added ON courses")
    op.execute("DROP FUNCTION learn_words_of_changed()")
    op.execute("DROP FUNCTION learn_words_of_added()")
    op.execute("DROP FUNCTION title_words_of(text)")
    op.drop_table("title_words")
