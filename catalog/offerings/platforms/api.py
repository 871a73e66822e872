"""A platform answers proposals, and gives notice."""

from typing import Any
from uuid import UUID

from flask.views import MethodView
from sqlalchemy.orm import Session

from catalog.authoring.errors import CourseRetired
from catalog.courses.models import LeavingBy, Offering
from catalog.offerings import errors
from catalog.offerings.api import shown
from catalog.offerings.models import Proposal
from catalog.offerings.queries import proposal_with, proposals
from catalog.offerings.schemas import (
    DeclineSchema,
    NoticeGivenSchema,
    NoticeSchema,
    ProposalPageSchema,
    ProposalQuerySchema,
    ProposalSchema,
)
from catalog.offerings.services.answer import accept_proposal, decline_proposal
from catalog.offerings.services.leave import give_notice
from core.clock import now
from core.unit_of_work import reading, unit_of_work
from openapi.blueprint import Blueprint
from openapi.idempotency import idempotent
from openapi.pagination import InvalidCursor, Key, Page, paginate
from openapi.security import current_caller, require_scope
from partners.conflicts.errors import OwnGroupCourse

blueprint = Blueprint(
    "platform_offerings",
    __name__,
    url_prefix="/v1/platform",
    description="What institutions propose to your platform, and your answers.",
)

PLATFORM = "digital_platform"


@blueprint.route("/proposals")
class PlatformProposals(MethodView):
    @require_scope("offerings:write", kind=PLATFORM)
    @blueprint.arguments(ProposalQuerySchema, location="query")
    @blueprint.response(200, ProposalPageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, query: dict[str, Any]) -> Page[Any]:
        """List what institutions proposed to your platform, the oldest first."""
        wanted = proposals().where(Proposal.platform_id == _platform())
        if query["state"] is not None:
            wanted = wanted.where(Proposal.state == query["state"])
        with reading("offerings.proposals") as session:
            return paginate(
                session,
                wanted,
                [Key(Proposal.id, "id")],
                limit=query["limit"],
                cursor=query["cursor"],
                scalars=False,
            )


@blueprint.route("/proposals/<uuid:proposal_id>")
class PlatformProposal(MethodView):
    @require_scope("offerings:write", kind=PLATFORM)
    @blueprint.response(200, ProposalSchema)
    @blueprint.refusals(errors.ProposalNotFound)
    def get(self, proposal_id: UUID) -> Any:
        """Read one proposal, beside what is agreed now."""
        with reading("offerings.proposal") as session:
            proposal_with(session, proposal_id, Proposal.platform_id == _platform())
            return shown(session, proposal_id)


@blueprint.route("/proposals/<uuid:proposal_id>/acceptance")
class ProposalAcceptance(MethodView):
    @require_scope("offerings:write", kind=PLATFORM)
    @idempotent(blueprint, 201, ProposalSchema, operation="offerings.accept")
    @blueprint.refusals(
        errors.ProposalNotFound,
        errors.ProposalEnded,
        CourseRetired,
        errors.CommissionTooHigh,
        errors.PriceAboveCap,
        OwnGroupCourse,
    )
    def post(self, proposal_id: UUID, *, session: Session) -> Any:
        """List the course at this price from now on, or once it is published.

        A notice that was given for it is over.
        """
        accept_proposal(session, proposal_id, platform_id=_platform(), at=now())
        return shown(session, proposal_id)


@blueprint.route("/proposals/<uuid:proposal_id>/refusal")
class ProposalRefusal(MethodView):
    @require_scope("offerings:write", kind=PLATFORM)
    @blueprint.arguments(DeclineSchema)
    @idempotent(blueprint, 201, ProposalSchema, operation="offerings.decline")
    @blueprint.refusals(errors.ProposalNotFound, errors.ProposalEnded)
    def post(self, body: dict[str, Any], proposal_id: UUID, *, session: Session) -> Any:
        """Decline a proposal, and tell the institution why."""
        decline_proposal(
            session,
            proposal_id,
            platform_id=_platform(),
            reason=body["reason"],
            at=now(),
        )
        return shown(session, proposal_id)


@blueprint.route("/offerings/<uuid:offering_id>/notice")
class PlatformOfferingNotice(MethodView):
    @require_scope("offerings:write", kind=PLATFORM)
    @blueprint.arguments(NoticeSchema)
    @blueprint.response(200, NoticeGivenSchema)
    @blueprint.refusals(errors.OwnOfferingNotFound, errors.LeavingTooSoon)
    def put(self, body: dict[str, Any], offering_id: UUID) -> Offering:
        """Give notice: your platform lists the course for another week, or longer."""
        with unit_of_work("offerings.platform_notice") as session:
            return give_notice(
                session,
                offering_id,
                Offering.platform_id == _platform(),
                by=LeavingBy.PLATFORM,
                at=now(),
                **body,
            )


def _platform() -> UUID:
    return current_caller().organisation_id
