"""The register over the API, for the operator's staff."""

from typing import Any
from uuid import UUID

from flask import current_app
from flask.views import MethodView
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.clock import now
from core.unit_of_work import reading, unit_of_work
from openapi.blueprint import Blueprint
from openapi.idempotency import idempotent
from openapi.pagination import InvalidCursor, Key, Page, paginate
from openapi.problems import locale
from openapi.security import current_person
from partners.conflicts import errors
from partners.conflicts.identity import Party
from partners.conflicts.models import (
    DisputeOutcome,
    OrganisationTie,
    Purpose,
    ReviewAssignment,
    ReviewRole,
    ReviewTask,
    Source,
    StaffInterest,
    TieKind,
    Waiver,
    WaiverState,
)
from partners.conflicts.overview import assignments, members_of, waivers
from partners.conflicts.queries import find_tie, live_ties
from partners.conflicts.rules import TieDraft
from partners.conflicts.schemas import (
    AssignmentPageSchema,
    AssignmentQuerySchema,
    AssignmentRequestSchema,
    AssignmentSchema,
    ConflictAnswerSchema,
    ConflictGroupSchema,
    ConflictQuestionSchema,
    DisputeAnswerSchema,
    OperatorTiePageSchema,
    OperatorTieSchema,
    StaffIdentityRequestSchema,
    StaffIdentitySchema,
    StaffInterestRequestSchema,
    StaffInterestSchema,
    TieEndSchema,
    TieQuerySchema,
    TieRequestSchema,
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
from partners.conflicts.services.dispute import DisputeAnswer, answer_dispute
from partners.conflicts.services.guard import check_conflict, refuse_tied_staff
from partners.conflicts.services.record import add_tie, end_tie
from partners.conflicts.services.staff import declare_interest, give_identity
from partners.conflicts.services.waive import (
    WaiverDraft,
    decide_waiver,
    end_waiver,
    propose_waiver,
)
from partners.conflicts.views import TieView, tie_views
from partners.organisations.errors import OrganisationNotFound
from partners.organisations.models import Organisation
from partners.staff.access import require_operator
from partners.staff.rules import Permission

blueprint = Blueprint(
    "conflicts",
    __name__,
    url_prefix="/v1",
    description="The register of conflicts of interest.",
)

MANAGE = Permission.CONFLICTS_MANAGE


@blueprint.route("/ties")
class RegisterTies(MethodView):
    @require_operator(MANAGE)
    @blueprint.arguments(TieQuerySchema, location="query")
    @blueprint.response(200, OperatorTiePageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, query: dict[str, Any]) -> Page[TieView]:
        """List ties that are in force, of one organisation or of all."""
        wanted = live_ties(query.pop("organisation_id"))
        with reading("conflicts.ties") as session:
            return tie_page(session, wanted, query)

    @require_operator(MANAGE)
    @blueprint.arguments(TieRequestSchema)
    @idempotent(blueprint, 201, OperatorTieSchema, operation="conflicts.add_tie")
    @blueprint.refusals(
        OrganisationNotFound,
        errors.RegisterTieUnfit,
        errors.TooManyRegisterTies,
        errors.StaffTied,
    )
    def post(self, body: dict[str, Any], *, session: Session) -> TieView:
        """Enter a tie that the operator knows of. It acts from now on."""
        refuse_tied_staff(session, current_person(), body["organisation_id"])
        draft = draft_of(
            body,
            organisation_id=body["organisation_id"],
            source=Source.OPERATOR,
            note=body["source"],
        )
        tie = add_tie(
            session,
            draft,
            by=current_person(),
            at=now(),
            zone=current_app.extensions["settings"].zone,
        )
        return tie_views(session, [tie])[0]


@blueprint.route("/ties/<uuid:tie_id>/end")
class TieEnd(MethodView):
    @require_operator(MANAGE)
    @blueprint.arguments(TieEndSchema)
    @blueprint.response(200, OperatorTieSchema)
    @blueprint.refusals(errors.TieNotFound, errors.StaffTied)
    def post(self, body: dict[str, str], tie_id: UUID) -> TieView:
        """End a tie that is over or was wrong."""
        with unit_of_work("conflicts.end_tie") as session:
            tie = find_tie(session, tie_id, lock=True)
            refuse_tied_staff(session, current_person(), tie.organisation_id)
            view = tie_views(session, [tie])[0]
            end_tie(session, tie, reason=body["reason"], by=current_person(), at=now())
            return view


@blueprint.route("/ties/<uuid:tie_id>/dispute-answer")
class TieDisputeAnswer(MethodView):
    @require_operator(MANAGE)
    @blueprint.arguments(DisputeAnswerSchema)
    @blueprint.response(200, OperatorTieSchema)
    @blueprint.refusals(errors.TieNotFound, errors.NoDispute, errors.StaffTied)
    def post(self, body: dict[str, str], tie_id: UUID) -> TieView:
        """Answer an organisation's dispute; an accepted one ends the tie."""
        answer = DisputeAnswer(DisputeOutcome(body["outcome"]), body["text"])
        with unit_of_work("conflicts.answer_dispute") as session:
            tie = find_tie(session, tie_id)
            answer_dispute(
                session, tie_id=tie_id, answer=answer, by=current_person(), at=now()
            )
            return tie_views(session, [tie])[0]


@blueprint.route("/organisations/<uuid:organisation_id>/conflict-group")
class ConflictGroup(MethodView):
    @require_operator(MANAGE)
    @blueprint.response(200, ConflictGroupSchema)
    @blueprint.refusals(OrganisationNotFound)
    def get(self, organisation_id: UUID) -> dict[str, Any]:
        """Read who is of one group with an organisation, and how."""
        with reading("conflicts.group") as session:
            if session.get(Organisation, organisation_id) is None:
                raise OrganisationNotFound
            members = members_of(session, organisation_id)
        language = locale()
        return {
            "members": [
                {"organisation": each.organisation, "way": each.way.in_(language)}
                for each in members
            ]
        }


@blueprint.route("/conflict-checks")
class ConflictChecks(MethodView):
    @require_operator(MANAGE)
    @blueprint.arguments(ConflictQuestionSchema)
    @blueprint.response(200, ConflictAnswerSchema)
    @blueprint.refusals(OrganisationNotFound)
    def post(self, body: dict[str, Any]) -> dict[str, Any]:
        """Ask whether a tie stands between two organisations. Changes nothing."""
        asked = {body["organisation_id"], body["other_organisation_id"]}
        with reading("conflicts.check") as session:
            known = select(func.count()).where(Organisation.id.in_(asked))
            if session.scalar(known) != len(asked):
                raise OrganisationNotFound
            finding = check_conflict(
                session,
                body["organisation_id"],
                body["other_organisation_id"],
                purpose=Purpose(body["purpose"]),
            )
        tie = finding.tie
        return {
            "refused": finding.refused,
            "waived": finding.waived,
            "tie": None if tie is None else tie.in_(locale()),
        }


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


@blueprint.route("/staff-interests")
class StaffInterests(MethodView):
    @require_operator(Permission.ORGANISATION_READ)
    @blueprint.arguments(StaffInterestRequestSchema)
    @blueprint.response(201, StaffInterestSchema)
    @blueprint.refusals(OrganisationNotFound)
    def post(self, body: dict[str, Any]) -> StaffInterest:
        """Say that you have an interest in a partner: you do not decide about it."""
        with unit_of_work("conflicts.declare_interest") as session:
            return declare_interest(session, current_person(), **body, at=now())


@blueprint.route("/staff-identity")
class StaffIdentity(MethodView):
    @require_operator(Permission.ORGANISATION_READ)
    @blueprint.arguments(StaffIdentityRequestSchema)
    @blueprint.response(200, StaffIdentitySchema)
    @blueprint.refusals(errors.RegisterTieUnfit)
    def put(self, body: dict[str, Any]) -> dict[str, int]:
        """Let the register recognise you among the people of partners."""
        with unit_of_work("conflicts.give_identity") as session:
            keys = give_identity(
                session,
                current_person(),
                **body,
                at=now(),
                zone=current_app.extensions["settings"].zone,
            )
        return {"keys": keys}


def draft_of(
    body: dict[str, Any],
    *,
    organisation_id: UUID,
    source: Source,
    note: str | None = None,
) -> TieDraft:
    """A tie from what a schema or a form has read."""
    return TieDraft(
        organisation_id=organisation_id,
        kind=TieKind(body["kind"]),
        party=Party(
            is_person=body["is_person"],
            name=body["name"],
            number=body["number"],
            birth_date=body["birth_date"],
        ),
        label=body["label"],
        other=body["organisation"],
        share_bps=body["share_bps"],
        source=source,
        note=note,
    )


def tie_page(session: Session, wanted: Any, page: dict[str, Any]) -> Page[TieView]:
    """One page of ties, the newest first, with what of them may be shown."""
    found = paginate(
        session, wanted, [Key(OrganisationTie.id, "id", descending=True)], **page
    )
    return Page(tie_views(session, found.items), found.next_cursor)
