"""The programme decides about balances that learners ask for."""

from typing import Any
from uuid import UUID

from flask import current_app
from flask.views import MethodView
from sqlalchemy.orm import Session

from core.clock import now
from core.unit_of_work import reading, unit_of_work
from marketplace.orders.errors import OrderNotVoidable
from marketplace.transfers.asking import errors
from marketplace.transfers.asking.models import Answer, RefundRequest
from marketplace.transfers.asking.queries import request_shown, waiting_requests
from marketplace.transfers.asking.schemas import (
    OpenedRefundRequestSchema,
    RefundDecisionSchema,
    RefundRequestPageSchema,
    RefundRequestSchema,
)
from marketplace.transfers.asking.services.decide import decide_refund
from marketplace.transfers.asking.services.read import Opened, read_request
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
FIRST_DUE = [Key(RefundRequest.due_at, "due_at"), Key(RefundRequest.id, "id")]


@blueprint.route("")
class RefundRequests(MethodView):
    @require_operator(Permission.MONEY_APPROVE)
    @blueprint.arguments(PageArgumentsSchema, location="query")
    @blueprint.response(200, RefundRequestPageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, page: dict[str, Any]) -> Page[Any]:
        """List the requests that wait for a decision, those that are due first on top.

        What is overdue waits until somebody decides. What learners wrote is read one by
        one.
        """
        with reading("refund_requests.list") as session:
            query = waiting_requests(at=now())
            return paginate(session, query, FIRST_DUE, scalars=False, **page)


@blueprint.route("/<uuid:refund_request_id>")
class OneRefundRequest(MethodView):
    @require_operator(Permission.MONEY_APPROVE)
    @blueprint.response(200, OpenedRefundRequestSchema)
    @blueprint.refusals(errors.RefundRequestNotFound)
    def get(self, refund_request_id: UUID) -> Opened:
        """Read a request with what she wrote; the reading is on the record."""
        with unit_of_work("refund_requests.read") as session:
            return read_request(session, refund_request_id, at=now())


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
        at = now()
        decide_refund(
            session,
            refund_request_id,
            answer=Answer(body["answer"]),
            decision=body["decision"],
            by=current_person(),
            zone=current_app.extensions["settings"].zone,
            at=at,
        )
        return request_shown(session, refund_request_id, at=at)
