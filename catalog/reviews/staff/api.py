"""Reviews for staff: the institution's replies, the operator's looks; and reports by
anybody who is signed in."""

from typing import Any
from uuid import UUID

from flask.views import MethodView

from catalog.reviews import errors
from catalog.reviews.models import Review, ReviewReply
from catalog.reviews.moderation.models import ReviewReport
from catalog.reviews.moderation.queries import (
    REVIEWS_IN_TURN,
    Case,
    review_cases,
    waiting_reviews,
)
from catalog.reviews.queries import Sort, keys_of, reviews_for_provider
from catalog.reviews.replies.errors import ReplyIsHidden
from catalog.reviews.schemas import (
    DecidedReviewSchema,
    ProviderReviewPageSchema,
    ReviewDecisionRequestSchema,
    ReviewReplyRequestSchema,
    ReviewReplySchema,
    ReviewReportRequestSchema,
    ReviewReportSchema,
    WaitingReviewPageSchema,
)
from catalog.reviews.services.moderate import decide_review
from catalog.reviews.services.reply import write_reply
from catalog.reviews.services.report import report_review
from core.clock import now
from core.unit_of_work import reading, unit_of_work
from openapi.blueprint import Blueprint
from openapi.pagination import (
    InvalidCursor,
    Page,
    PageArgumentsSchema,
    paginate,
)
from openapi.security import current_person, require_scope
from partners.conflicts.errors import StaffTied
from partners.staff.access import require_operator, require_staff
from partners.staff.rules import Permission

blueprint = Blueprint(
    "reviews-of-staff",
    __name__,
    url_prefix="/v1",
    description="Replies to reviews, reports about them, and looking at them.",
)


@blueprint.route("/organisations/<uuid:organisation_id>/course-reviews")
class ProviderReviews(MethodView):
    @require_staff(Permission.ORGANISATION_READ)
    @blueprint.arguments(PageArgumentsSchema, location="query")
    @blueprint.response(200, ProviderReviewPageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, page: dict[str, Any], organisation_id: UUID) -> Page[Any]:
        """List the reviews of your organisation's courses, the newest first."""
        with reading("reviews.of_provider") as session:
            return paginate(
                session,
                reviews_for_provider(organisation_id),
                keys_of(Sort.NEWEST),
                **page,
                scalars=False,
            )


@blueprint.route(
    "/organisations/<uuid:organisation_id>/course-reviews/<uuid:course_review_id>/reply"
)
class ReviewReplies(MethodView):
    @require_staff(Permission.CATALOGUE_WRITE)
    @blueprint.arguments(ReviewReplyRequestSchema)
    @blueprint.response(200, ReviewReplySchema)
    @blueprint.refusals(
        errors.ReviewNotFound,
        errors.ReviewIsHidden,
        errors.PersonalDataInReply,
        ReplyIsHidden,
    )
    def put(
        self, body: dict[str, str], organisation_id: UUID, course_review_id: UUID
    ) -> ReviewReply:
        """Answer a review, or change the answer. There is one; everybody reads it."""
        with unit_of_work("reviews.reply") as session:
            return write_reply(
                session,
                review_id=course_review_id,
                provider_id=organisation_id,
                words=body["words"],
                by=current_person(),
                at=now(),
            )


@blueprint.route("/course-review-reports")
class CourseReviewReports(MethodView):
    @require_scope("participant:self", person=True)
    @blueprint.arguments(ReviewReportRequestSchema)
    @blueprint.response(201, ReviewReportSchema)
    @blueprint.refusals(
        errors.ReviewNotFound,
        errors.OwnReviewReported,
        errors.ReportTwice,
        errors.TooManyReports,
    )
    def post(self, body: dict[str, Any]) -> ReviewReport:
        """Report a review, once a person. Somebody of the operator looks at it."""
        with unit_of_work("reviews.report") as session:
            return report_review(session, account_id=current_person(), **body, at=now())


@blueprint.route("/course-reviews")
class WaitingReviews(MethodView):
    @require_operator(Permission.REVIEWS_MODERATE)
    @blueprint.arguments(PageArgumentsSchema, location="query")
    @blueprint.response(200, WaitingReviewPageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, page: dict[str, Any]) -> Page[Case]:
        """List the reviews at which somebody is to look, the longest waiting first:
        held words, signals, reports, objections."""
        with reading("reviews.waiting") as session:
            found = paginate(
                session, waiting_reviews(), REVIEWS_IN_TURN, **page, scalars=False
            )
            return Page(review_cases(session, found.items), found.next_cursor)


@blueprint.route("/course-reviews/<uuid:course_review_id>/decision")
class CourseReviewDecision(MethodView):
    @require_operator(Permission.REVIEWS_MODERATE)
    @blueprint.arguments(ReviewDecisionRequestSchema)
    @blueprint.response(200, DecidedReviewSchema)
    @blueprint.refusals(errors.ReviewNotFound, errors.NothingToDecide, StaffTied)
    def post(self, body: dict[str, Any], course_review_id: UUID) -> Review:
        """Hide a review with a reason, or show it and let it count.

        It answers all reports and her objection; she is told by letter.
        """
        with unit_of_work("reviews.decide") as session:
            return decide_review(
                session,
                review_id=course_review_id,
                **body,
                by=current_person(),
                at=now(),
            )
