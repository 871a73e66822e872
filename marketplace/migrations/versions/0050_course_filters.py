"""What a course is found by: level, languages, access, skills, occupations, English.

Adding a generated column writes `courses` anew, under a lock: some seconds with 250,000
courses.

Revision: 0050, after 0049.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

TAGS = ("more_languages", "access", "skills", "occupation_groups")
FLAGS = ("evening", "childcare")
TEXTS = ("title_en", "summary_en")

DOCUMENT = """
CREATE FUNCTION course_document(
  title text, category text, summary text, title_en text, summary_en text)
RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT public.course_document(title, category, summary)
    || setweight(to_tsvector('pg_catalog.english', title_en), 'A')
    || setweight(to_tsvector('pg_catalog.english', summary_en), 'C')
$$
"""

FROM_REVISIONS = """
UPDATE courses SET
  level = content->>'level',
  evening = coalesce((content->>'evening')::boolean, false),
  childcare = coalesce((content->>'childcare')::boolean, false),
  title_en = coalesce(content->'title'->>'en', ''),
  summary_en = coalesce(content->'summary'->>'en', ''),
  more_languages = ARRAY(
    SELECT value FROM jsonb_array_elements_text(coalesce(content->'languages', '[]'))
      WITH ORDINALITY AS listed(value, place) WHERE place > 1),
  access = ARRAY(SELECT jsonb_array_elements_text(coalesce(content->'access', '[]'))),
  skills = ARRAY(SELECT jsonb_array_elements_text(coalesce(content->'skills', '[]'))),
  occupation_groups = ARRAY(
    SELECT DISTINCT left(value, digits)
    FROM jsonb_array_elements_text(coalesce(content->'occupations', '[]')) AS value,
      generate_series(1, 4) AS digits ORDER BY 1)
FROM course_revisions AS revision
WHERE revision.course_id = courses.id AND revision.number = courses.revision
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("courses", sa.Column("level", sa.Text(), nullable=True))
    op.create_check_constraint(
        op.f("ck_courses_level_known"),
        "courses",
        "level IN ('beginner', 'intermediate', 'advanced')",
    )
    for name in TAGS:
        _add(name, postgresql.ARRAY(sa.Text()), "'{}'")
    for name in FLAGS:
        _add(name, sa.Boolean(), "false")
    for name in TEXTS:
        _add(name, sa.Text(), "''")
    op.execute(FROM_REVISIONS)
    op.execute(DOCUMENT)
    _search_by("course_document(title, category_title, summary, title_en, summary_en)")
    for name in ("skills", "occupation_groups"):
        op.create_index(f"ix_courses_{name}", "courses", [name], postgresql_using="gin")
    op.create_index("ix_courses_newest", "courses", ["created_at", "id"])


def _add(name: str, kind: sa.types.TypeEngine[Any], default: str) -> None:
    op.add_column(
        "courses",
        sa.Column(name, kind, server_default=sa.text(default), nullable=False),
    )


def _search_by(document: str) -> None:
    op.drop_index("ix_courses_search", table_name="courses")
    op.drop_column("courses", "search")
    op.add_column(
        "courses",
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed(document, persisted=True),
            nullable=False,
        ),
    )
    op.create_index("ix_courses_search", "courses", ["search"], postgresql_using="gin")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _search_by("course_document(title, category_title, summary)")
    op.execute("DROP FUNCTION course_document(text, text, text, text, text)")
    op.drop_index("ix_courses_newest", table_name="courses")
    for name in ("occupation_groups", "skills"):
        op.drop_index(f"ix_courses_{name}", table_name="courses")
    for name in ("level", *TAGS, *FLAGS, *TEXTS):
        op.drop_column("courses", name)
