"""Somebody who bought a class that is interrupted, and classes like it."""

from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from core.clock import now
from core.ids import new_id
from marketplace.orders import Order
from marketplace.transfers.asking.models import RefundRequest
from marketplace.transfers.asking.services.ask import ask_for_refund
from marketplace.transfers.models import Cause, Replacement, Transfer
from marketplace.transfers.services.move import move_learner
from marketplace.transfers.services.offer import list_transfers
from marketplace.transfers.services.refund import refund_learner
from partners.organisations import Kind, Organisation
from tests import factories
from tests.factories import (
    authorization,
    make_course,
    make_offering,
    make_organisation,
    make_participant,
    make_schedule,
    make_token,
)
from tests.marketplace.orders.conftest import Shop, make_shop
from vouchers.learning.models import Attendance, Verification
from vouchers.vouchers import Voucher, VoucherStatus

ZONE = ZoneInfo("Asia/Jakarta")
SELF = ["participant:self"]


@dataclass
class Class:
    """A class of an institution of its own, on sale on one platform."""

    course: Any
    schedule: Any
    offering: Any


def make_class(session: Any, platform: Any, *, run: Any = None, **course: Any) -> Class:
    """A class like the shop's; `price` is what it costs there."""
    price = course.pop("price", None)
    made = make_course(session, **course)
    return Class(
        made,
        make_schedule(session, made, **(run or {})),
        make_offering(session, made, platform, **({"price": price} if price else {})),
    )


def own_token(session: Any, account: Any) -> str:
    """A token of the programme's own application, for her."""
    operator = make_organisation(session, Kind.OPERATOR)
    client = factories.make_client(session, operator, SELF)
    return make_token(session, client, account)


class Application:
    """The programme's own application, in which she acts."""

    def __init__(self, client: Any, session: Any, account: Any) -> None:
        self.client, self.bearer = client, own_token(session, account)

    def get(self) -> Any:
        return self.client.get("/v1/me/transfers", headers=authorization(self.bearer))

    def post(self, what: str, key: str | None = None, **body: Any) -> Any:
        return self.client.post(
            f"/v1/me/transfers/{what}",
            json=body,
            headers=authorization(self.bearer, key or new_id().hex),
        )


def interrupt(
    session: Any,
    voucher_ids: list[Any],
    cause: Cause = Cause.CALLED_OFF,
    **changes: Any,
) -> list[Transfer]:
    """List the holders; their transfers, by voucher."""
    list_transfers(
        session, voucher_ids, cause=cause, zone=ZONE, **{"at": now(), **changes}
    )
    session.flush()
    return list(session.scalars(select(Transfer).order_by(Transfer.voucher_id)))


def replacements_of(session: Any, transfer: Transfer) -> list[Replacement]:
    query = select(Replacement).where(Replacement.transfer_id == transfer.id)
    return list(session.scalars(query.order_by(Replacement.rank)))


def move(session: Any, transfer: Transfer, chosen: Replacement, **changes: Any) -> Any:
    values: dict[str, Any] = {
        "transfer_id": transfer.id,
        "replacement_id": chosen.id,
        "participant_id": transfer.participant_id,
        "agreed_price": chosen.price,
        "zone": ZONE,
        "at": now(),
    }
    return move_learner(session, **(values | changes))


def take_back(session: Any, transfer: Transfer, **changes: Any) -> Any:
    values: dict[str, Any] = {
        "transfer_id": transfer.id,
        "participant_id": transfer.participant_id,
        "zone": ZONE,
        "at": now(),
    }
    return refund_learner(session, **(values | changes))


def attend(session: Any, voucher_id: Any, *sequences: int) -> None:
    """She confirmed these steps."""
    for sequence in sequences:
        verification = Verification(
            voucher_id=voucher_id,
            sequence=sequence,
            state_hash=new_id().bytes,
            redirect_uri="https://lembaga.example/kembali",
            started_at=now(),
            expires_at=now(),
        )
        session.add(verification)
        session.flush()
        session.add(
            Attendance(
                voucher_id=voucher_id,
                sequence=sequence,
                verification_id=verification.id,
                confirmed_at=now(),
            )
        )
    session.flush()


def another_buyer(session: Any, shop: Shop) -> Shop:
    """Somebody else with a balance, at the same platform and class."""
    account = factories.make_account(session)
    participant = make_participant(session, account)
    return replace(
        shop,
        account=account,
        award=factories.make_award(session, participant),
        token=make_token(session, shop.client, account),
    )


def enter(session: Any, voucher_id: Any) -> Voucher:
    """She has redeemed her voucher and done two of three steps."""
    voucher: Voucher = session.get_one(Voucher, voucher_id)
    voucher.status, voucher.redeemed_at = VoucherStatus.REDEEMED, now()
    attend(session, voucher_id, 1, 2)
    return voucher


def interrupt_far_along(session: Any, shop: Shop, order: Order) -> Transfer:
    """Its institution is sanctioned when she has done most of her class."""
    voucher = enter(session, order.voucher_id)
    provider = session.get_one(Organisation, shop.course.provider_id)
    sanction = factories.make_sanction(session, provider)
    [transfer] = interrupt(
        session, [voucher.id], Cause.SANCTION, sanction_id=sanction.id
    )
    return transfer


def ask(session: Any, transfer: Transfer, **changes: Any) -> RefundRequest:
    """She asks for her balance."""
    values = {"words": "Saya pindah kota.", "at": now()} | changes
    ask_for_refund(
        session,
        transfer_id=transfer.id,
        participant_id=transfer.participant_id,
        **values,
    )
    query = select(RefundRequest).where(RefundRequest.transfer_id == transfer.id)
    asked: RefundRequest = session.scalars(
        query.order_by(RefundRequest.id.desc())
    ).first()
    return asked


@pytest.fixture
def shop(session: Any) -> Shop:
    return make_shop(session)


@pytest.fixture
def bought(shop: Shop, client: Any, session: Any) -> Order:
    """Her order of the shop's class."""
    answer = shop.buy(client, key=new_id().hex)
    assert answer.status_code == 201, answer.text
    return session.get_one(Order, answer.json["order_id"])
