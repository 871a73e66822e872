"""Replies: reports by anybody who is signed in, the operator's looks, objections."""

from typing import Any
from uuid import UUID

from flask.views import MethodView

from catalog.reviews.errors import ReviewNotFound, TooManyReports
from catalog.reviews.models import ReviewReply
from catalog.reviews.moderation.models import ReplyObjection, ReplyReport
from catalog.reviews.moderation.queries import (
    REPLIES_IN_TURN,
    Case,
    reply_cases,
    waiting_replies,
)
from catalog.reviews.replies import errors
from catalog.reviews.replies.schemas import (
    DecidedReplySchema,
    ReplyDecisionRequestSchema,
    ReplyObjectionRequestSchema,
    ReplyObjectionSchema,
    WaitingReplyPageSchema,
)
from catalog.reviews.schemas import ReviewReportRequestSchema, ReviewReportSchema
from catalog.reviews.services.moderate import decide_reply
from catalog.reviews.services.object import object_to_hidden_reply
from catalog.reviews.services.report import report_reply
from core.clock import now
from core.unit_of_work import reading, unit_of_work
from openapi.blueprint import Blueprint
from openapi.pagination import InvalidCursor, Page, PageArgumentsSchema, paginate
from openapi.security import current_person, require_scope
from partners.conflicts.errors import StaffTied
from partners.staff.access import require_operator, require_staff
from partners.staff.rules import Permission

blueprint = Blueprint(
    "review-replies",
    __name__,
    url_prefix="/v1",
    description="Replies of institutions that somebody is to look at.",
)


@blueprint.route("/course-review-reply-reports")
class ReplyReports(MethodView):
    @require_scope("participant:self", person=True)
    @blueprint.arguments(ReviewReportRequestSchema)
    @blueprint.response(201, ReviewReportSchema)
    @blueprint.refusals(
        ReviewNotFound,
        errors.ReplyNotFound,
        errors.ReplyReportedTwice,
        TooManyReports,
    )
    def post(self, body: dict[str, Any]) -> ReplyReport:
        """Report the reply to a review, once a person. Somebody of the operator looks
        at it; ten reports a day of reviews and replies together."""
        with unit_of_work("replies.report") as session:
            return report_reply(session, account_id=current_person(), **body, at=now())


@blueprint.route("/course-review-replies")
class WaitingReplies(MethodView):
    @require_operator(Permission.REVIEWS_MODERATE)
    @blueprint.arguments(PageArgumentsSchema, location="query")
    @blueprint.response(200, WaitingReplyPageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, page: dict[str, Any]) -> Page[Case]:
        """List the replies at which somebody is to look, the longest waiting first."""
        with reading("replies.waiting") as session:
            found = paginate(
                session, waiting_replies(), REPLIES_IN_TURN, **page, scalars=False
            )
            return Page(reply_cases(session, found.items), found.next_cursor)


@blueprint.route("/course-review-replies/<uuid:course_review_id>/decision")
class ReplyDecisions(MethodView):
    @require_operator(Permission.REVIEWS_MODERATE)
    @blueprint.arguments(ReplyDecisionRequestSchema)
    @blueprint.response(200, DecidedReplySchema)
    @blueprint.refusals(
        ReviewNotFound, errors.ReplyNotFound, errors.ReplyDecided, StaffTied
    )
    def post(self, body: dict[str, Any], course_review_id: UUID) -> ReviewReply:
        """Hide a reply with a reason, or leave it shown.

        It answers all reports and the objection; the institution is told by letter.
        """
        with unit_of_work("replies.decide") as session:
            return decide_reply(
                session,
                review_id=course_review_id,
                **body,
                by=current_person(),
                at=now(),
            )


@blueprint.route(
    "/organisations/<uuid:organisation_id>/course-reviews/<uuid:course_review_id>"
    "/reply-objection"
)
class ReplyObjections(MethodView):
    @require_staff(Permission.CATALOGUE_WRITE)
    @blueprint.arguments(ReplyObjectionRequestSchema)
    @blueprint.response(201, ReplyObjectionSchema)
    @blueprint.refusals(
        ReviewNotFound,
        errors.ReplyNotFound,
        errors.ReplyNotHidden,
        errors.ReplyObjectedTwice,
    )
    def post(
        self, body: dict[str, str], organisation_id: UUID, course_review_id: UUID
    ) -> ReplyObjection:
        """Object to your reply being hidden, once. Somebody looks at it again."""
        with unit_of_work("replies.object") as session:
            return object_to_hidden_reply(
                session,
                review_id=course_review_id,
                provider_id=organisation_id,
                words=body["words"],
                by=current_person(),
                at=now(),
            )
