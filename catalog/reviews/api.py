"""Reviews of a course, for those who show the catalogue."""

from typing import Any
from uuid import UUID

from flask.views import MethodView

from catalog.courses.errors import CourseNotFound
from catalog.courses.queries import known_course
from catalog.reviews.models import Review
from catalog.reviews.queries import reviews_of
from catalog.reviews.schemas import CourseReviewPageSchema
from core.unit_of_work import reading
from openapi.blueprint import Blueprint
from openapi.pagination import InvalidCursor, Key, Page, PageArgumentsSchema, paginate
from openapi.security import require_scope

blueprint = Blueprint(
    "course-reviews",
    __name__,
    url_prefix="/v1/courses/<uuid:course_id>/reviews",
    description="What participants say about courses that they finished.",
)


@blueprint.route("")
class CourseReviews(MethodView):
    @require_scope("catalog:read")
    @blueprint.arguments(PageArgumentsSchema, location="query")
    @blueprint.response(200, CourseReviewPageSchema)
    @blueprint.refusals(CourseNotFound, InvalidCursor)
    def get(self, page: dict[str, Any], course_id: UUID) -> Page[Any]:
        """List a course's reviews, newest first. Nothing says who wrote them."""
        with reading("reviews.list") as session:
            known_course(session, course_id)
            return paginate(
                session,
                reviews_of(course_id),
                [
                    Key(Review.created_at, "created_at", descending=True),
                    Key(Review.id, "id", descending=True),
                ],
                **page,
                scalars=False,
            )
