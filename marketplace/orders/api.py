"""The order desk of digital platforms."""

from typing import Any
from uuid import UUID

from flask import current_app
from flask.views import MethodView
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.courses.errors import (
    CourseNotOnSale,
    EnrolmentClosed,
    EnrolmentNotOpen,
    OfferingNotFound,
    ScheduleMoved,
    ScheduleStarted,
    SeatsGone,
)
from core.clock import now
from core.unit_of_work import reading
from marketplace.orders import errors
from marketplace.orders.models import Order
from marketplace.orders.queries import orders_of_platform
from marketplace.orders.schemas import (
    OrderPageSchema,
    OrderRequestSchema,
    OrderSchema,
    VoidRequestSchema,
)
from marketplace.orders.services.place import Purchase, place_order
from marketplace.orders.services.void import void_order
from openapi.blueprint import Blueprint
from openapi.idempotency import idempotent
from openapi.pagination import InvalidCursor, Key, Page, PageArgumentsSchema, paginate
from openapi.security import current_caller, current_person, require_scope
from partners.conflicts.errors import OwnGroupCourse
from partners.oauth.details.errors import (
    AuthorizationUsed,
    AuthorizationWithdrawn,
    NotAsAuthorized,
)
from partners.oauth.details.types import PURCHASE
from partners.standing.errors import NothingNewStarts
from partners.switches.errors import ProgrammeClosed
from vouchers.vouchers.errors import VoucherNotVoidable

blueprint = Blueprint(
    "orders",
    __name__,
    url_prefix="/v1/orders",
    description="Buying courses with the training balance.",
)


@blueprint.route("")
class Orders(MethodView):
    @require_scope("orders:read")
    @blueprint.arguments(PageArgumentsSchema, location="query")
    @blueprint.response(200, OrderPageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, page: dict[str, Any]) -> Page[Order]:
        """List the orders that your platform placed, newest first."""
        with reading("orders.list") as session:
            return paginate(
                session,
                orders_of_platform(current_caller().organisation_id),
                [Key(Order.id, "id", descending=True)],
                **page,
            )

    @require_scope("orders:write", person=True, act=PURCHASE)
    @blueprint.arguments(OrderRequestSchema)
    @idempotent(blueprint, 201, OrderSchema, operation="orders.place")
    @blueprint.refusals(
        errors.NoAward,
        errors.AwardRevoked,
        errors.AwardOver,
        errors.PurchaseDeadlinePassed,
        OfferingNotFound,
        NothingNewStarts,
        errors.ProviderSuspended,
        errors.CourseSaleStopped,
        OwnGroupCourse,
        CourseNotOnSale,
        ScheduleStarted,
        EnrolmentClosed,
        EnrolmentNotOpen,
        errors.PriceChanged,
        errors.CourseAlreadyOwned,
        errors.PreviousCourseUnfinished,
        errors.PreviousCourseUnreviewed,
        errors.BalanceTooLow,
        SeatsGone,
        ScheduleMoved,
        errors.PlatformReferenceUsed,
        ProgrammeClosed,
        NotAsAuthorized,
        AuthorizationUsed,
        AuthorizationWithdrawn,
    )
    def post(self, body: dict[str, Any], *, session: Session) -> Order:
        """Buy a seat with the participant's training balance.

        Takes the money, the seat and issues the voucher in one step, or changes
        nothing. The redeem code is the participant's: she finds it on the programme's
        own page, and you do not receive it.

        Instead of a standing `orders:write` the token may be good for exactly this
        purchase (`authorization_details` of type `course_purchase`, RFC 9396):
        offering, schedule and price are those that she allowed, and it buys once.
        """
        caller = current_caller()
        purchase = Purchase(
            participant_id=current_person(),
            platform_id=caller.organisation_id,
            offering_id=body["offering_id"],
            schedule_id=body["schedule_id"],
            expected_price=body["price"],
            platform_reference=body["platform_reference"],
            single_token_id=caller.single_token_id,
        )
        return place_order(session, purchase, at=now())


@blueprint.route("/<uuid:order_id>")
class OneOrder(MethodView):
    @require_scope("orders:read")
    @blueprint.response(200, OrderSchema)
    @blueprint.refusals(errors.OrderNotFound)
    def get(self, order_id: UUID) -> Order:
        """Read one of your platform's orders."""
        with reading("orders.read") as session:
            order = session.scalar(
                select(Order).where(
                    Order.id == order_id,
                    Order.platform_id == current_caller().organisation_id,
                )
            )
        if order is None:
            raise errors.OrderNotFound
        return order


@blueprint.route("/<uuid:order_id>/void")
class OrderVoid(MethodView):
    @require_scope("orders:write")
    @blueprint.arguments(VoidRequestSchema)
    @idempotent(blueprint, 200, OrderSchema, operation="orders.void")
    @blueprint.refusals(
        errors.OrderNotFound, errors.OrderNotVoidable, VoucherNotVoidable
    )
    def post(self, body: dict[str, Any], order_id: UUID, *, session: Session) -> Order:
        """Void an order before the class is entered.

        Balance and seat go back. A first purchase that is voided brings its deadline
        back too, with two days of grace. The token may be the platform's own.
        """
        return void_order(
            session,
            order_id=order_id,
            platform_id=current_caller().organisation_id,
            reason=body["reason"],
            zone=current_app.extensions["settings"].zone,
            at=now(),
        )
