"""Reviews by the participant, through the programme's own application."""

from typing import Any

from flask import current_app, request
from flask.views import MethodView

from catalog.reviews import Review, errors
from catalog.reviews.models import ShownAs
from catalog.reviews.moderation.models import ReviewObjection
from catalog.reviews.services.edit import edit_review
from catalog.reviews.services.object import object_to_hidden_review
from core.clock import now
from core.unit_of_work import unit_of_work
from marketplace.reviews.errors import CourseNotFinished
from marketplace.reviews.schemas import (
    ObjectionRequestSchema,
    ObjectionSchema,
    OwnReviewSchema,
    ReviewRequestSchema,
)
from marketplace.reviews.services.review_course import Opinion, review_course
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
    @blueprint.refusals(CourseNotFinished, errors.ReviewTwice)
    def post(self, review: dict[str, Any]) -> Review:
        """Review a course that the participant finished.

        One review per course; it is one of the conditions of the incentive, and any
        number of stars counts. Others read it without her name. Words that hold numbers
        or addresses are shown after somebody looked.
        """
        with unit_of_work("reviews.give") as session:
            return review_course(
                session,
                participant_id=current_person(),
                course_id=review.pop("course_id"),
                opinion=Opinion(**_named(review)),
                address=request.remote_addr or "",
                at=now(),
                zone=current_app.extensions["settings"].zone,
            )

    @require_scope("participant:self", person=True)
    @blueprint.arguments(ReviewRequestSchema)
    @blueprint.response(200, OwnReviewSchema)
    @blueprint.refusals(
        errors.ReviewNotFound, errors.ReviewEditTooLate, errors.ReviewIsHidden
    )
    def put(self, review: dict[str, Any]) -> Review:
        """Change the participant's review of a course, within 30 days."""
        with unit_of_work("reviews.edit") as session:
            return edit_review(
                session, participant_id=current_person(), **_named(review), at=now()
            )


@blueprint.route("/objection")
class OwnReviewObjection(MethodView):
    @require_scope("participant:self", person=True)
    @blueprint.arguments(ObjectionRequestSchema)
    @blueprint.response(201, ObjectionSchema)
    @blueprint.refusals(
        errors.ReviewNotFound, errors.ReviewNotHidden, errors.ObjectionTwice
    )
    def post(self, body: dict[str, Any]) -> ReviewObjection:
        """Object, once, to the participant's review being hidden."""
        with unit_of_work("reviews.object") as session:
            return object_to_hidden_review(
                session, participant_id=current_person(), **body, at=now()
            )


def _named(review: dict[str, Any]) -> dict[str, Any]:
    return {**review, "shown_as": ShownAs(review["shown_as"])}
