"""Reviews by the participant, through the programme's own application."""

from typing import Any

from flask.views import MethodView

from catalog.reviews import Review
from catalog.reviews.errors import ReviewTwice
from core.clock import now
from core.unit_of_work import unit_of_work
from marketplace.reviews.errors import CourseNotFinished
from marketplace.reviews.schemas import OwnReviewSchema, ReviewRequestSchema
from marketplace.reviews.services.review_course import review_course
from openapi.blueprint import Blueprint
from openapi.security import current_person, require_scope

blueprint = Blueprint(
    "own-reviews",
    __name__,
    url_prefix="/v1/me/reviews",
    description="A participant's reviews of the courses that she finished.",
)


@blueprint.route("")
class OwnReviews(MethodView):
    @require_scope("participant:self", person=True)
    @blueprint.arguments(ReviewRequestSchema)
    @blueprint.response(201, OwnReviewSchema)
    @blueprint.refusals(CourseNotFinished, ReviewTwice)
    def post(self, review: dict[str, Any]) -> Review:
        """Review a course that the participant finished.

        One review per course; it is one of the conditions of the incentive, and any
        number of stars counts. Others read it without her name.
        """
        with unit_of_work("reviews.give") as session:
            return review_course(
                session, participant_id=current_person(), **review, at=now()
            )
