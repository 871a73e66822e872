"""What came from lists and is sold is its course's first revision.

Revision: 0057, after 0056.
"""

from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute(
        """
        INSERT INTO course_revisions (id, course_id, number, content, published_at)
        SELECT gen_random_uuid(), id, 1,
            jsonb_strip_nulls(jsonb_build_object(
                'title', jsonb_build_object('id', title),
                'category', category,
                'mode', mode,
                'languages', jsonb_build_array(language),
                'list_price', list_price,
                'summary', CASE WHEN summary <> ''
                    THEN jsonb_build_object('id', summary) END,
                'discount_bps', discount_bps
            )),
            updated_at
        FROM courses
        WHERE revision IS NULL AND status <> 'draft'
        """
    )
    op.execute(
        "UPDATE courses SET revision = 1 WHERE revision IS NULL AND status <> 'draft'"
    )


def downgrade() -> None:
    """Orders may name the numbers by now; they stay."""
