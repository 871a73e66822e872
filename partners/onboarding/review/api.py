"""What the operator's staff do with applications."""

from typing import Any
from uuid import UUID

from flask import Response
from flask.views import MethodView
from sqlalchemy.orm import Session

from core import audit
from core.clock import now
from core.files.errors import FileGone
from core.unit_of_work import reading, unit_of_work
from openapi.blueprint import Blueprint
from openapi.files import as_attachment
from openapi.pagination import InvalidCursor, Key, Page, paginate
from openapi.problems import locale
from openapi.security import current_person
from partners.agreements.errors import AgreementNotAccepted
from partners.conflicts.errors import StaffTied
from partners.onboarding.api import zone
from partners.onboarding.errors import (
    ApplicationNotFound,
    ApplicationStateWrong,
    CriterionUnknown,
    EvidenceNotFound,
    NotByTheSamePerson,
    NoteMissing,
    ReviewUnfinished,
)
from partners.onboarding.models import PartnerApplication
from partners.onboarding.queries import find_application, queue
from partners.onboarding.review_models import Finding, Outcome, Verdict
from partners.onboarding.schemas import (
    PartnerApplicationPageSchema,
    PartnerDecisionSchema,
    PartnerFindingRequestSchema,
    PartnerFindingSchema,
    PartnerReasonSchema,
    PartnerRecommendationSchema,
    PartnerReviewSchema,
    QueueQuerySchema,
)
from partners.onboarding.services.clock import local_day
from partners.onboarding.services.decide import decide, decide_appeal, recommend
from partners.onboarding.services.evidence import read_file
from partners.onboarding.services.review import record_finding, request_changes
from partners.onboarding.views import ReviewView, show_review
from partners.organisations.models import Organisation
from partners.staff.access import require_operator
from partners.staff.rules import Permission

blueprint = Blueprint(
    "onboarding_review",
    __name__,
    url_prefix="/v1/partner-applications",
    description="The operator decides on applications, with four eyes.",
)

DECIDING = (ApplicationNotFound, ApplicationStateWrong, NotByTheSamePerson, StaffTied)
APPROVING = (*DECIDING, AgreementNotAccepted)


def reviewed(session: Session, application: PartnerApplication) -> ReviewView:
    """The application for the operator's staff, with the reading of names on the
    record (PD-03)."""
    at = now()
    session.flush()
    audit.record(
        session,
        action="partner_application.viewed",
        object_type="partner_application",
        object_id=application.id,
        at=at,
        after={"fields": ["tie_name", "file_name"]},
    )
    organisation = session.get_one(Organisation, application.organisation_id)
    return show_review(
        session,
        application,
        organisation.name,
        language=locale(),
        today=local_day(at, zone()),
    )


@blueprint.route("/queue")
class Queue(MethodView):
    @require_operator(Permission.ONBOARDING_REVIEW)
    @blueprint.arguments(QueueQuerySchema, location="query")
    @blueprint.response(200, PartnerApplicationPageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, query: dict[str, Any]) -> Page[PartnerApplication]:
        """List the applications that were ever sent, the newest first."""
        with reading("onboarding.queue") as session:
            return paginate(
                session,
                queue(query.pop("state")),
                [Key(PartnerApplication.id, "id", descending=True)],
                **query,
            )


@blueprint.route("/<uuid:application_id>")
class Review(MethodView):
    @require_operator(Permission.ONBOARDING_REVIEW)
    @blueprint.response(200, PartnerReviewSchema)
    @blueprint.refusals(ApplicationNotFound)
    def get(self, application_id: UUID) -> ReviewView:
        """Show an application with its checklist, and what changed since last time."""
        with unit_of_work("onboarding.review") as session:
            return reviewed(session, find_application(session, application_id))


@blueprint.route("/<uuid:application_id>/files/<uuid:file_id>")
class ReviewFile(MethodView):
    @require_operator(Permission.ONBOARDING_REVIEW)
    @blueprint.response(200, content_type="application/octet-stream")
    @blueprint.refusals(ApplicationNotFound, EvidenceNotFound, FileGone)
    def get(self, application_id: UUID, file_id: UUID) -> Response:
        """Download a file. Each download is on the record."""
        with unit_of_work("onboarding.download") as session:
            application = find_application(session, application_id)
            return as_attachment(read_file(session, application, file_id, at=now()))


