"""Exceptions and assignments over the API, for the operator's staff."""

from typing import Any
from uuid import UUID

from flask import current_app
from flask.views import MethodView
from sqlalchemy.orm import Session

from core.clock import now
from core.unit_of_work import reading, unit_of_work
from openapi.blueprint import Blueprint
from openapi.idempotency import idempotent
from openapi.pagination import InvalidCursor, Key, Page, paginate
from openapi.security import current_person
from partners.conflicts import errors
from partners.conflicts.models import (
    Purpose,
    ReviewAssignment,
    ReviewRole,
    ReviewTask,
    Waiver,
    WaiverState,
)
from partners.conflicts.overview import assignments, waivers
from partners.conflicts.schemas import (
    AssignmentPageSchema,
    AssignmentQuerySchema,
    AssignmentRequestSchema,
    AssignmentSchema,
    TieEndSchema,
    WaiverDecisionSchema,
    WaiverPageSchema,
    WaiverQuerySchema,
    WaiverRequestSchema,
    WaiverSchema,
)
from partners.conflicts.services.assign import (
    ReviewDraft,
    assign_reviewer,
    end_assignment,
)
from partners.conflicts.services.waive import (
    WaiverDraft,
    decide_waiver,
    end_waiver,
    propose_waiver,
)
from partners.organisations.errors import OrganisationNotFound
from partners.staff.access import require_operator
from partners.staff.rules import Permission

blueprint = Blueprint(
    "conflict-decisions",
    __name__,
    url_prefix="/v1",
    description="Exceptions from the register of conflicts, and who looks at whom.",
)

MANAGE = Permission.CONFLICTS_MANAGE


@blueprint.route("/conflict-waivers")
class ConflictWaivers(MethodView):
    @require_operator(MANAGE)
    @blueprint.arguments(WaiverQuerySchema, location="query")
    @blueprint.response(200, WaiverPageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, query: dict[str, Any]) -> Page[Waiver]:
        """List exceptions, the newest first."""
        state = query.pop("state")
        wanted = waivers(
            state=None if state is None else WaiverState(state),
            organisation_id=query.pop("organisation_id"),
        )
        with reading("conflicts.waivers") as session:
            return paginate(
                session, wanted, [Key(Waiver.id, "id", descending=True)], **query
            )

    @require_operator(MANAGE)
    @blueprint.arguments(WaiverRequestSchema)
    @idempotent(blueprint, 201, WaiverSchema, operation="conflicts.propose_waiver")
    @blueprint.refusals(
        OrganisationNotFound,
        errors.WaiverUnfit,
        errors.SecondWaiverPerson,
        errors.StaffTied,
    )
    def post(self, body: dict[str, Any], *, session: Session) -> Waiver:
        """Propose an exception; a second person decides."""
        body["purpose"] = Purpose(body["purpose"])
        return propose_waiver(
            session,
            WaiverDraft(**body),
            by=current_person(),
            at=now(),
            zone=current_app.extensions["settings"].zone,
        )


@blueprint.route("/conflict-waivers/<uuid:waiver_id>/decision")
class WaiverDecision(MethodView):
    @require_operator(MANAGE)
    @blueprint.arguments(WaiverDecisionSchema)
    @blueprint.response(200, WaiverSchema)
    @blueprint.refusals(
        errors.WaiverNotFound,
        errors.WaiverMoveIllegal,
        errors.SecondWaiverPerson,
        errors.StaffTied,
    )
    def post(self, body: dict[str, bool], waiver_id: UUID) -> Waiver:
        """Decide about a proposed exception, as the second person."""
        with unit_of_work("conflicts.decide_waiver") as session:
            return decide_waiver(
                session,
                waiver_id=waiver_id,
                agrees=body["agrees"],
                by=current_person(),
                at=now(),
            )


@blueprint.route("/conflict-waivers/<uuid:waiver_id>/end")
class WaiverEnd(MethodView):
    @require_operator(MANAGE)
    @blueprint.response(200, WaiverSchema)
    @blueprint.refusals(errors.WaiverNotFound, errors.WaiverMoveIllegal)
    def post(self, waiver_id: UUID) -> Waiver:
        """End an exception before its time."""
        with unit_of_work("conflicts.end_waiver") as session:
            return end_waiver(session, waiver_id=waiver_id, at=now())


@blueprint.route("/review-assignments")
class ReviewAssignments(MethodView):
    @require_operator(MANAGE)
    @blueprint.arguments(AssignmentQuerySchema, location="query")
    @blueprint.response(200, AssignmentPageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, query: dict[str, Any]) -> Page[ReviewAssignment]:
        """List who looks at whom, the newest first."""
        wanted = assignments(subject_id=query.pop("subject_id"))
        with reading("conflicts.assignments") as session:
            return paginate(
                session,
                wanted,
                [Key(ReviewAssignment.id, "id", descending=True)],
                **query,
            )

    @require_operator(MANAGE)
    @blueprint.arguments(AssignmentRequestSchema)
    @blueprint.response(201, AssignmentSchema)
    @blueprint.refusals(
        OrganisationNotFound,
        errors.NoReviewer,
        errors.ReviewerTied,
        errors.BothRoles,
        errors.AlreadyAssigned,
        errors.StaffTied,
    )
    def post(self, body: dict[str, Any]) -> ReviewAssignment:
        """Assign an assessor or monitor; one that is tied to the partner is refused."""
        draft = ReviewDraft(
            subject_id=body["subject_id"],
            reviewer_id=body["reviewer_id"],
            role=ReviewRole(body["role"]),
            task=ReviewTask(body["task"]),
        )
        with unit_of_work("conflicts.assign") as session:
            return assign_reviewer(session, draft, by=current_person(), at=now())


@blueprint.route("/review-assignments/<uuid:assignment_id>/end")
class ReviewAssignmentEnd(MethodView):
    @require_operator(MANAGE)
    @blueprint.arguments(TieEndSchema)
    @blueprint.response(200, AssignmentSchema)
    @blueprint.refusals(errors.AssignmentNotFound)
    def post(self, body: dict[str, str], assignment_id: UUID) -> ReviewAssignment:
        """Take an assignment back."""
        with unit_of_work("conflicts.end_assignment") as session:
            return end_assignment(
                session,
                assignment_id=assignment_id,
                reason=body["reason"],
                by=current_person(),
                at=now(),
            )
