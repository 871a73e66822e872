"""Vouchers over HTTP."""

from typing import Any
from uuid import UUID

from flask.views import MethodView

from core.clock import now
from core.unit_of_work import reading
from openapi.blueprint import Blueprint
from openapi.pagination import InvalidCursor, Key, Page, PageArgumentsSchema, paginate
from openapi.security import current_caller, current_person, require_scope
from vouchers.guessing.web import limit_guesses
from vouchers.vouchers.errors import ClassNotFound, VoucherNotFound
from vouchers.vouchers.models import Voucher
from vouchers.vouchers.queries import (
    HeldVoucher,
    RosterLine,
    VoucherState,
    as_roster,
    held_by,
    seats_of_class,
    state_of,
    with_details,
)
from vouchers.vouchers.schemas import (
    HeldVoucherPageSchema,
    RosterPageSchema,
    VoucherCheckRequestSchema,
    VoucherStateSchema,
)
from vouchers.vouchers.services.find import find_voucher, find_voucher_by_code

blueprint = Blueprint(
    "vouchers",
    __name__,
    url_prefix="/v1",
    description="Prepaid claims on one seat of one class.",
)

NEWEST_FIRST = [
    Key(Voucher.issued_at, "issued_at", descending=True),
    Key(Voucher.id, "id", descending=True),
]
BY_ID = [Key(Voucher.id, "id")]


@blueprint.route("/voucher-checks")
class VoucherChecks(MethodView):
    @require_scope("vouchers:verify")
    @blueprint.arguments(VoucherCheckRequestSchema)
    @limit_guesses
    @blueprint.response(200, VoucherStateSchema)
    @blueprint.refusals(VoucherNotFound)
    def post(self, body: dict[str, str]) -> VoucherState:
        """Look a voucher up by its redeem code.

        Uses nothing up. A mistyped, an unknown and another institution's code get the
        same answer.
        """
        with reading("vouchers.check") as session:
            voucher = find_voucher_by_code(
                session, code=body["code"], provider_id=current_caller().organisation_id
            )
            return state_of(session, voucher, at=now())


@blueprint.route("/vouchers/<uuid:voucher_id>")
class Vouchers(MethodView):
    @require_scope("vouchers:verify")
    @blueprint.response(200, VoucherStateSchema)
    @blueprint.refusals(VoucherNotFound)
    def get(self, voucher_id: UUID) -> VoucherState:
        """Read a voucher for one of your classes: its state, its confirmed steps, and
        which requirements of the completion rule are met."""
        with reading("vouchers.read") as session:
            voucher = find_voucher(
                session,
                voucher_id=voucher_id,
                provider_id=current_caller().organisation_id,
            )
            return state_of(session, voucher, at=now())


@blueprint.route("/me/vouchers")
class MyVouchers(MethodView):
    @require_scope("participant:self", person=True)
    @blueprint.arguments(PageArgumentsSchema, location="query")
    @blueprint.response(200, HeldVoucherPageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, page: dict[str, Any]) -> Page[HeldVoucher]:
        """List the participant's vouchers, the newest first, with their redeem codes
        and every use of them."""
        with reading("vouchers.list_own") as session:
            found = paginate(session, held_by(current_person()), NEWEST_FIRST, **page)
            held = with_details(session, found.items, at=now())
        return Page(held, found.next_cursor)


@blueprint.route("/schedules/<uuid:schedule_id>/roster")
class Rosters(MethodView):
    @require_scope("vouchers:verify")
    @blueprint.arguments(PageArgumentsSchema, location="query")
    @blueprint.response(200, RosterPageSchema)
    @blueprint.refusals(ClassNotFound, InvalidCursor)
    def get(self, page: dict[str, Any], schedule_id: UUID) -> Page[RosterLine]:
        """List the vouchers of one of your classes with their state; no names."""
        with reading("vouchers.roster") as session:
            seats = seats_of_class(
                session,
                schedule_id=schedule_id,
                provider_id=current_caller().organisation_id,
            )
            found = paginate(session, seats, BY_ID, **page)
            lines = as_roster(session, found.items, at=now())
        return Page(lines, found.next_cursor)
