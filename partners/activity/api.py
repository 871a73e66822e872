"""Disputes, for the operator."""

from typing import Any
from uuid import UUID

from flask import current_app
from flask.views import MethodView

from core.clock import now
from core.unit_of_work import reading, unit_of_work
from openapi.blueprint import Blueprint
from openapi.pagination import InvalidCursor, Key, Page, paginate
from openapi.security import require_scope
from partners.activity.errors import DisputeClosedAlready, DisputeNotFound
from partners.activity.models import Dispute, Outcome
from partners.activity.queries import disputes, find_dispute
from partners.activity.schemas import (
    ClosingRequestSchema,
    DisputeArgumentsSchema,
    DisputePageSchema,
    DisputeSchema,
)
from partners.activity.services.close_dispute import close_dispute
from partners.organisations.models import Kind

blueprint = Blueprint(
    "disputes",
    __name__,
    url_prefix="/v1/disputes",
    description="Uses of accounts that participants say were not theirs.",
)


@blueprint.route("")
class Disputes(MethodView):
    @require_scope("disputes:manage", kind=Kind.OPERATOR)
    @blueprint.arguments(DisputeArgumentsSchema, location="query")
    @blueprint.response(200, DisputePageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, arguments: dict[str, Any]) -> Page[Any]:
        """List the disputes, oldest first, so that nobody waits longest unseen."""
        state = arguments.pop("state")
        query = disputes()
        if state is not None:
            query = query.where(Dispute.state == state)
        with reading("disputes.list") as session:
            return paginate(
                session, query, [Key(Dispute.id, "id")], scalars=False, **arguments
            )


@blueprint.route("/<uuid:dispute_id>")
class OneDispute(MethodView):
    @require_scope("disputes:manage", kind=Kind.OPERATOR)
    @blueprint.response(200, DisputeSchema)
    @blueprint.refusals(DisputeNotFound)
    def get(self, dispute_id: UUID) -> Any:
        """Read one dispute."""
        with reading("disputes.read") as session:
            return find_dispute(session, dispute_id)


@blueprint.route("/<uuid:dispute_id>/closing")
class DisputeClosing(MethodView):
    @require_scope("disputes:manage", kind=Kind.OPERATOR)
    @blueprint.arguments(ClosingRequestSchema)
    @blueprint.response(200, DisputeSchema)
    @blueprint.refusals(DisputeNotFound, DisputeClosedAlready)
    def post(self, body: dict[str, str], dispute_id: UUID) -> Any:
        """Close a dispute with what was found.

        It changes nothing but the case: an order that was not hers is voided at
        `/v1/orders/{order_id}/void` by its platform.
        """
        with unit_of_work("disputes.close") as session:
            close_dispute(
                session,
                dispute_id=dispute_id,
                outcome=Outcome(body["outcome"]),
                reason=body["reason"],
                subject_key=current_app.extensions["settings"].subject_key,
                at=now(),
            )
            return find_dispute(session, dispute_id)
