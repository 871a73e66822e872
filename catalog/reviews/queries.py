"""What anybody may read of reviews: never who wrote them."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from catalog.reviews.models import Review


def reviews_of(course_id: UUID) -> Select[*tuple[Any, ...]]:
    """Stars, words and day of a course's reviews."""
    return select(Review.id, Review.stars, Review.comment, Review.created_at).where(
        Review.course_id == course_id
    )
