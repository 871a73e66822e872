"""Reviews that are edited, answered, reported and looked at, and ratings.

Revision: 0054, after 0053.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "course_ratings",
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("stars_1", sa.Integer(), nullable=False),
        sa.Column("stars_2", sa.Integer(), nullable=False),
        sa.Column("stars_3", sa.Integer(), nullable=False),
        sa.Column("stars_4", sa.Integer(), nullable=False),
        sa.Column("stars_5", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "least(stars_1, stars_2, stars_3, stars_4, stars_5) >= 0",
            name=op.f("ck_course_ratings_counts_not_negative"),
        ),
        sa.CheckConstraint(
            "score BETWEEN 1000 AND 5000", name=op.f("ck_course_ratings_score_in_range")
        ),
        sa.ForeignKeyConstraint(
            ["course_id"],
            ["courses.id"],
            name=op.f("fk_course_ratings_course_id_courses"),
        ),
        sa.PrimaryKeyConstraint("course_id", name=op.f("pk_course_ratings")),
    )
    op.create_index(
        "ix_course_ratings_score",
        "course_ratings",
        ["score", "course_id"],
        unique=False,
    )
    op.create_table(
        "review_decisions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(act = 'hide') = (reason IS NOT NULL)",
            name=op.f("ck_review_decisions_hiding_has_reason"),
        ),
        sa.CheckConstraint(
            "act IN ('show', 'hide')", name=op.f("ck_review_decisions_act_known")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["accounts.id"],
            name=op.f("fk_review_decisions_decided_by_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["review_id"],
            ["reviews.id"],
            name=op.f("fk_review_decisions_review_id_reviews"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_decisions")),
    )
    op.create_index(
        "ix_review_decisions_review",
        "review_decisions",
        ["review_id", "id"],
        unique=False,
    )
    op.create_table(
        "review_objections",
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["review_id"],
            ["reviews.id"],
            name=op.f("fk_review_objections_review_id_reviews"),
        ),
        sa.PrimaryKeyConstraint("review_id", name=op.f("pk_review_objections")),
    )
    op.create_table(
        "review_origins",
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("platform_id", sa.Uuid(), nullable=True),
        sa.Column("batch_id", sa.Uuid(), nullable=True),
        sa.Column("district_code", sa.Text(), nullable=True),
        sa.Column("network", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["course_id"],
            ["courses.id"],
            name=op.f("fk_review_origins_course_id_courses"),
        ),
        sa.ForeignKeyConstraint(
            ["review_id"],
            ["reviews.id"],
            name=op.f("fk_review_origins_review_id_reviews"),
        ),
        sa.PrimaryKeyConstraint("review_id", name=op.f("pk_review_origins")),
    )
    op.create_index(
        "ix_review_origins_course",
        "review_origins",
        ["course_id", "given_at"],
        unique=False,
    )
    op.create_index(
        "ix_review_origins_given", "review_origins", ["given_at"], unique=False
    )
    op.create_table(
        "review_replies",
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["review_id"],
            ["reviews.id"],
            name=op.f("fk_review_replies_review_id_reviews"),
        ),
        sa.ForeignKeyConstraint(
            ["written_by"],
            ["accounts.id"],
            name=op.f("fk_review_replies_written_by_accounts"),
        ),
        sa.PrimaryKeyConstraint("review_id", name=op.f("pk_review_replies")),
    )
    op.create_table(
        "review_reports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'upheld', 'dismissed')",
            name=op.f("ck_review_reports_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_review_reports_account_id_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["review_id"],
            ["reviews.id"],
            name=op.f("fk_review_reports_review_id_reviews"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_reports")),
        sa.UniqueConstraint(
            "review_id",
            "account_id",
            name=op.f("uq_review_reports_review_id_account_id"),
        ),
    )
    op.create_index(
        "ix_review_reports_account",
        "review_reports",
        ["account_id", "reported_at"],
        unique=False,
    )
    op.create_table(
        "review_signals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("signal", sa.Text(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "signal IN ('burst', 'same_origin', 'same_words', 'one_institution', 'soon', 'insider')",
            name=op.f("ck_review_signals_signal_known"),
        ),
        sa.ForeignKeyConstraint(
            ["review_id"],
            ["reviews.id"],
            name=op.f("fk_review_signals_review_id_reviews"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_signals")),
        sa.UniqueConstraint(
            "review_id", "signal", name=op.f("uq_review_signals_review_id_signal")
        ),
    )
    op.create_table(
        "review_versions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "part IN ('review', 'reply')", name=op.f("ck_review_versions_part_known")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"],
            ["reviews.id"],
            name=op.f("fk_review_versions_review_id_reviews"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_versions")),
    )
    op.create_index(
        op.f("ix_review_versions_review_id"),
        "review_versions",
        ["review_id"],
        unique=False,
    )
    op.add_column(
        "reviews", sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column("reviews", sa.Column("initials", sa.Text(), nullable=True))
    op.add_column("reviews", sa.Column("words_key", sa.LargeBinary(), nullable=True))
    op.add_column(
        "reviews",
        sa.Column(
            "state", sa.Text(), server_default=sa.text("'shown'"), nullable=False
        ),
    )
    op.add_column(
        "reviews",
        sa.Column(
            "counts", sa.Boolean(), server_default=sa.text("true"), nullable=False
        ),
    )
    op.add_column(
        "reviews", sa.Column("waits_since", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column(
        "reviews", sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.create_index(
        "ix_reviews_shown_by_stars",
        "reviews",
        ["course_id", "stars", "created_at", "id"],
        unique=False,
        postgresql_where=sa.text("state = 'shown'"),
    )
    op.create_index(
        "ix_reviews_waiting",
        "reviews",
        ["waits_since", "id"],
        unique=False,
        postgresql_where=sa.text("waits_since IS NOT NULL"),
    )
    op.create_index(
        "ix_reviews_words_key",
        "reviews",
        ["words_key"],
        unique=False,
        postgresql_where=sa.text("words_key IS NOT NULL"),
    )
    op.create_check_constraint(
        op.f("ck_reviews_state_known"),
        "reviews",
        "state IN ('shown', 'held', 'hidden')",
    )
    op.create_check_constraint(
        op.f("ck_reviews_only_shown_counts"), "reviews", "NOT counts OR state = 'shown'"
    )
    # As the rules of the day say; `flask reviews rate` computes them anew at any time.
    op.execute(
        "INSERT INTO course_ratings (course_id, stars_1, stars_2, stars_3, stars_4,"
        " stars_5, score) SELECT course_id, count(*) FILTER (WHERE stars = 1),"
        " count(*) FILTER (WHERE stars = 2), count(*) FILTER (WHERE stars = 3),"
        " count(*) FILTER (WHERE stars = 4), count(*) FILTER (WHERE stars = 5),"
        " (70000 + 1000 * sum(stars)) / (20 + count(*)) FROM reviews GROUP BY course_id"
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index(
        "ix_reviews_words_key",
        table_name="reviews",
        postgresql_where=sa.text("words_key IS NOT NULL"),
    )
    op.drop_index(
        "ix_reviews_waiting",
        table_name="reviews",
        postgresql_where=sa.text("waits_since IS NOT NULL"),
    )
    op.drop_index(
        "ix_reviews_shown_by_stars",
        table_name="reviews",
        postgresql_where=sa.text("state = 'shown'"),
    )
    op.drop_column("reviews", "looked_at")
    op.drop_column("reviews", "waits_since")
    op.drop_column("reviews", "counts")
    op.drop_column("reviews", "state")
    op.drop_column("reviews", "words_key")
    op.drop_column("reviews", "initials")
    op.drop_column("reviews", "edited_at")
    op.drop_index(op.f("ix_review_versions_review_id"), table_name="review_versions")
    op.drop_table("review_versions")
    op.drop_table("review_signals")
    op.drop_index("ix_review_reports_account", table_name="review_reports")
    op.drop_table("review_reports")
    op.drop_table("review_replies")
    op.drop_index("ix_review_origins_given", table_name="review_origins")
    op.drop_index("ix_review_origins_course", table_name="review_origins")
    op.drop_table("review_origins")
    op.drop_table("review_objections")
    op.drop_index("ix_review_decisions_review", table_name="review_decisions")
    op.drop_table("review_decisions")
    op.drop_index("ix_course_ratings_score", table_name="course_ratings")
    op.drop_table("course_ratings")
