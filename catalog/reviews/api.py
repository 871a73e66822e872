"""Reviews of a course, for those who show the catalogue."""

from typing import Any
from uuid import UUID

from flask.views import MethodView

from catalog.courses.errors import CourseNotFound
from catalog.courses.queries import known_course
from catalog.reviews.queries import keys_of, rating_of, reviews_of
from catalog.reviews.rules import STARS
from catalog.reviews.schemas import (
    CourseRatingSchema,
    CourseReviewPageSchema,
    CourseReviewQuerySchema,
)
from core.unit_of_work import reading
from openapi.blueprint import Blueprint
from openapi.pagination import InvalidCursor, Page, paginate
from openapi.security import require_scope

blueprint = Blueprint(
    "course-reviews",
    __name__,
    url_prefix="/v1/courses/<uuid:course_id>",
    description="What participants say about courses that they finished.",
)


@blueprint.route("/reviews")
class CourseReviews(MethodView):
    @require_scope("catalog:read")
    @blueprint.arguments(CourseReviewQuerySchema, location="query")
    @blueprint.response(200, CourseReviewPageSchema)
    @blueprint.refusals(CourseNotFound, InvalidCursor)
    def get(self, query: dict[str, Any], course_id: UUID) -> Page[Any]:
        """List a course's reviews with the institution's replies.

        Nothing says who wrote them. A cursor belongs to one `sort`.
        """
        with reading("reviews.list") as session:
            known_course(session, course_id)
            return paginate(
                session,
                reviews_of(course_id, stars=query["stars"]),
                keys_of(query["sort"]),
                limit=query["limit"],
                cursor=query["cursor"],
                scalars=False,
            )


@blueprint.route("/rating")
class CourseRatings(MethodView):
    @require_scope("catalog:read")
    @blueprint.response(200, CourseRatingSchema)
    @blueprint.refusals(CourseNotFound)
    def get(self, course_id: UUID) -> dict[str, Any]:
        """Show how a course is rated: how many reviews of each number of stars count,
        their mean, and the score by which lists are sorted."""
        with reading("reviews.rating") as session:
            known_course(session, course_id)
            rating = rating_of(session, course_id)
        counts = rating.counts if rating else (0,) * 5
        return {
            "reviews": sum(counts),
            "stars_average": rating.average if rating else None,
            "score": rating.score if rating else None,
            "per_star": [
                {"stars": stars, "reviews": count}
                for stars, count in zip(STARS, counts, strict=True)
            ],
        }