@blueprint.route("/<uuid:application_id>/findings/<criterion>")
class Findings(MethodView):
    @require_operator(Permission.ONBOARDING_REVIEW)
    @blueprint.arguments(PartnerFindingRequestSchema)
    @blueprint.response(200, PartnerFindingSchema)
    @blueprint.refusals(*DECIDING, CriterionUnknown, NoteMissing)
    def put(
        self, body: dict[str, Any], application_id: UUID, criterion: str
    ) -> Finding:
        """Write down whether a criterion is met, not met, or in question.

        The first finding takes the application into review.
        """
        with unit_of_work("onboarding.finding") as session:
            return record_finding(
                session,
                application_id,
                criterion=criterion,
                verdict=Verdict(body["verdict"]),
                note=body["note"],
                account_id=current_person(),
                at=now(),
            )


@blueprint.route("/<uuid:application_id>/changes-request")
class ChangesRequest(MethodView):
    @require_operator(Permission.ONBOARDING_REVIEW)
    @blueprint.arguments(PartnerReasonSchema)
    @blueprint.response(200, PartnerReviewSchema)
    @blueprint.refusals(*DECIDING, ReviewUnfinished)
    def post(self, body: dict[str, str], application_id: UUID) -> ReviewView:
        """Give an application back for what was found; the clock stands still."""
        with unit_of_work("onboarding.request_changes") as session:
            application = request_changes(
                session,
                application_id,
                reason=body["reason"],
                account_id=current_person(),
                zone=zone(),
                at=now(),
            )
            return reviewed(session, application)


@blueprint.route("/<uuid:application_id>/recommendation")
class Recommendation(MethodView):
    @require_operator(Permission.ONBOARDING_REVIEW)
    @blueprint.arguments(PartnerRecommendationSchema)
    @blueprint.response(200, PartnerReviewSchema)
    @blueprint.refusals(*DECIDING, ReviewUnfinished)
    def post(self, body: dict[str, str], application_id: UUID) -> ReviewView:
        """Recommend approval or refusal, once every criterion was looked at."""
        with unit_of_work("onboarding.recommend") as session:
            recommend(
                session,
                application_id,
                outcome=Outcome(body["outcome"]),
                reason=body["reason"],
                account_id=current_person(),
                zone=zone(),
                at=now(),
            )
            return reviewed(session, find_application(session, application_id))


@blueprint.route("/<uuid:application_id>/decision")
class PartnerDecision(MethodView):
    @require_operator(Permission.STANDING_CHANGE)
    @blueprint.arguments(PartnerDecisionSchema)
    @blueprint.response(200, PartnerReviewSchema)
    @blueprint.refusals(*APPROVING)
    def post(self, body: dict[str, Any], application_id: UUID) -> ReviewView:
        """Confirm a recommendation, which decides, or return it to the review.

        You are neither the person who recommended nor one of the applicant's.
        """
        with unit_of_work("onboarding.decide") as session:
            application = decide(
                session,
                application_id,
                confirm=body["confirm"],
                reason=body["reason"],
                account_id=current_person(),
                zone=zone(),
                at=now(),
            )
            return reviewed(session, application)


@blueprint.route("/<uuid:application_id>/appeal-decision")
class AppealDecision(MethodView):
    @require_operator(Permission.STANDING_CHANGE)
    @blueprint.arguments(PartnerRecommendationSchema)
    @blueprint.response(200, PartnerReviewSchema)
    @blueprint.refusals(*APPROVING)
    def post(self, body: dict[str, str], application_id: UUID) -> ReviewView:
        """Decide an appeal for good, as somebody who had no part in the refusal."""
        with unit_of_work("onboarding.decide_appeal") as session:
            application = decide_appeal(
                session,
                application_id,
                outcome=Outcome(body["outcome"]),
                reason=body["reason"],
                account_id=current_person(),
                zone=zone(),
                at=now(),
            )
            return reviewed(session, application)
