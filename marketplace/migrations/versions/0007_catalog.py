"""Regions, courses, schedules, offerings and reviews.

Revision: 0007, after 0006.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "provinces",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_provinces")),
    )
    op.create_table(
        "courses",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("category_title", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("sessions", sa.Integer(), nullable=False),
        sa.Column("pass_mark", sa.Integer(), nullable=True),
        sa.Column("list_price", sa.BigInteger(), nullable=False),
        sa.Column("discount_bps", sa.Integer(), nullable=True),
        sa.Column("source_url", sa.Text(), nullable=True),
        sa.Column("source_ref", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed(
                "course_document(title, category_title, summary)", persisted=True
            ),
            nullable=False,
        ),
        sa.CheckConstraint(
            "mode IN ('self_paced', 'webinar', 'offline', 'blended')",
            name=op.f("ck_courses_mode_known"),
        ),
        sa.CheckConstraint(
            "status IN ('draft', 'published', 'suspended', 'retired')",
            name=op.f("ck_courses_status_known"),
        ),
        sa.CheckConstraint(
            "sessions BETWEEN 1 AND 10", name=op.f("ck_courses_sessions_in_range")
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"],
            ["organisations.id"],
            name=op.f("fk_courses_provider_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_courses")),
        sa.UniqueConstraint("code", name=op.f("uq_courses_code")),
        sa.UniqueConstraint(
            "provider_id", "source_ref", name=op.f("uq_courses_provider_id_source_ref")
        ),
    )
    op.create_index(
        "ix_courses_category", "courses", ["category", "title", "id"], unique=False
    )
    op.create_index(
        op.f("ix_courses_provider_id"), "courses", ["provider_id"], unique=False
    )
    op.create_index(
        "ix_courses_search", "courses", ["search"], unique=False, postgresql_using="gin"
    )
    op.create_index("ix_courses_title", "courses", ["title", "id"], unique=False)
    op.create_index(
        "ix_courses_title_trigrams",
        "courses",
        ["title"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"title": "gin_trgm_ops"},
    )
    op.create_table(
        "regencies",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("province_code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["province_code"],
            ["provinces.code"],
            name=op.f("fk_regencies_province_code_provinces"),
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_regencies")),
    )
    op.create_index(
        op.f("ix_regencies_province_code"), "regencies", ["province_code"], unique=False
    )
    op.create_table(
        "districts",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("regency_code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("nik_prefix", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["regency_code"],
            ["regencies.code"],
            name=op.f("fk_districts_regency_code_regencies"),
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_districts")),
    )
    op.create_index(
        op.f("ix_districts_nik_prefix"), "districts", ["nik_prefix"], unique=False
    )
    op.create_index(
        op.f("ix_districts_regency_code"), "districts", ["regency_code"], unique=False
    )
    op.create_table(
        "offerings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("platform_id", sa.Uuid(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("commission_bps", sa.Integer(), nullable=False),
        sa.Column("listed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "commission_bps BETWEEN 0 AND 10000",
            name=op.f("ck_offerings_commission_in_range"),
        ),
        sa.CheckConstraint("price >= 0", name=op.f("ck_offerings_price_not_negative")),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name=op.f("fk_offerings_course_id_courses")
        ),
        sa.ForeignKeyConstraint(
            ["platform_id"],
            ["organisations.id"],
            name=op.f("fk_offerings_platform_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offerings")),
        sa.UniqueConstraint(
            "course_id", "platform_id", name=op.f("uq_offerings_course_id_platform_id")
        ),
    )
    op.create_index(
        "ix_offerings_platform", "offerings", ["platform_id", "id"], unique=False
    )
    op.create_table(
        "reviews",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "stars BETWEEN 1 AND 5", name=op.f("ck_reviews_stars_in_range")
        ),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name=op.f("fk_reviews_course_id_courses")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["accounts.id"],
            name=op.f("fk_reviews_participant_id_accounts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
        sa.UniqueConstraint(
            "participant_id",
            "course_id",
            name=op.f("uq_reviews_participant_id_course_id"),
        ),
    )
    op.create_index(
        "ix_reviews_course", "reviews", ["course_id", "created_at"], unique=False
    )
    op.create_table(
        "schedules",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("enrolment_closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("seats_taken", sa.Integer(), nullable=False),
        sa.Column("is_generated", sa.Boolean(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "seats_taken BETWEEN 0 AND capacity",
            name=op.f("ck_schedules_seats_in_range"),
        ),
        sa.CheckConstraint(
            "starts_at < ends_at", name=op.f("ck_schedules_starts_before_end")
        ),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name=op.f("fk_schedules_course_id_courses")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedules")),
        sa.UniqueConstraint("code", name=op.f("uq_schedules_code")),
    )
    op.create_index(
        "ix_schedules_course", "schedules", ["course_id", "starts_at"], unique=False
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("schedules")
    op.drop_table("reviews")
    op.drop_table("offerings")
    op.drop_table("districts")
    op.drop_table("regencies")
    op.drop_table("courses")
    op.drop_table("provinces")
