"""Concepts of the taxonomies, and courses that are found by what they name.

Adding a generated column writes `courses` anew, under a lock: some seconds with 250,000
courses.

Revision: 0058, after 0057.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None

DOCUMENT = """
CREATE FUNCTION course_document(
  title text, category text, summary text, title_en text, summary_en text, named text)
RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT public.course_document(title, category, summary, title_en, summary_en)
    || setweight(to_tsvector('pg_catalog.english', named), 'D')
    || setweight(to_tsvector('public.course_words', named), 'D')
$$
"""

FROM_REVISIONS = """
UPDATE courses SET competence_units = ARRAY(
  SELECT jsonb_array_elements_text(content->'competence_units'))
FROM course_revisions AS revision
WHERE revision.course_id = courses.id AND revision.number = courses.revision
  AND jsonb_typeof(content->'competence_units') = 'array'
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _concepts()
    op.add_column(
        "courses",
        sa.Column(
            "competence_units",
            postgresql.ARRAY(sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
    )
    op.add_column(
        "courses",
        sa.Column(
            "named_words", sa.Text(), server_default=sa.text("''"), nullable=False
        ),
    )
    op.execute(FROM_REVISIONS)
    op.execute(DOCUMENT)
    _search_by(
        "course_document("
        "title, category_title, summary, title_en, summary_en, named_words)"
    )


def _concepts() -> None:
    op.create_table(
        "concepts",
        sa.Column("taxonomy", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=True),
        sa.Column("title_id", sa.Text(), nullable=True),
        sa.Column(
            "alternatives",
            postgresql.ARRAY(sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.Column("broader", sa.Text(), nullable=True),
        sa.Column(
            "above",
            postgresql.ARRAY(sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "taxonomy IN ('occupation', 'skill', 'competence_unit')",
            name=op.f("ck_concepts_taxonomy_known"),
        ),
        sa.CheckConstraint(
            "kind IN ('isco_group', 'esco_occupation', 'esco_skill_group',"
            " 'esco_skill', 'skkni_document', 'skkni_unit')",
            name=op.f("ck_concepts_kind_known"),
        ),
        sa.CheckConstraint("level >= 1", name=op.f("ck_concepts_level_positive")),
        sa.CheckConstraint(
            "title_en IS NOT NULL OR title_id IS NOT NULL",
            name=op.f("ck_concepts_has_title"),
        ),
        sa.PrimaryKeyConstraint("taxonomy", "code", name=op.f("pk_concepts")),
    )
    op.create_index("ix_concepts_broader", "concepts", ["taxonomy", "broader", "code"])
    op.create_index("ix_concepts_above", "concepts", ["above"], postgresql_using="gin")
    op.create_index(
        "ix_concepts_words",
        "concepts",
        ["words"],
        postgresql_using="gin",
        postgresql_ops={"words": "gin_trgm_ops"},
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
    _search_by("course_document(title, category_title, summary, title_en, summary_en)")
    op.execute("DROP FUNCTION course_document(text, text, text, text, text, text)")
    op.drop_column("courses", "named_words")
    op.drop_column("courses", "competence_units")
    op.drop_table("concepts")
