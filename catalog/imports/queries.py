"""What waits for a person."""

from typing import Any

from sqlalchemy import Select, select

from catalog.courses import Course, CourseStatus
from partners.organisations import Organisation


def drafts() -> Select[*tuple[Any, ...]]:
    """Imported courses that are not published, with their institutions."""
    return (
        select(
            Course.id,
            Course.code,
            Course.title,
            Course.category_title,
            Organisation.name.label("institution_name"),
            Course.mode,
            Course.list_price,
            Course.discount_bps,
            Course.source_url,
            Course.updated_at,
        )
        .join(Organisation, Organisation.id == Course.provider_id)
        .where(Course.status == CourseStatus.DRAFT)
    )
