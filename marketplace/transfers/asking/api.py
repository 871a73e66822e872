"""The programme decides about balances that learners ask for."""

from typing import Any
from uuid import UUID

from flask import current_app
from flask.views import MethodView
from sqlalchemy.orm import Session

from core.clock import now
from core.unit_of_work import reading
from marketplace.orders.errors import OrderNotVoidable
from marketplace.transfers.asking import errors
from marketplace.transfers.asking.models import Answer, RefundRequest
from marketplace.transfers.asking.queries import request_shown, waiting_requests
from marketplace.transfers.asking.schemas import (
    RefundDecisionSchema,
    RefundRequestPageSchema,
    RefundRequestSchema,
)
from marketplace.transfers.asking.services import decide_refund
from marketplace.transfers.errors import TransferOver
from openapi.blueprint import Blueprint
from openapi.idempotency import idempotent
from openapi.pagination import InvalidCursor, Key, Page, PageArgumentsSchema, paginate
from openapi.security import current_person
from partners.conflicts.errors import StaffTied
from partners.staff.access import require_operator
from partners.staff.rules import Permission
from vouchers.vouchers.errors import VoucherNotVoidable

blueprint = Blueprint(
    "refund-requests",
    __name__,
    url_prefix="/v1/refund-requests",
    description="Balances of interrupted classes that learners ask for.",
)
LONGEST_WAITING = [Key(RefundRequest.asked_at, "asked_at"), Key(RefundRequest.id, "id")]


@blueprint.route("")
class RefundRequests(MethodView):
    @require_operator(Permission.MONEY_APPROVE)
    @blueprint.arguments(PageArgumentsSchema, location="query")
    @blueprint.response(200, RefundRequestPageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, page: dict[str, Any]) -> Page[Any]:
        """List the requests that wait for a decision, the longest waiting first."""
        with reading("refund_requests.list") as session:
            return paginate(
                session, waiting_requests(), LONGEST_WAITING, scalars=False, **page
            )


@blueprint.route("/<uuid:refund_request_id>/decision")
class RefundRequestDecision(MethodView):
    @require_operator(Permission.MONEY_APPROVE)
    @blueprint.arguments(RefundDecisionSchema)
    @idempotent(blueprint, 200, RefundRequestSchema, operation="refund_requests.decide")
    @blueprint.refusals(
        errors.RefundRequestNotFound,
        errors.RefundDecided,
        errors.OwnRefundRequest,
        errors.SameDecider,
        TransferOver,
        StaffTied,
        OrderNotVoidable,
        VoucherNotVoidable,
    )
    def post(
        self, body: dict[str, str], refund_request_id: UUID, *, session: Session
    ) -> Any:
        """Give the balance back, or leave it in the voucher; she is told why.

        Price, seat and deadline go back in one transaction, once. Who has changed to
        another class meanwhile has decided herself.
        """
        decide_refund(
            session,
            refund_request_id,
            answer=Answer(body["answer"]),
            decision=body["decision"],
            by=current_person(),
            zone=current_app.extensions["settings"].zone,
            at=now(),
        )
        return request_shown(session, refund_request_id)
