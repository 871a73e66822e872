"""Interrupted classes: what a learner chooses, and what the operator watches."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import current_app
from flask.views import MethodView
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
from marketplace.orders import errors as orders
from marketplace.transfers import errors
from marketplace.transfers.asking import errors as asking
from marketplace.transfers.asking.schemas import RefundAskSchema
from marketplace.transfers.asking.services.ask import ask_for_refund
from marketplace.transfers.queries import (
    OwnTransfer,
    called_off_classes,
    own_transfer,
    own_transfers,
)
from marketplace.transfers.schemas import (
    CalledOffClassesSchema,
    ConfirmationSchema,
    OneTransferSchema,
    OwnTransferSchema,
    OwnTransfersSchema,
)
from marketplace.transfers.services.move import move_learner
from marketplace.transfers.services.refund import refund_learner
from marketplace.transfers.services.renew import look_again
from openapi.blueprint import Blueprint
from openapi.idempotency import idempotent
from openapi.security import current_person, require_scope
from partners.conflicts.errors import OwnGroupCourse
from partners.staff.access import require_operator
from partners.staff.rules import Permission
from partners.standing.errors import NothingNewStarts
from partners.switches.errors import ProgrammeClosed
from vouchers.vouchers.errors import VoucherNotVoidable

blueprint = Blueprint(
    "transfers",
    __name__,
    url_prefix="/v1",
    description="Another class for learners whose class is interrupted.",
)

DECIDED = (errors.TransferNotFound, errors.TransferOver)


@blueprint.route("/me/transfers")
class OwnTransfers(MethodView):
    @require_scope("participant:self", person=True)
    @blueprint.response(200, OwnTransfersSchema)
    def get(self) -> dict[str, Any]:
        """List your interrupted classes, with the classes that you can change to.

        `available` says how each stands at this moment.
        """
        with reading("transfers.list") as session:
            return {"items": own_transfers(session, current_person(), at=now())}


@blueprint.route("/me/transfers/confirmation")
class TransferConfirmation(MethodView):
    @require_scope("participant:self", person=True)
    @blueprint.arguments(ConfirmationSchema)
    @idempotent(blueprint, 200, OwnTransferSchema, operation="transfers.confirm")
    @blueprint.refusals(
        *DECIDED,
        errors.ReplacementNotFound,
        errors.ReplacementsExpired,
        errors.StepsWouldBeLost,
        ProgrammeClosed,
        orders.PriceChanged,
        orders.BalanceTooLow,
        orders.CourseAlreadyOwned,
        orders.OrderNotVoidable,
        orders.ProviderSuspended,
        orders.CourseSaleStopped,
        NothingNewStarts,
        OwnGroupCourse,
        OfferingNotFound,
        CourseNotOnSale,
        ScheduleStarted,
        ScheduleMoved,
        EnrolmentClosed,
        EnrolmentNotOpen,
        SeatsGone,
        VoucherNotVoidable,
    )
    def post(self, body: dict[str, Any], *, session: Session) -> OwnTransfer:
        """Change to another class: money, seat and voucher, in one step or not at all.

        The old order is voided, the new one takes its price from what came back, and
        the rest stays in your balance. When one class is refused, the others stay.
        """
        at = now()
        move_learner(
            session,
            transfer_id=body["transfer_id"],
            replacement_id=body["replacement_id"],
            participant_id=current_person(),
            agreed_price=body["price"],
            gives_up_steps=body["gives_up_steps"],
            zone=_zone(),
            at=at,
        )
        return _hers(session, body["transfer_id"])


@blueprint.route("/me/transfers/refund")
class TransferRefund(MethodView):
    @require_scope("participant:self", person=True)
    @blueprint.arguments(OneTransferSchema)
    @idempotent(blueprint, 200, OwnTransferSchema, operation="transfers.refund")
    @blueprint.refusals(
        *DECIDED, errors.TooFarAlong, orders.OrderNotVoidable, VoucherNotVoidable
    )
    def post(self, body: dict[str, Any], *, session: Session) -> OwnTransfer:
        """Take your balance back instead of another class."""
        refund_learner(
            session,
            transfer_id=body["transfer_id"],
            participant_id=current_person(),
            zone=_zone(),
            at=now(),
        )
        return _hers(session, body["transfer_id"])


@blueprint.route("/me/transfers/refund-request")
class TransferRefundRequest(MethodView):
    @require_scope("participant:self", person=True)
    @blueprint.arguments(RefundAskSchema)
    @idempotent(blueprint, 200, OwnTransferSchema, operation="transfers.ask")
    @blueprint.refusals(
        *DECIDED,
        asking.NothingToAsk,
        asking.RefundAskedAlready,
        asking.RefundRefusedForGood,
    )
    def post(self, body: dict[str, Any], *, session: Session) -> OwnTransfer:
        """Ask the programme for your balance, where you have done more than half.

        Somebody decides and writes to you; until then you can still change.
        """
        ask_for_refund(
            session,
            transfer_id=body["transfer_id"],
            participant_id=current_person(),
            words=body["words"],
            at=now(),
        )
        return _hers(session, body["transfer_id"])


@blueprint.route("/me/transfers/search")
class TransferSearch(MethodView):
    @require_scope("participant:self", person=True)
    @blueprint.arguments(OneTransferSchema)
    @idempotent(blueprint, 200, OwnTransferSchema, operation="transfers.search")
    @blueprint.refusals(*DECIDED, errors.SearchedJustNow)
    def post(self, body: dict[str, Any], *, session: Session) -> OwnTransfer:
        """Look for other classes again, at most every ten minutes; after one minute
        where nothing of what you are offered is left."""
        look_again(
            session,
            transfer_id=body["transfer_id"],
            participant_id=current_person(),
            at=now(),
        )
        return _hers(session, body["transfer_id"])


@blueprint.route("/called-off-classes")
class CalledOffClasses(MethodView):
    @require_operator(Permission.STANDING_CHANGE)
    @blueprint.response(200, CalledOffClassesSchema)
    def get(self) -> dict[str, Any]:
        """Read how far the holders of called-off classes are."""
        with reading("transfers.called_off") as session:
            return {"items": called_off_classes(session, at=now())}


def _hers(session: Session, transfer_id: UUID) -> OwnTransfer:
    session.flush()
    return own_transfer(session, transfer_id, participant_id=current_person(), at=now())


def _zone() -> ZoneInfo:
    zone: ZoneInfo = current_app.extensions["settings"].zone
    return zone
