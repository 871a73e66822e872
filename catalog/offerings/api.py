"""An institution proposes its courses to platforms, and gives notice."""

from typing import Any
from uuid import UUID

from flask.views import MethodView
from sqlalchemy import Row
from sqlalchemy.orm import Session

from catalog.authoring.errors import CourseRetired, OwnCourseNotFound
from catalog.authoring.queries import own_course
from catalog.courses.models import LeavingBy, Offering
from catalog.offerings import errors
from catalog.offerings.models import Proposal
from catalog.offerings.queries import (
    of_institution,
    offerings_of_course,
    proposals,
)
from catalog.offerings.schemas import (
    AgreedOfferingPageSchema,
    NoticeGivenSchema,
    NoticeSchema,
    ProposalPageSchema,
    ProposalQuerySchema,
    ProposalRequestSchema,
    ProposalSchema,
)
from catalog.offerings.services.leave import give_notice
from catalog.offerings.services.propose import (
    Terms,
    propose_offering,
    withdraw_proposal,
)
from core.clock import now
from core.unit_of_work import reading, unit_of_work
from openapi.blueprint import Blueprint
from openapi.idempotency import idempotent
from openapi.pagination import InvalidCursor, Key, Page, PageArgumentsSchema, paginate
from openapi.security import current_caller, require_scope
from partners.conflicts.errors import OwnGroupCourse

blueprint = Blueprint(
    "offerings",
    __name__,
    url_prefix="/v1/provider/courses/<uuid:course_id>",
    description="Where your institution's courses are listed: proposals and notices.",
)

INSTITUTION = "training_institution"


@blueprint.route("/proposals")
class OwnProposals(MethodView):
    @require_scope("catalog:write", kind=INSTITUTION)
    @blueprint.arguments(ProposalQuerySchema, location="query")
    @blueprint.response(200, ProposalPageSchema)
    @blueprint.refusals(OwnCourseNotFound, InvalidCursor)
    def get(self, query: dict[str, Any], course_id: UUID) -> Page[Any]:
        """List what you proposed of a course, the latest first."""
        with reading("offerings.own_proposals") as session:
            own_course(session, course_id, provider_id=_institution())
            wanted = proposals().where(Proposal.course_id == course_id)
            if query["state"] is not None:
                wanted = wanted.where(Proposal.state == query["state"])
            return paginate(
                session,
                wanted,
                [Key(Proposal.id, "id", descending=True)],
                limit=query["limit"],
                cursor=query["cursor"],
                scalars=False,
            )

    @require_scope("catalog:write", kind=INSTITUTION)
    @blueprint.arguments(ProposalRequestSchema)
    @idempotent(blueprint, 201, ProposalSchema, operation="offerings.propose")
    @blueprint.refusals(
        OwnCourseNotFound,
        CourseRetired,
        errors.PlatformUnknown,
        errors.CommissionTooHigh,
        errors.PriceAboveCap,
        OwnGroupCourse,
        errors.NothingProposed,
        errors.ProposalWaiting,
    )
    def post(self, body: dict[str, Any], course_id: UUID, *, session: Session) -> Any:
        """Ask a platform to list a course, or to change the price that it lists.

        The course need not be published: an accepted one is listed with its first
        revision. Nothing changes for buyers before the platform accepts.
        """
        proposal = propose_offering(
            session,
            course_id,
            provider_id=_institution(),
            platform_code=body["platform"],
            terms=Terms(body["price"], body["commission_bps"], body["note"]),
            at=now(),
        )
        return shown(session, proposal.id)


@blueprint.route("/proposals/<uuid:proposal_id>/withdrawal")
class OwnProposalWithdrawal(MethodView):
    @require_scope("catalog:write", kind=INSTITUTION)
    @blueprint.response(200, ProposalSchema)
    @blueprint.refusals(
        OwnCourseNotFound, errors.ProposalNotFound, errors.ProposalEnded
    )
    def put(self, course_id: UUID, proposal_id: UUID) -> Any:
        """Take a proposal back that the platform has not answered."""
        with unit_of_work("offerings.withdraw_proposal") as session:
            own_course(session, course_id, provider_id=_institution())
            withdraw_proposal(
                session, course_id, proposal_id, provider_id=_institution(), at=now()
            )
            return shown(session, proposal_id)


@blueprint.route("/offerings")
class OwnOfferings(MethodView):
    @require_scope("catalog:write", kind=INSTITUTION)
    @blueprint.arguments(PageArgumentsSchema, location="query")
    @blueprint.response(200, AgreedOfferingPageSchema)
    @blueprint.refusals(OwnCourseNotFound, InvalidCursor)
    def get(self, page: dict[str, Any], course_id: UUID) -> Page[Any]:
        """List the platforms that list a course, or will once it is published."""
        with reading("offerings.own") as session:
            own_course(session, course_id, provider_id=_institution())
            return paginate(
                session,
                offerings_of_course(course_id),
                [Key(Offering.id, "id")],
                **page,
                scalars=False,
            )


@blueprint.route("/offerings/<uuid:offering_id>/notice")
class OwnOfferingNotice(MethodView):
    @require_scope("catalog:write", kind=INSTITUTION)
    @blueprint.arguments(NoticeSchema)
    @blueprint.response(200, NoticeGivenSchema)
    @blueprint.refusals(
        OwnCourseNotFound, errors.OwnOfferingNotFound, errors.LeavingTooSoon
    )
    def put(self, body: dict[str, Any], course_id: UUID, offering_id: UUID) -> Offering:
        """Give notice: the course leaves the platform a week from now, or later.

        It is sold until then, and what was bought stays. To take it off sale at once,
        cancel its schedules.
        """
        with unit_of_work("offerings.notice") as session:
            own_course(session, course_id, provider_id=_institution())
            return give_notice(
                session,
                offering_id,
                of_institution(_institution()),
                Offering.course_id == course_id,
                by=LeavingBy.INSTITUTION,
                at=now(),
                **body,
            )


def shown(session: Session, proposal_id: UUID) -> Row[*tuple[Any, ...]]:
    """A proposal as both sides read it."""
    return session.execute(proposals().where(Proposal.id == proposal_id)).one()


def _institution() -> UUID:
    return current_caller().organisation_id
